"""missed-appointments: one pattern over the family."""

from tests.domain.builders import CJG, GP, MOTHER, NOA, SOCIAL_WORK, TOM, consent, ends, involved, retracted, signal
from tests.domain.history import findings, given, only

MISSED = "missed-appointment"


def test_three_missed_within_twelve_months_are_a_pattern() -> None:
    missed = [signal(CJG, MISSED, TOM, date=date) for date in ("2013-01-15", "2013-06-01", "2014-01-15")]
    found = only(findings("missed-appointments", given(missed).seen_by(CJG, "2014-01-15")))
    assert found.items == tuple(each.signal for each in missed)
    assert found.about == (TOM,)
    assert found.speaks_for == {"organisation:cjg"}


def test_a_day_more_than_twelve_months_is_no_pattern() -> None:
    missed = [signal(CJG, MISSED, TOM, date=date) for date in ("2013-01-15", "2013-06-01", "2014-01-16")]
    assert not findings("missed-appointments", given(missed).seen_by(CJG, "2014-01-16"))


def test_two_do_not_suffice_for_older_children_and_their_mother() -> None:
    missed = [signal(CJG, MISSED, TOM, date="2013-01-15"), signal(CJG, MISSED, MOTHER, date="2013-02-15")]
    assert not findings("missed-appointments", given(missed).seen_by(CJG, "2013-02-15"))


def test_two_suffice_where_either_concerned_a_child_under_four() -> None:
    missed = [signal(CJG, MISSED, NOA, date="2013-01-15"), signal(CJG, MISSED, TOM, date="2013-02-15")]
    found = only(findings("missed-appointments", given(missed).seen_by(CJG, "2013-02-15")))
    assert set(found.about) == {NOA, TOM}


def test_those_of_two_organisations_count_together() -> None:
    facts = [
        consent(GP),
        signal(GP, MISSED, NOA, date="2013-01-15"),
        signal(CJG, MISSED, TOM, date="2013-02-15"),
    ]
    found = only(findings("missed-appointments", given(facts).seen_by(CJG, "2013-02-15")))
    assert found.speaks_for == {"organisation:gp", "organisation:cjg"}


def test_an_ended_one_explains_a_new_one_and_says_nothing_by_itself() -> None:
    old = signal(CJG, MISSED, NOA, date="2013-01-15")
    new = signal(CJG, MISSED, NOA, date="2013-06-15")
    closed = ends(old, "2013-03-01", "resolved")
    assert findings("missed-appointments", given(old, closed, new).seen_by(CJG, "2013-06-15"))
    history = given(old, closed, new, ends(new, "2013-07-01", "resolved"))
    assert not findings("missed-appointments", history.seen_by(CJG, "2013-08-01"))


def test_a_sealed_one_does_not_count() -> None:
    facts = [
        signal(CJG, MISSED, NOA, date="2013-01-15"),
        signal(CJG, MISSED, NOA, date="2013-02-15"),
        involved(SOCIAL_WORK, NOA, date="2013-01-01"),
    ]
    assert not findings("missed-appointments", given(facts).seen_by(SOCIAL_WORK, "2013-02-15"))


def test_a_retracted_one_does_not_count() -> None:
    first, second = signal(CJG, MISSED, NOA, date="2013-01-15"), signal(CJG, MISSED, NOA, date="2013-02-15")
    history = given(first, second, retracted(first, "2013-02-16"))
    assert not findings("missed-appointments", history.seen_by(CJG, "2013-02-16"))
