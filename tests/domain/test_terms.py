"""Terms count in Dutch working days and Dutch time, across holidays and summer time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.holidays import easter_sunday, holidays, is_working_day
from hub.domain.terms import AMSTERDAM, answer_by, months_after, working_mornings
from tests.domain.builders import on

MOMENTS = st.datetimes(datetime(2010, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds


@pytest.mark.parametrize(
    ("year", "easter"), [(2013, "2013-03-31"), (2019, "2019-04-21"), (2024, "2024-03-31"), (1981, "1981-04-19")]
)
def test_easter_is_when_it_was(year: int, easter: str) -> None:
    assert easter_sunday(year) == date.fromisoformat(easter)


@pytest.mark.parametrize(
    "holiday",
    [
        *("2014-01-01", "2014-04-18", "2014-04-21", "2014-05-05", "2014-05-29", "2014-06-09", "2014-12-25"),
        *("2014-12-26", "2013-04-30", "2014-04-26", "2026-04-27"),
    ],
)
def test_statutory_holidays_are_no_working_days(holiday: str) -> None:
    assert not is_working_day(date.fromisoformat(holiday))


def test_a_day_that_is_only_a_custom_is_a_working_day() -> None:
    assert is_working_day(date(2014, 12, 24))
    assert is_working_day(date(2014, 4, 30))
    assert len(holidays(2014)) == 9


def test_five_working_days_over_christmas_and_new_year() -> None:
    assert answer_by("ordinary", on("2014-12-24 10:00:00")) == on("2015-01-05 08:00:00")


def test_violence_on_good_friday_is_answered_after_easter() -> None:
    assert answer_by("violence", on("2014-04-17 20:00:00")) == on("2014-04-22 07:00:00")


def test_nine_in_the_morning_is_so_in_winter_and_in_summer() -> None:
    assert working_mornings(on("2014-03-28 12:00:00"), 1) == on("2014-03-31 07:00:00")
    assert working_mornings(on("2014-10-24 12:00:00"), 1) == on("2014-10-27 08:00:00")


def test_acute_counts_in_hours_also_through_the_night_the_clock_changes() -> None:
    assert answer_by("acute", on("2014-03-30 00:30:00")) == on("2014-03-30 01:30:00")
    assert answer_by("acute", on("2014-10-26 00:30:00")) == on("2014-10-26 01:30:00")


def test_a_term_of_months_does_not_end_on_a_holiday() -> None:
    assert months_after(on("2014-11-25 12:00:00"), 1) == on("2014-12-28 23:00:00") + timedelta(days=1)


@given(MOMENTS, st.integers(1, 30))
def test_a_working_morning_is_nine_o_clock_on_a_working_day_with_so_many_of_them_until_then(
    moment: datetime, days: int
) -> None:
    due = working_mornings(moment, days)
    assert due.tzinfo is UTC
    local = due.astimezone(AMSTERDAM)
    assert (local.hour, local.minute) == (9, 0)
    assert is_working_day(local.date())
    first = moment.astimezone(AMSTERDAM).date()
    between = (first + timedelta(days=each) for each in range(1, (local.date() - first).days + 1))
    assert sum(map(is_working_day, between)) == days


@given(MOMENTS, MOMENTS, st.integers(1, 10))
def test_who_is_told_earlier_never_has_until_later(one: datetime, other: datetime, days: int) -> None:
    earlier, later = sorted((one, other))
    assert working_mornings(earlier, days) <= working_mornings(later, days)
