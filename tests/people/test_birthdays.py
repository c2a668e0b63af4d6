"""Who nears an age at which somebody else consents, by the week; who passed it, on the day."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.people.birthdays import nears_border, passed_border

DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))


def days_of(born: date) -> tuple[date, date]:
    return born, born


@settings(max_examples=100)
@given(st.dates(date(2000, 1, 1), date(2014, 12, 28)), st.sampled_from([12, 16, 18]), st.integers(0, 30))
def test_each_border_is_passed_on_its_day_and_neared_once_six_to_seven_weeks_before(
    born: date, age: int, gap: int
) -> None:
    birthday = date(born.year + age, born.month, min(born.day, 28))
    days = days_of(date(born.year, born.month, min(born.day, 28)))
    assert passed_border(days, birthday - timedelta(days=1 + gap), birthday)
    assert not passed_border(days, birthday, birthday + timedelta(days=30))
    daily = [birthday - timedelta(days=number) for number in range(70, -1, -1)]
    neared = [day for before, day in pairwise(daily) if nears_border(days, before, day)]
    (day,) = neared
    assert timedelta(days=42) <= birthday - day <= timedelta(days=49)
    assert day.weekday() == 0


@settings(max_examples=100)
@given(DAYS)
def test_whoever_is_swept_for_the_first_time_is_asked_about_where_a_border_is_near(on: date) -> None:
    soon = date(on.year - 12, on.month, min(on.day, 28)) + timedelta(days=20)
    assert nears_border(days_of(soon), None, on)
    assert not passed_border(days_of(soon), None, on)
