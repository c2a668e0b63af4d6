"""The pages: a login with a code that works once, the family page by the five questions (DOMAIN.md 11), the calendar,
and the outcome of a request of the family, to be printed (DOMAIN.md 12)."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from hub.answers.families import family_answer
from hub.answers.tasks import TasksAnswer
from hub.answers.timelines import timeline_answer
from hub.api.acting import holds, thing
from hub.api.door import Actor
from hub.api.families import Seen, referred_family
from hub.api.logins import LOGIN_PAGE, is_page
from hub.api.outcomes import PURPOSE as RIGHTS
from hub.api.outcomes import outcome_of
from hub.api.pace import in_step
from hub.api.problems import Problem
from hub.api.role_tasks import role_calendar
from hub.api.services import ApiServices
from hub.api.tasks import AFTER, Choice, calendar, place_of
from hub.api.telling import PROFESSIONAL, asking_of, opened
from hub.commands.request import PURPOSE
from hub.domain.answer_reasons import DECLINED, NOT_NEEDED
from hub.domain.errors import UnknownThing
from hub.domain.organisations import Organisation
from hub.domain.professionals import ProfessionalRole
from hub.web import words
from hub.web.answering import form_of
from hub.web.lanes import chart_of
from hub.web.rendering import FOLDER, go, html, page
from hub.web.sessions import COOKIE, is_secure, to_login, viewer_of

LOOKING: Final = "GET /v1/families/{ref}"
EXPECTING: Final = "GET /v1/tasks"
OF_ROLE: Final = "GET /v1/tasks/of-role"
DECIDING: Final = "GET /v1/requests/{id}/outcome"
"""The calls of the authorisation matrix that the pages stand for."""
PAGE: Final = 50
"""Tasks on one page."""


def router(services: ApiServices) -> APIRouter:
    """``/web``."""
    routes = APIRouter(prefix="/web", include_in_schema=False)
    _login(routes, services)
    _outcomes(routes, services)
    _calendar(routes, services)

    @routes.get("/style.css")
    async def style(_: Request) -> Response:
        """The one style sheet."""
        return Response((FOLDER / "static" / "style.css").read_bytes(), media_type="text/css; charset=utf-8")

    @routes.get("/families/{ref}")
    async def family(request: Request, purpose: Annotated[str | None, Query(pattern=PURPOSE)] = None) -> Response:
        """The family page of whoever is logged in; without a session, the login."""
        viewer = await viewer_of(services, request, LOOKING)
        if viewer is None:
            return to_login(request)
        async with in_step(services.limits.answer_step_seconds):
            try:
                reference = thing(request, "ref")
            except UnknownThing:
                return html(page("unknown.html"), 404)
            seen = await referred_family(services, request, viewer, reference, purpose)
            told = seen.then(lambda shown: None if shown is None else _family(viewer, shown))
            text = await opened(services, asking_of(services, request, viewer, purpose), told)
            return html(page("unknown.html"), 404) if text is None else html(text)

    return routes


def _calendar(routes: APIRouter, services: ApiServices) -> None:
    @routes.get("/tasks")
    async def tasks(
        request: Request, whose: Choice = "me", after: Annotated[str | None, Query(pattern=AFTER)] = None
    ) -> Response:
        """What is expected of whoever is logged in, or of the whole organisation, by when it is due."""
        viewer = await viewer_of(services, request, EXPECTING)
        if viewer is None:
            return to_login(request)
        actor = Actor(viewer, request.scope[PROFESSIONAL])
        told = await calendar(services, actor, whose, place_of(after), PAGE)
        shown = told.then(lambda answer: _tasks(services, actor, whose, answer))
        return html(await opened(services, asking_of(services, request, viewer), shown))

    @routes.get("/tasks/of-role")
    async def role_tasks(request: Request, after: Annotated[str | None, Query(pattern=AFTER)] = None) -> Response:
        """What the roles of whoever is logged in ask of them: requests to decide, access to confirm."""
        viewer = await viewer_of(services, request, OF_ROLE)
        if viewer is None:
            return to_login(request)
        actor = Actor(viewer, request.scope[PROFESSIONAL])
        told = await role_calendar(services, actor, place_of(after), PAGE)
        shown = told.then(lambda answer: _tasks(services, actor, "role", answer))
        return html(await opened(services, asking_of(services, request, viewer, RIGHTS), shown))


def _tasks(services: ApiServices, actor: Actor, whose: str, answer: TasksAnswer) -> str:
    def has(*roles: ProfessionalRole) -> bool:
        return any(holds(services, actor, role) for role in roles)

    return page(
        "tasks.html",
        viewer=actor.organisation,
        whose=whose,
        calendar=answer,
        not_needed=NOT_NEEDED,
        declined=DECLINED,
        is_reporter=has(ProfessionalRole.REPORTER),
        has_calendar=has(ProfessionalRole.REPORTER, ProfessionalRole.DUTY),
        has_role=has(ProfessionalRole.REQUEST_DECIDER, ProfessionalRole.ADMINISTRATOR),
    )


def _outcomes(routes: APIRouter, services: ApiServices) -> None:
    @routes.get("/requests/{id}")
    async def outcome(request: Request) -> Response:
        """The outcome of a request of the family, to be printed or sent; for the professional who decides."""
        viewer = await viewer_of(services, request, DECIDING)
        if viewer is None:
            return to_login(request)
        try:
            told = await outcome_of(services, Actor(viewer, request.scope[PROFESSIONAL]), thing(request))
        except (UnknownThing, Problem):
            return html(page("unknown.html"), 404)
        printed = told.then(lambda answer: None if answer is None else page("record.html", outcome=answer))
        text = await opened(services, asking_of(services, request, viewer, RIGHTS), printed)
        return html(page("unknown.html"), 404) if text is None else html(text)


def _family(viewer: Organisation, seen: Seen) -> str:
    answer = family_answer(seen.person, seen.family, seen.showing, seen.names)
    timeline = timeline_answer(seen.person, seen.family, seen.showing, seen.names)
    people = {member.person.reference: words.person(member.person) for member in answer.in_view.members}
    return page(
        "family.html",
        viewer=viewer,
        family=answer,
        people=people,
        timeline=timeline,
        chart=chart_of(timeline),
    )


def _login(routes: APIRouter, services: ApiServices) -> None:
    @routes.get("/login")
    async def ask(request: Request, to: str = "") -> Response:
        """The form that asks for a code; it says where a session is over, and leads on to where one was going."""
        return html(_form(to, over=COOKIE in request.cookies))

    @routes.post("/login")
    async def log_in(request: Request) -> Response:
        """Trade a code for a session. The code is never in an address."""
        form = await form_of(request)
        to = form.get("to", "")
        redeemed = await services.logins.redeem(form.get("code", ""))
        if redeemed is None:
            return html(_form(to, refused=True), 403)
        session, login = redeemed
        answer = go(to if is_page(to) else login.begins_at)
        secure = is_secure(services, request)
        answer.set_cookie(COOKIE, session, path="/web", httponly=True, samesite="strict", secure=secure)
        return answer

    @routes.post("/logout")
    async def log_out(request: Request) -> Response:
        """End the session."""
        await services.logins.close(request.cookies.get(COOKIE, ""))
        answer = go(LOGIN_PAGE)
        answer.delete_cookie(COOKIE, path="/web")
        return answer


def _form(to: str, *, refused: bool = False, over: bool = False) -> str:
    return page("login.html", refused=refused, over=over, to=to if is_page(to) else "")
