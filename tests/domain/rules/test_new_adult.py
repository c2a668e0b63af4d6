"""new-adult: somebody new in a home with an open safety concern."""

from tests.domain.builders import (
    CHILDREN,
    FATHER,
    GP,
    MOTHER,
    NOA,
    OPA,
    PARTNER,
    POLICE,
    SOCIAL_WORK,
    STEPMOTHER,
    TOM,
    at_home,
    consent,
    ends,
    exception,
    involved,
    joins,
    retracted,
    serves,
    signal,
)
from tests.domain.history import findings, given, only

VIOLENCE = signal(POLICE, "domestic-violence", MOTHER, *CHILDREN, date="2014-10-10")
JOINS = joins(SOCIAL_WORK, PARTNER, MOTHER, date="2014-11-01")
KNOWN_TO_GP = [
    involved(SOCIAL_WORK, MOTHER, date="2014-08-01"),
    *serves(GP, *CHILDREN),
    VIOLENCE,
    exception(POLICE, VIOLENCE, recipients=["basic-care"], date="2014-10-10"),
    JOINS,
    exception(SOCIAL_WORK, JOINS, recipients=["basic-care"], date="2014-11-01"),
]


def test_a_new_partner_in_a_home_with_a_safety_concern_is_told() -> None:
    found = only(findings("new-adult", given(KNOWN_TO_GP).seen_by(GP, "2014-11-01")))
    assert found.key == PARTNER
    assert set(found.about) == {PARTNER, *CHILDREN}
    assert set(found.items) == {JOINS.membership, VIOLENCE.signal}


def test_it_holds_too_where_the_concern_comes_after_the_adult() -> None:
    facts = [JOINS, consent(POLICE), involved(SOCIAL_WORK, MOTHER, date="2014-11-01"), VIOLENCE]
    assert findings("new-adult", given(facts).seen_by(SOCIAL_WORK, "2014-11-02"))


def test_without_a_safety_concern_a_new_adult_is_nobodys_business() -> None:
    facts = [consent(SOCIAL_WORK), JOINS, involved(GP, TOM, date="2014-01-01")]
    assert not findings("new-adult", given(facts).seen_by(GP, "2014-11-01"))


def test_after_twelve_months_nobody_is_new() -> None:
    assert findings("new-adult", given(KNOWN_TO_GP).seen_by(GP, "2015-11-01"))
    assert not findings("new-adult", given(KNOWN_TO_GP).seen_by(GP, "2015-11-02"))


def test_a_grandfather_who_always_lived_there_is_not_new() -> None:
    lives = joins(SOCIAL_WORK, OPA, MOTHER, date="2014-11-01", role="other-adult", joins=False)
    facts = [consent(POLICE), VIOLENCE, lives, involved(SOCIAL_WORK, MOTHER, date="2014-11-01")]
    assert not findings("new-adult", given(facts).seen_by(SOCIAL_WORK, "2014-11-01"))


def test_a_new_partner_in_the_other_home_is_not_in_the_home_of_the_concern() -> None:
    fathers_home = (at_home(FATHER, "parent", authority=True), at_home(NOA))
    facts = [
        consent(POLICE),
        signal(POLICE, "domestic-violence", MOTHER, date="2014-10-10"),
        involved(SOCIAL_WORK, FATHER, date="2014-10-01", household=fathers_home),
        joins(SOCIAL_WORK, STEPMOTHER, FATHER, date="2014-11-01"),
    ]
    assert not findings("new-adult", given(facts).seen_by(SOCIAL_WORK, "2014-11-01"))


def test_who_knows_it_all_by_itself_is_not_told() -> None:
    own = signal(SOCIAL_WORK, "neglect", MOTHER, *CHILDREN, date="2014-10-15")
    assert not findings("new-adult", given(own, JOINS).seen_by(SOCIAL_WORK, "2014-11-01"))


def test_a_sealed_membership_is_told_nobody() -> None:
    assert not findings("new-adult", given(KNOWN_TO_GP[:-1]).seen_by(GP, "2014-11-01"))


def test_once_the_concern_is_closed_or_retracted_it_holds_no_more() -> None:
    closed = given(KNOWN_TO_GP, ends(VIOLENCE, "2014-12-01", "resolved"))
    assert not findings("new-adult", closed.seen_by(GP, "2014-12-02", around=PARTNER))
    wrong = given(KNOWN_TO_GP, retracted(VIOLENCE, "2014-12-01"))
    assert not findings("new-adult", wrong.seen_by(GP, "2014-12-02", around=PARTNER))
