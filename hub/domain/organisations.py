"""Who takes part: organisations with their sector, roles and what these roles mean for disclosure."""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final, Literal

import msgspec

OPERATOR: Final = "hub"
"""On whose name the operator of the hub takes organisations in. No partner is ever called so."""


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
    CRIMINAL_INVESTIGATION = "criminal-investigation"
    EMERGENCY_FUND = "emergency-fund"
    VEILIG_THUIS = "veilig-thuis"
    MUNICIPALITY = "municipality"
    WIJKTEAM = "wijkteam"
    YOUTH_CARE = "youth-care"
    HOSPITAL = "hospital"


ENFORCING_SECTORS = frozenset(
    {Sector.WORK_AND_INCOME, Sector.HOUSING_CORPORATION, Sector.BAILIFF, Sector.CRIMINAL_INVESTIGATION}
)
"""Sectors that enforce or contract: they learn only that a child needs contact, and with whom (DOMAIN.md 5.4; R5.1).

No configuration lifts that limit; what they learn within it is configured (``hub.domain.profiles``)."""


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
    """The duty contact, as recipients see it: a function, not a person, that is reached day and night when acute."""
    duty_email: str | None = None
    manager_phone: str | None = None
    """The manager's function, reached when the duty contact does not answer."""
    manager_email: str | None = None
    area: tuple[str, ...] = ()
    """Where it works, as areas of ``hub.domain.areas``; empty for everywhere."""
    reviewers: tuple[str, ...] = ()
    """The outside pool: organisations whose safety reviewers take over when its own do not decide (DOMAIN.md 4)."""
    state: Literal["active", "suspended", "ended"] = "active"
    """Access ends at once with either. What a suspended one would be told waits; an ended one is told nothing."""

    @property
    def enforcing(self) -> bool:
        """Whether the sector limits of DOMAIN.md 5.4 hold for this organisation."""
        return self.sector in ENFORCING_SECTORS

    @property
    def takes_part(self) -> bool:
        """Whether it may be named and told; one that ended is known by name only."""
        return self.state != "ended"

    def has(self, role: Role) -> bool:
        """Whether the organisation holds ``role``."""
        return role in self.roles


class Organisations:
    """The organisations that take part, by identifier; an immutable snapshot handed to a slice.

    One that ended is still found by identifier, so that what it recorded has an owner; but it is not ``in`` here, and
    no list of recipients names it.
    """

    __slots__ = ("_by_id", "_by_name", "process_coordinators")

    def __init__(self, organisations: Iterable[Organisation] = ()) -> None:
        self._by_id: Mapping[str, Organisation] = {each.id: each for each in organisations}
        self._by_name: dict[str, list[str]] = {}
        there = [each for each in self._by_id.values() if each.takes_part]
        for each in there:
            self._by_name.setdefault(each.id, []).append(each.id)
            self._by_name.setdefault(f"sector:{each.sector}", []).append(each.id)
            if each.sector is Sector.VEILIG_THUIS:
                self._by_name.setdefault("veilig-thuis", []).append(each.id)
        self.process_coordinators = tuple(each.id for each in there if each.has(Role.MUNICIPALITY))

    def __contains__(self, organisation: str) -> bool:
        known = self._by_id.get(organisation)
        return known is not None and known.takes_part

    def __iter__(self) -> Iterator[Organisation]:
        return iter(self._by_id.values())

    def get(self, organisation: str) -> Organisation | None:
        """The organisation with this identifier, also one that ended, or None."""
        return self._by_id.get(organisation)

    def __getitem__(self, organisation: str) -> Organisation:
        return self._by_id[organisation]

    def including(self, organisation: Organisation) -> "Organisations":
        """A snapshot in which this organisation is as given; this one stays as it is."""
        return Organisations({**self._by_id, organisation.id: organisation}.values())

    def named_by(self, recipients: Iterable[str]) -> frozenset[str]:
        """The organisations that a recipients list names outright: by identifier, by sector, or as Veilig Thuis.

        ``basic-care`` and ``those-involved`` name nobody by themselves: the directory and involvement do.
        """
        return frozenset(named for recipient in recipients for named in self._by_name.get(recipient, ()))
