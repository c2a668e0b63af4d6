"""Comparing two persons field by field: each field gets one level, and a level is all that is ever said of a field."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import product
from typing import Literal, TypeAlias

import msgspec

from hub.people.linkage.lists import nicknames, prefixes, shared_names
from hub.people.linkage.names import GivenNames, Surname, class_of
from hub.people.linkage.spelling import Likeness, likeness
from hub.people.linkage.traits import BirthDate, Traits

Field: TypeAlias = Literal["given", "others", "surname", "born", "sex", "address", "phone", "street", "town"]


class Level(StrEnum):
    """How far two persons agree in one field."""

    EQUAL = "equal"
    CLASS = "class"
    """One name in two spellings of the curated file."""
    NEAR = "near"
    """A typing error or two apart."""
    SOUND = "sound"
    NICKNAME = "nickname"
    INITIAL = "initial"
    OTHER = "other"
    """The first given name of one is a later one of the other, or stands where the surname should be."""
    PARTNER = "partner"
    """One of several surnames is equal: own or partner's."""
    PARTNER_NEAR = "partner-near"
    SWAPPED = "swapped"
    """Day and month are exchanged."""
    SLIP = "slip"
    """One digit of the date differs, or two neighbours are exchanged."""
    PARTIAL = "partial"
    """What is known of both dates agrees, and one is not whole."""
    YEAR = "year"
    """The same day of another year."""
    SAME_YEAR = "same-year"
    HALF = "half"
    """The postcode or the house number is equal, the other is not."""
    DIFFERENT = "different"
    MISSING = "missing"


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """The level of every field."""

    given: Level
    others: Level
    """The given names after the first."""
    surname: Level
    born: Level
    sex: Level
    address: Level
    phone: Level
    street: Level = Level.MISSING
    town: Level = Level.MISSING

    def levels(self) -> Iterator[tuple[Field, Level]]:
        """The fields with their levels."""
        for field in _FIELDS:
            yield field, getattr(self, field)


_FIELDS: tuple[Field, ...] = ("given", "others", "surname", "born", "sex", "address", "phone", "street", "town")
POSSIBLE: Mapping[Field, tuple[Level, ...]] = {
    "given": (Level.EQUAL, Level.CLASS, Level.NEAR, Level.SOUND, Level.NICKNAME, Level.INITIAL, Level.OTHER),
    "others": (Level.EQUAL, Level.NEAR),
    "surname": (Level.EQUAL, Level.PARTNER, Level.NEAR, Level.SOUND, Level.PARTNER_NEAR, Level.OTHER),
    "born": (Level.EQUAL, Level.SWAPPED, Level.SLIP, Level.PARTIAL, Level.YEAR, Level.SAME_YEAR),
    "sex": (Level.EQUAL,),
    "address": (Level.EQUAL, Level.HALF),
    "phone": (Level.EQUAL,),
    "street": (Level.EQUAL, Level.NEAR, Level.SOUND),
    "town": (Level.EQUAL, Level.NEAR, Level.SOUND),
}
"""The levels that a field can have, beside different and missing."""
_SHORTEST_NAME = 2
_BY_LIKENESS = {
    Likeness.EQUAL: Level.EQUAL,
    Likeness.SLIP: Level.NEAR,
    Likeness.SOUND: Level.SOUND,
    Likeness.DIFFERENT: Level.DIFFERENT,
}


def compare(one: Traits, other: Traits) -> Comparison:
    """The levels of two persons; the same whichever comes first."""
    exchanged = _exchanged(one, other)
    return Comparison(
        given=Level.OTHER if exchanged else _given(one, other),
        others=Level.MISSING if exchanged else _others(one.given, other.given),
        surname=Level.OTHER if exchanged else _surname(one.surnames, other.surnames),
        born=_born(one.born, other.born),
        sex=_exact(one.sex or "", other.sex or ""),
        address=_address(one, other),
        phone=_exact(one.phone, other.phone),
        street=_near(one.street, other.street),
        town=_near(one.town, other.town),
    )


def differ_in_bsn(one: Traits, other: Traits) -> bool:
    """Whether these are certainly two persons: both have a BSN, and not the same."""
    return bool(one.bsn and other.bsn and one.bsn != other.bsn)


def tells_siblings_apart(given: GivenNames) -> bool:
    """Whether the first given name says which child of a family it is: not where brothers often share it."""
    return given.first not in shared_names()


def _given(one: Traits, other: Traits) -> Level:
    first, second = one.given.first, other.given.first
    if not first or not second:
        return Level.MISSING
    if first == second:
        return Level.INITIAL if one.given.initial else Level.EQUAL
    if one.given.initial or other.given.initial:
        return Level.INITIAL if first[0] == second[0] else Level.DIFFERENT
    if class_of(first) == class_of(second):
        return Level.CLASS
    return _unequal_given(one, other)


