"""What the project ships as catalogue, legal bases and rule parameters holds what DOMAIN.md 2.1, 8 and 9 ask."""

from datetime import timedelta

import pytest

from hub.configuration.load import load_catalogue, load_legal_bases, load_retention, load_rules
from hub.domain.catalogue import Category, LifeDomain
from hub.domain.organisations import ENFORCING_SECTORS, Sector

CODES_BY_DOMAIN = {
    "safety": "domestic-violence child-witness-of-violence child-injury neglect sexual-abuse threat offending "
    "detention missing restraining-order",
    "health": "missed-appointment medical-care-refused pregnancy-at-risk mental-health confused-behaviour addiction "
    "intellectual-disability overburdened",
    "education": "school-absence school-change-repeated behaviour-change",
    "growing-up": "parenting new-adult-in-home family-conflict divorce-conflict runaway",
    "housing": "rent-arrears eviction-threat unfit-dwelling homelessness nuisance",
    "work-and-income": "income-stopped benefit-refused unemployment",
    "finances": "debts basic-needs-unmet utilities-cut",
    "any": "help-declined help-accepted-only-material contact-with-helpers-forbidden",
}
DIAGNOSES = {"mental-health", "addiction", "intellectual-disability", "pregnancy-at-risk", "medical-care-refused"}
CATALOGUE = load_catalogue()
CATEGORIES = [CATALOGUE[code] for code in CATALOGUE.codes()]


def recorded_by(sector: Sector) -> set[str]:
    return {each.code for each in CATEGORIES if sector in each.records}


def test_every_category_of_the_domain_is_there_under_its_life_domain() -> None:
    shipped = {(each.domain, each.code) for each in CATEGORIES}
    assert shipped == {(LifeDomain(d), code) for d, codes in CODES_BY_DOMAIN.items() for code in codes.split()}


def test_every_category_has_a_label_in_both_languages_that_no_other_has() -> None:
    for language in ("label_nl", "label_en"):
        labels = [getattr(each, language) for each in CATEGORIES]
        assert all(label.strip() for label in labels)
        assert len(set(labels)) == len(labels)


def test_every_category_may_be_recorded_and_received_by_someone() -> None:
    assert all(each.records and each.receives for each in CATEGORIES)


def test_all_and_only_categories_of_the_safety_domain_are_safety_concerns() -> None:
    assert {each.code for each in CATEGORIES if each.safety} == set(CODES_BY_DOMAIN["safety"].split())


def test_violence_is_always_a_safety_concern() -> None:
    violent = {each.code for each in CATEGORIES if each.violence}
    assert violent == {"domestic-violence", "child-witness-of-violence", "child-injury", "sexual-abuse"}


def test_a_school_records_no_diagnosis() -> None:
    assert recorded_by(Sector.SCHOOL).isdisjoint(DIAGNOSES)
    assert "confused-behaviour" in recorded_by(Sector.SCHOOL)


def test_a_school_learns_of_injury_and_health_of_its_own_pupils_only() -> None:
    own = {each.code for each in CATEGORIES if Sector.SCHOOL in each.own_child_only}
    assert {"child-injury", "sexual-abuse", "missed-appointment", "medical-care-refused"} <= own
    assert own.isdisjoint({"domestic-violence", "child-witness-of-violence", "eviction-threat"})


def test_ethnicity_is_nowhere_and_ground_letter_l_is_not_used() -> None:
    words = " ".join(f"{each.code} {each.label_nl} {each.label_en}" for each in CATEGORIES).lower()
    assert not any(word in words for word in ("ethnic", "etnisch", "afkomst", "nationalit", "herkomst"))
    assert "l" not in {each.ground for each in CATEGORIES}


@pytest.mark.parametrize("category", CATEGORIES, ids=lambda each: each.code)
def test_an_enforcing_sector_receives_only_what_it_records_itself(category: Category) -> None:
    assert (category.receives & ENFORCING_SECTORS) <= category.records


def test_a_housing_corporation_records_what_concerns_the_dwelling_and_the_rent() -> None:
    expected = {"rent-arrears", "eviction-threat", "unfit-dwelling", "nuisance", "utilities-cut"}
    assert recorded_by(Sector.HOUSING_CORPORATION) == expected


def test_the_municipality_as_process_coordinator_neither_records_nor_receives() -> None:
    assert all(Sector.MUNICIPALITY not in each.records | each.receives for each in CATEGORIES)


def test_whatever_a_sector_may_record_has_a_legal_basis() -> None:
    bases = load_legal_bases()
    missing = [
        (sector, each.code)
        for each in CATEGORIES
        for sector in each.records
        if bases.for_concern(sector, each.domain) is None
    ]
    assert missing == []


def test_a_housing_corporation_has_no_basis_for_an_involvement() -> None:
    bases = load_legal_bases()
    assert bases.for_involvement(Sector.HOUSING_CORPORATION) is None
    assert bases.for_involvement(Sector.SOCIAL_WORK) is not None
    assert bases.for_involvement(Sector.WORK_AND_INCOME) is not None


def test_every_number_of_a_rule_says_its_unit_and_is_at_least_one() -> None:
    rules = load_rules()
    assert rules["missed-appointments"] == {"times": 3, "times_under_four": 2, "within_days": 365}
    assert rules["referral-not-arrived"] == {"within_days": 21, "within_days_when_unsafe": 7}
    assert rules["nobody-watching"] == {}


def test_signals_are_kept_as_long_as_the_law_has_it() -> None:
    retention = load_retention()
    assert (retention.active, retention.kept) == (timedelta(days=730), timedelta(days=1826))
