"""The inbox (notificaties): identifiers only. Content is fetched by the recipient under its own authorisation."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from datetime import datetime
from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Query, Request, Response

from hub.answers import trails
from hub.answers.published import Links, links_of
from hub.api import streams
from hub.api.acting import acting, caught_up, changing, record, thing
from hub.api.answers import answer
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.openapi import described
from hub.api.problems import Problem
from hub.api.services import ApiServices
from hub.api.telling import tell
from hub.api.version import BASE_PATH
from hub.commands.followup import AnswerRequest
from hub.disclosures.told import Told
from hub.domain.organisations import Organisation
from hub.views.rows import InboxRow

_PAGE: Final = 200
_ABOUT: Final = {
    "request": "request",
    "weigh-request": "signal",
    "consent-noted": "consent",
    "consent-ending": "consent",
    "consent-ended": "consent",
    "exception-review": "safety_exception",
}
"""kind of a notification -> what it is about; a match, where it is not here."""
_ACTS: Final = {
    "weigh-request": f"{BASE_PATH}/signals/{{thing}}",
    "consent-noted": f"{BASE_PATH}/consents/{{thing}}/_confirm",
    "consent-ending": f"{BASE_PATH}/consents",
    "consent-ended": f"{BASE_PATH}/consents",
    "exception-review": f"{BASE_PATH}/safety-exceptions/{{thing}}/_confirm",
}
"""kind of a notification about sharing -> the call with which one does what is expected."""


class NotificationAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One notification (notificatie). ``number`` counts within the organisation.

    ``message`` gathers what one organisation is told about one family on one day. ``answered`` is the answer given.
    ``assigned_to`` is whose it is now: the professional on whose name the organisation's own item stands, or who stands
    in for them; without one it is the duty contact's. Of kind ``access``, the access of ``professional`` ends unless it
    is confirmed again.
    """

    number: int
    id: str
    kind: str
    lane: str
    match: str | None = None
    assigned_to: str | None = None
    reaches: str | None = None
    """Whom it must reach beside that: ``duty-contact``, or ``manager`` where the duty contact did not answer either."""
    professional: str | None = None
    request: str | None = None
    """The request of the family that it is about, of kind ``request``."""
    signal: str | None = None
    """The own signal to weigh again, of kind ``weigh-request``."""
    consent: str | None = None
    """The consent that was noted for own signals, or that stands no longer, of these kinds."""
    safety_exception: str | None = None
    """The exception to review, of kind ``exception-review``."""
    recorded_at: datetime
    message: str | None = None
    answer_by: datetime | None = None
    answered: str | None = None
    links: Links


class InboxAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the inbox; ``next`` is ``after`` of the next page."""

    notifications: tuple[NotificationAnswer, ...]
    next: int


def router(services: ApiServices) -> APIRouter:
    """``/v1/notifications``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/notifications", tags=["notifications"])
    _reading(routes, services)
    body = Body(AnswerRequest)
    refusals = ("organisation-unknown", "not-found", "command-invalid", "ledger-unavailable")

    @routes.post("/{id}/_answer", **changing(body=AnswerRequest, problems=refusals))
    @direct
    async def answer_notification(request: Request) -> Response:
        """Answer in one click: contact made, already in contact, not needed (with a coded reason), could not reach."""
        return answer(await record(services, request, await body.read(request), named=thing(request)))

    return routes


def _reading(routes: APIRouter, services: ApiServices) -> None:
    @routes.get("", **described(answer=InboxAnswer, problems=("organisation-unknown", "wait-invalid")))
    async def list_notifications(
        request: Request,
        after: Annotated[int, Query(ge=0, le=2**62)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
        wait: str | None = None,
    ) -> Response:
        """The organisation's notifications with a number after ``after``, in order."""
        organisation = acting(request)
        await caught_up(services, wait)
        rows = await services.queries.inbox(organisation.id, after, limit)
        notifications = tuple(map(assigning(services, organisation), rows))
        inbox = InboxAnswer(notifications=notifications, next=rows[-1].number if rows else after)
        return await tell(services, request, organisation, Told(inbox, trails.of_notifications(rows)))

    @routes.get(
        "/_stream",
        **described(answer=NotificationAnswer, answer_media=streams.MEDIA_TYPE, problems=("organisation-unknown",)),
    )
    async def stream_notifications(
        request: Request, after: Annotated[int | None, Query(ge=0, le=2**62)] = None
    ) -> Response:
        """Follow the inbox: one event per notification, whose id is its number. Goes on after Last-Event-ID."""
        organisation = acting(request)
        events = _events(services, organisation, _begin(request, after))
        return streams.stream(services, request, organisation, events)


def _begin(request: Request, after: int | None) -> int:
    """After which number a stream begins: what the client last saw goes before what it asked."""
    seen = streams.last_event_id(request)
    if seen is None:
        return after or 0
    if not seen.isascii() or not seen.isdecimal() or len(seen) > 18:  # noqa: PLR2004 - digits of a 64-bit number
        raise Problem("request-invalid")
    return int(seen)


async def _events(services: ApiServices, organisation: Organisation, after: int) -> streams.Source:
    async with aclosing(_rings(services, organisation.id)) as rings:  # type: ignore[type-var]
        async for _ in rings:
            while rows := await services.queries.inbox(organisation.id, after, _PAGE):
                after, told = rows[-1].number, assigning(services, organisation)
                events = [streams.Event(str(row.number), "notification", told(row)) for row in rows]
                yield Told(events, trails.of_notifications(rows))


async def _rings(services: ApiServices, organisation: str) -> AsyncIterator[None]:
    """Rings of the doorbell and, where there is none, of a clock."""
    yield
    if services.doorbell is not None:
        async for _ in services.doorbell.rings(organisation):
            yield
    while True:
        await asyncio.sleep(services.limits.poll_seconds)
        yield


def assigning(services: ApiServices, organisation: Organisation) -> Callable[[InboxRow], NotificationAnswer]:
    """How a notification stands in the inbox of this organisation now, with whose it is at this moment."""
    professionals, now = services.policy().professionals, services.clock.now()

    def told(row: InboxRow) -> NotificationAnswer:
        if row.kind == "access" or row.professional is None:
            return notification_answer(row, None)
        who = professionals.responsible(organisation.id, row.professional, now)
        return notification_answer(row, None if who is None else who.id)

    return told


def notification_answer(row: InboxRow, assigned_to: str | None) -> NotificationAnswer:
    """One notification as it stands in the inbox."""
    about = {_ABOUT.get(row.kind, "match"): row.match}
    return NotificationAnswer(
        number=row.number,
        id=row.notification,
        kind=row.kind,
        lane=row.lane,
        assigned_to=assigned_to,
        reaches=row.reaches,
        professional=row.professional if row.kind == "access" else None,
        **about,
        recorded_at=row.recorded_at,
        message=row.message,
        answer_by=row.answer_by,
        answered=row.answered,
        links=_links(row),
    )


def _links(row: InboxRow) -> Links:
    if row.kind == "request":
        return Links(request=f"{BASE_PATH}/requests/{row.match}")
    if row.match is None:
        return Links()
    if row.kind in _ACTS:
        return Links(act=_ACTS[row.kind].format(thing=row.match))
    return links_of(row.match, row.notification if row.kind == "match" else None)
