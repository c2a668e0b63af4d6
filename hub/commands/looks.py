"""The requests about looks that are reviewed (DOMAIN.md 5.3)."""

from collections.abc import Sequence
from typing import Literal

from hub.commands.request import Asked, Code, Moment, Request
from hub.domain.facts import Fact, LookRecorded, LookReviewed
from hub.domain.looks import Basis
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.looks import RecordLook, ReviewLook
from hub.domain.slices.sharing import Recorded


class RecordLookRequest(Request, frozen=True, kw_only=True):
    """Somebody looks at a family for the first time on a reason that nobody else gave. The hub asks it of itself."""

    since: Moment
    basis: Basis

    def is_act(self) -> bool:
        """A system may look too; a second professional judges that as well."""
        return False

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return RecordLook(
            situation,
            policy,
            asked.organisation,
            asked.id,
            persons=asked.persons,
            since=self.since,
            basis=self.basis,
        )

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next((each.look for each in facts if isinstance(each, LookRecorded)), ""))


class ReviewLookRequest(Request, frozen=True, kw_only=True):
    """A second professional judges a look: whether it was in order, and if not, why."""

    decision: Literal["in-order", "not-in-order"]
    reason: Code | None = None
    """Of one that was not: no-involvement, not-for-the-task, own-interest or wrong-person."""

    def handles(self, thing: str | None) -> tuple[str, ...]:
        return (f"look:{thing}",)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return ReviewLook(situation, policy, asked.organisation, asked.id, decision=self.decision, reason=self.reason)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        judged = next(each for each in facts if isinstance(each, LookReviewed))
        return Recorded(id=judged.look, subject=judged.persons[0])
