"""adult-problem: a serious concern about an adult, put before those involved with the children."""

from hub.domain.catalogue import Severity
from tests.domain.builders import (
    CJG,
    INCOME,
    MOTHER,
    NETWORK,
    POLICE,
    SCHOOL,
    TOM,
    consent,
    involved,
    retracted,
    serves,
    signal,
)
from tests.domain.history import findings, given, only

NO_INCOME = signal(INCOME, "income-stopped", MOTHER, date="2013-09-01", severity=Severity.SERIOUS)
CJG_INVOLVED = involved(CJG, TOM, date="2013-08-01")


def test_no_income_is_put_before_those_involved_with_the_children() -> None:
    found = only(findings("adult-problem", given(consent(INCOME), CJG_INVOLVED, NO_INCOME).seen_by(CJG, "2013-09-01")))
    assert found.key == MOTHER
    assert found.about == (MOTHER,)
    assert found.speaks_for == {"category:income-stopped", "organisation:income"}


def test_it_is_not_put_before_who_is_involved_with_the_adult_only() -> None:
    view = given(consent(INCOME), involved(NETWORK, MOTHER, date="2013-08-01"), NO_INCOME).seen_by(
        NETWORK, "2013-09-01"
    )
    assert not findings("adult-problem", view)


def test_basic_care_of_a_child_is_involved_with_it() -> None:
    own = signal(SCHOOL, "neglect", MOTHER, date="2013-08-01")
    facts = [consent(INCOME), own, NO_INCOME]
    assert not findings("adult-problem", given(facts).seen_by(SCHOOL, "2013-09-01"))
    assert findings("adult-problem", given(facts, serves(SCHOOL, TOM)).seen_by(SCHOOL, "2013-09-01"))


def test_a_concern_that_asks_for_attention_is_not_serious() -> None:
    mild = signal(INCOME, "unemployment", MOTHER, date="2013-09-01")
    assert not findings("adult-problem", given(consent(INCOME), CJG_INVOLVED, mild).seen_by(CJG, "2013-09-01"))


def test_a_concern_about_a_child_is_no_adults_problem() -> None:
    child = signal(SCHOOL, "neglect", TOM, date="2013-09-01", severity=Severity.SERIOUS)
    assert not findings("adult-problem", given(consent(SCHOOL), CJG_INVOLVED, child).seen_by(CJG, "2013-09-01"))


def test_violence_is_left_to_its_own_rule() -> None:
    violence = signal(POLICE, "domestic-violence", MOTHER, date="2013-09-01", severity=Severity.SERIOUS)
    view = given(consent(POLICE), CJG_INVOLVED, violence).seen_by(CJG, "2013-09-01")
    assert not findings("adult-problem", view)
    assert findings("violence-at-home", view)


def test_nobody_is_told_of_its_own_concern() -> None:
    own = signal(CJG, "overburdened", MOTHER, date="2013-09-01", severity=Severity.SERIOUS)
    assert not findings("adult-problem", given(CJG_INVOLVED, own).seen_by(CJG, "2013-09-01"))


def test_a_sealed_concern_is_put_before_nobody() -> None:
    assert not findings("adult-problem", given(CJG_INVOLVED, NO_INCOME).seen_by(CJG, "2013-09-01"))


def test_a_retracted_concern_is_put_before_nobody() -> None:
    history = given(consent(INCOME), CJG_INVOLVED, NO_INCOME, retracted(NO_INCOME, "2013-09-02"))
    assert not findings("adult-problem", history.seen_by(CJG, "2013-09-02"))
