"""Whose keys are to be destroyed, and whose are."""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.facts import KeysDestroyed
from hub.ledger.ports import StoredFact
from hub.views.rows import ForgettingRow
from hub.views.statements import load, upsert
from hub.views.tables import FORGETTING


async def fold_forgetting(connection: AsyncConnection, page: Sequence[StoredFact]) -> None:
    """Fold a batch: an owner waits from the first fact that forgets it, until a fact says that it is done."""
    waiting: dict[str, ForgettingRow] = {}
    done: set[str] = set()
    for stored in page:
        for owner in stored.fact.forgets():
            waiting.setdefault(owner, ForgettingRow(owner, stored.position))
        if isinstance(stored.fact, KeysDestroyed):
            done.add(stored.fact.owner)
    known = await load(connection, FORGETTING, ForgettingRow, {*waiting, *done})
    changed = {owner: row for owner, row in waiting.items() if owner not in known}
    for owner in done:
        row = known.get(owner) or changed.get(owner)
        if row is not None:
            changed[owner] = replace(row, done=True)
    await upsert(connection, FORGETTING, list(changed.values()))
