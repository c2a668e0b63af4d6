"""Who takes part: organisations with their sector, roles and what these roles mean for disclosure."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

import msgspec


class Role(StrEnum):
    """Roles of an organisation; they add up (DOMAIN.md 1)."""

    SIGNALLING = "signalling"
    INTERPRETING = "interpreting"
    """Duidend: Veilig Thuis, CJG, wijkteam, GP and youth doctor for their own patients (A4.1)."""
    BASIC_CARE = "basic-care"
    MAY_COORDINATE = "may-coordinate"
    DEBT_HELP = "debt-help"
    MUNICIPALITY = "municipality"
    """The municipality's process coordinator, whom escalations reach by identifier (DOMAIN.md 7)."""


class Sector(StrEnum):
    """Sectors, as far as a rule or the catalogue distinguishes them."""

    DOMESTIC_VIOLENCE_SUPPORT = "domestic-violence-support"
    WOMENS_SHELTER = "womens-shelter"
    YOUTH_HEALTH_CARE = "youth-health-care"
    GENERAL_PRACTICE = "general-practice"
    SCHOOL = "school"
    WORK_AND_INCOME = "work-and-income"
    HOUSING_CORPORATION = "housing-corporation"
    BAILIFF = "bailiff"
    DEBT_HELP = "debt-help"
    CARE_NETWORK = "care-network"
    SOCIAL_WORK = "social-work"
    FAMILY_SUPPORT = "family-support"
    NIGHT_SHELTER = "night-shelter"
    POLICE = "police"
    EMERGENCY_FUND = "emergency-fund"
    VEILIG_THUIS = "veilig-thuis"
    MUNICIPALITY = "municipality"
    WIJKTEAM = "wijkteam"
    YOUTH_CARE = "youth-care"
    HOSPITAL = "hospital"


ENFORCING_SECTORS = frozenset({Sector.WORK_AND_INCOME, Sector.HOUSING_CORPORATION, Sector.BAILIFF})
"""Sectors that enforce or contract: they learn only that a child needs contact, and with whom (DOMAIN.md 5.4; R5.1)."""


class Organisation(msgspec.Struct, frozen=True, kw_only=True):
    """A partner of the hub (organisatie, ketenpartner)."""

    id: str
    name: str
    sector: Sector
    roles: frozenset[Role]
    oin: str | None = None
    """OIN of 20 positions, or None for a demonstration partner."""
    shielded: bool = False
    """A shielded source (a women's shelter): no output to anyone else narrows it down (DOMAIN.md 5.5)."""
    publishes_through: str | None = None
    """The principal through which this organisation publishes (a bailiff: DOMAIN.md 2.3)."""
    phone: str | None = None
    """The duty contact, as recipients see it."""

    @property
    def enforcing(self) -> bool:
        """Whether the sector limits of DOMAIN.md 5.4 hold for this organisation."""
        return self.sector in ENFORCING_SECTORS

    def has(self, role: Role) -> bool:
        """Whether the organisation holds ``role``."""
        return role in self.roles


class Organisations:
    """The organisations that take part, by identifier; an immutable snapshot handed to a slice."""

    __slots__ = ("_by_id", "_by_name", "process_coordinators")

    def __init__(self, organisations: Iterable[Organisation] = ()) -> None:
        self._by_id: Mapping[str, Organisation] = {each.id: each for each in organisations}
        self._by_name: dict[str, list[str]] = {}
        for each in self._by_id.values():
            self._by_name.setdefault(f"sector:{each.sector}", []).append(each.id)
            if each.sector is Sector.VEILIG_THUIS:
                self._by_name.setdefault("veilig-thuis", []).append(each.id)
        self.process_coordinators = tuple(o.id for o in self._by_id.values() if o.has(Role.MUNICIPALITY))

    def __contains__(self, organisation: str) -> bool:
        return organisation in self._by_id

    def __iter__(self) -> Iterator[Organisation]:
        return iter(self._by_id.values())

    def get(self, organisation: str) -> Organisation | None:
        """The organisation with this identifier, or None."""
        return self._by_id.get(organisation)

    def __getitem__(self, organisation: str) -> Organisation:
        return self._by_id[organisation]

    def named_by(self, recipients: Iterable[str]) -> frozenset[str]:
        """The organisations that a recipients list names outright: by identifier, by sector, or as Veilig Thuis.

        ``basic-care`` and ``those-involved`` name nobody by themselves: the directory and involvement do.
        """
        named = set[str]()
        for recipient in recipients:
            if recipient in self._by_id:
                named.add(recipient)
            else:
                named.update(self._by_name.get(recipient, ()))
        return frozenset(named)
