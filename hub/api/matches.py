"""Matches (samenlopen): what converged for this organisation and why, as far as it may be seen now."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request, Response

from hub.answers import trails
from hub.answers.matches import MatchAnswer, match_answer
from hub.answers.showing import Showing
from hub.api import looking
from hub.api.acting import acting, caught_up, thing
from hub.api.openapi import described
from hub.api.services import ApiServices
from hub.api.telling import professional_of, tell
from hub.api.version import BASE_PATH
from hub.disclosures.told import Told
from hub.disclosures.trail import Trail, combined
from hub.views.rows import MatchRow

_MOST = 200


class MatchesAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A page of matches, in the order in which they opened; ``next`` is ``after`` of the next page."""

    matches: tuple[MatchAnswer, ...]
    next: int


def router(services: ApiServices) -> APIRouter:
    """``/v1/matches``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/matches", tags=["matches"])

    @routes.get("", **described(answer=MatchesAnswer, problems=("organisation-unknown", "wait-invalid")))
    async def list_matches(
        request: Request,
        after: Annotated[int, Query(ge=0, le=2**62)] = 0,
        limit: Annotated[int, Query(ge=1, le=_MOST)] = 50,
        wait: str | None = None,
    ) -> Response:
        """The organisation's own matches, withdrawn ones included; content is decided anew each time."""
        organisation = acting(request)
        await caught_up(services, wait)
        rows = await services.queries.matches(organisation.id, after, limit)
        anchors = {row.anchor for row in rows}
        seen = await looking.showings(services, organisation, anchors, professional=professional_of(request))
        found = [await _match(services, seen.get(row.anchor), row) for row in rows]
        page = MatchesAnswer(
            matches=tuple(match for match, _ in found if match is not None), next=rows[-1].number if rows else after
        )
        told = Told(page, combined(trail for _, trail in found))
        return await tell(services, request, organisation, told)

    @routes.get(
        "/{id}", **described(answer=MatchAnswer, problems=("organisation-unknown", "not-found", "wait-invalid"))
    )
    async def show_match(request: Request, wait: str | None = None) -> Response:
        """A match of this organisation: the reason, the items it rests on with their grounds, and whom to reach."""
        organisation = acting(request)
        await caught_up(services, wait)
        return await tell(services, request, organisation, await _told(services, request, thing(request)))

    return routes


async def _told(services: ApiServices, request: Request, id_: str) -> Told[MatchAnswer | None]:
    """One match of the organisation that calls; None for another's, as for none at all."""
    viewer = acting(request)
    row = await services.queries.match(id_)
    if row is None or row.recipient != viewer.id:
        return Told(None, trails.of_another(id_, None if row is None else row.anchor))
    seen = await looking.showing(services, viewer, row.anchor, professional=professional_of(request))
    return Told(*await _match(services, seen, row))


async def _match(services: ApiServices, seen: Showing | None, row: MatchRow) -> tuple[MatchAnswer | None, Trail]:
    """What its recipient may read of this match now, and its trail; None where the family no longer holds it."""
    match = None if seen is None else seen.match(row.match)
    if seen is None or match is None:
        return None, trails.of_nothing(row.anchor)
    disclosed = () if match.identifier_only or match.withdrawn else seen.of(item for item, _ in match.shown)
    about = tuple(person for person in match.about if person in seen.known)
    states = seen.states_of(match) if disclosed else []
    names = await looking.names(services, seen, about if disclosed else (), disclosed)
    told = match.about if match.identifier_only else about
    answer = match_answer(match, about, disclosed, names, seen.policy, states)
    return answer, trails.of_match(match, told, [*disclosed, *states], seen)
