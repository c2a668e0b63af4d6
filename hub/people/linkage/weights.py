"""What agreement is worth: Fellegi-Sunter weights, in bits, against strangers and against relatives.

For every level of every field ``weights.yaml`` holds how often it occurs between two statements about one person,
between two persons who have nothing to do with one another, and between two of one family. The logarithm of a ratio of
these is the weight of the level; the sum over the fields says how much likelier the comparison is for one person than
for two. Relatives have a column of their own because they share surname, address and phone: counted as coincidence
among strangers, these would make one person of a brother and a sister. ``hub bench-linkage --train`` wrote the file.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import log2

import msgspec

from hub.people.linkage.comparison import Comparison, Level
from hub.people.linkage.lists import NameKind, Shares, shares
from hub.people.linkage.names import class_of
from hub.people.linkage.traits import Traits

SHARED_HOUSE = 4.0
"""Bits that a phone adds to an address that is equal already, or the other way round: one household has both."""

EXCHANGED = 8.0
"""How many times likelier names agree by chance when given name and surname may stand in each other's place."""


class Odds(msgspec.Struct, frozen=True):
    """How often a level occurs: between statements about one person, between strangers, between relatives."""

    same: float
    strangers: float
    relatives: float


class Score(msgspec.Struct, frozen=True, order=True):
    """Bits for one person rather than two: against strangers (which orders candidates), and against relatives."""

    strangers: float
    relatives: float


class Weights(msgspec.Struct, frozen=True):
    """The table of a file, with the name shares to use with it."""

    fields: Mapping[str, Mapping[str, Odds]]
    given: Shares
    surname: Shares

    def score(self, one: Traits, other: Traits, comparison: Comparison) -> Score:
        """What a comparison of these two is worth."""
        strangers = relatives = 0.0
        for field, level in comparison.levels():
            odds = self.fields.get(field, {}).get(level)
            if odds is None:
                continue
            strangers += log2(odds.same / self._by_chance(field, level, odds, one, other))
            relatives += log2(odds.same / odds.relatives)
        return Score(strangers, relatives)

    def _by_chance(self, field: str, level: Level, odds: Odds, one: Traits, other: Traits) -> float:
        """How often strangers reach this level; for an equal name, how common that name is."""
        if field == "given" and level in {Level.EQUAL, Level.CLASS}:
            return given_share(self.given, one, other)
        if field == "surname" and level in {Level.EQUAL, Level.PARTNER}:
            return surname_share(self.surname, one, other)
        if field == "surname" and level is Level.OTHER:
            return _exchanged_share(odds, self.surname, one, other)
        if field == "given" and level is Level.OTHER and not _have_equal_surnames(one, other):
            return _exchanged_share(odds, self.given, one, other)
        return odds.strangers


def given_share(known: Shares, one: Traits, other: Traits) -> float:
    """The share of people who may bear this first given name, in any spelling of its class."""
    names = {one.given.first, other.given.first, class_of(one.given.first)}
    return max(known.of(name) for name in names)


def _exchanged_share(odds: Odds, known: Shares, one: Traits, other: Traits) -> float:
    """How often strangers bear one another's names the other way round: as often as the same names, but for a surplus
    of people whose surname is a given name.
    """
    names = [one.given.first, other.given.first, *(surname.core for surname in (*one.surnames, *other.surnames))]
    return odds.same * min(1.0, EXCHANGED * max(known.of(name) for name in names))


def _have_equal_surnames(one: Traits, other: Traits) -> bool:
    return any(a.same_as(b) for a in one.surnames for b in other.surnames)


def surname_share(known: Shares, one: Traits, other: Traits) -> float:
    """The share of people who may bear the commonest surname that two persons have in common; twice that for a double
    name, since either of two could have agreed.
    """
    common = [a.core for a in one.surnames if any(a.same_as(b) for b in other.surnames)]
    share = max((known.of(name) for name in common), default=1.0)
    return share if max(len(one.surnames), len(other.surnames)) == 1 else min(1.0, 2 * share)


def coincidence_bits(one: Traits, other: Traits, comparison: Comparison) -> float:
    """How rare it is that two strangers agree in all that these two agree in, as bits: one in two to the power of this.

    On the safe side throughout: upper bounds for names, 13 bits for a birth date (as if everybody were under 23), and
    an address and a phone that a household shares hardly count twice. Another address or phone speaks against it.
    """
    bits = 0.0
    if comparison.given in {Level.EQUAL, Level.CLASS}:
        bits -= log2(given_share(shares("given"), one, other))
    if comparison.surname in {Level.EQUAL, Level.PARTNER}:
        bits -= log2(surname_share(shares("surname"), one, other))
    bits += _AGREEMENT.get(("surname", comparison.surname), 0.0) + _AGREEMENT.get(("others", comparison.others), 0.0)
    bits += _PLACEHOLDER if _on_first_of_january(one, other) else _AGREEMENT.get(("born", comparison.born), 0.0)
    return bits + _home_bits([_AGREEMENT.get(each, 0.0) for each in comparison.levels() if each[0] in _HOME])


@cache
def production_weights() -> Weights:
    """The weights of the file, with the curated name shares."""
    text = (files(__package__) / "weights.yaml").read_bytes()
    return Weights(msgspec.yaml.decode(text, type=dict[str, dict[str, Odds]]), _shares("given"), _shares("surname"))


def _shares(kind: NameKind) -> Shares:
    return shares(kind)


def _home_bits(found: Sequence[float]) -> float:
    agreeing = [bits for bits in found if bits > 0]
    return (
        sum(bits for bits in found if bits < 0) + max(agreeing, default=0.0) + (SHARED_HOUSE if agreeing[1:] else 0.0)
    )


def _on_first_of_january(one: Traits, other: Traits) -> bool:
    return one.first_of_january or other.first_of_january


_HOME = {"address", "phone", "street", "town"}
_PLACEHOLDER = 4.0
"""Bits of a date of which only the year says anything."""
_AGREEMENT: Mapping[tuple[str, Level], float] = {
    ("surname", Level.NEAR): 5.0,
    ("surname", Level.SOUND): 5.0,
    ("surname", Level.PARTNER_NEAR): 4.0,
    ("others", Level.EQUAL): 3.0,
    ("born", Level.EQUAL): 13.0,
    ("born", Level.SWAPPED): 12.0,
    ("born", Level.SLIP): 7.0,
    ("born", Level.PARTIAL): 4.0,
    ("address", Level.EQUAL): 13.0,
    ("address", Level.HALF): 5.0,
    ("address", Level.DIFFERENT): -3.0,
    ("phone", Level.DIFFERENT): -3.0,
    ("phone", Level.EQUAL): 13.0,
}
