"""What a decision depends on beside the viewer and the item."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec

from hub.domain.ages import AgeBand
from hub.domain.catalogue import Catalogue
from hub.domain.columns import Sorted
from hub.domain.facts.sharing import ConsentRecorded
from hub.domain.family import FamilyState
from hub.domain.organisations import Organisations
from hub.domain.profiles import STRICTEST, DisclosureRules
from hub.domain.registered import NO_KIN, Kinship

Ages = Mapping[str, AgeBand]
"""The coded age band of every person of the circle at the moment of the decision; a missing one is unknown."""

Scope = tuple[str, str, str | None]
"""Kind of the item, and kind and category of the signal with which it was stated (itself, where with none)."""

Consented = Collection[tuple[str, ...]] | None
"""The recipients in each consent that an item needs; None where one is lacking."""

COORDINATION: Final = "early-coordination"
"""The purpose of everything that the hub tells by itself, and of a question that names no other (Jeugdwet 7.1.2.1)."""


class Given(NamedTuple):
    """That everyone who must consent for one person did, to one owner."""

    givers: frozenset[str]
    records: tuple[ConsentRecorded, ...]
    """Each must cover what is to be told, by its scope and recipients."""


class Circumstances(msgspec.Struct, frozen=True):
    """The family as stored, ages, the catalogue, the moment.

    ``now`` is the domain clock, UTC. ``ages`` come from ``hub.people`` at ``now`` and are never stored.
    """

    family: FamilyState
    ages: Ages
    catalogue: Catalogue
    now: datetime
    organisations: Organisations = Organisations()
    """Who takes part, for rules that ask of which profession the owner of an item is."""
    rules: DisclosureRules = STRICTEST
    """Profiles and limits as configured."""
    purpose: str = COORDINATION
    """For what it would be told, as whoever asks states it: a consent may be limited to purposes (DOMAIN.md 3.3)."""
    consented: dict[Any, Consented] = msgspec.field(default_factory=dict)
    """Kept by ``hub.domain.consent``: to whom consent was given, worked out once for everyone who looks."""
    given: dict[tuple[str, str], Given | None] = msgspec.field(default_factory=dict)
    """Kept by ``hub.domain.consent``: (owner, person) -> what was given for the person; None where something lacks."""
    sorts: dict[int, Any] = msgspec.field(default_factory=dict)
    """Kept by ``hub.domain.alike``: the items by what decides of them, for everyone who looks."""
    seen: dict[Any, Any] = msgspec.field(default_factory=dict)
    """Kept by ``hub.domain.view``: sets of items that several viewers see, sorted out once for all of them."""
    kin: list[Kinship] = msgspec.field(default_factory=list)
    """Kept by ``kinship``."""

    @property
    def sorted(self) -> Sorted:
        """Everything of the family, as it is now, sorted once for everyone who looks."""
        return self.family.sorted

    @property
    def kinship(self) -> Kinship:
        """What the population register says of this family, worked out once for everyone who looks."""
        if not self.family.registered:
            return NO_KIN
        if not self.kin:
            self.kin.append(Kinship(self.family.registered))
        return self.kin[0]
