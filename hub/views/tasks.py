"""What each organisation may have to do: a row appears with the fact that asks it, and goes with the fact that does it.

The rows are hints, so that a calendar is found by one statement. Whether a task stands and whether its organisation may
know of it is decided anew from the family whenever it is shown (``hub.answers.tasks``).
"""

from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.tasks import Kind
from hub.ledger.ports import StoredFact
from hub.views.rows import TaskRow
from hub.views.statements import load, remove, upsert
from hub.views.tables import TASK
from hub.views.task_changes import Change, Done, Moved, changes_of


async def fold_tasks(connection: AsyncConnection, page: Sequence[StoredFact]) -> None:
    """Fold a batch. What is done before it was asked changes nothing."""
    changes = [change for stored in page for change in changes_of(stored.fact)]
    if not changes:
        return
    known = await load(connection, TASK, TaskRow, {change.task for change in changes})
    after: dict[str, TaskRow | None] = dict(known)
    for change in changes:
        after[change.task] = _after(after.get(change.task), change)
    await remove(connection, TASK, [task for task, row in after.items() if row is None and task in known])
    await upsert(connection, TASK, [row for task, row in after.items() if row is not None and row != known.get(task)])


def _after(known: TaskRow | None, change: Change) -> TaskRow | None:
    match change:
        case Done():
            return None
        case Moved():
            if known is None:
                return None
            return replace(known, due=change.due, term=None, opens=change.opens or known.opens)
        case _:
            return change if known is None else _still(known, change)


def _still(known: TaskRow, again: TaskRow) -> TaskRow:
    """What is asked again before it was done is due as it was: a match that grows gives nobody more time."""
    if known.due is None or again.due is None or again.kind != Kind.ANSWER:
        return again
    return replace(again, since=known.since, opens=known.opens, due=min(known.due, again.due))
