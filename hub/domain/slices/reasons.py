"""Confirming a reason to know that an organisation made itself (DOMAIN.md 5.3)."""

from hub.domain.access import second_professional
from hub.domain.errors import AlreadyDone, UnknownThing
from hub.domain.facts.reasons import ReasonConfirmed
from hub.domain.matching import Occasion, raise_matches
from hub.domain.policy import Policy
from hub.domain.professionals import ProfessionalRole
from hub.domain.reasons import GIVEN, family_of, links_since, own_reasons, reason_items
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.sharing import Recorded


class ConfirmReason(HubSlice):
    """A second professional of the organisation confirms its own reason to know somebody, and their family with it.

    With it whatever the organisation stated itself of who belongs to that family.
    """

    def __init__(self, situation: Situation, policy: Policy, organisation: str, person: str) -> None:
        super().__init__(situation, policy, organisation)
        self.person = self.state.names.get(person, person)

    def execute(self) -> None:
        """Raises ``UnknownThing`` where it has no reason of its own, ``AlreadyDone`` where none is left to confirm, and
        what ``second_professional`` raises of whoever is on the items it rests on.
        """
        viewer, where = self.policy.organisations[self.organisation], self.circumstances()
        own = list(reason_items(viewer, where))
        stated = [item for item in self.state.items.values() if item.owner == viewer.id and len(item.about) > 1]
        family = family_of((self.person,), [*own, *stated])
        rests_on = [item for item in own if not family.isdisjoint(item.about)]
        if not rests_on:
            raise UnknownThing
        reasons = own_reasons(viewer, where)
        made = [item for item in rests_on if any(reasons.get(person) != GIVEN for person in item.about)]
        links = [each for each in stated if links_since(viewer.id, each, where) != GIVEN]
        links = [each for each in links if not family.isdisjoint(each.about)]
        if not made and not links:
            raise AlreadyDone
        for first in dict.fromkeys(item.professional for item in (*rests_on, *links)):
            role = ProfessionalRole.SAFETY_REVIEWER
            second_professional(self.policy, self.organisation, first, self.professional, role, self.now)
        persons = dict.fromkeys(person for item in rests_on for person in self.stated(item).about)
        for link in links:
            about = self.stated(link).about
            if persons.keys().isdisjoint(about):  # else it is confirmed with one of them
                persons |= dict.fromkeys(about)
        self.record(
            ReasonConfirmed(
                recorded_at=self.now, owner=self.organisation, persons=tuple(persons), how="second-professional"
            )
        )
        raise_matches(self, Occasion(own_view=True))
        self.outcome = Recorded(id=self.organisation)
