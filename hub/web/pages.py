"""The pages: a login with a code that works once, and the family page by the five questions (DOMAIN.md 11)."""

from functools import cache
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from hub.answers.families import family_answer
from hub.answers.timelines import timeline_answer
from hub.api.acting import thing
from hub.api.body import check_media_type, read_bytes
from hub.api.families import Seen, referred_family
from hub.api.services import ApiServices
from hub.api.telling import asking_of, opened
from hub.domain.errors import UnknownThing
from hub.domain.organisations import Organisation
from hub.web import words

COOKIE: Final = "samenloop_session"
PURPOSE: Final = r"^[a-z][a-z0-9-]{0,59}$"
_FORM_LIMIT: Final = 4096
_FOLDER: Final = Path(__file__).parent
_SEE_OTHER: Final = 303
_POLICY: Final = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "words": words.words,
        "organisation": words.organisation,
        "person": words.person,
        "what": words.what,
        "day": words.day,
    }
    return environment


def _page(template: str, **values: object) -> str:
    return _templates().get_template(template).render(**values)


def _html(page: str, status: int = 200) -> Response:
    """A page: one that says fixed words only, or one that the log has a line of."""
    return Response(page, status, {"content-security-policy": _POLICY}, "text/html; charset=utf-8")


def router(services: ApiServices) -> APIRouter:
    """``/web``."""
    routes = APIRouter(prefix="/web", include_in_schema=False)
    _login(routes, services)

    @routes.get("/style.css")
    async def style(_: Request) -> Response:
        """The one style sheet."""
        return Response((_FOLDER / "static" / "style.css").read_bytes(), media_type="text/css; charset=utf-8")

    @routes.get("/families/{ref}")
    async def family(request: Request, purpose: Annotated[str | None, Query(pattern=PURPOSE)] = None) -> Response:
        """The family page of whoever is logged in; without a session, the login."""
        viewer = _viewer(services, request)
        if viewer is None:
            return _go("/web/login")
        try:
            reference = thing(request, "ref")
        except UnknownThing:
            return _html(_page("unknown.html"), 404)
        seen = await referred_family(services, request, viewer, reference, purpose)
        page = seen.then(lambda shown: None if shown is None else _family(viewer, shown))
        html = await opened(services, asking_of(services, request, viewer, purpose), page)
        return _html(_page("unknown.html"), 404) if html is None else _html(html)

    return routes


def _family(viewer: Organisation, seen: Seen) -> str:
    answer = family_answer(seen.person, seen.family, seen.showing, seen.names)
    people = {member.person.reference: words.person(member.person) for member in answer.in_view.members}
    return _page(
        "family.html",
        viewer=viewer,
        family=answer,
        people=people,
        timeline=timeline_answer(seen.person, seen.family, seen.showing, seen.names),
    )


def _login(routes: APIRouter, services: ApiServices) -> None:
    @routes.get("/login")
    async def ask(_: Request) -> Response:
        """The form that asks for a code."""
        return _html(_page("login.html", refused=False))

    @routes.post("/login")
    async def log_in(request: Request) -> Response:
        """Trade a code for a session. The code is never in an address."""
        check_media_type(request, b"application/x-www-form-urlencoded")
        form = parse_qs((await read_bytes(request, _FORM_LIMIT)).decode("ascii", "replace"))
        redeemed = services.logins.redeem(form.get("code", [""])[0])
        if redeemed is None:
            return _html(_page("login.html", refused=True), 403)
        session, login = redeemed
        answer = _go(login.begins_at)
        answer.set_cookie(
            COOKIE, session, path="/web", httponly=True, samesite="strict", secure=request.url.scheme == "https"
        )
        return answer

    @routes.post("/logout")
    async def log_out(request: Request) -> Response:
        """End the session."""
        services.logins.close(request.cookies.get(COOKIE, ""))
        answer = _go("/web/login")
        answer.delete_cookie(COOKIE, path="/web")
        return answer


def _go(path: str) -> RedirectResponse:
    return RedirectResponse(path, _SEE_OTHER)


def _viewer(services: ApiServices, request: Request) -> Organisation | None:
    """The organisation whose session this is, as long as it takes part."""
    login = services.logins.session(request.cookies.get(COOKIE, ""))
    return None if login is None else services.policy().organisations.get(login.organisation)
