"""Families (gezinnen): asked about one child or family with a reason to know, never by browsing (DOMAIN.md 11)."""

import logging
from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Query, Request, Response

from hub.answers.families import FamilyAnswer, family_answer
from hub.answers.naming import Names
from hub.answers.showing import SEARCHES_BY_PURPOSE, Showing, ShownFamily
from hub.answers.timelines import TimelineAnswer, timeline_answer
from hub.api import followups, looking
from hub.api.acting import acting, caught_up, on_name, thing
from hub.api.answers import answer
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.openapi import described
from hub.api.problems import Problem
from hub.api.services import ApiServices
from hub.api.version import BASE_PATH
from hub.commands.request import Named, Text
from hub.domain.areas import Lives, lives
from hub.domain.errors import UnknownThing
from hub.domain.organisations import Organisation
from hub.domain.terms import AMSTERDAM
from hub.people.subject import Subject, faults

log = logging.getLogger("hub.disclosure")
_PURPOSE: Final = r"^[a-z][a-z0-9-]{0,59}$"
_REFUSALS: Final = ("organisation-unknown", "not-found", "wait-invalid")


class SearchRequest(Named, frozen=True, kw_only=True):
    """A question about one child or family. ``purpose`` is a code, logged before anybody looks."""

    subject: Subject
    purpose: Annotated[str, msgspec.Meta(pattern=_PURPOSE)]
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
    search = Body(SearchRequest)
    Purpose = Annotated[str | None, Query(pattern=_PURPOSE)]  # noqa: N806 - a type

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
        person = await services.people.find(body.subject, viewer.id)
        seen = None if person is None else await see_family(services, viewer, person, body.purpose)
        families = () if seen is None else (_answer(seen),)
        return answer(FamiliesAnswer(families=families))

    @routes.get("/{ref}", **described(answer=FamilyAnswer, problems=_REFUSALS))
    async def show_family(request: Request, purpose: Purpose = None, wait: str | None = None) -> Response:
        """The family of a person by this organisation's own reference. A wijkteam without involvement says why."""
        viewer = acting(request)
        await caught_up(services, wait)
        return answer(_answer(await referred_family(services, viewer, thing(request, "ref"), purpose)))

    @routes.get("/{ref}/timeline", **described(answer=TimelineAnswer, problems=_REFUSALS))
    async def show_timeline(request: Request, purpose: Purpose = None, wait: str | None = None) -> Response:
        """The life course (levensloop) in lanes per organisation and domain, and as a table."""
        viewer = acting(request)
        await caught_up(services, wait)
        seen = await referred_family(services, viewer, thing(request, "ref"), purpose)
        return answer(timeline_answer(seen.person, seen.family, seen.showing, seen.names))


def _answer(seen: Seen) -> FamilyAnswer:
    return family_answer(seen.person, seen.family, seen.showing, seen.names)


async def referred_family(services: ApiServices, viewer: Organisation, reference: str, purpose: str | None) -> Seen:
    """The family behind an organisation's own reference.

    Raises ``UnknownThing`` for a reference that is not its own, and where nothing may be shown: the same answer.
    """
    person = services.people.referred(viewer.id, reference)
    seen = None if person is None else await see_family(services, viewer, person, purpose)
    if seen is None:
        raise UnknownThing
    return seen


async def see_family(services: ApiServices, viewer: Organisation, person: str, purpose: str | None) -> Seen | None:
    """The family of a person as the viewer may see it now; None where nothing may be shown."""
    logged = purpose is not None and await _gives_reason(services, viewer, person, purpose)
    showing = await looking.showing(services, viewer, person, purpose_logged=logged)
    family = None if showing is None else showing.family_of(person)
    if showing is None or family is None:
        return None
    return Seen(person, family, showing, await looking.names(services, showing, family.persons, family.disclosed))


async def _gives_reason(services: ApiServices, viewer: Organisation, person: str, purpose: str) -> bool:
    """Whether a purpose is a reason to know: a wijkteam's, in its own area, logged before anything is looked at.

    Where no address of the person is known it is, and the line in the log asks for review (DOMAIN.md 5).
    """
    if viewer.sector not in SEARCHES_BY_PURPOSE:
        return False
    where = lives(viewer.area, await services.people.postcode(person))
    review = "yes" if where is Lives.UNKNOWN else "no"
    log.info(
        "purpose-logged organisation=%s purpose=%s person=%s area=%s review=%s",
        viewer.id,
        purpose,
        person,
        where.value,
        review,
    )
    return where is not Lives.OUTSIDE
