"""Who must consent for whom, at every age and with every authority (DOMAIN.md 3.1 and 3.2)."""

from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.ages import AgeBand, band
from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import Ground, decide
from hub.domain.facts import (
    AuthorityJudged,
    PassingConfirmed,
)
from hub.domain.openness import is_sealed
from tests.domain.asking import (
    ANSWERS,
    BANDS,
    HOME,
    NOW,
    PARENTS,
    RECORDS,
    asked,
    everybody,
    facts_of,
    opens,
)
from tests.domain.builders import (
    AGES,
    CATALOGUE,
    CJG,
    FATHER,
    GP,
    MOTHER,
    POLICE,
    SCHOOL,
    TOM,
    at_home,
    involved,
    on,
    signal,
)
from tests.domain.history import given as recorded


@pytest.mark.parametrize(
    ("age", "needed"),
    [
        ("under-twelve", {MOTHER, FATHER}),
        ("about-twelve", {MOTHER, FATHER, TOM}),
        ("twelve-to-fifteen", {MOTHER, FATHER, TOM}),
        ("sixteen", {TOM}),
    ],
)
def test_at_every_age_exactly_those_must_consent_who_are_needed(age: str, needed: set[str]) -> None:
    capacities = {TOM: "self", **PARENTS}
    for number in range(4):
        for said in combinations(capacities, number):
            consent = asked({(person, capacities[person]): "given" for person in said})
            assert opens(consent, tom=BANDS[age]) is needed.issubset(said), said


def test_one_of_two_parents_refuses_and_nothing_opens_until_both_consent() -> None:
    mother, father = (MOTHER, "authority"), (FATHER, "authority")
    assert not opens(asked({mother: "given", father: "refused"}))
    assert not opens(asked({mother: "given"}))
    assert opens(asked({mother: "given", father: "given"}))
    assert not opens(asked({mother: "given", father: "given"}), asked({father: "refused"}, id_="c2", at="2013-04-02"))


def test_a_fifteen_year_old_against_a_father_is_heard_once_two_professionals_pass_the_parents() -> None:
    band_ = AgeBand.TWELVE_TO_FIFTEEN
    said = {(TOM, "self"): "given", (MOTHER, "authority"): "given", (FATHER, "authority"): "refused"}
    wish = asked(said, parents_passed="youth-wish")
    second = PassingConfirmed(recorded_at=on("2013-04-02"), consent="c1", persons=(TOM,), by="p-2")
    assert not opens(asked(said), tom=band_)
    assert not opens(wish, tom=band_)
    assert opens(wish, second, tom=band_)
    assert not opens(asked(said), second, tom=band_)
    assert not opens(wish, second, tom=AgeBand.UNDER_TWELVE)
    assert not opens(wish, second, tom=AgeBand.ABOUT_TWELVE)
    assert not opens(wish, second, tom=AgeBand.UNKNOWN)
    assert not opens(wish, second, asked({(TOM, "self"): "given"}, id_="c2", at="2013-04-03"), tom=band_)


def test_a_passing_never_stands_in_for_the_youth() -> None:
    refuses = asked({(TOM, "self"): "refused", (MOTHER, "authority"): "given"}, parents_passed="serious-disadvantage")
    second = PassingConfirmed(recorded_at=on("2013-04-02"), consent="c1", persons=(TOM,), by="p-2")
    assert not opens(refuses, second, tom=AgeBand.TWELVE_TO_FIFTEEN)


def test_a_mother_of_twenty_two_consents_for_herself_and_with_authority_for_her_child() -> None:
    home = (at_home(TOM), at_home(MOTHER, "parent", authority=True))
    hers = signal(CJG, "debts", MOTHER, date="2013-02-02", household=home)
    her_childs = involved(SCHOOL, TOM, date="2013-02-02", household=home)
    consents = [asked({(MOTHER, "authority"): "given"}, owner=owner, id_=owner.id) for owner in (CJG, SCHOOL)]
    state = recorded(involved(GP, TOM, MOTHER, date="2013-01-01", household=home), hers, her_childs, consents).state
    ages = {**AGES, MOTHER: AgeBand.EIGHTEEN_TO_TWENTY_TWO}
    where = Circumstances(state, ages, CATALOGUE, on(NOW))
    assert decide(GP, state.items[hers.signal], where) is Ground.CONSENT
    assert decide(GP, state.items[her_childs.signal], where) is Ground.CONSENT


def test_authority_that_the_register_cannot_determine_is_no_consent_until_it_can() -> None:
    unclear = AuthorityJudged(recorded_at=on("2013-04-03"), child=TOM, source="register", outcome="undeterminable")
    stated = AuthorityJudged(recorded_at=on("2013-04-03"), child=TOM, source="school", outcome="undeterminable")
    clear = AuthorityJudged(recorded_at=on("2013-04-04"), child=TOM, source="register", outcome="determined")
    assert not opens(everybody(), unclear)
    assert opens(everybody(), unclear, clear)
    assert not opens(everybody(), unclear, stated, clear)
    assert opens(everybody(), unclear, tom=AgeBand.SIXTEEN_SEVENTEEN)


