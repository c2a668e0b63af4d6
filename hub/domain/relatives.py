"""Relatives of professionals: nobody looks at their own family through the hub (DOMAIN.md 5.3)."""

from collections.abc import Iterable

import msgspec


class Relatives(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What an organisation declared of one of its professionals: these persons are relatives of theirs, or they
    themselves. Nobody else is told of it.
    """

    id: str
    owner: str
    professional: str
    """By the owner's own code."""
    persons: tuple[str, ...]


def relatives_of(declared: Iterable[Relatives], organisation: str, professional: str | None) -> frozenset[str]:
    """The persons whose families this professional does not see; none for a system, which is nobody's relative."""
    own = (each for each in declared if each.owner == organisation and each.professional == professional)
    return frozenset(person for each in own for person in each.persons)
