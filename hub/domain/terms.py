"""Terms within which a recipient answers (DOMAIN.md 9, unanswered): in Dutch working time, given back in UTC."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ACUTE = timedelta(hours=1)
ORDINARY_WORKING_DAYS = 5
MORNING = time(9)
SATURDAY = 5


def answer_by(lane: str, now: datetime) -> datetime:
    """Until when a notification waits for its answer: acute one hour, violence the next working morning, else 5 days.

    Saturdays and Sundays are no working days; public holidays are not known here yet. ``now`` and the result are UTC.
    """
    if lane == "acute":
        return now + ACUTE
    return _working_morning(now, 1 if lane == "violence" else ORDINARY_WORKING_DAYS)


def local_day(moment: datetime) -> str:
    """The Dutch calendar day of a moment, as ISO date: one message per recipient, family and day."""
    return moment.astimezone(AMSTERDAM).date().isoformat()


def _working_morning(now: datetime, days: int) -> datetime:
    day = now.astimezone(AMSTERDAM).date()
    while days:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            days -= 1
    return datetime.combine(day, MORNING, AMSTERDAM).astimezone(UTC)
