"""The moments that rules wait for."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.facts import DeadlineReached, DeadlinesSet
from hub.ledger.ports import StoredFact
from hub.views.rows import DeadlineRow
from hub.views.statements import remove, upsert
from hub.views.tables import DEADLINE


async def fold_deadlines(connection: AsyncConnection, page: Sequence[StoredFact]) -> None:
    """Fold a batch: deadlines appear when set, the last setting counts, and disappear when reached."""
    after: dict[str, DeadlineRow | None] = {}
    for stored in page:
        match stored.fact:
            case DeadlinesSet() as fact:
                for each in fact.deadlines:
                    after[each.id] = DeadlineRow(each.id, each.rule, each.due, list(fact.persons))
            case DeadlineReached() as fact:
                after[fact.deadline] = None
            case _:
                pass
    await remove(connection, DEADLINE, [id_ for id_, row in after.items() if row is None])
    await upsert(connection, DEADLINE, [row for row in after.values() if row is not None])
