"""Declaring whose family a professional does not look at, because it is their own (DOMAIN.md 5.3)."""

from hub.domain.errors import SecondProfessionalNeeded, UnknownThing
from hub.domain.facts.reasons import RelativesDeclared, RelativesWithdrawn
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.sharing import Recorded


class DeclareRelatives(HubSlice):
    """The subjects are relatives of a professional of the organisation, or they themselves."""

    def __init__(self, situation: Situation, policy: Policy, organisation: str, whose: str) -> None:
        super().__init__(situation, policy, organisation)
        self.whose = whose

    def execute(self) -> None:
        """Raises ``UnknownThing`` where the organisation designated no such professional."""
        if self.policy.professionals.get(self.organisation, self.whose) is None:
            raise UnknownThing
        declaration = self.ids()
        self.record(
            RelativesDeclared(
                recorded_at=self.now,
                declaration=declaration,
                owner=self.organisation,
                professional=self.whose,
                persons=tuple(dict.fromkeys(self.persons)),
            )
        )
        self.outcome = Recorded(id=declaration)


class WithdrawRelatives(HubSlice):
    """What was declared is not so, or not so any more."""

    def __init__(self, situation: Situation, policy: Policy, organisation: str, declaration: str) -> None:
        super().__init__(situation, policy, organisation)
        self.declaration = declaration

    def execute(self) -> None:
        """Raises ``UnknownThing`` for another organisation's declaration as for none, and
        ``SecondProfessionalNeeded`` where it bars whoever takes it back.
        """
        found = self.state.as_stated.relatives.get(self.declaration)
        if found is None or found.owner != self.organisation:
            raise UnknownThing
        if self.professional in {None, found.professional}:
            raise SecondProfessionalNeeded
        self.record(
            RelativesWithdrawn(
                recorded_at=self.now, declaration=found.id, owner=self.organisation, persons=found.persons
            )
        )
        self.outcome = Recorded(id=found.id)
