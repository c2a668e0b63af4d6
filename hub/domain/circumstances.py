"""What a decision depends on beside the viewer and the item."""

from collections.abc import Collection, Mapping
from datetime import datetime

import msgspec

from hub.domain.ages import AgeBand
from hub.domain.catalogue import Catalogue
from hub.domain.family import FamilyState
from hub.domain.organisations import Organisations
from hub.domain.profiles import STRICTEST, DisclosureRules

Ages = Mapping[str, AgeBand]
"""The coded age band of every person of the circle at the moment of the decision; a missing one is unknown."""


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
    consented: dict[str, Collection[tuple[str, ...]] | None] = msgspec.field(default_factory=dict)
    """Kept by ``hub.domain.consent``: per item to whom consent was given, worked out once for everyone who looks."""
