"""same-family: two or more organisations about different members."""

from tests.domain.builders import (
    CHILDREN,
    FATHER,
    GP,
    HALF_BROTHER,
    MOTHER,
    NOA,
    SCHOOL,
    SOCIAL_WORK,
    STEPMOTHER,
    TOM,
    at_home,
    consent,
    involved,
    retracted,
    signal,
)
from tests.domain.history import findings, given, only

ABOUT_TOM = signal(SCHOOL, "school-absence", TOM, date="2014-03-01")
ABOUT_MOTHER = involved(SOCIAL_WORK, MOTHER, date="2014-03-02")
FATHERS_HOME = (
    at_home(FATHER, "parent", authority=True),
    at_home(STEPMOTHER, "partner"),
    at_home(HALF_BROTHER),
)


def test_signals_on_a_child_and_on_its_mother_are_one_family() -> None:
    view = given(consent(SCHOOL), ABOUT_TOM, ABOUT_MOTHER).seen_by(SOCIAL_WORK, "2014-03-02")
    found = only(findings("same-family", view))
    assert found.key == ""
    assert set(found.about) == {TOM, MOTHER}
    assert found.speaks_for == {"organisation:school", "organisation:social-work"}


def test_it_leaves_the_word_to_same_child() -> None:
    facts = [consent(SCHOOL), ABOUT_TOM, involved(SOCIAL_WORK, MOTHER, *CHILDREN, date="2014-03-02")]
    view = given(facts).seen_by(SOCIAL_WORK, "2014-03-02")
    assert findings("same-child", view)
    assert not findings("same-family", view)


def test_a_half_brother_in_another_home_is_of_the_family_once_a_link_is_seen() -> None:
    half_brother = signal(GP, "parenting", HALF_BROTHER, date="2014-03-01", household=FATHERS_HOME)
    unlinked = involved(SOCIAL_WORK, NOA, date="2014-03-02", household=(at_home(NOA), at_home(MOTHER, "parent")))
    apart = given(consent(GP), half_brother, unlinked).seen_by(SOCIAL_WORK, "2014-03-03")
    assert HALF_BROTHER not in apart.persons
    assert not findings("same-family", apart)
    linked = involved(SOCIAL_WORK, NOA, date="2014-03-03")
    view = given(consent(GP), half_brother, unlinked, linked).seen_by(SOCIAL_WORK, "2014-03-03")
    assert set(only(findings("same-family", view)).about) == {NOA, HALF_BROTHER}


def test_one_organisation_is_no_match() -> None:
    facts = [involved(SOCIAL_WORK, TOM, date="2014-03-01"), ABOUT_MOTHER]
    assert not findings("same-family", given(facts).seen_by(SOCIAL_WORK, "2014-03-03"))


def test_a_sealed_signal_makes_no_match() -> None:
    assert not findings("same-family", given(ABOUT_TOM, ABOUT_MOTHER).seen_by(SOCIAL_WORK, "2014-03-02"))


def test_a_retracted_signal_makes_no_match() -> None:
    facts = [consent(SCHOOL), ABOUT_TOM, ABOUT_MOTHER, retracted(ABOUT_TOM, "2014-03-03")]
    assert not findings("same-family", given(facts).seen_by(SOCIAL_WORK, "2014-03-03"))
