"""The requests of the family that a municipality decides."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.facts import (
    DecisionProposed,
    ErasureDecided,
    RequestDecided,
    RequestExtended,
    RequestForgotten,
    RequestReceived,
)
from hub.ledger.ports import StoredFact
from hub.views.numbers import Numbers
from hub.views.rows import RequestRow
from hub.views.statements import load, upsert
from hub.views.tables import REQUEST

_Step = RequestReceived | RequestExtended | DecisionProposed | RequestDecided | ErasureDecided | RequestForgotten


async def fold_requests(connection: AsyncConnection, page: Sequence[StoredFact]) -> None:
    """Fold a batch: a request appears when it is received, and says until when it waits for its decision."""
    facts = [stored.fact for stored in page if isinstance(stored.fact, _Step)]
    if not facts:
        return
    rows = await load(connection, REQUEST, RequestRow, {fact.request for fact in facts})
    owners = {fact.owner for fact in facts if isinstance(fact, RequestReceived)}
    numbers = await Numbers.of(connection, REQUEST, "owner", owners)
    changed: dict[str, RequestRow] = {}
    for fact in facts:
        row = _after(fact, rows.get(fact.request), numbers)
        if row is not None:
            rows[fact.request] = changed[fact.request] = row
    await upsert(connection, REQUEST, list(changed.values()))


def _after(fact: _Step, known: RequestRow | None, numbers: Numbers) -> RequestRow | None:
    """The row as this fact leaves it; None for a step in a request that nobody received."""
    if isinstance(fact, RequestReceived):
        return RequestRow(
            request=fact.request,
            owner=fact.owner,
            number=known.number if known else numbers.next(fact.owner),
            person=fact.person,
            kind=fact.kind,
            received_at=fact.received_at,
            due=fact.due,
        )
    return None if known is None else replace(known, **_changes(fact))


def _changes(fact: _Step) -> dict[str, Any]:
    match fact:
        case RequestExtended():
            return {"due": fact.due}
        case DecisionProposed():
            return {"state": "proposed", "proposed_by": fact.by}
        case RequestDecided():
            return {"state": "decided", "decided_at": fact.recorded_at}
        case RequestForgotten():
            return {"state": "forgotten"}
        case ErasureDecided():
            return {"waits": fact.outcome == "restricted"}
    return {}
