"""The walk over a refused body agrees with msgspec on what is wrong, and says more, without a value."""

import uuid
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from hub.api.body import Body
from hub.api.faults import MOST_FAULTS, faults_of
from hub.api.problems import Problem


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Cat(msgspec.Struct, tag="cat", forbid_unknown_fields=True):
    lives: Annotated[int, Meta(ge=1, le=9)]


class Dog(msgspec.Struct, tag="dog"):
    name: Annotated[str, Meta(min_length=2, max_length=5)]


class Ordered(msgspec.Struct):
    first: int
    last: int

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"{self.first} comes after {self.last}")


class Everything(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    the_text: Annotated[str, Meta(pattern="^[a-z]*$")] = ""
    pet: Cat | Dog | None = None
    day: date | None = None
    moment: Annotated[datetime, Meta(tz=True)] | None = None
    hour: time | None = None
    number: int | float = 0
    money: Decimal | None = None
    key: uuid.UUID | None = None
    colour: Colour = Colour.RED
    shade: Literal["none", "red"] | None = None
    yes: bool = False
    pairs: dict[Annotated[str, Meta(max_length=3)], list[int]] = {}
    few: Annotated[list[Ordered], Meta(max_length=2)] = []
    whatever: Any = None
    day_or_list: date | list[str] | None = None


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-10, 10)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=6)
    | st.sampled_from(
        ["cat", "dog", "red", "none", "2014-10-10", "2014-10-10T21:30:00Z", "2014-10-10T21:30:00", "1.5"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "lives", "name", "first", "last", "abcd", "a"]), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = [field.encode_name for field in msgspec.structs.fields(Everything)]


@given(st.dictionaries(st.sampled_from([*FIELDS, "unknown"]), JSON, max_size=5))
def test_the_walk_finds_a_fault_exactly_where_msgspec_refuses(body: dict[str, Any]) -> None:
    raw = msgspec.json.encode(body)
    try:
        msgspec.json.decode(raw, type=Everything)
        accepted = b"\\u0000" not in raw
    except msgspec.ValidationError:
        accepted = False

    faults = faults_of(Everything, msgspec.json.decode(raw))

    assert (faults == ()) == accepted, faults


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_bytes_of_any_kind_give_a_value_or_a_problem(raw: bytes) -> None:
    try:
        Body(Everything).parse(raw)
    except Problem as problem:
        assert problem.code in ("not-json", "input-invalid")


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({"pet": {}}, [("$.pet.type", "missing")]),
        ({"pet": {"type": "cow"}}, [("$.pet.type", "unknown-value")]),
        (
            {"pet": {"type": "cat", "lives": 10, "name": ""}},
            [("$.pet.lives", "out-of-range"), ("$.pet", "unknown-field")],
        ),
        (
            {"few": [{"first": 2, "last": 1}, {}]},
            [("$.few[0]", "inconsistent"), ("$.few[1].first", "missing"), ("$.few[1].last", "missing")],
        ),
        ({"dayOrList": "tomorrow"}, [("$.dayOrList", "malformed")]),
        ({"dayOrList": 1}, [("$.dayOrList", "wrong-type")]),
        ({"moment": "2014-10-10T21:30:00"}, [("$.moment", "malformed")]),
        ({"pairs": {"abcd": [1, "x"]}}, [("$.pairs.*", "unknown-field"), ("$.pairs.*[1]", "wrong-type")]),
        ({"theText": 1, "yes": 1}, [("$.theText", "wrong-type"), ("$.yes", "wrong-type")]),
    ],
)
def test_each_fault_has_its_place_and_code(body: Any, faults: list[tuple[str, str]]) -> None:
    assert [(fault.path, fault.code) for fault in faults_of(Everything, body)] == faults


def test_an_unknown_field_is_answered_with_the_one_that_may_be_meant() -> None:
    (fault,) = faults_of(Everything, {"colours": "red"})

    assert fault.message == "has an unknown field; is colour meant?"


def test_nobody_gets_thirty_thousand_faults() -> None:
    assert len(faults_of(list[str], [1] * 30_000)) == MOST_FAULTS
