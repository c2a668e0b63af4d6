"""The rows behind a calendar, and what may become of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from hub.domain.facts import Fact
from hub.domain.tasks import Kind
from hub.views.rows import TaskRow


class Done(msgspec.Struct, frozen=True):
    """Something is not to be done any more."""

    task: str


class Moved(msgspec.Struct, frozen=True):
    """Something that is there already is due at another moment, and stands in a calendar from ``opens``.

    What was over at some moment is over when it is due now.
    """

    task: str
    due: datetime
    opens: datetime | None = None
    """None: as before."""


class Over(msgspec.Struct, frozen=True):
    """Nothing of these kinds is to be done about a thing any more; where none is named, nothing at all."""

    thing: str
    kinds: tuple[Kind, ...] = ()


class Forgotten(msgspec.Struct, frozen=True):
    """Nothing is to be done any more whose family is found by this person, of whom nothing is known any more."""

    person: str


Change = TaskRow | Done | Moved | Over | Forgotten


def task_row(
    kind: Kind,
    fact: Fact,
    organisation: str,
    thing: str,
    person: str,
    *,
    due: datetime | None = None,
    term: str | None = None,
    since: datetime | None = None,
    before: timedelta | None = None,
    professional: str | None = None,
    second: bool = False,
    until: datetime | None = None,
) -> TaskRow:
    """``before``: how long before it is due it stands in a calendar; from the beginning where that is None.

    ``until``: from when it stands in none any more, whatever is recorded or not.
    """
    since = since or fact.recorded_at
    return TaskRow(
        task=f"{kind}:{thing}",
        organisation=organisation,
        kind=kind.value,
        thing=thing,
        professional=professional,
        second=second,
        person=person,
        opens=since if due is None or before is None else due - before,
        since=since,
        due=due,
        term=term,
        until=until,
    )


def done(thing: str, *kinds: Kind) -> Iterator[Done]:
    return (Done(f"{kind}:{thing}") for kind in kinds)