def test_who_cannot_decide_is_answered_for_by_a_representative_until_they_answer_themselves() -> None:
    debts = signal(CJG, "debts", MOTHER, date="2013-02-01", household=())
    represented = asked({(FATHER, "representative"): "given"}, represented=(MOTHER,))
    assert not opens(debts, asked({(FATHER, "representative"): "given"}), item=debts.signal)
    assert opens(debts, represented, item=debts.signal)
    assert not opens(debts, represented, asked({(MOTHER, "self"): "refused"}, id_="c2"), item=debts.signal)
    assert not opens(debts, asked({(FATHER, "representative"): "refused"}, represented=(MOTHER,)), item=debts.signal)


def test_who_answered_beside_a_representative_is_not_asked_to_represent_too() -> None:
    debts = signal(CJG, "debts", MOTHER, date="2013-02-01", household=())
    both = asked({(FATHER, "representative"): "given", (TOM, "self"): "given"}, represented=(MOTHER,))
    assert opens(debts, both, item=debts.signal)


@pytest.mark.parametrize("answer", ANSWERS)
def test_only_given_is_a_consent(answer: str) -> None:
    for tom in BANDS.values():
        assert opens(everybody(answer), tom=tom) is (answer == "given")


def test_an_alleged_source_of_danger_is_not_asked_and_then_no_consent_opens_what_is_about_them() -> None:
    unsafe = signal(
        CJG, "domestic-violence", TOM, FATHER, date="2013-02-01", household=HOME, unsafe_to_ask=(FATHER,), id_="s1"
    )
    ordinary = signal(CJG, "domestic-violence", TOM, FATHER, date="2013-02-01", household=HOME, id_="s1")
    assert opens(ordinary, everybody(), item="s1")
    assert not opens(unsafe, everybody(), item="s1")
    assert not opens(unsafe, everybody(), item="s1.2")  # that he lives there
    assert not opens(unsafe, everybody(), item="s1.1")  # that she does, since he would consent for Tom
    assert opens(unsafe, everybody(), item="s1.1", tom=AgeBand.SIXTEEN_SEVENTEEN)


def test_who_has_authority_and_is_unsafe_to_ask_is_not_passed_over_for_the_child_either() -> None:
    unsafe = signal(CJG, "neglect", TOM, date="2013-02-01", household=HOME, unsafe_to_ask=(FATHER,))
    assert not opens(unsafe, everybody(), item=unsafe.signal)
    assert opens(unsafe, everybody(), item=unsafe.signal, tom=AgeBand.SIXTEEN_SEVENTEEN)


def test_an_answer_as_representative_of_another_is_no_answer_with_authority_for_a_child() -> None:
    one_parent_for_another = asked({(MOTHER, "representative"): "given", (FATHER, "authority"): "given"})
    assert not opens(one_parent_for_another)
    assert opens(asked(dict.fromkeys(PARENTS.items(), "given")))


def test_a_consent_counts_from_its_beginning_to_its_end_and_for_its_purposes() -> None:
    period = everybody(since=on("2013-05-01"), until=on("2013-06-01"))
    moments = ("2013-04-30", "2013-05-01", "2013-05-31 23:59", "2013-06-01")
    assert [opens(period, at=moment) for moment in moments] == [False, True, True, False]
    assert opens(everybody(purposes=("early-coordination",)))
    assert not opens(everybody(purposes=("safety",)))
    assert opens(everybody(recipients=("all",)))


@settings(max_examples=300)
@given(RECORDS, st.dates(date(1990, 1, 1), date(2013, 4, 30)), st.sampled_from([4, 7, 0]))
def test_a_partial_birth_date_never_opens_what_the_full_one_would_not(records: Any, born: date, known: int) -> None:
    facts, day = facts_of(records), date(2013, 5, 1)
    full, partial = band(born.isoformat(), day), band(born.isoformat()[:known] or None, day)
    if opens(*facts, tom=partial):
        assert opens(*facts, tom=full), (full, partial)


@settings(max_examples=300)
@given(RECORDS, st.sampled_from([*BANDS.values(), AgeBand.UNKNOWN]))
def test_one_refusal_more_never_opens_anything(records: Any, tom: AgeBand) -> None:
    before = opens(*facts_of(records), tom=tom)
    for answer in ANSWERS[1:]:
        said = {(TOM, "self"): answer, (MOTHER, "authority"): answer, (FATHER, "authority"): answer}
        assert not opens(*facts_of([*records, (CJG, said, {})]), tom=tom), before


@settings(max_examples=200)
@given(RECORDS, st.sampled_from([*BANDS.values(), AgeBand.UNKNOWN]))
def test_no_consent_opens_the_item_of_an_owner_who_neither_asked_nor_confirmed(records: Any, tom: AgeBand) -> None:
    theirs = involved(POLICE, TOM, date="2013-02-01", household=HOME)
    assert not opens(theirs, *facts_of(records), item=theirs.signal, tom=tom)


def test_what_is_open_for_one_purpose_is_open_to_somebody_and_not_sealed() -> None:
    worry = signal(CJG, "parenting", TOM, date="2013-02-01", household=HOME)

    def sealed(*consents: Any) -> bool:
        where = Circumstances(recorded([worry, *consents]).state, AGES, CATALOGUE, on("2013-05-01"))
        return is_sealed(where.family.items[worry.signal], where)

    assert sealed()
    assert not sealed(everybody(purposes=("safety",)))
    assert not sealed(everybody(purposes=("safety", "handover")))
