"""Whose session a request to a page belongs to, and whether they may look at it now."""

from typing import Final
from urllib.parse import urlencode

from fastapi import Request, Response

from hub.api.auth import Caller
from hub.api.door import Actor
from hub.api.logins import LOGIN_PAGE, is_page
from hub.api.problems import Problem
from hub.api.services import ApiServices
from hub.api.telling import PROFESSIONAL
from hub.domain.errors import Refusal, RoleMissing
from hub.domain.organisations import Organisation
from hub.web.rendering import go

COOKIE: Final = "samenloop_session"
_OWN: Final = "same-origin"


async def viewer_of(services: ApiServices, request: Request, call: str) -> Organisation | None:
    """The organisation whose session this is, as long as its professional may make this call; else it is over."""
    actor = await actor_in(services, request, call)
    return None if actor is None else actor.organisation


async def actor_in(services: ApiServices, request: Request, call: str) -> Actor | None:
    """Who acts in this session, as long as they may make this call; else it is over.

    ``call`` is that of the authorisation matrix for which the page stands. The log will name the professional.
    """
    session = request.cookies.get(COOKIE, "")
    login = await services.logins.session(session) if session else None
    if login is None:
        return None
    caller = Caller(login.organisation, session, login.issued_at, float("inf"), login.professional)
    try:
        actor = await services.access.admit(caller, call)
    except (Problem, Refusal) as refused:
        if request.method == "POST" and isinstance(refused, RoleMissing):
            raise  # their session goes on: another may click this
        await services.logins.close(session)
        return None
    request.scope[PROFESSIONAL] = login.professional
    return actor


def check_own_page(request: Request) -> None:
    """Raises Problem ``not-allowed`` for a form that another site sent; the cookie goes with none of those either."""
    if request.headers.get("sec-fetch-site", _OWN) not in {_OWN, "none"}:
        raise Problem("not-allowed")


def to_login(request: Request) -> Response:
    """Send whoever has no session to the login, which leads back to where they were going."""
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return go(f"{LOGIN_PAGE}?{urlencode({'to': path})}" if is_page(path) else LOGIN_PAGE)


def is_secure(services: ApiServices, request: Request) -> bool:
    """Whether the cookie goes over https only: as the setting says, or else as the request came."""
    return (services.public_url or str(request.url)).startswith("https:")
