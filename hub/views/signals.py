"""Each organisation's own signals, as a list."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.facts import (
    ErasureDecided,
    Fact,
    SignalArchived,
    SignalEnded,
    SignalForgotten,
    SignalRecorded,
    SignalRetracted,
)
from hub.ledger.ports import StoredFact
from hub.views.numbers import Numbers
from hub.views.rows import SignalRow
from hub.views.statements import load, upsert
from hub.views.tables import SIGNAL

_Told = SignalRecorded | SignalEnded | SignalRetracted | SignalArchived | SignalForgotten | ErasureDecided


async def fold_signals(connection: AsyncConnection, page: Sequence[StoredFact]) -> None:
    """Fold a batch into the list. A retracted or forgotten signal keeps its number, and so do those after it."""
    facts = [stored.fact for stored in page if isinstance(stored.fact, _Told)]
    known = await load(connection, SIGNAL, SignalRow, {signal for fact in facts for signal in _signals(fact)})
    owners = {fact.owner for fact in facts if isinstance(fact, SignalRecorded)}
    changed = _changed(facts, known, await Numbers.of(connection, SIGNAL, "owner", owners))
    await upsert(connection, SIGNAL, list(changed.values()))


def _signals(fact: _Told) -> tuple[str, ...]:
    return fact.things if isinstance(fact, ErasureDecided) else (fact.signal,)


def _changed(facts: Iterable[_Told], known: dict[str, SignalRow], numbers: Numbers) -> dict[str, SignalRow]:
    changed: dict[str, SignalRow] = {}
    for fact in facts:
        for signal in _signals(fact):
            row = changed.get(signal) or known.get(signal)
            new = _recorded(fact, numbers) if row is None else _after(row, fact)
            if new is not None:
                changed[signal] = new
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
        ended_at=None,
        retracted=False,
        kept="active",
        since=fact.recorded_at,
    )


def _after(row: SignalRow, fact: Fact) -> SignalRow | None:
    match fact:
        case SignalEnded():
            return replace(row, ended_at=fact.ended_at, kept="ended", since=fact.recorded_at)
        case SignalRetracted():
            return replace(row, retracted=True, kept="retracted", since=fact.recorded_at)
        case SignalArchived():
            since = row.since if row.kept != "active" else fact.recorded_at
            return replace(row, severity=None, kept="archived", since=since)
        case SignalForgotten() | ErasureDecided():
            return _gone(row)
        case _:
            return None


def _gone(row: SignalRow) -> SignalRow:
    """Nothing of whom or what it was about; its dates stay, of which figures are made, whatever batch forgot it."""
    return replace(row, person="", category=None, severity=None, ended_at=None, kept="gone")
