"""Disclosure as a municipality configures it: profiles, sector limits, and who is always shielded (DOMAIN.md 5.4-5.7).

Data alone: ``hub.domain.disclosure`` reads it. Whoever has none gets the strictest: every disclosure needs consent or
an exception, and a sector that enforces or contracts learns nothing.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

import msgspec

from hub.domain.organisations import ENFORCING_SECTORS, Organisations, Sector

SignalKind = Literal["involvement", "concern"]


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What may be disclosed of an item that was recorded under this name and version (DOMAIN.md 5.7)."""

    id: str
    version: int
    after_informing: frozenset[SignalKind] = frozenset()
    """Signals of which, once everybody named in them was informed, may be told that their owner is involved: that
    alone, never what the concern is. Empty: every disclosure needs consent or an exception."""


INSPECTORATE: Final = Profile(id="inspectorate", version=1)
"""The inspectorates' rule, and the default."""


class SectorLimit(msgspec.Struct, frozen=True, kw_only=True):
    """What a sector that enforces or contracts learns of others' items, on top of ground and reason (DOMAIN.md 5.4)."""

    of_children: bool = False
    """That a child needs contact, and with whom. False: nothing at all."""


class DisclosureRules(msgspec.Struct, frozen=True, kw_only=True):
    """The configuration as the decision reads it."""

    records_under: Profile = INSPECTORATE
    """The profile of what is recorded from now on. What was recorded before keeps its own."""
    profiles: Mapping[tuple[str, int], Profile] = MappingProxyType({("inspectorate", 1): INSPECTORATE})
    """By name and version: every one under which anything was ever recorded."""
    limits: Mapping[Sector, SectorLimit] = MappingProxyType(dict.fromkeys(ENFORCING_SECTORS, SectorLimit()))
    always_shielded: frozenset[Sector] = frozenset()
    """Sectors whose organisations are shielded whatever they say themselves (DOMAIN.md 5.5)."""

    def profile_of(self, name: str, version: int) -> Profile:
        """The profile with this name and version; one that is not known any more opens nothing by itself."""
        return self.profiles.get((name, version), INSPECTORATE)

    def shielding(self, organisations: Organisations) -> Organisations:
        """The organisations, with those shielded that always are."""
        shielded = (each for each in organisations if each.sector in self.always_shielded and not each.shielded)
        for each in tuple(shielded):
            organisations = organisations.including(msgspec.structs.replace(each, shielded=True))
        return organisations


STRICTEST: Final = DisclosureRules()
