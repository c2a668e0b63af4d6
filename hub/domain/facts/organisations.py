"""Facts about who takes part: organisations, not persons."""

from typing import ClassVar

from hub.domain.facts.base import Fact
from hub.domain.organisations import Role, Sector

ORGANISATIONS = "organisations"
"""The tag under which everything about who takes part is found."""


def taking_part(organisation: str) -> tuple[str, ...]:
    """Tags of a fact about an organisation's part, or about one of its professionals."""
    return (ORGANISATIONS, f"organisation:{organisation}")


class OrganisationRegistered(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """An organisation takes part, with these particulars from now on; a later fact for the same one replaces them.

    One that was suspended stays so; one that had ended takes part again.
    """

    TOPIC: ClassVar[str] = "organisation-registered"

    organisation: str
    name: str
    sector: Sector
    roles: tuple[Role, ...]
    oin: str | None = None
    shielded: bool = False
    publishes_through: str | None = None
    phone: str | None = None
    """The duty contact: a function, not a person."""
    duty_email: str | None = None
    manager_phone: str | None = None
    manager_email: str | None = None
    area: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    """The outside pool of reviewers of safety exceptions, by organisation."""

    def tags(self) -> tuple[str, ...]:
        return taking_part(self.organisation)


class OrganisationSuspended(Fact, frozen=True, kw_only=True):
    """The organisation has no access until further notice; what it would be told waits for it."""

    TOPIC: ClassVar[str] = "organisation-suspended"

    organisation: str
    reason: str
    """A code."""

    def tags(self) -> tuple[str, ...]:
        return taking_part(self.organisation)


class OrganisationResumed(Fact, frozen=True, kw_only=True):
    """The suspension is over."""

    TOPIC: ClassVar[str] = "organisation-resumed"

    organisation: str

    def tags(self) -> tuple[str, ...]:
        return taking_part(self.organisation)


class OrganisationEnded(Fact, frozen=True, kw_only=True):
    """The organisation takes part no longer: it has no access, is named as nobody's recipient and is told nothing."""

    TOPIC: ClassVar[str] = "organisation-ended"

    organisation: str
    reason: str
    """A code."""

    def tags(self) -> tuple[str, ...]:
        return taking_part(self.organisation)


class TokensRevoked(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Tokens issued until this moment count no longer: all of an organisation, or those of one professional."""

    TOPIC: ClassVar[str] = "tokens-revoked"

    organisation: str
    professional: str | None = None

    def tags(self) -> tuple[str, ...]:
        return taking_part(self.organisation)
