"""Patterns over time: what a rule marked * may read, and which signals lie close enough together to be one pattern."""

from datetime import timedelta

from hub.domain.ages import AgeBand
from hub.domain.columns import Dated
from hub.domain.items import Signal
from hub.domain.view import FamilyView

KEPT_AFTER_END = timedelta(days=1826)
"""How long date, category and child of an ended signal are kept for rules marked * (DOMAIN.md 12): five years."""


def concerns_on_record(view: FamilyView, category: str | None = None, history: timedelta = KEPT_AFTER_END) -> Dated:
    """Concerns, of one category where it is named, that a rule marked * may read, by date: open ones, and ended or
    expired ones up to ``history`` back.

    Of the latter only date, category and child count. Source: DOMAIN.md 9.
    """
    concerns, open_ = view.seen.concerns_by_date(category), view.concerns
    oldest = view.now - history
    since = concerns.since(oldest)
    if not since:
        return concerns
    older = [s for s in open_ if s.occurred_at < oldest and (category is None or s.category == category)]
    kept = concerns.between(since, len(concerns))
    return kept.with_others(older) if older else kept


def pattern(
    view: FamilyView, signals: Dated, within: timedelta, times: int, times_young: int | None = None
) -> list[Signal]:
    """The signals, oldest first, that lie in a period of ``within`` in which there are ``times``.

    ``times_young`` are enough where one of them concerned a child under four at the time. A period counts only while
    one of its signals is active: a pattern speaks because something happens now, and what has ended only explains it
    (DOMAIN.md 9). So only the periods around what is active are looked at, from the first and from the last inwards.
    """
    if len(signals) < (times if times_young is None else min(times, times_young)):
        return []
    period = _Period(signals, within, times, times_young)
    found: list[Signal] = []
    taken = 0
    for concern in sorted((each for each in view.concerns if each in signals), key=signals.place):
        start, end = period.around(signals.place(concern))
        if taken < end:
            found += signals.items[max(start, taken) : end]
            taken = end
    return found


class _Period:
    """The periods in which there are enough of these signals."""

    def __init__(self, signals: Dated, within: timedelta, times: int, times_young: int | None) -> None:
        self._signals, self._within = signals, within
        self._times, self._times_young = times, times_young

    def around(self, place: int) -> tuple[int, int]:
        """From where up to where the periods go that have enough and have what is at this place; nothing: (0, 0).

        They all have that place in common, so that together they are one stretch.
        """
        earliest = self._signals.since(self._signals.keys[place][0] - self._within)
        first = next((start for start in range(earliest, place + 1) if self._enough(start)), None)
        if first is None:
            return 0, 0
        last = next(start for start in range(place, first - 1, -1) if self._enough(start))
        return first, self._end(last)

    def _end(self, start: int) -> int:
        return self._signals.after(self._signals.keys[start][0] + self._within)

    def _enough(self, start: int) -> bool:
        end = self._end(start)
        if end - start >= self._times:
            return True
        if self._times_young is None or end - start < self._times_young:
            return False
        return any(_under_four(signal) for signal in self._signals.items[start:end])


def _under_four(signal: Signal) -> bool:
    return any(signal.bands.get(person) is AgeBand.UNDER_FOUR for person in signal.about)
