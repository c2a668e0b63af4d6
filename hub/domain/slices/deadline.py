"""A deadline that came: its rule is evaluated for everyone, or what rested on a ground that closed is taken back."""

from hub.domain.facts.matches import Deadline, DeadlineReached
from hub.domain.matching import Occasion, raise_matches, weigh_together
from hub.domain.organisations import OPERATOR
from hub.domain.policy import Policy
from hub.domain.rules.exception_unreviewed import EXCEPTION_UNREVIEWED
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.noting import note_for_others
from hub.domain.slices.professionals import ACCESS, tell_of_access
from hub.domain.slices.requests import NEARS, PASSED, remind
from hub.domain.slices.reviewing import look_after_exceptions
from hub.domain.slices.sharing import OPENING, SHARING, Recorded, open_what_goes_by
from hub.domain.weighing import TOGETHER
from hub.domain.withdrawing import withdraw_matches


class ReachDeadline(HubSlice):
    """Evaluate the rule that waited for this moment. Fires once: its identifier is the command's."""

    def __init__(self, situation: Situation, policy: Policy, deadline: Deadline, about: tuple[str, ...]) -> None:
        super().__init__(situation, policy, OPERATOR)  # nobody's view, nobody's item
        self.deadline = deadline
        self.about = about

    def execute(self) -> None:
        """Never refuses: a deadline whose rule no longer holds raises nothing."""
        known = self.state.deadlines.get(self.deadline.id, self.deadline)
        self.record(
            DeadlineReached(
                recorded_at=self.now,
                deadline=self.deadline.id,
                rule=self.deadline.rule,
                persons=self.about,
            )
        )
        if self.deadline.rule == SHARING:
            withdraw_matches(self, "sharing-ended")
        elif self.deadline.rule == OPENING:
            self._open()
        elif self.deadline.rule == TOGETHER:
            weigh_together(self)
        elif self.deadline.rule == ACCESS:
            tell_of_access(self, self.deadline)
        elif self.deadline.rule in (NEARS, PASSED):
            remind(self, self.deadline)
        else:
            if self.deadline.rule == EXCEPTION_UNREVIEWED.id:
                look_after_exceptions(self)
            raise_matches(self, Occasion(only=self.deadline.rule, whose=known.whose))
        self.outcome = Recorded(id=self.deadline.id)

    def _open(self) -> None:
        """A consent begins to count: whom it opens items to are told, and those for whose signals it was asked too."""
        consent = self.deadline.id.split(":")[1]
        record = next((each for each in self.state.consents.values() if each.consent == consent), None)
        if record is not None:
            note_for_others(self, consent)
            open_what_goes_by(self, record)
