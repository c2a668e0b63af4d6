"""When two statements are exactly the same person."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.people.exact import canonical_demographics, canonical_name, canonical_statement
from hub.people.subject import Subject
from tests.people.given import noa


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Öztürk", "ÖZTÜRK"),
        ("Öztürk", unicodedata.normalize("NFD", "öztürk")),
        ("van  der\tBerg ", "Van Der Berg"),
        ("d\u2019Hondt", "D'Hondt"),
        ("Smit\u2010Jansen", "smit-jansen"),
        ("Groß", "GROSS"),
    ],
)
def test_spelling_that_differs_in_form_only_is_the_same_name(one: str, other: str) -> None:
    assert canonical_name(one) == canonical_name(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Öztürk", "Ozturk"), ("Jansen", "Janssen"), ("Smit Jansen", "Smit-Jansen"), ("Wit", "de Wit")]
)
def test_anything_else_is_somebody_else(one: str, other: str) -> None:
    assert canonical_name(one) != canonical_name(other)


@given(st.text(max_size=40))
def test_a_canonical_name_is_its_own_canonical_form(name: str) -> None:
    assert canonical_name(canonical_name(name)) == canonical_name(name)


@given(st.text(max_size=40))
def test_case_and_unicode_form_never_matter(name: str) -> None:
    assert canonical_name(unicodedata.normalize("NFC", name)) == canonical_name(unicodedata.normalize("NFD", name))
    assert canonical_name(name.casefold()) == canonical_name(name)


PARTS = st.text(alphabet=st.characters(categories=["Lu", "Ll"]), min_size=2, max_size=6)


HOME = {"postcode": "3071AA", "house_number": 12}


@given(PARTS, PARTS, PARTS)
def test_a_word_never_moves_from_one_name_to_the_other(first: str, second: str, third: str) -> None:
    one = Subject(family_name=f"{first} {second}", given_names=third, born="2000-02-02", **HOME)  # type: ignore[arg-type]
    other = Subject(family_name=first, given_names=f"{second} {third}", born="2000-02-02", **HOME)  # type: ignore[arg-type]
    assert canonical_demographics(one) != canonical_demographics(other)
    assert canonical_statement(one) != canonical_statement(other)


@pytest.mark.parametrize("given_names", ["N.", "N", "N.P.", "N P", "Th.", "Noa P."])
def test_initials_are_not_enough_to_know_a_person_by(given_names: str) -> None:
    assert canonical_demographics(noa(given_names=given_names)) is None


@pytest.mark.parametrize("born", ["2010", "2010-07", "2010-01-01"])
def test_an_uncertain_birth_date_is_never_exact(born: str) -> None:
    assert canonical_demographics(noa(born=born)) is None


@pytest.mark.parametrize("missing", ["family_name", "given_names", "born", "postcode", "house_number"])
def test_without_names_birth_date_and_address_nobody_is_known_to_everybody(missing: str) -> None:
    assert canonical_demographics(noa(**{missing: None})) is None


def test_the_address_counts_however_it_is_written() -> None:
    assert canonical_demographics(noa(postcode="3071 aa")) == canonical_demographics(noa(postcode="3071AA"))
    assert canonical_demographics(noa(house_number=14)) != canonical_demographics(noa())


@pytest.mark.parametrize(
    "change",
    [
        {"sex": "male"},
        {"postcode": "3071AB"},
        {"phone": "06 1234 5678"},
        {"partner_name": "Smit"},
        {"given_names": "N."},
    ],
)
def test_a_statement_in_other_words_is_another_statement(change: dict[str, object]) -> None:
    assert canonical_statement(noa(**change)) != canonical_statement(noa())
    assert canonical_statement(noa(**change)) == canonical_statement(noa(**change))
