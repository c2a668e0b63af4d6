"""Whose session a request to a page belongs to, and whether they may look at it now."""

from typing import Final
from urllib.parse import urlencode

from fastapi import Request, Response

from hub.api.auth import Caller
from hub.api.logins import LOGIN_PAGE, is_page
from hub.api.problems import Problem
from hub.api.services import ApiServices
from hub.api.telling import PROFESSIONAL
from hub.domain.errors import Refusal
from hub.domain.organisations import Organisation
from hub.web.rendering import go

COOKIE: Final = "samenloop_session"


async def viewer_of(services: ApiServices, request: Request, call: str) -> Organisation | None:
    """The organisation whose session this is, as long as its professional may make this call; else it is over.

    ``call`` is that of the authorisation matrix for which the page stands. The log will name the professional.
    """
    session = request.cookies.get(COOKIE, "")
    login = await services.logins.session(session) if session else None
    if login is None:
        return None
    caller = Caller(login.organisation, session, login.issued_at, float("inf"), login.professional)
    try:
        viewer = (await services.access.admit(caller, call)).organisation
    except (Problem, Refusal):
        await services.logins.close(session)
        return None
    request.scope[PROFESSIONAL] = login.professional
    return viewer


def to_login(request: Request) -> Response:
    """Send whoever has no session to the login, which leads back to where they were going."""
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return go(f"{LOGIN_PAGE}?{urlencode({'to': path})}" if is_page(path) else LOGIN_PAGE)


def is_secure(services: ApiServices, request: Request) -> bool:
    """Whether the cookie goes over https only: as the setting says, or else as the request came."""
    return (services.public_url or str(request.url)).startswith("https:")
