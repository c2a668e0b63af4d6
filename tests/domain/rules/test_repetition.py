"""repetition: one category again and again."""

import pytest

from tests.domain.builders import CHILDREN, HOUSING, MOTHER, NETWORK, consent, ends, involved, retracted, signal
from tests.domain.history import findings, given, only

THREATS = [
    signal(HOUSING, "eviction-threat", MOTHER, *CHILDREN, date=date)
    for date in ("2013-12-01", "2014-03-15", "2014-06-15")
]
NETWORK_INVOLVED = involved(NETWORK, MOTHER, *CHILDREN, date="2014-01-06")


def test_the_third_threat_of_eviction_is_a_pattern() -> None:
    view = given(consent(HOUSING), NETWORK_INVOLVED, THREATS).seen_by(NETWORK, "2014-06-15")
    found = only(findings("repetition", view))
    assert found.key == "eviction-threat"
    assert found.items == tuple(threat.signal for threat in THREATS)
    assert set(found.about) == {MOTHER, *CHILDREN}


def test_the_second_is_none() -> None:
    view = given(consent(HOUSING), NETWORK_INVOLVED, THREATS[:2]).seen_by(NETWORK, "2014-06-15")
    assert not findings("repetition", view)


def test_its_owner_is_told_of_its_own_pattern() -> None:
    assert findings("repetition", given(THREATS).seen_by(HOUSING, "2014-06-15"))


def test_different_categories_are_no_repetition() -> None:
    facts = [*THREATS[:2], signal(HOUSING, "rent-arrears", MOTHER, date="2014-06-15")]
    assert not findings("repetition", given(facts).seen_by(HOUSING, "2014-06-15"))


@pytest.mark.parametrize(("last", "a_pattern"), [("2014-03-01", True), ("2014-03-02", False)])
def test_within_twenty_four_months_and_not_a_day_more(last: str, a_pattern: bool) -> None:
    threats = [signal(HOUSING, "eviction-threat", MOTHER, date=date) for date in ("2012-03-01", "2013-03-01", last)]
    assert bool(findings("repetition", given(threats).seen_by(HOUSING, last))) is a_pattern


def test_ended_ones_count_while_one_is_active() -> None:
    closed = [ends(threat, "2014-04-01", "resolved") for threat in THREATS[:2]]
    assert findings("repetition", given(THREATS, closed).seen_by(HOUSING, "2014-06-15"))


def test_involvements_do_not_repeat() -> None:
    facts = [involved(NETWORK, MOTHER, date=date) for date in ("2014-01-01", "2014-02-01", "2014-03-01")]
    assert not findings("repetition", given(facts).seen_by(NETWORK, "2014-03-01"))


def test_sealed_ones_do_not_count() -> None:
    assert not findings("repetition", given(NETWORK_INVOLVED, THREATS).seen_by(NETWORK, "2014-06-15"))


def test_a_retracted_one_does_not_count() -> None:
    history = given(THREATS, retracted(THREATS[1], "2014-06-16"))
    assert not findings("repetition", history.seen_by(HOUSING, "2014-06-16"))
