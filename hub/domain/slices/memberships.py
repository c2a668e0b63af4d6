"""Withdrawing a statement of membership: what contradicts it, of another, goes on standing (DOMAIN.md 1, family)."""

from hub.domain.errors import UnknownThing
from hub.domain.facts.followup import MembershipWithdrawn
from hub.domain.items import Membership
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.sharing import Recorded
from hub.domain.withdrawing import withdraw_matches


class WithdrawMembership(HubSlice):
    """Take back an own statement; what was raised on it is taken back too."""

    def __init__(self, situation: Situation, policy: Policy, organisation: str, membership: str) -> None:
        super().__init__(situation, policy, organisation)
        self.membership = membership

    def execute(self) -> None:
        """Raises ``UnknownThing`` for another's, for none, and for what was stated with a signal."""
        found = self.own(self.membership)
        if not isinstance(found, Membership) or found.stated_with is not None:
            raise UnknownThing
        stated = self.stated(found)
        self.record(
            MembershipWithdrawn(
                recorded_at=self.now,
                membership=found.id,
                owner=self.organisation,
                persons=(stated.person, stated.of),
            )
        )
        withdraw_matches(self, "retracted")
        self.outcome = Recorded(id=found.id)
