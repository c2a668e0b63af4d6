"""Designating professionals, confirming their access, and what happens when one is away or leaves (DOMAIN.md 7)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, Literal

import msgspec

from hub.domain.errors import AccessEnded, AlreadyDone, Fault, InvalidCommand, UnknownThing
from hub.domain.facts.matches import Deadline, DeadlinesSet
from hub.domain.facts.professionals import (
    AccessTold,
    ProfessionalAway,
    ProfessionalBack,
    ProfessionalConfirmed,
    ProfessionalDesignated,
    ProfessionalLeft,
)
from hub.domain.organisations import Organisation, Role
from hub.domain.policy import Policy
from hub.domain.professionals import Professional, ProfessionalRole, confirm_by, warn_at
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.sharing import Recorded

ACCESS: Final = "access"
"""The name under which the end of unconfirmed access, and its warning, wait among the deadlines."""
_OF_THE_MUNICIPALITY: Final = frozenset({ProfessionalRole.REQUEST_DECIDER, ProfessionalRole.DATA_PROTECTION_OFFICER})
"""Roles for the municipality as controller towards data subjects (Jeugdwet 7.1.2.2)."""


class Designation(msgspec.Struct, frozen=True, kw_only=True):
    """What an organisation says of a professional whom it designates."""

    roles: tuple[ProfessionalRole, ...]
    deputy: str | None = None
    contact: str | None = None
    """Under which identifier name and ways to reach them are kept; None to leave what there is."""


class ProfessionalSlice(HubSlice):
    """A decision about one professional of the acting organisation, by its administrator or the operator for it."""

    def __init__(self, situation: Situation, policy: Policy, organisation: str, code: str) -> None:
        super().__init__(situation, policy, organisation)
        self.code = code

    def there(self) -> Organisation:
        """The organisation whose professional this is. Raises ``UnknownThing`` where it takes no part."""
        found = self.policy.organisations.get(self.organisation)
        if found is None or not found.takes_part:
            raise UnknownThing
        return found

    def known(self) -> Professional:
        """The professional, who has not left. Raises ``UnknownThing``, or ``AccessEnded`` for one who has."""
        self.there()
        found = self.policy.professionals.get(self.organisation, self.code)
        if found is None:
            raise UnknownThing
        if found.left_at is not None:
            raise AccessEnded
        return found

    def stand_in_faults(self, path: str, stand_in: str | None) -> Iterator[Fault]:
        """Who stands in is another professional of the same organisation, who has not left."""
        if stand_in is None:
            return
        found = self.policy.professionals.get(self.organisation, stand_in)
        if found is None or found.left_at is not None or stand_in == self.code:
            yield Fault(path, "professional-unknown", "This is another professional of the same organisation.")

    def wait_for_confirmation(self, until: datetime) -> None:
        """Let the warning and the end of this access come: one deadline per organisation and day serves everybody."""
        moments = (warn_at(until), until)
        deadlines = tuple(
            Deadline(id=f"{ACCESS}:{due:%Y%m%d}:{self.organisation}", rule=ACCESS, due=due) for due in moments
        )
        self.record(DeadlinesSet(recorded_at=self.now, persons=(), deadlines=deadlines))


class DesignateProfessional(ProfessionalSlice):
    """Designate a professional, or replace what is known of one; who had left begins anew."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        code: str,
        designation: Designation,
    ) -> None:
        super().__init__(situation, policy, organisation, code)
        self.designation = designation

    def execute(self) -> None:
        """Raises ``UnknownThing`` for the organisation, ``InvalidCommand`` with every fault."""
        stated, known = self.designation, self.policy.professionals.get(self.organisation, self.code)
        faults = (*self._role_faults(), *self.stand_in_faults("deputy", stated.deputy))
        if faults:
            raise InvalidCommand(*faults)
        self.record(
            ProfessionalDesignated(
                recorded_at=self.now,
                organisation=self.organisation,
                professional=self.code,
                roles=tuple(sorted(set(stated.roles))),
                deputy=stated.deputy,
                contact=stated.contact,
            )
        )
        if known is None or known.left_at is not None:
            self.wait_for_confirmation(confirm_by(self.now))
        self.outcome = Recorded(id=self.code)

    def _role_faults(self) -> Iterator[Fault]:
        organisation = self.there()
        if self.code == organisation.id:
            yield Fault("id", "code-is-organisation", "A token that names the organisation twice is its system's.")
        if not self.designation.roles:
            yield Fault("roles", "roles-missing", "A professional has at least one role.")
        for index, role in enumerate(self.designation.roles):
            if role in _OF_THE_MUNICIPALITY and not organisation.has(Role.MUNICIPALITY):
                yield Fault(f"roles[{index}]", "role-not-for-organisation", "This role is the municipality's.")


