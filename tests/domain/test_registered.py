"""What the population register says of a family: who belongs together, who holds authority, and what it never shows."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.document import from_document, to_document
from hub.domain.facts import Fact, PersonRegistered
from hub.domain.family import FamilyState
from hub.domain.registered import as_registered, kinship
from tests.domain import history
from tests.domain.builders import (
    CJG,
    FATHER,
    GP,
    HALF_BROTHER,
    HOUSING,
    MOTHER,
    NOA,
    PARTNER,
    SCHOOL,
    STEPMOTHER,
    TOM,
    at_home,
    consent,
    involved,
    on,
    retracted,
)
from tests.domain.history import findings
from tests.domain.registering import registers

ALONE: dict[str, Any] = {"household": ()}
PARENTS = (MOTHER, FATHER)
FAMILY_OF_TOM = (
    registers(TOM, parents=PARENTS, authority=PARENTS, home="h1", housemates=(MOTHER, NOA)),
    registers(MOTHER, children=(TOM, NOA, HALF_BROTHER), home="h1", former=(FATHER,)),
    registers(NOA, parents=PARENTS, authority=PARENTS, home="h1", housemates=(MOTHER, TOM)),
    registers(HALF_BROTHER, parents=(MOTHER, PARTNER), authority=(MOTHER,), home="h2"),
)
NOW = "2014-03-01"


def folded(*facts: Fact) -> FamilyState:
    state = FamilyState()
    for fact in facts:
        state.fold(fact)
    return state


def with_consent(*facts: Fact) -> history.Given:
    return history.given(*(consent(each, "2014-01-01") for each in (CJG, SCHOOL, GP, HOUSING)), *facts)


@pytest.mark.parametrize(
    "child", [NOA, HALF_BROTHER], ids=["a sister at home", "a half-brother who lives with his father"]
)
def test_signals_on_two_children_of_one_parent_match_by_the_register_alone(child: str) -> None:
    known = with_consent(
        *FAMILY_OF_TOM, involved(CJG, TOM, date="2014-02-01", **ALONE), involved(GP, child, date="2014-02-02", **ALONE)
    )
    family = known.seen_by(CJG, NOW)
    (finding,) = findings("same-family", family)
    assert set(finding.about) == {TOM, child}
    assert MOTHER not in family.persons  # who links them is shown to nobody


def test_without_the_register_they_do_not() -> None:
    known = with_consent(involved(CJG, TOM, date="2014-02-01", **ALONE), involved(GP, NOA, date="2014-02-02", **ALONE))
    assert known.seen_by(CJG, NOW).persons == (TOM,)


def test_the_register_shows_nobody_what_no_ground_opens() -> None:
    known = history.given(
        *FAMILY_OF_TOM, involved(CJG, TOM, date="2014-02-01", **ALONE), involved(GP, NOA, date="2014-02-02", **ALONE)
    )
    assert known.seen_by(CJG, NOW).persons == (TOM,)
    assert known.seen_by(SCHOOL, NOW).persons == ()


def test_who_enforces_is_not_led_to_the_family_and_its_own_tenants_are_not_joined() -> None:
    known = with_consent(
        *FAMILY_OF_TOM,
        involved(HOUSING, TOM, date="2014-02-01", **ALONE),
        involved(HOUSING, NOA, date="2014-02-01", id_="another", **ALONE),
        involved(GP, HALF_BROTHER, date="2014-02-02", **ALONE),
    )
    assert [family.persons for family in known.families(HOUSING, NOW)] == [(TOM,), (NOA,)]


def test_two_who_live_together_belong_together_unless_it_is_an_institution_or_one_of_them_is_secret() -> None:
    def seen(*registrations: PersonRegistered) -> tuple[str, ...]:
        signals = involved(CJG, TOM, date="2014-02-01", **ALONE), involved(GP, NOA, date="2014-02-02", **ALONE)
        holders = (registers(each, "2013-01-01", authority=(MOTHER,)) for each in (TOM, NOA))
        return with_consent(*holders, *registrations, *signals).seen_by(CJG, NOW).persons

    held: dict[str, Any] = {"authority": (MOTHER,)}
    together = registers(TOM, home="h1", housemates=(NOA,), **held)
    assert seen(together) == (TOM, NOA)
    assert seen(registers(TOM, home="h1", institution=True, **held)) == (TOM,)
    assert seen(registers(TOM, home="h1", secret=True, housemates=(NOA,), **held)) == (TOM,)
    assert seen(together, registers(NOA, home="h1", secret=True, **held)) == (TOM,)


def test_secrecy_hides_a_home_and_a_move_and_no_kinship() -> None:
    state = folded(
        registers(TOM, parents=PARENTS, home="h1", housemates=(MOTHER,)),
        registers(TOM, "2014-02-01", parents=PARENTS, home="h2", secret=True),
    )
    found = kinship(state.registered)
    assert not found.homes
    assert not list(found.moves())
    assert found.around(frozenset({FATHER})) >= {TOM, FATHER}


def test_authority_of_the_register_counts_beside_what_is_stated_and_stays_when_a_statement_goes() -> None:
    statement = involved(
        CJG, TOM, date="2014-01-05", household=(at_home(STEPMOTHER, "parent", authority=True), at_home(TOM))
    )
    state = folded(statement, registers(TOM, authority=(MOTHER,)))
    assert state.authority[TOM] == {STEPMOTHER, MOTHER}
    state.fold(retracted(statement, "2014-02-01"))
    assert state.authority == {TOM: {MOTHER}}
    state.fold(registers(TOM, "2014-03-01", authority=PARENTS))
    assert state.authority == {TOM: set(PARENTS)}
    state.fold(registers(TOM, "2014-04-01"))
    assert state.authority == {}


def test_authority_that_cannot_be_determined_is_no_consent_until_it_can() -> None:
    state = folded(registers(TOM, "2014-01-01", authority=(MOTHER,)))
    assert not state.undeterminable
    state.fold(registers(TOM, "2014-02-01", authority=(MOTHER,), complete=False))
    assert state.undeterminable == {TOM: {"register"}}
    state.fold(registers(TOM, "2014-03-01", authority=PARENTS))
    assert not state.undeterminable


def test_a_move_shows_from_two_answers_and_says_only_that() -> None:
    state = folded(
        registers(TOM, "2014-01-01", home="h1", municipality="m1"),
        registers(TOM, "2014-02-01", home="h2", municipality="m2", home_since=on("2014-01-20")),
        registers(TOM, "2014-03-01", home="h2", municipality="m2", home_since=on("2014-01-20"), died=True),
        registers(TOM, "2014-04-01", home="h3", municipality="m2"),
    )
    first, second = kinship(state.registered).moves()
    assert (first.person, first.at, first.other_municipality) == (TOM, on("2014-01-20"), True)
    assert (second.at, second.other_municipality) == (on("2014-04-01"), False)


def test_an_answer_about_somebody_s_relative_takes_nothing_back_of_what_was_known() -> None:
    state = folded(
        registers(MOTHER, "2014-01-01", parents=("p-oma",), children=(TOM,)), registers(MOTHER, "2014-02-01")
    )
    found = as_registered(state.registered, MOTHER)
    assert found is not None
    assert (found.parents, found.children) == (("p-oma",), (TOM,))


def test_a_former_partner_is_no_family_and_stays_the_parent_of_the_children() -> None:
    found = kinship(folded(*FAMILY_OF_TOM).registered)
    assert FATHER not in found.around(frozenset({HALF_BROTHER}))
    assert found.around(frozenset({FATHER})) == {FATHER, MOTHER, TOM, NOA}


PERSONS = (TOM, NOA, MOTHER, FATHER, PARTNER, HALF_BROTHER)
SOME = st.lists(st.sampled_from(PERSONS), unique=True, max_size=3).map(tuple)
ANSWERS = st.builds(
    lambda person, day, parents, children, partners, holders, home, housemates, secret, died: registers(
        person,
        f"2014-01-{day:02}",
        parents=parents,
        children=children,
        partners=partners,
        authority=holders,
        home=home,
        housemates=housemates,
        secret=secret,
        died=died,
    ),
    st.sampled_from(PERSONS),
    st.integers(1, 28),
    st.none() | SOME,
    st.none() | SOME,
    SOME,
    st.none() | SOME,
    st.none() | st.sampled_from(("h1", "h2")),
    SOME,
    st.booleans(),
    st.booleans(),
)


@given(st.lists(ANSWERS, max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_answers_taken_in_in_any_order_and_twice_say_the_same(answers: list[PersonRegistered], random: Any) -> None:
    one, other = folded(*answers), folded(*random.sample(answers, len(answers)), *answers)
    assert (one.registered, one.authority) == (other.registered, other.authority)
    assert one.undeterminable == other.undeterminable
    assert set(one.members) == set(other.members)
    assert set(kinship(one.registered).groups) == set(kinship(other.registered).groups)


@given(st.lists(ANSWERS, max_size=8))
def test_nobody_with_an_indication_of_secrecy_lives_with_anybody_or_moves(answers: list[PersonRegistered]) -> None:
    found = kinship(folded(*answers).registered)
    assert all(found.secret.isdisjoint(home) for home in found.homes)
    assert found.secret.isdisjoint(move.person for move in found.moves())


@given(st.lists(ANSWERS, max_size=8))
def test_who_lives_with_somebody_secret_is_joined_exactly_as_if_they_lived_alone(
    answers: list[PersonRegistered],
) -> None:
    found = kinship(folded(*answers).registered)
    apart = [
        msgspec.structs.replace(
            fact,
            housemates=()
            if fact.person in found.secret
            else fact.housemates and tuple(each for each in fact.housemates if each not in found.secret),
        )
        for fact in answers
    ]
    without = kinship(folded(*apart).registered)
    assert set(without.groups) == set(found.groups)
    assert set(without.moves()) == set(found.moves())


@given(st.lists(ANSWERS, max_size=8), st.integers(0, 8))
def test_a_kept_family_goes_on_as_one_that_was_never_put_away(answers: list[PersonRegistered], cut: int) -> None:
    kept = from_document(to_document(folded(*answers[:cut])))
    for fact in answers[cut:]:
        kept.fold(fact)
    assert to_document(kept) == to_document(folded(*answers))
