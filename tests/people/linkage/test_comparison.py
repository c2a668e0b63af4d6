"""Field by field: one level each, the same whichever statement comes first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.people.linkage.comparison import POSSIBLE, Field, Level, compare
from hub.people.linkage.words import CONDITIONS, FIELDS, LEVELS, said_of
from tests.people.linkage.given import traits

LEVEL_OF: list[tuple[Field, dict[str, object], Level]] = [
    ("given", {}, Level.EQUAL),
    ("given", {"given_names": "Florus"}, Level.NEAR),
    ("given", {"given_names": "F."}, Level.INITIAL),
    ("given", {"given_names": "Willem Floris"}, Level.OTHER),
    ("given", {"given_names": "Bram"}, Level.DIFFERENT),
    ("surname", {"family_name": "Zonneveld"}, Level.EQUAL),
    ("surname", {"family_name": "Zonnevelt"}, Level.NEAR),
    ("surname", {"family_name": "Smit-van Zonneveld"}, Level.PARTNER),
    ("surname", {"partner_name": "Smit"}, Level.PARTNER),
    ("surname", {"family_name": "Smit-Zonnevelt"}, Level.PARTNER_NEAR),
    ("surname", {"family_name": "Smit"}, Level.DIFFERENT),
    ("born", {"born": "2010-07-18"}, Level.SLIP),
    ("born", {"born": "2010-07"}, Level.PARTIAL),
    ("born", {"born": "2010"}, Level.PARTIAL),
    ("born", {"born": "2010-08"}, Level.DIFFERENT),
    ("born", {"born": "2009-07-19"}, Level.YEAR),
    ("born", {"born": "2010-01-01"}, Level.SAME_YEAR),
    ("born", {"born": "1999-03-03"}, Level.DIFFERENT),
    ("born", {"born": None}, Level.MISSING),
    ("sex", {"sex": "female"}, Level.DIFFERENT),
    ("sex", {"sex": None}, Level.MISSING),
    ("address", {"house_number": 14}, Level.HALF),
    ("address", {"postcode": "3071AB"}, Level.HALF),
    ("address", {"postcode": "9999ZZ", "house_number": 1}, Level.DIFFERENT),
    ("address", {"postcode": None}, Level.MISSING),
    ("phone", {"phone": "+31 6 12345678"}, Level.EQUAL),
    ("phone", {"phone": "0031612345678"}, Level.EQUAL),
    ("phone", {"phone": "0687654321"}, Level.DIFFERENT),
]


@pytest.mark.parametrize(("field", "change", "level"), LEVEL_OF)
def test_a_field_has_the_level_of_its_difference(field: Field, change: dict[str, object], level: Level) -> None:
    one, other = traits(), traits(**change)
    assert getattr(compare(one, other), field) is level
    assert compare(one, other) == compare(other, one)


def test_a_day_and_month_that_are_exchanged_are_seen() -> None:
    assert compare(traits(born="2010-07-11"), traits(born="2010-11-07")).born is Level.SWAPPED


def test_a_roepnaam_and_a_spelling_are_told_apart() -> None:
    assert compare(traits(given_names="Johannes"), traits(given_names="Hans")).given is Level.NICKNAME
    assert compare(traits(given_names="Youssef"), traits(given_names="Yusuf")).given is Level.CLASS


def test_names_in_each_others_place_are_seen_with_prefixes_and_double_names() -> None:
    for family, given_names in (("Floris", "van Zonneveld"), ("Floris", "Zonneveld"), ("Floris", "Smit-Zonneveld")):
        found = compare(traits(), traits(family_name=family, given_names=given_names))
        assert (found.given, found.surname) == (Level.OTHER, Level.OTHER)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Jan Willem", "Jan Willem", Level.EQUAL),
        ("Jan Willem", "Jan Willem Pieter", Level.EQUAL),
        ("Jan Willem", "Jan W.", Level.NEAR),
        ("Jan Willem", "Jan Pieter", Level.DIFFERENT),
        ("Jan Willem", "Jan", Level.MISSING),
    ],
)
def test_further_given_names_are_compared_in_their_order(one: str, other: str, level: Level) -> None:
    assert compare(traits(given_names=one), traits(given_names=other)).others is level


NAMES = st.sampled_from(
    ["Floris", "Florus", "F.", "Willem Floris", "Zonneveld", "Youssef", "Yusuf", "Jan", "Johannes", ""]
)
FAMILIES = st.sampled_from(["van Zonneveld", "Zonnevelt", "Smit-Zonneveld", "Floris", "Smit"])
DATES = st.sampled_from(["2010-07-11", "2010-11-07", "2010", "2010-07", "2009-07-11", "2010-01-01", None])


@given(st.tuples(NAMES, FAMILIES, DATES), st.tuples(NAMES, FAMILIES, DATES))
def test_comparing_does_not_depend_on_who_comes_first_and_gives_possible_levels_only(
    first: tuple[str, str, str | None], second: tuple[str, str, str | None]
) -> None:
    one, other = (traits(given_names=g, family_name=f, born=b) for g, f, b in (first, second))
    found = compare(one, other)
    assert found == compare(other, one)
    for field, level in found.levels():
        assert level in (*POSSIBLE[field], Level.DIFFERENT, Level.MISSING)


def test_traits_do_not_show_whose_they_are() -> None:
    assert "Zonneveld" not in repr(traits())


def test_every_level_and_field_has_words_in_both_languages() -> None:
    for field, levels in POSSIBLE.items():
        for level in (*levels, Level.DIFFERENT):
            _, _, said = said_of(f"{field}:{level.value}")
            assert said.nl.startswith(FIELDS[field].nl)
            assert said.en.endswith(LEVELS[level].en)
    assert set(CONDITIONS) > {"given", "others", "born", "sex", "surname", "rare", "only"}
