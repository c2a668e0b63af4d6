"""Confirming a reason to know that an organisation made itself (DOMAIN.md 5.3)."""

from hub.domain.access import second_professional
from hub.domain.errors import AlreadyDone, UnknownThing
from hub.domain.facts.reasons import ReasonConfirmed
from hub.domain.matching import Occasion, raise_matches
from hub.domain.policy import Policy
from hub.domain.professionals import ProfessionalRole
from hub.domain.reasons import GIVEN, family_of, own_reasons, reason_items
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.sharing import Recorded


class ConfirmReason(HubSlice):
    """A second professional of the organisation confirms its own reason to know somebody, and their family with it."""

    def __init__(self, situation: Situation, policy: Policy, organisation: str, person: str) -> None:
        super().__init__(situation, policy, organisation)
        self.person = self.state.names.get(person, person)

    def execute(self) -> None:
        """Raises ``UnknownThing`` where it has no reason of its own, ``AlreadyDone`` where none is left to confirm, and
        what ``second_professional`` raises of whoever is on the items it rests on.
        """
        viewer, where = self.policy.organisations[self.organisation], self.circumstances()
        reasons, own = own_reasons(viewer, where), list(reason_items(viewer, where))
        family = family_of((self.person,), own)
        rests_on = [item for item in own if not family.isdisjoint(item.about)]
        if not rests_on:
            raise UnknownThing
        if all(reasons[person] == GIVEN for item in rests_on for person in item.about):
            raise AlreadyDone
        for first in dict.fromkeys(item.professional for item in rests_on):
            role = ProfessionalRole.SAFETY_REVIEWER
            second_professional(self.policy, self.organisation, first, self.professional, role, self.now)
        persons = dict.fromkeys(person for item in rests_on for person in self.stated(item).about)
        self.record(
            ReasonConfirmed(
                recorded_at=self.now, owner=self.organisation, persons=tuple(persons), how="second-professional"
            )
        )
        raise_matches(self, Occasion(own_view=True))
        self.outcome = Recorded(id=self.organisation)
