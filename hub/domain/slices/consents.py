"""What others do about a consent: the owner of other signals confirms it, a second professional passes the parents."""

from hub.domain.access import second_professional
from hub.domain.errors import AlreadyDone, UnknownThing
from hub.domain.facts.sharing import ConsentConfirmed, ConsentRecorded, PassingConfirmed
from hub.domain.policy import Policy
from hub.domain.professionals import ProfessionalRole
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.noting import as_stated
from hub.domain.slices.sharing import Recorded, open_own_items, open_what_goes_by
from hub.domain.withdrawing import withdraw_matches


class ConsentSlice(HubSlice):
    """A decision about one consent that stands."""

    def __init__(self, situation: Situation, policy: Policy, organisation: str, consent: str) -> None:
        super().__init__(situation, policy, organisation)
        self.consent = consent

    def standing(self) -> ConsentRecorded:
        """The consent. Raises ``UnknownThing`` where no giver's latest record is this one."""
        found = next((each for each in self.state.consents.values() if each.consent == self.consent), None)
        if found is None:
            raise UnknownThing
        return found

    def givers(self) -> tuple[str, ...]:
        """Whose latest record with its organisation this consent is, as stated."""
        consents = self.state.as_stated.consents
        return tuple(person for (_, person), each in consents.items() if each.consent == self.consent)


class ConfirmConsent(ConsentSlice):
    """The owner of other signals confirms that a consent which another noted for it holds for these (DOMAIN.md 3.3)."""

    def execute(self) -> None:
        """Raises ``UnknownThing`` for a consent that was not noted for this organisation, as for none at all."""
        found = self.standing()
        if self.organisation not in found.noted_for or self.organisation == found.owner:
            raise UnknownThing
        self.record(
            ConsentConfirmed(
                recorded_at=self.now,
                consent=found.consent,
                organisation=found.owner,
                owner=self.organisation,
                givers=self.givers(),
                persons=as_stated(self, found).persons,
            )
        )
        withdraw_matches(self, "sharing-ended")
        open_own_items(self)
        self.outcome = Recorded(id=found.consent)


class ConfirmPassing(ConsentSlice):
    """A second professional agrees that those with authority over a youth of 12 to 15 are passed (DOMAIN.md 3.1)."""

    def execute(self) -> None:
        """Raises ``UnknownThing``, ``AlreadyDone``, or what ``second_professional`` raises of anybody else."""
        found = self.standing()
        if found.owner != self.organisation or found.parents_passed is None:
            raise UnknownThing
        if found.consent in self.state.seconded:
            raise AlreadyDone
        role = ProfessionalRole.REPORTER
        second_professional(self.policy, found.owner, found.by, self.professional, role, self.now)
        persons = as_stated(self, found).persons
        self.record(PassingConfirmed(recorded_at=self.now, consent=found.consent, persons=persons))
        open_what_goes_by(self, found)
        self.outcome = Recorded(id=found.consent)
