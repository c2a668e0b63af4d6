"""Each organisation's own signals, as a list."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.facts import Fact, SignalEnded, SignalRecorded, SignalRetracted
from hub.ledger.ports import StoredFact
from hub.views.numbers import Numbers
from hub.views.rows import SignalRow
from hub.views.statements import load, upsert
from hub.views.tables import SIGNAL

_Told = SignalRecorded | SignalEnded | SignalRetracted


async def fold_signals(connection: AsyncConnection, page: Sequence[StoredFact]) -> None:
    """Fold a batch into the list. A retracted signal stays, marked as such, and so do the numbers after it."""
    facts = [stored.fact for stored in page if isinstance(stored.fact, _Told)]
    known = await load(connection, SIGNAL, SignalRow, {fact.signal for fact in facts})
    owners = {fact.owner for fact in facts if isinstance(fact, SignalRecorded)}
    changed = _changed(facts, known, await Numbers.of(connection, SIGNAL, "owner", owners))
    await upsert(connection, SIGNAL, list(changed.values()))


def _changed(facts: Iterable[_Told], known: dict[str, SignalRow], numbers: Numbers) -> dict[str, SignalRow]:
    changed: dict[str, SignalRow] = {}
    for fact in facts:
        row = changed.get(fact.signal) or known.get(fact.signal)
        new = _recorded(fact, numbers) if row is None else _after(row, fact)
        if new is not None:
            changed[fact.signal] = new
    return changed


def _recorded(fact: Fact, numbers: Numbers) -> SignalRow | None:
    if not isinstance(fact, SignalRecorded):
        return None
    return SignalRow(
        signal=fact.signal,
        owner=fact.owner,
        number=numbers.next(fact.owner),
        person=fact.subject,
        recorded_at=fact.recorded_at,
        occurred_at=fact.occurred_at,
        kind=fact.kind,
        category=fact.category,
        severity=fact.severity,
    )


def _after(row: SignalRow, fact: Fact) -> SignalRow | None:
    match fact:
        case SignalEnded():
            return replace(row, ended_at=fact.ended_at)
        case SignalRetracted():
            return replace(row, retracted=True)
        case _:
            return None
