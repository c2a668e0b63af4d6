"""What an organisation may call a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.people.master_keys import KeyVersions, MasterKeys
from hub.people.pseudonym import LENGTH, new_pseudonym
from hub.people.reference import References

MASTER = MasterKeys.generate()
REFERENCES = References(MASTER.reference)
SCHOOL, CORPORATION = "school", "corporation"


def test_an_organisation_always_gets_the_same_reference_and_the_hub_gets_back_the_person() -> None:
    person = new_pseudonym()
    reference = REFERENCES.reference(SCHOOL, person)
    assert References(MASTER.reference).reference(SCHOOL, person) == reference
    assert REFERENCES.resolve(SCHOOL, reference) == person


def test_two_organisations_get_references_without_anything_in_common() -> None:
    persons = [new_pseudonym() for _ in range(200)]
    ours = {REFERENCES.reference(SCHOOL, person) for person in persons}
    theirs = {REFERENCES.reference(CORPORATION, person) for person in persons}
    assert not ours & theirs
    assert not {reference[2:12] for reference in ours} & {reference[2:12] for reference in theirs}


def test_a_reference_of_another_organisation_resolves_to_nobody() -> None:
    assert REFERENCES.resolve(CORPORATION, REFERENCES.reference(SCHOOL, new_pseudonym())) is None


def test_a_reference_does_not_contain_the_pseudonym_and_has_one_length() -> None:
    person = new_pseudonym()
    reference = REFERENCES.reference(SCHOOL, person)
    assert person[1:9] not in reference
    assert len(reference) == len(REFERENCES.reference("an organisation with a long name", new_pseudonym()))


@pytest.mark.parametrize("wrong", ["", "r", "r1", "r9abc", "x1abc", "r1" + "a" * 52, "r1" + "a" * 51, "r1é", "R1ABC"])
def test_what_is_no_reference_resolves_to_nobody(wrong: str) -> None:
    assert REFERENCES.resolve(SCHOOL, wrong) is None


@given(st.text(max_size=60))
def test_no_text_makes_resolving_fail(text: str) -> None:
    assert REFERENCES.resolve(SCHOOL, text) is None


def test_only_the_spelling_that_was_given_out_is_a_reference() -> None:
    reference = REFERENCES.reference(SCHOOL, new_pseudonym())
    respelled = [reference.upper(), reference[:2] + reference[2:].upper(), reference + "=", reference + " "]
    respelled += [reference[:-1] + character for character in "abcdefgh234567" if character != reference[-1]]
    assert [REFERENCES.resolve(SCHOOL, text) for text in respelled] == [None] * len(respelled)


def test_references_set_apart_resolve_to_the_person_and_can_be_compared_with_no_other() -> None:
    person = new_pseudonym()
    apart = [REFERENCES.reference(SCHOOL, person, key) for key in (b"", b"line 1", b"line 2")]
    assert len(set(apart)) == len({each[2:12] for each in apart}) == 3
    assert {REFERENCES.resolve(SCHOOL, each) for each in apart} == {person}
    assert REFERENCES.reference(SCHOOL, person, b"line 1") == apart[1], "sent again it is answered alike"
    assert {REFERENCES.resolve(CORPORATION, each) for each in apart} == {None}


def test_references_of_an_older_key_still_resolve() -> None:
    person = new_pseudonym()
    old = MASTER.reference.newest
    rotated = References(KeyVersions(2, {1: old, 2: MasterKeys.generate().reference.newest}))
    reference = REFERENCES.reference(SCHOOL, person)
    assert rotated.resolve(SCHOOL, reference) == person
    assert rotated.reference(SCHOOL, person) != reference


def test_pseudonyms_are_long_random_and_fit_a_tag() -> None:
    made = {new_pseudonym() for _ in range(5000)}
    assert len(made) == 5000
    assert all(len(person) == LENGTH == 26 and person.isascii() and person.isalnum() for person in made)
    assert {character for person in made for character in person[1:]} == set("abcdefghijklmnopqrstuvwxyz234567")
