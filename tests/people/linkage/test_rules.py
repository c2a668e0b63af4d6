"""The production rules: what links by itself, what a steward is asked, what is new."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hub.people.linkage.comparison import Level, compare
from hub.people.linkage.names import class_of, given_names
from hub.people.linkage.rules import Candidate, Condition, judge
from hub.people.linkage.weights import coincidence_bits, production_weights
from tests.people.linkage.given import STORED, judged, traits

ADDRESS = {"postcode": None, "house_number": None}
ELSEWHERE = {"postcode": "9999ZZ", "house_number": 7}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"family_name": "Zonneveld"},
        {"family_name": "Smit-van Zonneveld"},
        {"family_name": "Zonnevelt"},
        {"born": "2010-07-18"},
        {"born": "2010-07"},
        {"sex": None},
        {"phone": None},
        ADDRESS,
        ELSEWHERE,
    ],
)
def test_what_passes_every_condition_is_the_same_person(change: dict[str, object]) -> None:
    assert judged(traits(**change), traits()).outcome == "same"


def test_a_name_in_another_spelling_of_the_curated_file_is_the_same() -> None:
    assert judged(traits(given_names="Yusuf"), traits(given_names="Youssef")).outcome == "same"


def test_an_exchanged_day_and_month_is_the_same() -> None:
    assert judged(traits(born="2010-11-07"), traits(born="2010-07-11")).outcome == "same"


def test_an_exchanged_date_with_a_surname_that_is_only_near_asks_a_steward() -> None:
    found = judged(traits(born="2010-11-07", family_name="Zonnevelt"), traits(born="2010-07-11"))
    assert (found.outcome, found.failing) == ("uncertain", (Condition.BORN,))


@pytest.mark.parametrize(
    ("change", "condition"),
    [
        ({"given_names": "Florus"}, Condition.GIVEN),
        ({"given_names": "F."}, Condition.GIVEN),
        ({"born": "2009-07-19"}, Condition.BORN),
        ({"born": "2010-07-18", "given_names": "Floris Jan"} | ADDRESS | {"phone": None}, Condition.BORN),
        ({"born": "2010-07-18", "family_name": "Zonnevelt"}, Condition.BORN),
        ({"born": "2010"} | ELSEWHERE | {"phone": None}, Condition.BORN),
        ({"sex": "female"}, Condition.SEX),
        ({"family_name": "Bakker"}, Condition.SURNAME),
        (ADDRESS | {"phone": None, "given_names": "Floris"}, Condition.RARE),
    ],
)
def test_one_failing_condition_asks_a_steward(change: dict[str, object], condition: Condition) -> None:
    stored = 10_000_000 if condition is Condition.RARE else STORED
    found = judged(traits(**change), traits(), stored=stored)
    assert found.outcome == "uncertain"
    assert condition in found.failing


def test_a_nickname_asks_a_steward() -> None:
    assert judged(traits(given_names="Hans"), traits(given_names="Johannes")).failing == (Condition.GIVEN,)


def test_a_first_of_january_never_passes_as_a_slip_or_a_partial_date() -> None:
    for born in ("2010-01-02", "2010-01", "2010"):
        found = judged(traits(born=born), traits(born="2010-01-01"))
        assert found.outcome == "uncertain"
        assert Condition.BORN in found.failing


def test_an_equal_first_of_january_needs_exact_names_and_the_address_or_phone() -> None:
    known = traits(born="2010-01-01")
    assert Condition.BORN not in judged(traits(born="2010-01-01"), known).failing
    assert Condition.BORN in judged(traits(born="2010-01-01", family_name="Zonnevelt"), known).failing
    assert Condition.BORN in judged(traits(born="2010-01-01", **ELSEWHERE, phone=None), known).failing


def test_father_and_son_of_one_name_at_one_address_never_link() -> None:
    father = traits(born="1980-03-02")
    assert judged(traits(), father).outcome == "new"
    assert judged(traits(born="1980-07-19"), traits(born="2010-07-19")).outcome == "uncertain"


def test_a_brother_or_sister_is_somebody_new() -> None:
    assert judged(traits(given_names="Marieke", born="2012-02-11", sex="female"), traits()).outcome == "new"
    assert judged(traits(given_names="Tobias", born="2012-02-11"), traits()).outcome == "new"


def test_a_twin_with_another_name_is_not_the_same_and_a_twin_with_a_near_one_is_asked_about() -> None:
    assert judged(traits(given_names="Tobias"), traits()).outcome != "same"
    assert judged(traits(given_names="Florin"), traits()).outcome == "uncertain"


def test_two_stored_twins_with_near_names_are_rivals() -> None:
    found = judged(traits(), traits(), traits(given_names="Florin"))
    assert (found.outcome, found.failing) == ("uncertain", (Condition.ONLY,))
    assert [fit.candidate.person for fit in found.fits] == ["p0", "p1"]


def test_pseudonyms_that_are_linked_are_no_rivals() -> None:
    candidates = [Candidate("p0", "g", traits()), Candidate("p1", "g", traits(phone=None))]
    assert judge(traits(), candidates, STORED).outcome == "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jan Willem", "Jan Pieter"),
        ("Mohamed Amin", "Mohamed Yassin"),
        ("Mohamed", "Mohamed Yassin"),
        ("Maria", "Maria J."),
    ],
)
def test_a_first_name_that_twins_share_is_no_evidence_without_the_second(one: str, other: str) -> None:
    found = judged(traits(given_names=one), traits(given_names=other))
    assert (found.outcome, Condition.OTHERS in found.failing) == ("uncertain", True)


def test_another_bsn_is_another_person_whatever_else_agrees() -> None:
    assert judged(traits(bsn="999990019"), traits(bsn="999990020")).outcome == "new"
    assert judged(traits(bsn="999990019"), traits()).outcome == "same"


def test_another_bsn_of_the_same_person_rules_the_whole_group_out() -> None:
    candidates = [Candidate("p0", "g", traits()), Candidate("p1", "g", traits(bsn="999990020", given_names="Florus"))]
    assert judge(traits(bsn="999990019"), candidates, STORED).outcome == "new"


def test_what_is_rare_enough_among_few_is_not_among_many() -> None:
    one, other = traits(**ADDRESS, phone=None), traits()
    assert judged(one, other, stored=1_000).outcome == "same"
    assert judged(one, other, stored=10_000_000).failing == (Condition.RARE,)


def test_common_names_are_worth_less_than_rare_ones() -> None:
    def bits(given: str, family: str) -> float:
        one = traits(given_names=given, family_name=family)
        return coincidence_bits(one, one, compare(one, one))

    assert bits("Johannes", "de Jong") < bits("Johannes", "Zonneveld") < bits("Floris", "Zonneveld")


def test_a_stranger_of_the_same_name_is_new() -> None:
    other = traits(born="1961-02-03", **ELSEWHERE, phone="0699999999")
    assert judged(traits(), other).outcome == "new"


# Whatever the other fields say.

FIRST = st.sampled_from(
    ["Floris", "Florin", "Flora", "Sem", "Sam", "Noa", "Noah", "Lisa", "Lise", "Hassan", "Hussein", "Jan"]
)
YEARS = st.integers(1950, 2024)


@given(FIRST, FIRST, st.booleans(), st.booleans(), st.sampled_from(["", " Jan", " Willem Pieter"]))
def test_twins_with_different_first_names_never_link(one: str, other: str, phone: bool, home: bool, more: str) -> None:
    assume(class_of(given_names(one).first) != class_of(given_names(other).first))
    fields = ({} if phone else {"phone": None}) | ({} if home else ADDRESS)
    found = judged(traits(given_names=one + more, **fields), traits(given_names=other + more, **fields), stored=1_000)
    assert found.outcome != "same"


@given(YEARS, YEARS, st.sampled_from(["07-19", "03-04"]), st.sampled_from(["07-19", "11-02"]))
def test_another_year_never_links(one: int, other: int, day: str, other_day: str) -> None:
    assume(one != other)
    assert judged(traits(born=f"{one}-{day}"), traits(born=f"{other}-{other_day}"), stored=1_000).outcome != "same"


@given(st.sampled_from(["female", "male"]), st.sampled_from(["Noa", "Floris", "Robin"]))
def test_a_contradicting_sex_never_links(sex: str, name: str) -> None:
    other = "male" if sex == "female" else "female"
    assert judged(traits(sex=sex, given_names=name), traits(sex=other, given_names=name)).outcome != "same"


@given(st.integers(0, 9), st.integers(1, 10_000_000))
def test_the_more_are_stored_the_less_links(known: int, stored: int) -> None:
    one = traits(**ADDRESS, phone=None) if known % 2 else traits(**ELSEWHERE)
    if judged(one, traits(), stored=stored * 2).outcome == "same":
        assert judged(one, traits(), stored=stored).outcome == "same"


def test_the_shipped_weights_favour_agreement_over_difference_in_every_field() -> None:
    for field, levels in production_weights().fields.items():
        gain = {level: odds.same / odds.strangers for level, odds in levels.items()}
        assert gain[Level.EQUAL] > 1 > gain[Level.DIFFERENT], field
