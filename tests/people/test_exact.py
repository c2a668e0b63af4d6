"""When two statements are exactly the same person."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.people.exact import canonical_demographics, canonical_name
from hub.people.subject import Subject
from tests.people.given import bram, noa


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


@given(PARTS, PARTS, PARTS)
def test_a_word_never_moves_from_one_name_to_the_other(first: str, second: str, third: str) -> None:
    one = Subject(family_name=f"{first} {second}", given_names=third, born="2000-02-02")
    other = Subject(family_name=first, given_names=f"{second} {third}", born="2000-02-02")
    assert canonical_demographics(one) != canonical_demographics(other)


@pytest.mark.parametrize("given_names", ["N.", "N", "N.P.", "N P", "Th.", "Noa P."])
def test_initials_are_not_enough_to_know_a_person_by(given_names: str) -> None:
    assert canonical_demographics(noa(given_names=given_names)) is None


@pytest.mark.parametrize("born", ["2010", "2010-07", "2010-01-01"])
def test_an_uncertain_birth_date_needs_an_address(born: str) -> None:
    assert canonical_demographics(bram(born=born)) is None
    here = canonical_demographics(bram(born=born, postcode="3071 aa", house_number=12))
    assert here is not None
    assert here == canonical_demographics(bram(born=born, postcode="3071AA", house_number=12))
    assert here != canonical_demographics(bram(born=born, postcode="3071AA", house_number=14))


def test_a_whole_birth_date_needs_no_address() -> None:
    assert canonical_demographics(noa()) == canonical_demographics(noa(postcode=None, house_number=None))


@pytest.mark.parametrize("missing", ["family_name", "given_names", "born"])
def test_without_names_and_birth_date_nobody_is_known(missing: str) -> None:
    assert canonical_demographics(noa(**{missing: None})) is None
