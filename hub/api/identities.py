"""Who is one person: a steward's identity reviews (identiteitscontroles) and links (koppelingen)."""

from collections.abc import Sequence
from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Query, Request, Response

from hub.answers import trails
from hub.answers.identities import LinkAnswer, ReviewAnswer, link_answer, review_answer
from hub.api import looking
from hub.api.acting import caught_up, changing, key_of, recorded, submit, thing
from hub.api.answers import answer
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.door import actor_of
from hub.api.openapi import described
from hub.api.services import ApiServices
from hub.api.telling import tell
from hub.api.version import BASE_PATH
from hub.commands.identity import DecideReviewRequest, UndoLinkRequest
from hub.disclosures.told import Told
from hub.domain.errors import Fault, InvalidCommand, UnknownThing
from hub.domain.opening import Purpose, for_purpose
from hub.domain.organisations import Organisation
from hub.people.identity import Identity
from hub.views.rows import IdentityRow

STEWARDSHIP: Final = "who-is-who"
"""For what a steward looks, as the disclosure log has it."""
_REFUSALS: Final = ("organisation-unknown", "role-missing", "wait-invalid")
_CHANGES: Final = ("role-missing", "not-found", "command-invalid", "already-done")
_MOST: Final = 100
After = Annotated[int, Query(ge=0, le=2**62)]
Limit = Annotated[int, Query(ge=1, le=_MOST)]


class ReviewsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A page of reviews; ``next`` is ``after`` of the next page."""

    reviews: tuple[ReviewAnswer, ...]
    next: int


class LinksAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A page of links; ``next`` is ``after`` of the next page."""

    links: tuple[LinkAnswer, ...]
    next: int


def router(services: ApiServices) -> APIRouter:
    """``/v1/identity-reviews`` and ``/v1/identity-links``."""
    routes = APIRouter(prefix=BASE_PATH, tags=["identities"])
    _reading(routes, services)
    _deciding(routes, services)
    return routes


def _reading(routes: APIRouter, services: ApiServices) -> None:
    @routes.get("/identity-reviews", **described(answer=ReviewsAnswer, problems=_REFUSALS))
    async def list_identity_reviews(
        request: Request, after: After = 0, limit: Limit = 50, wait: str | None = None
    ) -> Response:
        """Uncertain identities, in the order in which they came up: a new person beside those whom it may be."""
        steward = actor_of(request).organisation
        await caught_up(services, wait)
        rows = await services.queries.identities("review", after=after, limit=limit)
        identities = await _identities(services, rows)
        reference = looking.references(services, steward)
        found = []
        for row in rows:
            family = await services.queries.family(row.persons[0])
            review = None if family is None else family[1].as_stated.reviews.get(row.id)
            if review is not None:
                found.append(review_answer(row, review, identities, reference))
        page = ReviewsAnswer(reviews=tuple(found), next=rows[-1].number if rows else after)
        return await tell(services, request, steward, Told(page, trails.of_identities(rows)), purpose=STEWARDSHIP)

    @routes.get("/identity-links", **described(answer=LinksAnswer, problems=_REFUSALS))
    async def list_identity_links(
        request: Request, after: After = 0, limit: Limit = 50, wait: str | None = None
    ) -> Response:
        """Records that were linked as one person, by the rules or by a steward, with why; undone ones included."""
        steward = actor_of(request).organisation
        await caught_up(services, wait)
        rows = await services.queries.identities("link", after=after, limit=limit)
        identities = await _identities(services, rows)
        reference = looking.references(services, steward)
        links = tuple(link_answer(row, identities, reference) for row in rows)
        page = LinksAnswer(links=links, next=rows[-1].number if rows else after)
        return await tell(services, request, steward, Told(page, trails.of_identities(rows)), purpose=STEWARDSHIP)


def _deciding(routes: APIRouter, services: ApiServices) -> None:
    decision, undoing = Body(DecideReviewRequest), Body(UndoLinkRequest)

    @routes.post("/identity-reviews/{id}/_decide", **changing(body=DecideReviewRequest, problems=_CHANGES))
    @direct
    async def decide_identity_review(request: Request) -> Response:
        """Decide: the same person as one of those shown, or somebody else. Matches then follow, or never come."""
        steward, command = actor_of(request).organisation, await decision.read(request)
        row = await _row(services, request, "review")
        persons: tuple[str, ...] = (row.persons[0],)
        if command.decision == "same":
            persons = (row.persons[0], _same_as(services, steward, command, row))
        return await _submit(services, request, command, row, persons)

    @routes.post("/identity-links/{id}/_undo", **changing(body=UndoLinkRequest, problems=_CHANGES))
    @direct
    async def undo_identity_link(request: Request) -> Response:
        """Undo a link: what was raised through it is taken back, and those who were told of it are told."""
        command = await undoing.read(request)
        row = await _row(services, request, "link")
        return await _submit(services, request, command, row, tuple(row.persons))


async def _row(services: ApiServices, request: Request, kind: str) -> IdentityRow:
    """What the path names, or raises ``UnknownThing``."""
    row = await services.queries.identity(thing(request))
    if row is None or row.kind != kind:
        raise UnknownThing
    return row


def _same_as(services: ApiServices, steward: Organisation, command: DecideReviewRequest, row: IdentityRow) -> str:
    person = services.people.referred(steward.id, command.same_as or "")
    if person is None or person not in row.persons[1:]:
        raise InvalidCommand(Fault("$.same_as", "not-among-likely", "Not one of those whom this review shows."))
    return person


async def _submit(
    services: ApiServices,
    request: Request,
    command: DecideReviewRequest | UndoLinkRequest,
    row: IdentityRow,
    persons: tuple[str, ...],
) -> Response:
    steward = actor_of(request)
    outcome = await submit(services, command, steward, key_of(request), named=row.id, persons=persons)
    return answer(recorded(services, steward.organisation, outcome))


async def _identities(services: ApiServices, rows: Sequence[IdentityRow]) -> dict[str, Identity]:
    """Who these persons are; without an address where one of those shown together has a secret one (5.5)."""
    persons = list(dict.fromkeys(person for row in rows for person in row.persons))
    described = await services.people.describe(for_purpose(Purpose.IDENTITY_REVIEW, persons=persons))
    families = await services.queries.families(persons)
    secret = {person for person, (_, state) in families.items() if state.has_secret_address(person)}
    hidden = {person for row in rows if not secret.isdisjoint(row.persons) for person in row.persons}
    return {person: each.without_address() if person in hidden else each for person, each in described.items()}
