"""Facts about who is one person: links between pseudonyms, and what a steward is asked and decides.

Reasons are codes of fields and levels (``given:equal``), never what stands in a field.
"""

from typing import ClassVar, Literal

import msgspec

from hub.domain.facts.base import Fact, kin_tags, person_tags


class PersonsLinked(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Two pseudonyms are one person, until this is undone.

    Every statement that is not exactly one of before has a pseudonym of its own, so that whatever linked it, the
    production rules included, can be undone without changing a fact.
    """

    TOPIC: ClassVar[str] = "persons-linked"

    link: str
    persons: tuple[str, str]
    decided_by: Literal["rules", "steward"]
    reasons: tuple[str, ...] = ()
    """How far both agree, field by field: ``born:swapped``."""
    review: str | None = None
    """The identity review in which a steward decided this."""
    organisation: str | None = None
    """The steward's organisation."""
    professional: str | None = None

    def tags(self) -> tuple[str, ...]:
        return (f"link:{self.link}", *kin_tags(*self.persons))


class PersonsUnlinked(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A link turned out wrong: what was stated of each is each one's own again, as if the link had never been."""

    TOPIC: ClassVar[str] = "persons-unlinked"

    link: str
    persons: tuple[str, str]
    reason: str
    """Coded."""
    organisation: str | None = None
    professional: str | None = None

    def tags(self) -> tuple[str, ...]:
        return (f"link:{self.link}", *person_tags(*self.persons))


class Likely(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A person whom somebody may be, and how far both agree."""

    person: str
    reasons: tuple[str, ...]


class IdentityReviewOpened(Fact, frozen=True, kw_only=True):
    """Whether a new person is one who is known is uncertain; a steward is asked. Until then nothing crosses.

    Tagged by the new person alone: the circles stay apart, since being asked about links nobody.
    """

    TOPIC: ClassVar[str] = "identity-review-opened"

    review: str
    person: str
    likely: tuple[Likely, ...]
    """The likeliest first."""
    failing: tuple[str, ...]
    """Which conditions of the production rules fail (docs/linkage.md)."""

    def tags(self) -> tuple[str, ...]:
        return (f"review:{self.review}", *person_tags(self.person))


class IdentityReviewDecided(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A steward decided: the same as one of those shown (then there is a ``PersonsLinked`` too), or somebody else."""

    TOPIC: ClassVar[str] = "identity-review-decided"

    review: str
    person: str
    decision: Literal["same", "different"]
    same_as: str | None = None
    organisation: str | None = None
    professional: str | None = None

    def tags(self) -> tuple[str, ...]:
        return (f"review:{self.review}", *person_tags(self.person))
