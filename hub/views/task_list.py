"""What one organisation may have to do, found by one statement in the order in which it is due."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import (
    ARRAY,
    TIMESTAMP,
    Boolean,
    ColumnElement,
    Integer,
    Select,
    Text,
    all_,
    and_,
    any_,
    bindparam,
    func,
    not_,
    or_,
    select,
    tuple_,
)

from hub.views.tables import REQUEST, TASK


class TaskPlace(NamedTuple):
    """Where in that order a task stands."""

    due: datetime
    task: str


BEGINNING: Final = TaskPlace(datetime(1, 1, 1, tzinfo=UTC), "")


class Whose(msgspec.Struct, frozen=True, kw_only=True):
    """Whose tasks are looked for: everybody's of the organisation, or those of one professional."""

    everybody: bool = False
    mine: tuple[str, ...] = ()
    """The codes of those for whom this professional answers now, itself included."""
    others: tuple[str, ...] = ()
    """The codes of those for whom somebody else answers."""
    left_over: bool = False
    """Also what is nobody's in particular: this professional sits at the duty desk."""
    second_to: str | None = None
    """Also what needs a second professional, other than this one, who may be that."""


@cache
def find_tasks(limit: int) -> Select[Any]:
    """The statement; ``values_of`` gives what goes with it."""
    days = func.unnest(bindparam("terms", type_=ARRAY(Text)), bindparam("days", type_=ARRAY(Integer)))
    given = days.table_valued("name", "days").render_derived("given")
    due = func.coalesce(TASK.c.due, TASK.c.since + func.make_interval(0, 0, 0, given.c.days))
    after = tuple_(bindparam("due", type_=TIMESTAMP(timezone=True)), bindparam("task", type_=Text))
    now = bindparam("now", type_=TIMESTAMP(timezone=True))
    columns = [due.label("due") if each.name == "due" else each for each in TASK.columns]
    return (
        select(*columns)
        .select_from(TASK.outerjoin(given, given.c.name == TASK.c.term))
        .where(
            TASK.c.organisation == bindparam("organisation", type_=Text),
            TASK.c.opens <= now,
            or_(TASK.c.until.is_(None), TASK.c.until > now),
            _of_whom(),
            tuple_(due, TASK.c.task) > after,
        )
        .order_by(due, TASK.c.task)
        .limit(limit)
    )


@cache
def find_undecided(limit: int) -> Select[Any]:
    """Requests that a municipality has not decided, by when their term ends, after one of them: for anybody but the one
    of two persons who has decided already, and of some persons none.
    """
    after = tuple_(bindparam("due", type_=TIMESTAMP(timezone=True)), bindparam("request", type_=Text))
    return (
        select(*REQUEST.columns)
        .where(
            REQUEST.c.owner == bindparam("owner", type_=Text),
            REQUEST.c.state.in_(("open", "proposed")),
            REQUEST.c.proposed_by.is_distinct_from(bindparam("decider", type_=Text)),
            REQUEST.c.person != all_(bindparam("apart", type_=ARRAY(Text))),
            tuple_(REQUEST.c.due, REQUEST.c.request) > after,
        )
        .order_by(REQUEST.c.due, REQUEST.c.request)
        .limit(limit)
    )


@cache
def find_whom() -> Select[Any]:
    """About whom an organisation has something to do with a thing; nothing where it has not."""
    return (
        select(TASK.c.person)
        .where(
            TASK.c.organisation == bindparam("organisation", type_=Text),
            TASK.c.thing == bindparam("thing", type_=Text),
            TASK.c.kind == any_(bindparam("kinds", type_=ARRAY(Text))),
        )
        .limit(1)
    )


def _of_whom() -> ColumnElement[bool]:
    who, nobody = TASK.c.professional, TASK.c.professional.is_(None)
    left_over = or_(nobody, who != all_(bindparam("others", type_=ARRAY(Text))))
    reviewer = bindparam("second_to", type_=Text)
    second = and_(TASK.c.second, reviewer.is_not(None), or_(nobody, who != reviewer))
    first = or_(
        who == any_(bindparam("mine", type_=ARRAY(Text))),
        and_(bindparam("left_over", type_=Boolean), left_over),
    )
    return or_(bindparam("everybody", type_=Boolean), second, and_(not_(TASK.c.second), first))


def values_of(
    organisation: str, whose: Whose, terms: Mapping[str, int], now: datetime, after: TaskPlace
) -> dict[str, object]:
    """What goes with the statement. A task of a term that is not configured is due at no moment, and not found."""
    return {
        "organisation": organisation,
        "now": now,
        "terms": list(terms),
        "days": list(terms.values()),
        "everybody": whose.everybody,
        "mine": list(whose.mine),
        "others": [*whose.others, *whose.mine],
        "left_over": whose.left_over,
        "second_to": whose.second_to,
        "due": after.due,
        "task": after.task,
    }
