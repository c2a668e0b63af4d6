"""By which keys persons come up: always two things together, and one error never hides anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.people.linkage.blocks import MOST_KEYS, asked_keys, stored_keys
from tests.people.linkage.given import traits

ERRORS: list[dict[str, object]] = [
    {},
    {"given_names": "Florus"},
    {"given_names": "F."},
    {"given_names": "Bram"},
    {"family_name": "Zonnefelt"},
    {"family_name": "Smit"},
    {"family_name": "Floris", "given_names": "van Zonneveld"},
    {"born": "2010-07-18"},
    {"born": "2010"},
    {"born": "2009-07-19"},
    {"born": "1999-01-01"},
    {"postcode": "9999ZZ", "house_number": 3},
    {"house_number": 21},
    {"postcode": None, "house_number": None, "phone": None},
    {"phone": "0699999999"},
    {"sex": None},
]


@pytest.mark.parametrize("error", ERRORS)
def test_whatever_is_wrong_in_one_field_the_person_comes_up(error: dict[str, object]) -> None:
    assert set(asked_keys(traits(**error))) & set(stored_keys(traits()))


@pytest.mark.parametrize("error", ERRORS)
def test_a_wrong_given_name_does_not_hide_who_has_another_error_too(error: dict[str, object]) -> None:
    if "given_names" not in error and "family_name" not in error and "postcode" not in error:
        assert set(asked_keys(traits(**({"given_names": "Florus"} | error)))) & set(stored_keys(traits()))


def test_an_exchanged_day_and_month_comes_up_without_an_address() -> None:
    gone = {"postcode": None, "house_number": None, "phone": None}
    asked = asked_keys(traits(born="2010-11-07", **gone))
    assert set(asked) & set(stored_keys(traits(born="2010-07-11", **gone)))


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "family_name": st.sampled_from(["Smit-van der Berg", "Zonneveld", "A-B-C-D"]),
        "given_names": st.sampled_from(["Floris", "F.", "Floris Jan"]),
        "born": st.sampled_from([None, "2010", "2010-07", "2010-07-19"]),
        "postcode": st.sampled_from([None, "3071AA"]),
        "house_number": st.sampled_from([None, 12]),
        "phone": st.sampled_from([None, "0612345678"]),
    },
)


@given(FIELDS)
def test_a_key_is_always_made_of_two_things_and_a_person_never_has_many(fields: dict[str, object]) -> None:
    keys = stored_keys(traits(**fields))
    assert len(keys) == len(set(keys)) <= MOST_KEYS
    assert set(keys) <= set(asked_keys(traits(**fields)))
    assert all("+" in key.split(" ", maxsplit=1)[0] for key in keys)
