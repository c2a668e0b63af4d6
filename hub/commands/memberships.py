"""Requests about memberships: an organisation withdraws what it stated (DOMAIN.md 1, family)."""

from collections.abc import Sequence

from hub.commands.request import Asked, Request
from hub.domain.facts import Fact, MembershipWithdrawn
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.memberships import WithdrawMembership
from hub.domain.slices.sharing import Recorded


class WithdrawMembershipRequest(Request, frozen=True, kw_only=True):
    """A statement that somebody belongs to a family was wrong, or is not to count any more."""

    def handles(self, thing: str | None) -> tuple[str, ...]:
        return (f"item:{thing}",)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return WithdrawMembership(situation, policy, asked.organisation, asked.id)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.membership for each in facts if isinstance(each, MembershipWithdrawn)))
