"""Matches (samenlopen): what converged for this organisation and why, as far as it may be seen now."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request, Response

from hub.answers.matches import MatchAnswer, match_answer
from hub.answers.showing import Showing
from hub.api import looking
from hub.api.acting import acting, caught_up, thing
from hub.api.answers import answer
from hub.api.openapi import described
from hub.api.services import ApiServices
from hub.api.version import BASE_PATH
from hub.domain.errors import UnknownThing
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
        seen = {
            anchor: await looking.showing(services, organisation, anchor) for anchor in {row.anchor for row in rows}
        }
        found = [await _match(services, seen[row.anchor], row) for row in rows]
        shown = tuple(each for each in found if each is not None)
        return answer(MatchesAnswer(matches=shown, next=rows[-1].number if rows else after))

    @routes.get(
        "/{id}", **described(answer=MatchAnswer, problems=("organisation-unknown", "not-found", "wait-invalid"))
    )
    async def show_match(request: Request, wait: str | None = None) -> Response:
        """A match of this organisation: the reason, the items it rests on with their grounds, and whom to reach."""
        organisation = acting(request)
        await caught_up(services, wait)
        row = await services.queries.match(thing(request))
        if row is None or row.recipient != organisation.id:
            raise UnknownThing
        found = await _match(services, await looking.showing(services, organisation, row.anchor), row)
        if found is None:
            raise UnknownThing
        return answer(found)

    return routes


async def _match(services: ApiServices, seen: Showing | None, row: MatchRow) -> MatchAnswer | None:
    """What its recipient may read of this match now; None where the family no longer holds it."""
    match = None if seen is None else seen.match(row.match)
    if seen is None or match is None:
        return None
    disclosed = () if match.identifier_only or match.withdrawn else seen.of(item for item, _ in match.shown)
    about = tuple(person for person in match.about if person in seen.known)
    names = await looking.names(services, seen, about if disclosed else (), disclosed)
    return match_answer(match, about, disclosed, names, seen.policy)
