"""Patterns over time: what a rule marked * may read, and which signals lie close enough together to be one pattern."""

from collections.abc import Callable
from datetime import timedelta

from hub.domain.items import Signal
from hub.domain.view import FamilyView

KEPT_AFTER_END = timedelta(days=1826)
"""How long date, category and child of an ended signal are kept for rules marked * (DOMAIN.md 12): five years."""

Enough = Callable[[list[Signal]], bool]


def concerns_on_record(view: FamilyView, history: timedelta = KEPT_AFTER_END) -> list[Signal]:
    """Concerns a rule marked * may read: open ones, and ended or expired ones up to ``history`` back.

    Of the latter only date, category and child count. Source: DOMAIN.md 9.
    """
    oldest = view.now - history
    return [s for s in view.signals if s.concern and (s.occurred_at >= oldest or s.active(view.now))]


def pattern(view: FamilyView, signals: list[Signal], within: timedelta, enough: Enough) -> list[Signal]:
    """The signals, oldest first, that lie in a period of ``within`` in which there are ``enough``.

    A period counts only while one of its signals is active: a pattern speaks because something happens now, and what
    has ended only explains it (DOMAIN.md 9). More signals never make ``enough`` false, so too few in all are too few.
    """
    if not enough(signals):
        return []
    by_date = sorted(signals, key=lambda s: (s.occurred_at, s.id))
    found: dict[str, Signal] = {}
    for start, first in enumerate(by_date):
        last = first.occurred_at + within
        period = [s for s in by_date[start:] if s.occurred_at <= last]
        if enough(period) and any(s.active(view.now) for s in period):
            found.update((s.id, s) for s in period)
    return list(found.values())
