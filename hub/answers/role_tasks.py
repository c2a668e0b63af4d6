"""What a role asks: a request to decide within its term, access to confirm again (DOMAIN.md 7 and 12).

Both stand in no family's history alone: a request is its municipality's whatever is recorded of whomever, and access is
the organisation's own. So neither can tell of what is sealed, and neither is made of it.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import quote

from hub.answers.naming import PersonAnswer
from hub.answers.record import RIGHTS
from hub.answers.requests import last_day
from hub.answers.task_labels import ACTS, LABELS
from hub.answers.tasks import TaskAnswer, TaskLinks, TasksAnswer
from hub.disclosures.told import Told
from hub.disclosures.trail import Trail
from hub.domain.looking import Looked
from hub.domain.professionals import Professional, warn_at
from hub.domain.tasks import Kind
from hub.views.rows import RequestRow
from hub.views.task_list import TaskPlace


def to_confirm(professionals: Iterable[Professional], now: datetime) -> Iterator[TaskAnswer]:
    """Whose access ends within two weeks, or has ended for want of confirmation; of who left nothing is asked.

    ``now`` is UTC.
    """
    for each in professionals:
        if each.left_at is None and now >= warn_at(each.confirm_by):
            yield _task(Kind.ACCESS_CONFIRM, each.id, each.confirm_by, now, reference=each.organisation)


def to_decide(rows: Iterable[RequestRow], reference: Callable[[str], str], now: datetime) -> Iterator[TaskAnswer]:
    """The requests that wait, each about its data subject by the municipality's own reference. ``now`` is UTC."""
    for row in rows:
        person = reference(row.person)
        yield _task(Kind.REQUEST_DECISION, row.request, row.due, now, reference=person, about=(person,))


def place_among(kind: Kind, after: TaskPlace) -> TaskPlace:
    """After which thing of one kind a page of all kinds goes on; of others that are due then, before all of it."""
    of, _, thing = after.task.partition(":")
    return TaskPlace(after.due, thing if of == kind else "")


def page_of(tasks: Iterable[TaskAnswer], rows: Iterable[RequestRow], after: TaskPlace, limit: int) -> Told[TasksAnswer]:
    """The first ``limit`` after a place, by when they are due, with the trail that telling of a request leaves."""
    waiting = sorted((each for each in tasks if (each.due, each.id) > after), key=lambda each: (each.due, each.id))
    kept = waiting[:limit]
    last = kept[-1] if len(waiting) > limit else None
    told = {each.thing for each in kept if each.kind is Kind.REQUEST_DECISION}
    looked = (Looked(thing=row.request, about=(row.person,), ground=RIGHTS) for row in rows if row.request in told)
    following = None if last is None else f"{last.due.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z_{last.id}"
    return Told(TasksAnswer(tasks=tuple(kept), next=following), Trail((), looked))


def _task(
    kind: Kind, thing: str, due: datetime, now: datetime, *, reference: str, about: tuple[str, ...] = ()
) -> TaskAnswer:
    return TaskAnswer(
        id=f"{kind}:{thing}",
        kind=kind,
        label=LABELS[kind],
        thing=thing,
        due=due,
        due_on=last_day(due),
        overdue=due <= now,
        about=tuple(PersonAnswer(reference=each) for each in about),
        links=TaskLinks(act=ACTS[kind].format(thing=quote(thing, safe=""), reference=reference)),
    )