def _unequal_given(one: Traits, other: Traits) -> Level:
    first, second = one.given.first, other.given.first
    near = likeness(first, second)
    if near is Likeness.SLIP:
        return Level.NEAR
    known = nicknames()
    if not known.get(first, frozenset()).isdisjoint(known.get(second, ())):
        return Level.NICKNAME
    if first in other.given.others or second in one.given.others:
        return Level.OTHER
    return _BY_LIKENESS[near]


def _exchanged(one: Traits, other: Traits) -> bool:
    """Whether given name and surname are written in each other's place."""
    if one.given.first == other.given.first or not one.given.names or not other.given.names:
        return False
    return _stands_as_surname(one.given, other.surnames) and _stands_as_surname(other.given, one.surnames)


def _stands_as_surname(given: GivenNames, surnames: tuple[Surname, ...]) -> bool:
    """Whether what stands as given names is a surname, one of a double name, or begins with it."""
    written = {"".join(given.names), *(word for word in given.words if word not in prefixes())}
    known = {name for surname in surnames for name in (surname.words[0], surname.whole)}
    return any(len(a) >= _SHORTEST_NAME and _one_name(a, b) for a, b in product(written, known))


def _one_name(one: str, other: str) -> bool:
    return one == other or class_of(one) == class_of(other) or likeness(one, other) >= Likeness.SLIP


def _others(one: GivenNames, other: GivenNames) -> Level:
    """The later given names: they differ where neither list, read in order, goes on with the other."""
    if not one.others or not other.others:
        return Level.MISSING
    pairs = list(zip(one.others, other.others, strict=False))
    if all(a == b for a, b in pairs):
        return Level.EQUAL
    return Level.NEAR if all(_compatible(a, b) for a, b in pairs) else Level.DIFFERENT


def _compatible(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return _one_name(one, other)


def _surname(one: tuple[Surname, ...], other: tuple[Surname, ...]) -> Level:
    if not one or not other:
        return Level.MISSING
    double = len(one) > 1 or len(other) > 1
    if any(a.same_as(b) for a, b in product(one, other)):
        return Level.PARTNER if double and not _all_same(one, other) else Level.EQUAL
    nearest = max(max(likeness(a.core, b.core), likeness(a.whole, b.whole)) for a, b in product(one, other))
    if double and nearest is Likeness.SLIP:
        return Level.PARTNER_NEAR
    return _BY_LIKENESS[nearest]


def _all_same(one: tuple[Surname, ...], other: tuple[Surname, ...]) -> bool:
    return len(one) == len(other) and all(any(a.same_as(b) for b in other) for a in one)


def _born(one: BirthDate, other: BirthDate) -> Level:
    if not one[0] or not other[0]:
        return Level.MISSING
    if one == other:
        return Level.EQUAL if one[2] else Level.PARTIAL
    if not (one[2] and other[2]):
        known = [(a, b) for a, b in zip(one, other, strict=True) if a and b]
        return Level.PARTIAL if all(a == b for a, b in known) else Level.DIFFERENT
    return _unequal_dates(one, other)


def _unequal_dates(one: BirthDate, other: BirthDate) -> Level:
    if one[0] == other[0]:
        if one[1:] == (other[2], other[1]):
            return Level.SWAPPED
        return Level.SLIP if _one_slip("".join(one), "".join(other)) else Level.SAME_YEAR
    return Level.YEAR if one[1:] == other[1:] else Level.DIFFERENT


def _one_slip(one: str, other: str) -> bool:
    """Whether one digit differs, or two neighbours are exchanged."""
    if len(one) != len(other):
        return False
    places = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) == 1:
        return True
    exchanged = len(places) == 2 and places[1] == places[0] + 1  # noqa: PLR2004 - a pair
    return exchanged and one[places[0]] == other[places[1]] and one[places[1]] == other[places[0]]


def _address(one: Traits, other: Traits) -> Level:
    if not one.postcode or not other.postcode:
        return Level.MISSING
    if one.postcode == other.postcode:
        if not one.house_number or not other.house_number:
            return Level.HALF
        return Level.EQUAL if one.house_number == other.house_number else Level.HALF
    near = bool(one.house_number) and one.house_number == other.house_number
    return Level.HALF if near and likeness(one.postcode, other.postcode) >= Likeness.SLIP else Level.DIFFERENT


def _exact(one: str, other: str) -> Level:
    if not one or not other:
        return Level.MISSING
    return Level.EQUAL if one == other else Level.DIFFERENT


def _near(one: str, other: str) -> Level:
    if not one or not other:
        return Level.MISSING
    return _BY_LIKENESS[likeness(one, other)]
