"""same-child: two or more organisations about one child."""

from tests.domain.builders import (
    CHILDREN,
    GP,
    MOTHER,
    NETWORK,
    NOA,
    SCHOOL,
    SOCIAL_WORK,
    TOM,
    consent,
    ends,
    involved,
    retracted,
    signal,
)
from tests.domain.history import findings, given, only

SCHOOL_CONCERN = signal(SCHOOL, "school-absence", TOM, date="2014-03-01")
GP_INVOLVED = involved(GP, TOM, date="2014-03-02")


def test_two_organisations_about_one_child_are_a_match() -> None:
    view = given(consent(SCHOOL), SCHOOL_CONCERN, GP_INVOLVED).seen_by(GP, "2014-03-02")
    found = only(findings("same-child", view))
    assert found.key == TOM
    assert found.about == (TOM,)
    assert set(found.items) == {SCHOOL_CONCERN.signal, GP_INVOLVED.signal}
    assert found.speaks_for == {"organisation:school", "organisation:gp"}


def test_each_child_has_a_match_of_its_own() -> None:
    facts = [
        consent(SCHOOL),
        signal(SCHOOL, "school-absence", *CHILDREN, date="2014-03-01"),
        involved(GP, *CHILDREN, date="2014-03-02"),
    ]
    found = findings("same-child", given(facts).seen_by(GP, "2014-03-02"))
    assert {each.key for each in found} == {TOM, NOA}


def test_two_signals_of_one_organisation_are_no_match() -> None:
    facts = [
        signal(SCHOOL, "school-absence", TOM, date="2014-03-01"),
        signal(SCHOOL, "neglect", TOM, date="2014-03-02"),
    ]
    assert not findings("same-child", given(facts).seen_by(SCHOOL, "2014-03-03"))


def test_signals_about_an_adult_are_no_match_about_a_child() -> None:
    facts = [
        consent(NETWORK),
        involved(NETWORK, MOTHER, date="2014-03-01"),
        involved(SOCIAL_WORK, MOTHER, date="2014-03-02"),
    ]
    assert not findings("same-child", given(facts).seen_by(SOCIAL_WORK, "2014-03-03"))


def test_a_sealed_signal_makes_no_match() -> None:
    view = given(SCHOOL_CONCERN, GP_INVOLVED).seen_by(GP, "2014-03-02")
    assert not findings("same-child", view)


def test_a_retracted_signal_makes_no_match() -> None:
    facts = [consent(SCHOOL), SCHOOL_CONCERN, GP_INVOLVED, retracted(SCHOOL_CONCERN, "2014-03-03")]
    assert not findings("same-child", given(facts).seen_by(GP, "2014-03-03"))


def test_an_ended_signal_counts_at_the_moment_it_ends_and_not_after() -> None:
    history = given(consent(SCHOOL), SCHOOL_CONCERN, GP_INVOLVED, ends(SCHOOL_CONCERN, "2014-04-01", "resolved"))
    assert findings("same-child", history.seen_by(GP, "2014-04-01"))
    assert not findings("same-child", history.seen_by(GP, "2014-04-01 00:00:01"))


def test_a_signal_expires_two_years_after_it_was_recorded() -> None:
    newer = involved(GP, TOM, date="2015-03-01")
    history = given(consent(SCHOOL), SCHOOL_CONCERN, newer)
    assert findings("same-child", history.seen_by(GP, "2016-02-28"))
    assert not findings("same-child", history.seen_by(GP, "2016-02-29"))
