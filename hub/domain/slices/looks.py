"""Recording and judging the first look on a reason to know that nobody else gave (DOMAIN.md 5.3)."""

from datetime import datetime
from typing import Literal

from hub.domain.access import designated
from hub.domain.errors import AlreadyDone, Fault, InvalidCommand, SecondProfessionalNeeded, UnknownThing
from hub.domain.facts.reasons import LookRecorded, LookReviewed
from hub.domain.looks import NOT_IN_ORDER, Basis, looked_before
from hub.domain.policy import Policy
from hub.domain.professionals import ProfessionalRole
from hub.domain.reasons import family_of
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.sharing import Recorded
from hub.domain.withdrawing import withdraw_matches


class RecordLook(HubSlice):
    """Somebody looks at a family for the first time on a reason that nobody else gave.

    ``persons``: whom they asked about. Once a reason: where a look at that family since ``since`` (UTC), as far as the
    organisation's own items join it, is recorded already, nothing is recorded anew.
    """

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        look: str,
        *,
        persons: tuple[str, ...],
        since: datetime,
        basis: Basis,
    ) -> None:
        super().__init__(situation, policy, organisation)
        self.look = look
        self.persons = persons
        self.since = since
        self.basis = basis

    def execute(self) -> None:
        family = self.as_one(joined_by_own(self, self.persons))
        before = looked_before(self.state.looks.values(), self.organisation, family, self.since)
        if before is None:
            self.record(
                LookRecorded(
                    recorded_at=self.now,
                    look=self.look,
                    owner=self.organisation,
                    persons=self.persons,
                    basis=self.basis,
                )
            )
        self.outcome = Recorded(id=self.look if before is None else before.id)


class ReviewLook(HubSlice):
    """A second professional of the organisation judges a look of a colleague, or of its system."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        look: str,
        *,
        decision: Literal["in-order", "not-in-order"],
        reason: str | None = None,
    ) -> None:
        super().__init__(situation, policy, organisation)
        self.look = look
        self.decision: Literal["in-order", "not-in-order"] = decision
        self.reason = reason

    def execute(self) -> None:
        """Raises ``UnknownThing`` for another organisation's look as for none, ``AlreadyDone`` once it is judged,
        ``SecondProfessionalNeeded`` for who looked, ``InvalidCommand`` for a reason that is lacking or unknown, and
        what ``designated`` raises of anybody who is no safety reviewer.
        """
        found = self.state.looks.get(self.look)
        if found is None or found.owner != self.organisation:
            raise UnknownThing
        if found.decision is not None:
            raise AlreadyDone
        if self.professional is None or self.professional == found.by:
            raise SecondProfessionalNeeded
        role = ProfessionalRole.SAFETY_REVIEWER
        designated(self.policy, self.organisation, self.professional, (role,), self.now)
        self._check_reason()
        persons = self.state.as_stated.looks[found.id].persons
        self.record(
            LookReviewed(
                recorded_at=self.now,
                look=found.id,
                owner=self.organisation,
                persons=joined_by_own(self, persons),
                decision=self.decision,
                reason=self.reason,
            )
        )
        if self.decision == "not-in-order":
            withdraw_matches(self, "sharing-ended")
        self.outcome = Recorded(id=found.id, subject=persons[0])

    def _check_reason(self) -> None:
        if self.decision == "in-order":
            faults = [] if self.reason is None else [Fault("$.reason", "reason-unknown", "In order needs no reason.")]
        elif self.reason is None:
            faults = [Fault("$.reason", "reason-missing", "Say why the look was not in order.")]
        else:
            known = self.reason in NOT_IN_ORDER
            faults = [] if known else [Fault("$.reason", "reason-unknown", "This is not a reason.")]
        if faults:
            raise InvalidCommand(*faults)


def joined_by_own(slice_: HubSlice, persons: tuple[str, ...]) -> tuple[str, ...]:
    """These persons, and whom the acting organisation's own items join with them, by every pseudonym stated there."""
    own = [item for item in slice_.state.items.values() if item.owner == slice_.organisation]
    family = family_of(slice_.as_one(persons), own)
    about = (slice_.stated(item).about for item in own if not family.isdisjoint(item.about))
    return tuple(dict.fromkeys((*persons, *(person for each in about for person in each))))
