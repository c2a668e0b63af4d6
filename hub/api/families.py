"""Families (gezinnen): asked about one child or family with a reason to know, never by browsing (DOMAIN.md 11)."""

from datetime import date
from typing import Annotated, Final, NamedTuple

import msgspec
from fastapi import APIRouter, Query, Request, Response

from hub.answers import trails
from hub.answers.families import FamilyAnswer, family_answer
from hub.answers.known import KnownAnswer, known_answer
from hub.answers.naming import Names
from hub.answers.showing import SEARCHES_BY_PURPOSE, Showing, ShownFamily
from hub.answers.timelines import TimelineAnswer, timeline_answer
from hub.api import followups, looking
from hub.api.acting import acting, caught_up, on_name, thing
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.looks import note_first_look
from hub.api.openapi import described
from hub.api.pace import in_step
from hub.api.problems import Problem
from hub.api.services import ApiServices
from hub.api.telling import asking_of, professional_of, tell
from hub.api.version import BASE_PATH
from hub.commands.request import PURPOSE, Named, Text
from hub.disclosures.told import Receipt, Told
from hub.domain.areas import Lives, lives
from hub.domain.errors import Fault
from hub.domain.organisations import Organisation
from hub.domain.terms import AMSTERDAM, end_of
from hub.people.subject import Subject, faults

_FOR: Final = (
    "For what is asked, as a code; without one, early-coordination. What consent opens for other purposes stays out."
)
_Day = Annotated[str, Query(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="A Dutch calendar day until today.")]
_REFUSALS: Final = ("organisation-unknown", "not-found", "wait-invalid")


class SearchRequest(Named, frozen=True, kw_only=True):
    """A question about one child or family. ``purpose`` is a code, logged before anybody looks.

    Consent may be limited to purposes (``early-coordination``, ``safety``, ``handover``, ``review``): it opens for
    these alone, and for no other code.
    """

    subject: Subject
    purpose: Annotated[str, msgspec.Meta(pattern=PURPOSE)]
    reason: Text


class FamiliesAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The families found. Nothing that may be shown is the same as unknown, to the last byte."""

    families: tuple[FamilyAnswer, ...] = ()


class Seen(msgspec.Struct, frozen=True):
    """A family in which something may be shown, with the names that go with it."""

    person: str
    family: ShownFamily
    showing: Showing
    names: Names


def router(services: ApiServices) -> APIRouter:
    """``/v1/families``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/families", tags=["families"])
    _asking(routes, services)
    followups.add(routes, services)
    return routes


def _asking(routes: APIRouter, services: ApiServices) -> None:
    search, step = Body(SearchRequest), services.limits.answer_step_seconds
    Purpose = Annotated[str | None, Query(pattern=PURPOSE, description=_FOR)]  # noqa: N806 - a type

    @routes.post(
        "/_search",
        **described(body=SearchRequest, answer=FamiliesAnswer, problems=("organisation-unknown", "command-invalid")),
    )
    @direct
    async def search_families(request: Request) -> Response:
        """The family of a child or adult, by the five questions, over what this organisation may see."""
        viewer = acting(request)
        body = await search.read(request)
        today = services.clock.now().astimezone(AMSTERDAM).date()
        found = (*on_name(services, request, body), *faults(body.subject, "$.subject", today))
        if found:
            raise Problem("command-invalid", found)
        async with in_step(step):
            person = await services.people.find(body.subject, viewer.id)
            seen = await see_family(services, request, viewer, person, body.purpose)
            return await tell(services, request, viewer, seen.then(_families), purpose=body.purpose)

    @routes.get("/{ref}", **described(answer=FamilyAnswer, problems=_REFUSALS))
    async def show_family(request: Request, purpose: Purpose = None, wait: str | None = None) -> Response:
        """The family of a person by this organisation's own reference. A wijkteam without involvement says why."""
        viewer = acting(request)
        await caught_up(services, wait)
        async with in_step(step):
            seen = await referred_family(services, request, viewer, thing(request, "ref"), purpose)
            return await tell(services, request, viewer, seen.then(_answer), purpose=purpose)

    @routes.get("/{ref}/timeline", **described(answer=TimelineAnswer, problems=_REFUSALS))
    async def show_timeline(request: Request, purpose: Purpose = None, wait: str | None = None) -> Response:
        """The life course (levensloop) in lanes per organisation and domain, and as a table."""
        viewer = acting(request)
        await caught_up(services, wait)
        async with in_step(step):
            seen = await referred_family(services, request, viewer, thing(request, "ref"), purpose)
            return await tell(services, request, viewer, seen.then(_timeline), purpose=purpose)

    @routes.get("/{ref}/known", **described(answer=KnownAnswer, problems=_REFUSALS))
    async def show_known(request: Request, on: _Day, purpose: Purpose = None, wait: str | None = None) -> Response:
        """What was known (wat was toen bekend) on a day, of what this organisation may see now; for a look back."""
        viewer = acting(request)
        await caught_up(services, wait)
        async with in_step(step):
            known = await _known_family(services, request, viewer, _past(services, on), purpose)
            return await tell(services, request, viewer, known, purpose=purpose)


