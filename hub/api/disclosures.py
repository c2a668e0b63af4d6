"""The disclosure log (inzagelogboek), for the municipality's data protection officer; reading it is itself logged."""

from datetime import date, datetime, timedelta
from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Query, Request, Response

from hub.answers.disclosures import DisclosuresAnswer, disclosure_answer, of_lines
from hub.api import looking
from hub.api.acting import acting
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.openapi import described
from hub.api.problems import Problem
from hub.api.services import ApiServices
from hub.api.telling import tell
from hub.api.version import BASE_PATH
from hub.commands.request import Code, Day, start_of
from hub.disclosures.ports import Wanted
from hub.disclosures.told import Told
from hub.domain.organisations import Organisation
from hub.domain.terms import AMSTERDAM
from hub.ledger.errors import InvalidWaitToken
from hub.people.subject import Subject, faults

_MOST: Final = 200
_A_DAY: Final = timedelta(days=1)
_FIRST: Final = date(1970, 1, 1)
_LAST: Final = date(9000, 1, 1)
_NOBODY: Final = ""
"""Stands for a person whom the hub does not know: no line is about them."""
_REFUSALS: Final = ("page-invalid",)


class DisclosureSearch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which lines: about whom, told to whom, from ``since`` to ``until``, Dutch calendar days, both included."""

    subject: Subject
    organisation: Code | None = None
    since: Day | None = None
    until: Day | None = None
    before: str | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=_MOST)] = 100


def router(services: ApiServices) -> APIRouter:
    """``/v1/disclosures``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/disclosures", tags=["disclosures"])
    search = Body(DisclosureSearch)

    @routes.get("", **described(answer=DisclosuresAnswer, problems=_REFUSALS))
    async def list_disclosures(
        request: Request,
        organisation: str | None = None,
        since: date | None = None,
        until: date | None = None,
        before: str | None = None,
        limit: Annotated[int, Query(ge=1, le=_MOST)] = 100,
    ) -> Response:
        """The lines of the disclosure log (inzagelogboek), the latest first; for the data protection officer."""
        officer = acting(request)
        wanted = Wanted(None, organisation, *_period(since, until))
        return await _page(services, request, officer, wanted, before, limit)

    @routes.post(
        "/_search",
        **described(body=DisclosureSearch, answer=DisclosuresAnswer, problems=(*_REFUSALS, "command-invalid")),
    )
    @direct
    async def search_disclosures(request: Request) -> Response:
        """The lines about one person. The person stands in the body: nothing identifying is in an address."""
        officer = acting(request)
        body = await search.read(request)
        found = faults(body.subject, "$.subject", services.clock.now().astimezone(AMSTERDAM).date())
        if found:
            raise Problem("command-invalid", found)
        person = await services.people.find(body.subject, officer.id)
        family = None if person is None else await services.queries.family(person)
        persons = (person or _NOBODY,) if family is None or person is None else family[1].pseudonyms_of(person)
        wanted = Wanted(persons, body.organisation, *_period(body.since, body.until))
        return await _page(services, request, officer, wanted, body.before, body.limit)

    return routes


def _period(since: date | None, until: date | None) -> tuple[datetime | None, datetime | None]:
    """From the first moment of the one day to the last of the other; days beyond all lines are the border's."""
    first = None if since is None else start_of(max(since, _FIRST))
    return first, None if until is None else start_of(max(min(until, _LAST), _FIRST) + _A_DAY)


async def _page(
    services: ApiServices, request: Request, officer: Organisation, wanted: Wanted, before: str | None, limit: int
) -> Response:
    found = await services.log.read(wanted, _place(services, before), limit)
    organisations, reference = services.policy().organisations, looking.references(services, officer)
    page = DisclosuresAnswer(
        disclosures=tuple(disclosure_answer(each.line, organisations, reference) for each in found),
        next=services.page_tokens.seal(found[-1].id) if len(found) == limit else None,
    )
    return await tell(
        services,
        request,
        officer,
        Told(page, of_lines(wanted.persons[0] or None if wanted.persons else None, (each.line for each in found))),
    )


def _place(services: ApiServices, before: str | None) -> int | None:
    """The place in the log behind a page's token. Raises the problem ``page-invalid`` for one of nobody."""
    try:
        return None if before is None else services.page_tokens.open(before)
    except InvalidWaitToken:
        raise Problem("page-invalid") from None
