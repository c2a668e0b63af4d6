"""Patterns over time: what a rule marked * may read, and which signals lie close enough together to be one pattern."""

from datetime import timedelta
from itertools import accumulate

from hub.domain.items import Signal
from hub.domain.view import FamilyView

KEPT_AFTER_END = timedelta(days=1826)
"""How long date, category and child of an ended signal are kept for rules marked * (DOMAIN.md 12): five years."""


def concerns_on_record(view: FamilyView, history: timedelta = KEPT_AFTER_END) -> list[Signal]:
    """Concerns a rule marked * may read: open ones, and ended or expired ones up to ``history`` back.

    Of the latter only date, category and child count. Source: DOMAIN.md 9.
    """
    kept = view.seen.concerns_on_record
    if history not in kept:
        oldest, now = view.now - history, view.now
        kept[history] = [s for s in view.signals if s.concern and (s.occurred_at >= oldest or s.active(now))]
    return kept[history]


def pattern(
    view: FamilyView, signals: list[Signal], within: timedelta, times: int, times_young: int | None = None
) -> list[Signal]:
    """The signals, oldest first, that lie in a period of ``within`` in which there are ``times``.

    ``times_young`` are enough where one of them concerned a child under four at the time. A period counts only while
    one of its signals is active: a pattern speaks because something happens now, and what has ended only explains it
    (DOMAIN.md 9). One pass: the end of a period never moves back.
    """
    fewest = times if times_young is None else min(times, times_young)
    if len(signals) < fewest:
        return []
    by_date = sorted(signals, key=lambda s: (s.occurred_at, s.id))
    active = list(accumulate((s.active(view.now) for s in by_date), initial=0))
    young = [0] * len(active)
    if times_young is not None:
        young = list(accumulate((view.under_four(s) for s in by_date), initial=0))
    found: list[Signal] = []
    end, taken = 0, 0
    for start, first in enumerate(by_date):
        last = first.occurred_at + within
        while end < len(by_date) and by_date[end].occurred_at <= last:
            end += 1
        enough = times if times_young is None or young[end] == young[start] else times_young
        if end - start >= enough and active[end] > active[start]:
            found += by_date[max(start, taken) : end]
            taken = max(taken, end)
    return found
