"""Taking an organisation in, suspending it, and ending its part."""

from collections.abc import Iterator
from typing import Final, Literal

from hub.domain.areas import is_area
from hub.domain.errors import AlreadyDone, Fault, InvalidCommand, UnknownThing
from hub.domain.facts.organisations import (
    OrganisationEnded,
    OrganisationRegistered,
    OrganisationResumed,
    OrganisationSuspended,
    TokensRevoked,
)
from hub.domain.organisations import OPERATOR, Organisation
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.sharing import Recorded


class RegisterOrganisation(HubSlice):
    """Register an organisation, or replace its particulars."""

    def __init__(self, situation: Situation, policy: Policy, actor: str, organisation: Organisation) -> None:
        super().__init__(situation, policy, actor)
        self.registered = organisation

    def execute(self) -> None:
        """Raises ``InvalidCommand`` with every fault: a principal, an area or a pool that cannot be."""
        new = self.registered
        faults = tuple(self._faults())
        if faults:
            raise InvalidCommand(*faults)
        self.record(
            OrganisationRegistered(
                recorded_at=self.now,
                organisation=new.id,
                name=new.name,
                sector=new.sector,
                roles=tuple(sorted(new.roles)),
                oin=new.oin,
                shielded=new.shielded,
                publishes_through=new.publishes_through,
                phone=new.phone,
                duty_email=new.duty_email,
                manager_phone=new.manager_phone,
                manager_email=new.manager_email,
                area=new.area,
                reviewers=new.reviewers,
            )
        )
        self.outcome = Recorded(id=new.id)

    def _faults(self) -> Iterator[Fault]:
        new, known = self.registered, self.policy.organisations
        if new.id == OPERATOR:
            yield Fault("id", "identifier-reserved", "This name is the operator's own.")
        if new.publishes_through is not None and new.publishes_through not in known:
            yield Fault("publishes_through", "organisation-unknown", "No such organisation.")
        for index, area in enumerate(new.area):
            if not is_area(area):
                yield Fault(
                    f"area[{index}]", "area-invalid", "Write postcode:3071, postcode:3011-3089 or a municipality."
                )
        for index, reviewer in enumerate(new.reviewers):
            if reviewer not in known or reviewer == new.id:
                yield Fault(
                    f"reviewers[{index}]", "organisation-unknown", "The outside pool is of other organisations."
                )


_AFTER: Final = {"suspended": "suspended", "resumed": "active", "ended": "ended"}


class ChangePart(HubSlice):
    """Suspend an organisation, let it in again, or end its part; access follows at once."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        actor: str,
        organisation: str,
        *,
        change: Literal["suspended", "resumed", "ended"],
        reason: str | None = None,
    ) -> None:
        super().__init__(situation, policy, actor)
        self.changed = organisation
        self.change: Literal["suspended", "resumed", "ended"] = change
        self.reason = reason

    def execute(self) -> None:
        """Raises ``UnknownThing``, ``AlreadyDone``, or ``InvalidCommand`` without a reason."""
        known = self.policy.organisations.get(self.changed)
        if known is None:
            raise UnknownThing
        if known.state == "ended" or known.state == _AFTER[self.change]:
            raise AlreadyDone
        self.record(self._fact())
        self.outcome = Recorded(id=self.changed)

    def _fact(self) -> OrganisationSuspended | OrganisationResumed | OrganisationEnded:
        if self.change == "resumed":
            return OrganisationResumed(recorded_at=self.now, organisation=self.changed)
        if self.reason is None:
            raise InvalidCommand(Fault("reason", "reason-missing", "Say why, with a code."))
        kind = OrganisationSuspended if self.change == "suspended" else OrganisationEnded
        return kind(recorded_at=self.now, organisation=self.changed, reason=self.reason)


class RevokeTokens(HubSlice):
    """Make the tokens that were issued until now count no longer: of an organisation, or of one professional of it."""

    def __init__(
        self, situation: Situation, policy: Policy, actor: str, organisation: str, professional: str | None = None
    ) -> None:
        super().__init__(situation, policy, actor)
        self.of = organisation
        self.professional_of = professional

    def execute(self) -> None:
        """Raises ``UnknownThing``."""
        policy, who = self.policy, self.professional_of
        if policy.organisations.get(self.of) is None or (who and policy.professionals.get(self.of, who) is None):
            raise UnknownThing
        self.record(TokensRevoked(recorded_at=self.now, organisation=self.of, professional=who))
        self.outcome = Recorded(id=who or self.of)