def _answer(seen: Seen | None) -> FamilyAnswer | None:
    return None if seen is None else family_answer(seen.person, seen.family, seen.showing, seen.names)


def _timeline(seen: Seen | None) -> TimelineAnswer | None:
    return None if seen is None else timeline_answer(seen.person, seen.family, seen.showing, seen.names)


def _families(seen: Seen | None) -> FamiliesAnswer:
    found = _answer(seen)
    return FamiliesAnswer(families=() if found is None else (found,))


async def referred_family(
    services: ApiServices, request: Request, viewer: Organisation, reference: str, purpose: str | None
) -> Told[Seen | None]:
    """The family behind an organisation's own reference; None for one that is not its own, as for nothing to show."""
    return await see_family(services, request, viewer, services.people.referred(viewer.id, reference), purpose)


async def see_family(
    services: ApiServices, request: Request, viewer: Organisation, person: str | None, purpose: str | None
) -> Told[Seen | None]:
    """The family of a person as the viewer may see it now; None where nothing may be shown.

    A wijkteam's purpose is logged before anything is looked at (DOMAIN.md 5), also of somebody whom nobody knows.
    """
    showing = await _before_family(services, request, viewer, person, purpose)
    if person is None or showing is None:
        return Told(None, trails.of_nothing(person))
    family = showing.family_of(person)
    trail = trails.of_family(person, family, showing)
    if family is None:
        return Told(None, trail)
    names = await looking.names(services, showing, family.persons, family.disclosed)
    return Told(Seen(person, family, showing, names), trail)


async def _known_family(
    services: ApiServices, request: Request, viewer: Organisation, on: date, purpose: str | None
) -> Told[KnownAnswer | None]:
    """A family as it was known on a day; None where nothing of it may be shown now, whatever was known then.

    What is of an organisation that nothing may narrow down stays out: the day that it appears would tell its date.
    """
    person = services.people.referred(viewer.id, thing(request, "ref"))
    showing = await _before_family(services, request, viewer, person, purpose)
    family = None if person is None or showing is None else showing.family_of(person)
    if person is None or showing is None:
        return Told(None, trails.of_nothing(person))
    if family is None:
        return Told(None, trails.of_known(person, (), showing))
    names = await looking.names(services, showing, family.persons, family.disclosed)
    history = [each.fact for each in await services.history.about(showing.circle)]
    known = [each for each in showing.as_known_on(family, history, end_of(on)) if not names.hides(each)]
    return Told(known_answer(person, on, known, showing, names), trails.of_known(person, known, showing))


async def _before_family(
    services: ApiServices, request: Request, viewer: Organisation, person: str | None, purpose: str | None
) -> Showing | None:
    """The viewer before the family of a person, after its purpose was logged and a first look recorded for review."""
    reason = await _reason_of_purpose(services, request, viewer, person, purpose)
    if person is None:
        return None
    showing = await looking.showing(
        services, viewer, person, professional=professional_of(request), logged=reason.logged, purpose=purpose
    )
    if showing is not None:
        await note_first_look(services, request, person, showing, by_purpose=reason.to_review)
    return showing


def _past(services: ApiServices, on: str) -> date:
    """A day until today. Raises Problem ``input-invalid``."""
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise Problem("input-invalid", (Fault("query.on", "malformed", "not a date such as 2026-05-31"),)) from None
    if day > services.clock.now().astimezone(AMSTERDAM).date():
        raise Problem("input-invalid", (Fault("query.on", "date-in-future", "This day has not come yet."),))
    return day


class _Reason(NamedTuple):
    """Whether a purpose is a reason to know: the log's receipt for it, and whether the look is to be reviewed."""

    logged: Receipt | None = None
    to_review: bool = False


async def _reason_of_purpose(
    services: ApiServices, request: Request, viewer: Organisation, person: str | None, purpose: str | None
) -> _Reason:
    """A purpose that is a reason to know: a wijkteam's, for who lives in its own area.

    Where no address of the person is known it is a reason as well, and the look is reviewed (DOMAIN.md 5). Of whom an
    indication of secrecy is, it is none: whether it was would tell in which area that person lives.
    """
    if purpose is None or viewer.sector not in SEARCHES_BY_PURPOSE:
        return _Reason()
    asking = asking_of(services, request, viewer, purpose, part=True)
    logged = await services.disclosures.before_looking(asking, person)
    if person is None or (viewer.area and await _is_secret(services, person)):
        return _Reason()
    where = lives(viewer.area, await services.people.postcode(person))
    return _Reason() if where is Lives.OUTSIDE else _Reason(logged, to_review=where is Lives.UNKNOWN)


async def _is_secret(services: ApiServices, person: str) -> bool:
    found = await services.queries.family(person)
    return found is not None and found[1].has_secret_address(person)