class ConfirmProfessional(ProfessionalSlice):
    """Confirm that this professional still needs its access: for another four months."""

    def execute(self) -> None:
        """Raises ``UnknownThing`` or ``AccessEnded``."""
        self.known()
        self.record(ProfessionalConfirmed(recorded_at=self.now, organisation=self.organisation, professional=self.code))
        self.wait_for_confirmation(confirm_by(self.now))
        self.outcome = Recorded(id=self.code)


class SendAway(ProfessionalSlice):
    """A professional is away: no access, and what is theirs is with the deputy or the duty contact until then."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        code: str,
        *,
        since: datetime,
        until: datetime | None = None,
    ) -> None:
        super().__init__(situation, policy, organisation, code)
        self.since = since
        self.until = until

    def execute(self) -> None:
        """Raises ``UnknownThing``, ``AccessEnded`` or ``InvalidCommand`` for an impossible period."""
        self.known()
        if self.until is not None and self.until <= max(self.since, self.now):
            raise InvalidCommand(
                Fault("until", "date-impossible", "They come back after they went away, and after now.")
            )
        self.record(
            ProfessionalAway(
                recorded_at=self.now,
                organisation=self.organisation,
                professional=self.code,
                since=self.since,
                until=self.until,
            )
        )
        self.outcome = Recorded(id=self.code)


class TakeBack(ProfessionalSlice):
    """A professional who was away is there again."""

    def execute(self) -> None:
        """Raises ``UnknownThing``, ``AccessEnded``, or ``AlreadyDone`` for who was not away."""
        if self.known().away_from is None:
            raise AlreadyDone
        self.record(ProfessionalBack(recorded_at=self.now, organisation=self.organisation, professional=self.code))
        self.outcome = Recorded(id=self.code)


class LetLeave(ProfessionalSlice):
    """A professional leaves: access ends at once, and what is open is the successor's, the deputy's or duty's."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        code: str,
        *,
        successor: str | None = None,
    ) -> None:
        super().__init__(situation, policy, organisation, code)
        self.successor = successor

    def execute(self) -> None:
        """Raises ``UnknownThing``, ``AccessEnded`` for who has left before, ``InvalidCommand`` for the successor."""
        self.known()
        faults: Sequence[Fault] = tuple(self.stand_in_faults("successor", self.successor))
        if faults:
            raise InvalidCommand(*faults)
        self.record(
            ProfessionalLeft(
                recorded_at=self.now, organisation=self.organisation, professional=self.code, successor=self.successor
            )
        )
        self.outcome = Recorded(id=self.code)


def tell_of_access(slice_: HubSlice, deadline: Deadline) -> None:
    """Tell an organisation whose access ends soon, or has ended, unless it was told so since it last confirmed."""
    organisation = deadline.id.split(":", 2)[2]
    known = slice_.policy.organisations.get(organisation)
    if known is None or not known.takes_part:
        return
    for each in slice_.policy.professionals.of(organisation):
        what = _to_tell(each, slice_.now)
        if what is not None:
            slice_.record(
                AccessTold(
                    recorded_at=slice_.now,
                    organisation=organisation,
                    professional=each.id,
                    what=what,
                    notification=slice_.ids(),
                )
            )


def _to_tell(professional: Professional, now: datetime) -> Literal["ends-soon", "ended"] | None:
    if professional.left_at is not None or now < warn_at(professional.confirm_by):
        return None
    what: Literal["ends-soon", "ended"] = "ended" if now >= professional.confirm_by else "ends-soon"
    return None if professional.warned in {what, "ended"} else what
