"""Terms within which a recipient answers (DOMAIN.md 9, unanswered): in Dutch working time, given back in UTC."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hub.domain.holidays import is_working_day

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ACUTE = timedelta(hours=1)
ORDINARY_WORKING_DAYS = 5
MORNING = time(9)
RUN = time(7)
"""When the daily run is."""
_MONTHS = 12
"""In a year."""
CLOCKS_DIFFER = timedelta(seconds=5)
"""How far ahead of the hub's clock a sender's may be: what it says happens now did not happen later."""


def comes_later(at: datetime, now: datetime) -> bool:
    """Whether a moment has not come yet, and no clock that is a little ahead says so."""
    return at > now + CLOCKS_DIFFER


def answer_by(lane: str, now: datetime) -> datetime:
    """Until when a notification waits for its answer: acute one hour, violence the next working morning, else 5 days.

    Saturdays, Sundays and statutory holidays are no working days. ``now`` and the result are UTC.
    """
    if lane == "acute":
        return now + ACUTE
    return working_mornings(now, 1 if lane == "violence" else ORDINARY_WORKING_DAYS)


def before_effect(term: datetime, effect_at: datetime | None, now: datetime) -> datetime:
    """The term, counted back from the day on which a measure takes effect (DOMAIN.md 2.5; R6.4).

    Until the last working morning before that day, and never sooner than what is acute; one that took effect already
    shortens nothing. All moments are UTC.
    """
    if effect_at is None or effect_at <= now:
        return term
    return min(term, max(working_mornings(effect_at, -1), now + ACUTE))


def daily_run(moment: datetime) -> datetime:
    """The first daily run at or after a moment: every morning at seven in the Netherlands, given in UTC."""
    local = moment.astimezone(AMSTERDAM)
    day = local.date() if local.time() <= RUN else local.date() + timedelta(days=1)
    return datetime.combine(day, RUN, AMSTERDAM).astimezone(UTC)


def local_day(moment: datetime) -> str:
    """The Dutch calendar day of a moment, as ISO date: one message per recipient, family and day."""
    return moment.astimezone(AMSTERDAM).date().isoformat()


def months_after(received: datetime, months: int) -> datetime:
    """When a term of whole months from a moment ends: the end of the same day of that month, in the Netherlands (UTC).

    Where the month has no such day its last one counts; a term does not end on a Saturday, a Sunday or a holiday
    (Algemene termijnenwet 1 and 3; Regulation 1182/71, 3).
    """
    day = received.astimezone(AMSTERDAM).date()
    years, month = divmod(day.month - 1 + months, _MONTHS)
    year, month = day.year + years, month + 1
    last = date(year, month, min(day.day, monthrange(year, month)[1]))
    while not is_working_day(last):
        last += timedelta(days=1)
    return datetime.combine(last + timedelta(days=1), time(0), AMSTERDAM).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The last moment of a Dutch calendar day, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(0), AMSTERDAM).astimezone(UTC) - timedelta.resolution


def working_mornings(now: datetime, days: int) -> datetime:
    """The morning so many working days from a moment, before it where there are fewer than none; in UTC."""
    day, step = now.astimezone(AMSTERDAM).date(), timedelta(days=1 if days > 0 else -1)
    for _ in range(abs(days)):
        day += step
        while not is_working_day(day):
            day += step
    return datetime.combine(day, MORNING, AMSTERDAM).astimezone(UTC)
