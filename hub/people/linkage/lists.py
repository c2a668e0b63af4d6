"""The curated lists that linkage knows names by; each file says at its top what it is for. Read when first asked."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

NameKind = Literal["given", "surname"]


class Shares(msgspec.Struct, frozen=True):
    """How many people share a name: by name, and for one that is not listed. Upper bounds, between 0 and 1."""

    listed: Mapping[str, float]
    unlisted: float

    def of(self, name: str) -> float:
        """The share of people who may bear this name."""
        return self.listed.get(name, self.unlisted)


@cache
def transliterations() -> Mapping[str, str]:
    """Every spelling in the curated file to the name of its class."""
    return {name: names[0] for names in _lines("transliterations") for name in names}


@cache
def nicknames() -> Mapping[str, frozenset[int]]:
    """Every name to the families of roepnamen it belongs to: two names of one family may be one person's."""
    families: dict[str, set[int]] = defaultdict(set)
    for number, names in enumerate(_lines("nicknames")):
        for name in names:
            families[name].add(number)
    return {name: frozenset(numbers) for name, numbers in families.items()}


@cache
def shared_names() -> frozenset[str]:
    """First given names that brothers and sisters often share."""
    return frozenset(name for names in _lines("shared_names") for name in names)


@cache
def prefixes() -> frozenset[str]:
    """Tussenvoegsels and other particles before a surname."""
    return frozenset(name for names in _lines("prefixes") for name in names)


@cache
def shares(kind: NameKind) -> Shares:
    """How common names of a kind are."""
    listed: dict[str, float] = {}
    unlisted = 1.0
    for of, share, *names in _lines("common_names"):
        if of != kind:
            continue
        if names:
            listed |= dict.fromkeys(names, float(Fraction(share)))
        else:
            unlisted = float(Fraction(share))
    return Shares(listed, unlisted)


def _lines(name: str) -> Iterator[list[str]]:
    text = (files(__package__) / "lists" / f"{name}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split()
