"""Facts about reasons to know, and about what bars from knowing (DOMAIN.md 5.3)."""

from typing import ClassVar, Literal

from hub.domain.facts.base import Fact, person_tags


class ReasonConfirmed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """That an organisation's own involvement or statement is a reason to know was confirmed by somebody else.

    From then on what others recorded before it is as open to the organisation as what they record after it.
    """

    TOPIC: ClassVar[str] = "reason-confirmed"

    owner: str
    """Whose reason it is."""
    persons: tuple[str, ...]
    how: Literal["second-professional"]
    """A second professional of the owner (``by``)."""

    def tags(self) -> tuple[str, ...]:
        return person_tags(*self.persons)


class LookRecorded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """That somebody (``by``) looked at a family for the first time on a reason to know that nobody else gave.

    A second professional of the same organisation judges it afterwards (``LookReviewed``).
    """

    TOPIC: ClassVar[str] = "look-recorded"

    look: str
    owner: str
    """The organisation for which they looked."""
    persons: tuple[str, ...]
    """Whom they asked about first."""
    basis: Literal["own-reason", "confirmed-reason", "purpose"] = "own-reason"
    """An own involvement or statement; one that a second professional confirmed; or a purpose, of somebody of whom no
    address is known (DOMAIN.md 5)."""

    def tags(self) -> tuple[str, ...]:
        return (*person_tags(*self.persons), f"look:{self.look}")


class LookReviewed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """What a second professional (``by``) made of a look.

    After one that was not in order, what the organisation did or stated itself up to then is no reason to know these
    persons any more, until a second professional confirms it (``ReasonConfirmed``).
    """

    TOPIC: ClassVar[str] = "look-reviewed"

    look: str
    owner: str
    persons: tuple[str, ...]
    """Those looked at, and whom what the organisation recorded itself joins with them."""
    decision: Literal["in-order", "not-in-order"]
    reason: str | None = None
    """Why it was not in order, coded."""

    def tags(self) -> tuple[str, ...]:
        return (*person_tags(*self.persons), f"look:{self.look}")


class RelativesDeclared(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """That these persons are relatives of a professional of the owner, or they themselves: to that professional they
    and their families are unknown from now (DOMAIN.md 5.3).
    """

    TOPIC: ClassVar[str] = "relatives-declared"

    declaration: str
    owner: str
    professional: str
    """By the owner's own code."""
    persons: tuple[str, ...]

    def tags(self) -> tuple[str, ...]:
        return (*person_tags(*self.persons), f"relatives:{self.declaration}")


class RelativesWithdrawn(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """That what was declared so is not so, or not so any more."""

    TOPIC: ClassVar[str] = "relatives-withdrawn"

    declaration: str
    owner: str
    persons: tuple[str, ...]

    def tags(self) -> tuple[str, ...]:
        return (*person_tags(*self.persons), f"relatives:{self.declaration}")
