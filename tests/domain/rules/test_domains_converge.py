"""domains-converge: three life domains within twelve months; poverty counts as at most two."""

from hub.domain.catalogue import Severity
from tests.domain.builders import (
    CJG,
    DEBTS,
    HOUSING,
    INCOME,
    MOTHER,
    SOCIAL_WORK,
    TOM,
    consent,
    ends,
    involved,
    retracted,
    signal,
)
from tests.domain.history import findings, given, only

HEALTH = signal(CJG, "missed-appointment", TOM, date="2013-04-10")
NO_INCOME = signal(INCOME, "income-stopped", MOTHER, date="2013-09-01", severity=Severity.SERIOUS)
ARREARS = signal(HOUSING, "rent-arrears", MOTHER, date="2013-10-01")
SHARED = [consent(INCOME), consent(HOUSING), consent(DEBTS), consent(SOCIAL_WORK)]


def test_income_housing_and_health_converge() -> None:
    found = only(findings("domains-converge", given(SHARED, HEALTH, NO_INCOME, ARREARS).seen_by(CJG, "2013-10-01")))
    assert set(found.items) == {HEALTH.signal, NO_INCOME.signal, ARREARS.signal}
    assert set(found.about) == {TOM, MOTHER}
    assert found.speaks_for == {
        "domain:health", "domain:work-and-income", "domain:housing",
        "organisation:cjg", "organisation:income", "organisation:housing",
    }  # fmt: skip


def test_poverty_alone_is_not_three_domains() -> None:
    owed = signal(DEBTS, "debts", MOTHER, date="2013-10-02")
    view = given(SHARED, involved(CJG, TOM, date="2013-01-01"), NO_INCOME, ARREARS, owed).seen_by(CJG, "2013-10-02")
    assert not findings("domains-converge", view)


def test_two_domains_do_not_converge() -> None:
    assert not findings("domains-converge", given(SHARED, HEALTH, NO_INCOME).seen_by(CJG, "2013-10-01"))


def test_a_category_of_any_domain_counts_as_none() -> None:
    declined = signal(SOCIAL_WORK, "help-declined", MOTHER, date="2013-09-02")
    assert not findings("domains-converge", given(SHARED, HEALTH, NO_INCOME, declined).seen_by(CJG, "2013-10-01"))


def test_a_concern_of_twelve_months_ago_counts_and_an_older_one_does_not() -> None:
    history = given(SHARED, HEALTH, NO_INCOME, ARREARS)
    assert findings("domains-converge", history.seen_by(CJG, "2014-04-10"))
    assert not findings("domains-converge", history.seen_by(CJG, "2014-04-11"))


def test_an_ended_concern_does_not_count() -> None:
    history = given(SHARED, HEALTH, NO_INCOME, ARREARS, ends(NO_INCOME, "2013-11-01", "resolved"))
    assert not findings("domains-converge", history.seen_by(CJG, "2013-11-02"))


def test_a_sealed_concern_does_not_count() -> None:
    view = given(consent(HOUSING), HEALTH, NO_INCOME, ARREARS).seen_by(CJG, "2013-10-01")
    assert not findings("domains-converge", view)


def test_a_retracted_concern_does_not_count() -> None:
    history = given(SHARED, HEALTH, NO_INCOME, ARREARS, retracted(ARREARS, "2013-10-02"))
    assert not findings("domains-converge", history.seen_by(CJG, "2013-10-02"))
