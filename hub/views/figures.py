"""Figures of use and effect in one period, each found by one statement. Counts of organisations and rules, of nobody.

A period is counted as it stood when it closed: what was answered, withdrawn, retracted or done later changes no figure
of it, so that the same figure asked twice says the same, and no difference between two tells of one case. What may be
published of them ``hub.answers.statistics`` decides: small cells are withheld there.
"""

from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import (
    CTE,
    TIMESTAMP,
    ColumnElement,
    Select,
    Text,
    and_,
    bindparam,
    extract,
    func,
    literal,
    or_,
    select,
)

from hub.views.effects import moment_text
from hub.views.tables import EFFECT, REACH

_FROM, _UNTIL, _CLOSED = (bindparam(name, type_=TIMESTAMP(timezone=True)) for name in ("since", "until", "closed"))
_MEDIAN: Final = 0.5


class UseRow(msgspec.Struct, frozen=True):
    """What one organisation did with the hub. Times are medians in seconds."""

    organisation: str
    signals: int
    """Its signals of which another was told for the first time."""
    told: int
    """Its matches of which it was notified."""
    contact_made: int
    already_in_contact: int
    not_needed: int
    could_not_reach: int
    answered_after: float | None


class RuleEffectRow(msgspec.Struct, frozen=True):
    """What became of the matches of one rule. Times are medians in seconds."""

    rule: str
    matches: int
    contact: int
    coordinator: int
    plan: int
    help: int
    recorded_after: float | None
    """From what occurred to the signal on which the match opened."""
    told_after: float | None
    """From that signal to the match."""
    contact_after: float | None
    """From the match to the first contact."""


def _in_period(moment: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(moment >= _FROM, moment < _UNTIL)


def _not_before_it_closed(moment: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(moment.is_(None), moment >= _CLOSED)


def _after(later: ColumnElement[Any], earlier: ColumnElement[Any]) -> ColumnElement[Any]:
    """The median of how long one moment is after another; of those rows that had both when the period closed."""
    median = func.percentile_cont(_MEDIAN).within_group(extract("epoch", later - earlier).asc())
    return median.filter(later < _CLOSED)


def _last_answer() -> ColumnElement[Any]:
    """The code of the last answer before the period closed; none of a match that had none then."""
    given = func.unnest(EFFECT.c.answers).column_valued("given")
    last = select(func.max(given)).where(given < bindparam("closed_as_text", type_=Text)).scalar_subquery()
    return func.split_part(last, " ", 2)


def _told() -> CTE:
    told = (
        select(EFFECT.c.recipient, EFFECT.c.told_at, EFFECT.c.answered_at, _last_answer().label("answer"))
        .where(_in_period(EFFECT.c.told_at), _not_before_it_closed(EFFECT.c.withdrawn_at))
        .subquery()
    )

    def answers(answer: str) -> ColumnElement[int]:
        return func.count().filter(told.c.answer == answer)

    return (
        select(
            told.c.recipient.label("organisation"),
            func.count().label("told"),
            answers("contact-made").label("contact_made"),
            answers("already-in-contact").label("already_in_contact"),
            answers("not-needed").label("not_needed"),
            answers("could-not-reach").label("could_not_reach"),
            _after(told.c.answered_at, told.c.told_at).label("answered_after"),
        )
        .group_by(told.c.recipient)
        .cte("told")
    )


def _signalled() -> CTE:
    signals = select(REACH.c.owner.label("organisation"), func.count().label("signals"))
    counted = _in_period(REACH.c.reached_at), _not_before_it_closed(REACH.c.retracted_at)
    return signals.where(*counted).group_by(REACH.c.owner).cte("signalled")


def find_use() -> Select[Any]:
    """Use per organisation, in no order; those of which nothing is counted are left out."""
    told, signalled = _told(), _signalled()
    both = told.outerjoin(signalled, told.c.organisation == signalled.c.organisation, full=True)
    counts = ("told", "contact_made", "already_in_contact", "not_needed", "could_not_reach")
    return select(
        func.coalesce(told.c.organisation, signalled.c.organisation),
        func.coalesce(signalled.c.signals, literal(0)),
        *(func.coalesce(told.c[name], literal(0)) for name in counts),
        told.c.answered_after,
    ).select_from(both)


def find_effect() -> Select[Any]:
    """Effect per rule, in no order. What was withdrawn before the period closed does not count."""
    came = (EFFECT.c.contact_at, EFFECT.c.coordinator_at, EFFECT.c.plan_at, EFFECT.c.help_at)
    return (
        select(
            EFFECT.c.rule,
            func.count(),
            *(func.count().filter(moment < _CLOSED) for moment in came),
            _after(EFFECT.c.signalled_at, EFFECT.c.occurred_at),
            _after(EFFECT.c.opened_at, EFFECT.c.signalled_at),
            _after(EFFECT.c.contact_at, EFFECT.c.opened_at),
        )
        .where(_in_period(EFFECT.c.opened_at), _not_before_it_closed(EFFECT.c.withdrawn_at))
        .group_by(EFFECT.c.rule)
    )


def period(since: datetime, until: datetime, closed: datetime) -> dict[str, object]:
    """What goes with both statements; moments are aware."""
    return {"since": since, "until": until, "closed": closed, "closed_as_text": moment_text(closed)}
