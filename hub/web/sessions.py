"""Whose session a request to a page belongs to, and whether they may look at it now."""

from typing import Final

from fastapi import Request

from hub.api.auth import Caller
from hub.api.problems import Problem
from hub.api.services import ApiServices
from hub.api.telling import PROFESSIONAL
from hub.domain.errors import Refusal
from hub.domain.organisations import Organisation

COOKIE: Final = "samenloop_session"


async def viewer_of(services: ApiServices, request: Request, call: str) -> Organisation | None:
    """The organisation whose session this is, as long as its professional may make this call; else it is over.

    ``call`` is that of the authorisation matrix for which the page stands. The log will name the professional.
    """
    session = request.cookies.get(COOKIE, "")
    login = services.logins.session(session)
    if login is None:
        return None
    caller = Caller(login.organisation, session, login.issued_at, float("inf"), login.professional)
    try:
        viewer = (await services.access.admit(caller, call)).organisation
    except (Problem, Refusal):
        services.logins.close(session)
        return None
    request.scope[PROFESSIONAL] = login.professional
    return viewer
