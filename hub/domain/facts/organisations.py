"""Facts about who takes part: organisations, not persons."""

from typing import ClassVar

from hub.domain.facts.base import Fact
from hub.domain.organisations import Role, Sector

ORGANISATIONS = "organisations"
"""The tag under which every organisation is found."""


class OrganisationRegistered(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """An organisation takes part, with these particulars from now on; a later fact for the same one replaces them."""

    TOPIC: ClassVar[str] = "organisation-registered"

    organisation: str
    name: str
    sector: Sector
    roles: tuple[Role, ...]
    oin: str | None = None
    shielded: bool = False
    publishes_through: str | None = None
    phone: str | None = None

    def tags(self) -> tuple[str, ...]:
        return (ORGANISATIONS, f"organisation:{self.organisation}")
