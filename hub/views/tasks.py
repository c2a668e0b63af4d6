"""What each organisation may have to do: a row appears with the fact that asks it, and goes with the fact that does it.

The rows are hints, so that a calendar is found by one statement. Whether a task stands and whether its organisation may
know of it is decided anew from the family whenever it is shown (``hub.answers.tasks``).
"""

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace
from sqlalchemy import ARRAY, Text, any_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.tasks import Kind
from hub.ledger.ports import StoredFact
from hub.views.rows import TaskRow
from hub.views.statements import remove, upsert
from hub.views.tables import TASK
from hub.views.task_changes import changes_of
from hub.views.task_rows import Change, Done, Forgotten, Moved, Over

_ASKED = select(*TASK.columns).where(
    or_(
        TASK.c.task == any_(bindparam("tasks", type_=ARRAY(Text))),
        TASK.c.thing == any_(bindparam("things", type_=ARRAY(Text))),
        TASK.c.person == any_(bindparam("persons", type_=ARRAY(Text))),
    )
)
"""Tasks by their key, those about some things, and those whose family is found by some persons."""


async def fold_tasks(connection: AsyncConnection, page: Sequence[StoredFact]) -> None:
    """Fold a batch. What is done before it was asked changes nothing."""
    changes = [change for stored in page for change in changes_of(stored.fact)]
    if not changes:
        return
    asked = {
        "tasks": list({each.task for each in changes if isinstance(each, TaskRow | Done | Moved)}),
        "things": list({each.thing for each in changes if isinstance(each, Over)}),
        "persons": list({each.person for each in changes if isinstance(each, Forgotten)}),
    }
    batch = _Batch(TaskRow(*row) for row in await connection.execute(_ASKED, asked))
    for change in changes:
        batch.take(change)
    known, after = batch.before, batch.after
    await remove(connection, TASK, [task for task in known if task not in after])
    await upsert(connection, TASK, [row for task, row in after.items() if row != known.get(task)])


class _Batch:
    """The tasks that one batch is about, found by their key, their thing and their person."""

    def __init__(self, known: Iterable[TaskRow]) -> None:
        self.after: dict[str, TaskRow] = {}
        self._about: dict[str, set[str]] = {}
        for row in known:
            self._keep(row)
        self.before = dict(self.after)

    def take(self, change: Change) -> None:
        match change:
            case Done():
                self.after.pop(change.task, None)
            case Moved() if change.task in self.after:
                self._keep(_moved(self.after[change.task], change))
            case Over():
                self._drop(
                    change.thing,
                    lambda row: row.thing == change.thing and (not change.kinds or row.kind in change.kinds),
                )
            case Forgotten():
                self._drop(change.person, lambda row: row.person == change.person)
            case TaskRow():
                known = self.after.get(change.task)
                self._keep(change if known is None else _still(known, change))

    def _keep(self, row: TaskRow) -> None:
        self.after[row.task] = row
        for each in (row.thing, row.person):
            self._about.setdefault(each, set()).add(row.task)

    def _drop(self, about: str, which: Callable[[TaskRow], bool]) -> None:
        for task in self._about.get(about, ()):
            if task in self.after and which(self.after[task]):
                del self.after[task]


def _moved(known: TaskRow, change: Moved) -> TaskRow:
    opens, until = change.opens or known.opens, None if known.until is None else change.due
    return replace(known, due=change.due, term=None, opens=opens, until=until)


def _still(known: TaskRow, again: TaskRow) -> TaskRow:
    """What is asked again before it was done is due as it was: a match that grows gives nobody more time."""
    if known.due is None or again.due is None or again.kind != Kind.ANSWER:
        return again
    return replace(again, since=known.since, opens=known.opens, due=min(known.due, again.due))
