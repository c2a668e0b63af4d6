"""Requests of a steward: decide an identity review, and undo a link (docs/linkage.md)."""

from collections.abc import Sequence
from typing import Literal

from hub.commands.request import Asked, Code, Request
from hub.domain.facts import Fact, IdentityReviewDecided, PersonsUnlinked
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.identity import DecideReview, UndoLink
from hub.domain.slices.sharing import Recorded
from hub.people.linkage.settling import LinkChange


class DecideReviewRequest(Request, frozen=True, kw_only=True):
    """The same person as one of those that the review shows, by the steward's own reference; or somebody else."""

    decision: Literal["same", "different"]
    same_as: Code | None = None

    def handles(self, thing: str | None) -> tuple[str, ...]:
        return (f"review:{thing}",)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return DecideReview(
            situation,
            policy,
            asked.organisation,
            asked.id,
            same_as=self._same_as(asked),
        )

    def link_changes(self, asked: Asked) -> Sequence[LinkChange]:
        return () if self._same_as(asked) is None else (LinkChange(_pair(asked), linked=True),)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.review for each in facts if isinstance(each, IdentityReviewDecided)))

    def _same_as(self, asked: Asked) -> str | None:
        return asked.persons[1] if self.decision == "same" else None


class UndoLinkRequest(Request, frozen=True, kw_only=True):
    """Two pseudonyms that were linked are two persons after all."""

    reason: Code

    def handles(self, thing: str | None) -> tuple[str, ...]:
        return (f"link:{thing}",)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return UndoLink(situation, policy, asked.organisation, asked.id, reason=self.reason)

    def link_changes(self, asked: Asked) -> Sequence[LinkChange]:
        return (LinkChange(_pair(asked), linked=False),)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.link for each in facts if isinstance(each, PersonsUnlinked)))


def _pair(asked: Asked) -> tuple[str, str]:
    one, other = asked.persons
    return one, other
