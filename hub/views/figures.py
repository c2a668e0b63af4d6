"""Figures of use and effect in one period, each found by one statement. Counts of organisations and rules, of nobody.

What may be published of them ``hub.answers.statistics`` decides: small cells are withheld there.
"""

from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import (
    CTE,
    TIMESTAMP,
    ColumnElement,
    Select,
    and_,
    bindparam,
    extract,
    func,
    literal,
    not_,
    select,
)

from hub.views.tables import EFFECT, REACH

_FROM, _UNTIL = (bindparam(name, type_=TIMESTAMP(timezone=True)) for name in ("since", "until"))
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


def _after(later: ColumnElement[Any], earlier: ColumnElement[Any]) -> ColumnElement[Any]:
    """The median of how long one moment is after another; of those rows that have both."""
    return func.percentile_cont(_MEDIAN).within_group(extract("epoch", later - earlier).asc())


def _told() -> CTE:
    def answers(answer: str) -> ColumnElement[int]:
        return func.count().filter(EFFECT.c.answer == answer)

    return (
        select(
            EFFECT.c.recipient.label("organisation"),
            func.count().label("told"),
            answers("contact-made").label("contact_made"),
            answers("already-in-contact").label("already_in_contact"),
            answers("not-needed").label("not_needed"),
            answers("could-not-reach").label("could_not_reach"),
            _after(EFFECT.c.answered_at, EFFECT.c.told_at).label("answered_after"),
        )
        .where(_in_period(EFFECT.c.told_at), not_(EFFECT.c.withdrawn))
        .group_by(EFFECT.c.recipient)
        .cte("told")
    )


def _signalled() -> CTE:
    signals = select(REACH.c.owner.label("organisation"), func.count().label("signals"))
    return signals.where(_in_period(REACH.c.reached_at)).group_by(REACH.c.owner).cte("signalled")


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
    """Effect per rule, in no order. What was withdrawn does not count."""
    came = (EFFECT.c.contact_at, EFFECT.c.coordinator_at, EFFECT.c.plan_at, EFFECT.c.help_at)
    return (
        select(
            EFFECT.c.rule,
            func.count(),
            *(func.count(moment) for moment in came),
            _after(EFFECT.c.signalled_at, EFFECT.c.occurred_at),
            _after(EFFECT.c.opened_at, EFFECT.c.signalled_at),
            _after(EFFECT.c.contact_at, EFFECT.c.opened_at),
        )
        .where(_in_period(EFFECT.c.opened_at), not_(EFFECT.c.withdrawn))
        .group_by(EFFECT.c.rule)
    )


def period(since: datetime, until: datetime) -> dict[str, object]:
    """What goes with both statements."""
    return {"since": since, "until": until}
