"""Whose session a request to a page belongs to."""

from typing import Final, NamedTuple

from fastapi import Request

from hub.api.services import ApiServices
from hub.api.telling import PROFESSIONAL
from hub.domain.organisations import Organisation
from hub.web.logins import Login

COOKIE: Final = "samenloop_session"


class Session(NamedTuple):
    """Who looks: the organisation, and what its login stands for."""

    viewer: Organisation
    login: Login


def session_of(services: ApiServices, request: Request) -> Session | None:
    """The session, as long as its organisation takes part; the log will name the professional behind it."""
    login = services.logins.session(request.cookies.get(COOKIE, ""))
    viewer = None if login is None else services.policy().organisations.get(login.organisation)
    if login is None or viewer is None:
        return None
    request.scope[PROFESSIONAL] = login.professional
    return Session(viewer, login)
