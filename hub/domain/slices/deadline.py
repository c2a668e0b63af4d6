"""A deadline that came: its rule is evaluated for everyone, or what rested on a ground that closed is taken back."""

from hub.domain.facts.matches import Deadline, DeadlineReached
from hub.domain.matching import Occasion, raise_matches
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.requests import NEARS, PASSED, remind
from hub.domain.slices.sharing import SHARING, Recorded
from hub.domain.withdrawing import withdraw_matches

THE_HUB = "hub"
"""On whose name a deadline is turned into a command: nobody's view, nobody's item."""


class ReachDeadline(HubSlice):
    """Evaluate the rule that waited for this moment. Fires once: its identifier is the command's."""

    def __init__(self, situation: Situation, policy: Policy, deadline: Deadline) -> None:
        super().__init__(situation, policy, THE_HUB)
        self.deadline = deadline

    def execute(self) -> None:
        """Never refuses: a deadline whose rule no longer holds raises nothing."""
        self.record(
            DeadlineReached(
                recorded_at=self.now,
                deadline=self.deadline.id,
                rule=self.deadline.rule,
                persons=tuple(self.state.members),
            )
        )
        if self.deadline.rule == SHARING:
            withdraw_matches(self, "sharing-ended")
        elif self.deadline.rule in (NEARS, PASSED):
            remind(self, self.deadline)
        else:
            raise_matches(self, Occasion(only=self.deadline.rule))
        self.outcome = Recorded(id=self.deadline.id)
