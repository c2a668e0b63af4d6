"""What is due or waits in the views, for those who work it off: deadlines, retention, erasure."""

from typing import NamedTuple

from sqlalchemy import (
    ARRAY,
    Boolean,
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

from hub.domain.facts.matches import Deadline
from hub.views.tables import DEADLINE, DEATH, FORGETTING, REQUEST, SIGNAL

_OF_RULES = DEADLINE.c.rule == any_(bindparam("rules", type_=ARRAY(Text)))
DUE = (
    select(DEADLINE)
    .where(DEADLINE.c.due <= bindparam("now"), bindparam("others", type_=Boolean) != _OF_RULES)
    .order_by(DEADLINE.c.due, DEADLINE.c.id)
)
DUE_AFTER = DUE.where(
    tuple_(DEADLINE.c.due, DEADLINE.c.id)
    > tuple_(bindparam("due", type_=DEADLINE.c.due.type), bindparam("id", type_=Text))
)
TO_FORGET = select(*FORGETTING.columns).where(not_(FORGETTING.c.done)).order_by(FORGETTING.c.position)
FORGOTTEN = (
    select(*FORGETTING.columns)
    .where(FORGETTING.c.position > bindparam("after"))
    .order_by(FORGETTING.c.position, FORGETTING.c.owner)
)
FORGOTTEN_AT = select(*FORGETTING.columns).where(
    FORGETTING.c.position == bindparam("at"), FORGETTING.c.owner != all_(bindparam("known", type_=ARRAY(Text)))
)
RETENTION_DUE = (
    select(SIGNAL.c.signal, SIGNAL.c.person, SIGNAL.c.kept)
    .where(
        SIGNAL.c.signal > bindparam("after"),
        or_(
            and_(SIGNAL.c.kept == "active", SIGNAL.c.since <= bindparam("active")),
            SIGNAL.c.kept == "ended",
            and_(SIGNAL.c.kept == "archived", SIGNAL.c.since <= bindparam("kept")),
            and_(SIGNAL.c.kept == "retracted", SIGNAL.c.since <= bindparam("retracted")),
        ),
    )
    .order_by(SIGNAL.c.signal)
)
DEATHS = select(DEATH.c.person).where(DEATH.c.person > bindparam("after")).order_by(DEATH.c.person)
ERASURES_WAITING = (
    select(REQUEST.c.request, REQUEST.c.person)
    .where(REQUEST.c.waits, REQUEST.c.request > bindparam("after"))
    .order_by(REQUEST.c.request)
)
REQUESTS_OVER = (
    select(REQUEST.c.request, REQUEST.c.person)
    .where(
        REQUEST.c.state == "decided",
        not_(REQUEST.c.waits),
        func.coalesce(REQUEST.c.decided_at, REQUEST.c.due) <= bindparam("decided"),
        REQUEST.c.request > bindparam("after"),
    )
    .order_by(REQUEST.c.request)
)
"""Requests that were decided long enough ago; those that still restrict something among them."""
NEXT_DEADLINE = select(func.min(DEADLINE.c.due))


class DueDeadline(NamedTuple):
    """A deadline, and the persons of the circle in which it was set."""

    deadline: Deadline
    persons: tuple[str, ...]


class Due(NamedTuple):
    """A signal or a request for which retention may ask something, and the person it is about."""

    thing: str
    person: str
    retracted: bool = False
