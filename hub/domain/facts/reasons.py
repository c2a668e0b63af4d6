"""Facts about reasons to know (DOMAIN.md 5.3)."""

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
