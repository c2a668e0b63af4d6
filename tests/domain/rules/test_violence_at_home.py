"""violence-at-home: every child in the home counts as a victim; basic care is told."""

from tests.domain.builders import (
    FATHER,
    GP,
    HALF_BROTHER,
    MOTHER,
    NOA,
    POLICE,
    SCHOOL,
    SOCIAL_WORK,
    STEPMOTHER,
    TOM,
    at_home,
    consent,
    ends,
    exception,
    involved,
    retracted,
    serves,
    signal,
)
from tests.domain.history import findings, given, only

VIOLENCE = signal(POLICE, "domestic-violence", MOTHER, FATHER, date="2014-10-10")
SHARED = exception(POLICE, VIOLENCE, recipients=["basic-care"], date="2014-10-10")
TWO_HOMES = (
    at_home(FATHER, "parent", authority=True),
    at_home(STEPMOTHER, "partner"),
    at_home(HALF_BROTHER),
    at_home(NOA),
)


def test_a_school_is_told_of_violence_in_its_pupils_home() -> None:
    found = only(
        findings("violence-at-home", given(serves(SCHOOL, TOM), VIOLENCE, SHARED).seen_by(SCHOOL, "2014-10-10"))
    )
    assert TOM in found.about
    assert found.items == (VIOLENCE.signal,)
    assert found.lane == "violence"
    assert found.speaks_for == {f"item:{VIOLENCE.signal}"}


def test_every_child_in_the_home_counts_and_no_adult_does() -> None:
    history = given(serves(GP, TOM, NOA), involved(GP, TOM, date="2014-01-01"), VIOLENCE, SHARED)
    found = only(findings("violence-at-home", history.seen_by(GP, "2014-10-10")))
    assert set(found.about) == {TOM, NOA}


def test_a_school_hears_of_its_pupils_and_of_those_whom_the_report_names() -> None:
    mother_and_tom = (at_home(MOTHER, "parent", authority=True), at_home(TOM))
    narrow = signal(POLICE, "domestic-violence", MOTHER, date="2014-10-10", household=mother_and_tom, id_="narrow")
    wider = involved(SOCIAL_WORK, MOTHER, date="2014-01-01")
    facts = [
        consent(SOCIAL_WORK),
        wider,
        narrow,
        exception(POLICE, narrow, recipients=["basic-care"], date="2014-10-10"),
    ]
    as_school = given(facts, serves(SCHOOL, TOM)).seen_by(SCHOOL, "2014-10-10")
    assert only(findings("violence-at-home", as_school)).about == (TOM,)
    as_involved = given(facts, serves(GP, TOM), involved(GP, TOM, date="2014-02-01")).seen_by(GP, "2014-10-10")
    assert set(only(findings("violence-at-home", as_involved)).about) == {TOM, NOA}


def test_a_new_report_brings_something_new_to_speak_of_also_when_it_is_of_earlier_violence() -> None:
    earlier = signal(SOCIAL_WORK, "domestic-violence", MOTHER, date="2012-10-01", recorded="2014-11-01")
    opened = exception(SOCIAL_WORK, earlier, recipients=["basic-care"], date="2014-11-01")
    view = given(serves(SCHOOL, TOM), VIOLENCE, SHARED, earlier, opened).seen_by(SCHOOL, "2014-11-01")
    found = only(findings("violence-at-home", view))
    assert found.speaks_for == {f"item:{VIOLENCE.signal}", f"item:{earlier.signal}"}


def test_in_two_homes_the_children_of_the_home_of_the_violence_count() -> None:
    fathers_home = involved(SOCIAL_WORK, FATHER, date="2014-01-01", household=TWO_HOMES)
    in_mothers_home = signal(POLICE, "domestic-violence", MOTHER, date="2014-10-10")
    facts = [consent(POLICE), fathers_home, in_mothers_home]
    found = only(findings("violence-at-home", given(facts).seen_by(SOCIAL_WORK, "2014-10-10")))
    assert set(found.about) == {TOM, NOA}, "Noa stays in both homes; her half-brother lives in the other one"


def test_where_the_father_is_the_danger_the_children_of_his_home_count_too() -> None:
    fathers_home = involved(SOCIAL_WORK, FATHER, date="2014-01-01", household=TWO_HOMES)
    found = only(
        findings("violence-at-home", given(consent(POLICE), fathers_home, VIOLENCE).seen_by(SOCIAL_WORK, "2014-10-10"))
    )
    assert set(found.about) == {TOM, NOA, HALF_BROTHER}


def test_violence_between_adults_without_children_in_view_is_left_to_other_rules() -> None:
    childless = signal(POLICE, "domestic-violence", STEPMOTHER, date="2014-10-10", household=())
    facts = [consent(POLICE), childless, involved(SOCIAL_WORK, STEPMOTHER, date="2014-01-01", household=())]
    assert not findings("violence-at-home", given(facts).seen_by(SOCIAL_WORK, "2014-10-10"))


def test_nobody_is_told_of_its_own_report_alone() -> None:
    assert not findings("violence-at-home", given(VIOLENCE, SHARED).seen_by(POLICE, "2014-10-10"))


def test_a_closed_report_counts_no_more() -> None:
    history = given(serves(SCHOOL, TOM), VIOLENCE, SHARED, ends(VIOLENCE, "2015-01-01", "resolved"))
    assert not findings("violence-at-home", history.seen_by(SCHOOL, "2015-01-02"))


def test_a_school_without_the_exception_is_told_nothing() -> None:
    assert not findings("violence-at-home", given(serves(SCHOOL, TOM), VIOLENCE).seen_by(SCHOOL, "2014-10-10"))


def test_a_retracted_report_counts_no_more() -> None:
    history = given(serves(SCHOOL, TOM), VIOLENCE, SHARED, retracted(VIOLENCE, "2014-10-11"))
    assert not findings("violence-at-home", history.seen_by(SCHOOL, "2014-10-11"))
