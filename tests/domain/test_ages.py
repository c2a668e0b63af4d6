"""Age bands at their borders, for whole and partial birth dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.domain.ages import AgeBand, band, born_between, years_old

STRICTNESS = [
    AgeBand.ABOUT_TWELVE,
    AgeBand.TWELVE_TO_FIFTEEN,
    AgeBand.UNDER_FOUR,
    AgeBand.UNDER_TWELVE,
    AgeBand.SIXTEEN_SEVENTEEN,
    AgeBand.EIGHTEEN_TO_TWENTY_TWO,
    AgeBand.ADULT,
]
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2010-07-08", AgeBand.EXPECTED),
        ("2010-07-09", AgeBand.UNDER_FOUR),
        ("2014-07-08", AgeBand.UNDER_FOUR),
        ("2014-07-09", AgeBand.UNDER_TWELVE),
        ("2022-07-08", AgeBand.UNDER_TWELVE),
        ("2022-07-09", AgeBand.TWELVE_TO_FIFTEEN),
        ("2026-07-08", AgeBand.TWELVE_TO_FIFTEEN),
        ("2026-07-09", AgeBand.SIXTEEN_SEVENTEEN),
        ("2028-07-08", AgeBand.SIXTEEN_SEVENTEEN),
        ("2028-07-09", AgeBand.EIGHTEEN_TO_TWENTY_TWO),
        ("2033-07-08", AgeBand.EIGHTEEN_TO_TWENTY_TWO),
        ("2033-07-09", AgeBand.ADULT),
    ],
)
def test_a_band_starts_on_the_birthday_itself(on: str, expected: AgeBand) -> None:
    assert band("2010-07-09", date.fromisoformat(on)) is expected


def test_born_on_a_leap_day_is_a_year_older_on_the_first_of_march() -> None:
    assert band("2012-02-29", date(2023, 2, 28), due=None) is AgeBand.UNDER_TWELVE
    assert years_old(date(2012, 2, 29), date(2023, 2, 28)) == 10
    assert years_old(date(2012, 2, 29), date(2023, 3, 1)) == 11
    assert years_old(date(2012, 2, 29), date(2024, 2, 29)) == 12


@pytest.mark.parametrize(
    ("born", "on", "expected"),
    [
        ("2012", "2024-06-01", AgeBand.ABOUT_TWELVE),  # 11 or 12: both the youth and those with authority
        ("2012-06", "2024-06-15", AgeBand.ABOUT_TWELVE),
        ("2008", "2024-06-01", AgeBand.TWELVE_TO_FIFTEEN),  # 15 or 16
        ("2006", "2024-06-01", AgeBand.SIXTEEN_SEVENTEEN),  # 17 or 18
        ("2001", "2024-06-01", AgeBand.EIGHTEEN_TO_TWENTY_TWO),  # 22 or 23
        ("2020", "2024-06-01", AgeBand.UNDER_FOUR),  # 3 or 4
        ("2024", "2024-06-01", AgeBand.UNDER_FOUR),  # born this year, and known, so born by now
    ],
)
def test_a_partial_birth_date_counts_the_strictest_way(born: str, on: str, expected: AgeBand) -> None:
    assert band(born, date.fromisoformat(on)) is expected


def test_an_expected_child_counts_as_born_from_its_due_date() -> None:
    assert band(None, date(2014, 3, 19), due="2014-03-20") is AgeBand.EXPECTED
    assert band(None, date(2014, 3, 20), due="2014-03-20") is AgeBand.UNDER_FOUR


def test_no_birth_date_gives_no_age() -> None:
    assert band(None, date(2024, 1, 1)) is AgeBand.UNKNOWN
    assert not AgeBand.UNKNOWN.is_child
    assert not AgeBand.UNKNOWN.is_of_age


@pytest.mark.parametrize(
    "born", ["", "20", "2014-13", "2014-02-30", "2014-W01-1", "20140101", "2014/01", "0000", "x" * 10]
)
def test_what_is_no_date_is_refused_without_being_repeated(born: str) -> None:
    with pytest.raises(ValueError, match="not a date") as refusal:
        born_between(born)
    assert not born or born not in str(refusal.value)


@given(born=DAYS, later=st.integers(min_value=0, max_value=9000))
def test_nobody_ever_gets_younger(born: date, later: int) -> None:
    order = list(AgeBand)
    first, second = born + timedelta(days=later), born + timedelta(days=later + 1)
    assert order.index(band(born.isoformat(), first)) <= order.index(band(born.isoformat(), second))


@given(born=DAYS, on=DAYS, length=st.sampled_from([4, 7]))
def test_a_partial_date_is_never_laxer_than_the_whole_one(born: date, on: date, length: int) -> None:
    if born > on:
        return
    partial, whole = band(born.isoformat()[:length], on), band(born.isoformat(), on)
    if partial is not AgeBand.EXPECTED:
        assert STRICTNESS.index(partial) <= STRICTNESS.index(whole)


@given(born=DAYS, length=st.sampled_from([4, 7, 10]))
def test_a_birth_date_lies_between_the_days_its_partial_form_allows(born: date, length: int) -> None:
    first, last = born_between(born.isoformat()[:length])
    assert first <= born <= last
