"""The Dutch statutory holidays (Algemene termijnenwet, article 3): with Saturdays and Sundays, no working days."""

from datetime import date, timedelta
from functools import cache

SATURDAY, SUNDAY = 5, 6
_KINGS_DAY_SINCE = 2014


def is_working_day(day: date) -> bool:
    """Whether terms of working days count this day: no Saturday, Sunday or statutory holiday."""
    return day.weekday() < SATURDAY and day not in holidays(day.year)


@cache
def holidays(year: int) -> frozenset[date]:
    """New Year, Good Friday, Easter and Whit Monday, Ascension, the King's (Queen's) birthday, 5 May, Christmas."""
    easter = easter_sunday(year)
    movable = (easter + timedelta(days=days) for days in (-2, 1, 39, 50))
    fixed = (date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26))
    return frozenset((*movable, *fixed, _royal_birthday(year)))


def _royal_birthday(year: int) -> date:
    """27 April, until 2013 the Queen's on the 30th; the day before where that is a Sunday."""
    day = date(year, 4, 27) if year >= _KINGS_DAY_SINCE else date(year, 4, 30)
    return day - timedelta(days=1) if day.weekday() == SUNDAY else day


def easter_sunday(year: int) -> date:
    """The Sunday after the first full moon on or after 21 March, by the tables of the Gregorian calendar."""
    golden, century = year % 19, year // 100
    skipped, corrected = century - century // 4, (8 * century + 13) // 25
    epact = (19 * golden + skipped - corrected + 15) % 30
    moon = epact - (epact // 28) * (1 - (epact // 28) * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - skipped) % 7
    day = moon - weekday + 28
    return date(year, 3, 1) + timedelta(days=day - 1)
