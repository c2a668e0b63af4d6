"""Facts about professionals: designated, confirmed, away, back, gone. By the organisation's own code, never a name."""

from datetime import datetime
from typing import ClassVar, Literal

from hub.domain.facts.base import Fact
from hub.domain.facts.organisations import taking_part
from hub.domain.professionals import ProfessionalRole


class ProfessionalDesignated(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """An organisation designated a professional, with these particulars from now on; a later fact replaces them.

    Who was designated before keeps the day until which its access was confirmed; who had left begins anew.
    """

    TOPIC: ClassVar[str] = "professional-designated"

    organisation: str
    professional: str
    """The organisation's own code."""
    roles: tuple[ProfessionalRole, ...]
    deputy: str | None = None
    contact: str | None = None
    """Under which identifier ``hub.people`` keeps the name and the ways to reach them."""

    def tags(self) -> tuple[str, ...]:
        return taking_part(self.organisation)


class ProfessionalConfirmed(Fact, frozen=True, kw_only=True):
    """The organisation confirmed that this professional still needs its access (DOMAIN.md 7: every four months)."""

    TOPIC: ClassVar[str] = "professional-confirmed"

    organisation: str
    professional: str

    def tags(self) -> tuple[str, ...]:
        return taking_part(self.organisation)


class ProfessionalAway(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The professional is away from a moment on, until another or until further notice."""

    TOPIC: ClassVar[str] = "professional-away"

    organisation: str
    professional: str
    since: datetime
    until: datetime | None = None

    def tags(self) -> tuple[str, ...]:
        return taking_part(self.organisation)


class ProfessionalBack(Fact, frozen=True, kw_only=True):
    """The professional is there again."""

    TOPIC: ClassVar[str] = "professional-back"

    organisation: str
    professional: str

    def tags(self) -> tuple[str, ...]:
        return taking_part(self.organisation)


class ProfessionalLeft(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The professional has left: access ends at once, and what is open is the successor's from this moment."""

    TOPIC: ClassVar[str] = "professional-left"

    organisation: str
    professional: str
    successor: str | None = None

    def tags(self) -> tuple[str, ...]:
        return taking_part(self.organisation)


class AccessTold(Fact, frozen=True, kw_only=True):
    """The organisation was told that the access of a professional ends soon, or has ended, for want of confirmation."""

    TOPIC: ClassVar[str] = "access-told"
    ACT: ClassVar[bool] = False

    organisation: str
    professional: str
    what: Literal["ends-soon", "ended"]
    notification: str

    def tags(self) -> tuple[str, ...]:
        return (f"notification:{self.notification}", *taking_part(self.organisation))
