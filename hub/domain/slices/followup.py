"""Following up: facts with a date, family members, coordinator, watcher, handover, answers (DOMAIN.md 10)."""

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from hub.domain.ages import AgeBand
from hub.domain.disclosure import decide
from hub.domain.errors import Fault, InvalidCommand, UnknownThing
from hub.domain.facts.base import Fact
from hub.domain.facts.followup import FollowUpRecorded, MembershipStated
from hub.domain.facts.signals import FamilyRole
from hub.domain.follow_up_codes import ASSESSMENT, FOLLOW_UP_CODES, FollowUpCode
from hub.domain.items import Item, Signal
from hub.domain.matching import Occasion, raise_matches
from hub.domain.organisations import Role
from hub.domain.policy import Policy
from hub.domain.rules.rule import Change
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.sharing import Recorded
from hub.domain.terms import comes_later


class FollowUpSlice(HubSlice):
    """A follow-up step with an identifier; records one fact and lets the rules look."""

    def __init__(self, situation: Situation, policy: Policy, organisation: str, id_: str) -> None:
        super().__init__(situation, policy, organisation)
        self.id = id_

    def step(self, fact: Fact, change: Change) -> None:
        """Record the fact and raise what it changes for those who may see it."""
        self.record(fact)
        raise_matches(self, Occasion(change=change, touched=(self.state.items[self.id],)))
        self.outcome = Recorded(id=self.id)

    def checked_date(self, at: datetime, path: str, others: Iterable[Fault] = ()) -> datetime:
        """When it happened, not after now.

        Raises ``InvalidCommand`` for something that would happen later, or where there are ``others``; naming all.
        """
        late = [Fault(path, "date-in-future", "This cannot have happened after now.")]
        if faults := [*(late if comes_later(at, self.now) else ()), *others]:
            raise InvalidCommand(*faults)
        return min(at, self.now)

    def offered(self, item: str) -> Item:
        """An item offered to the acting organisation, as far as it may see it. Raises ``UnknownThing`` otherwise."""
        found = self.state.items.get(item)
        viewer = self.policy.organisations[self.organisation]
        if (
            found is None
            or found.offered_to != self.organisation
            or decide(viewer, found, self.circumstances()) is None
        ):
            raise UnknownThing
        return found


class FollowUpDetails(msgspec.Struct, frozen=True, kw_only=True):
    """A coded follow-up fact; whom it is about comes with the command's subjects."""

    code: str
    occurred_at: datetime
    towards: str | None = None
    of: str | None = None
    until: datetime | None = None
    outcome: str | None = None
    parties: tuple[str, ...] = ()
    instrument: str | None = None


class RecordFollowUp(FollowUpSlice):
    """Record that something was done."""

    def __init__(
        self, situation: Situation, policy: Policy, organisation: str, id_: str, details: FollowUpDetails
    ) -> None:
        super().__init__(situation, policy, organisation, id_)
        self.details = details

    def execute(self) -> None:
        """Raises ``InvalidCommand`` naming every fault, ``UnknownThing`` for what it answers where that is not seen."""
        occurred_at = self.checked_date(self.details.occurred_at, "occurred_at", self._code_faults())
        code = FOLLOW_UP_CODES[self.details.code]
        if code.of or self.details.parties:
            self._check_answered(code)
        about = tuple(dict.fromkeys(self.persons))
        fact = FollowUpRecorded(
            recorded_at=self.now,
            followup=self.id,
            owner=self.organisation,
            code=self.details.code,
            about=about,
            occurred_at=occurred_at,
            towards=self.details.towards,
            of=self.details.of,
            until=self.details.until,
            outcome=self.details.outcome,
            parties=self.details.parties,
            instrument=self.details.instrument,
            bands={p: self.ages[p] for p in about if self.ages.get(p, AgeBand.UNKNOWN) is not AgeBand.UNKNOWN},
        )
        self.step(fact, "follow-up")

    def _code_faults(self) -> Iterator[Fault]:
        code = FOLLOW_UP_CODES.get(self.details.code)
        if code is None:
            yield Fault("code", "code-unknown", "This is not a follow-up code.")
            return
        yield from _faults(code, self.details)
        yield from self._party_faults(code)

    def _party_faults(self, code: FollowUpCode) -> Iterator[Fault]:
        asked = self.policy.organisations.get(self.details.towards or "")
        itself = asked is not None and asked.id == self.organisation
        if code.to_interpreter and (asked is None or itself or not asked.has(Role.INTERPRETING)):
            yield Fault(
                "towards", "not-interpreting", "This asks another organisation, that interprets (duidt): name it."
            )
        for index, party in enumerate(self.details.parties):
            if party not in self.policy.organisations:
                yield Fault(f"organisations[{index}]", "organisation-unknown", "No such organisation.")

    def _check_answered(self, code: FollowUpCode) -> None:
        """What it answers must be there as far as the organisation may see, and its own where the code says so."""
        if self.details.of is None and not code.of:
            return
        found = self.state.items.get(self.details.of or "")
        viewer = self.policy.organisations[self.organisation]
        if found is None or decide(viewer, found, self.circumstances()) is None:
            raise UnknownThing
        if code.of_own and not (found.owner == self.organisation and isinstance(found, Signal) and found.concern):
            raise UnknownThing


def _faults(code: FollowUpCode, details: FollowUpDetails) -> Iterator[Fault]:
    if code.of and details.of is None:
        yield Fault("of", "of-missing", "This says which item it answers.")
    if code.until and details.until is None:
        yield Fault("until", "until-missing", "This says for which day.")
    if details.until is not None and details.until <= details.occurred_at:
        yield Fault("until", "date-impossible", "It holds until after the day on which it was done.")
    if details.instrument is not None and not details.code.startswith(ASSESSMENT):
        yield Fault("instrument", "instrument-not-fitting", "Only an assessment of safety has an instrument.")
    if details.outcome not in (code.outcomes or {None}):
        yield Fault("outcome", "outcome-not-fitting", "The outcome is one of the codes that this fact knows.")


class StateMember(FollowUpSlice):
    """State that a person (the first subject) belongs to, or joins, the family of another (the second)."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        id_: str,
        *,
        role: FamilyRole,
        since: datetime,
        in_home: bool,
        joins: bool,
        until: datetime | None = None,
        authority: bool = False,
    ) -> None:
        super().__init__(situation, policy, organisation, id_)
        self.role = role
        self.since = since
        self.in_home = in_home
        self.joins = joins
        self.until = until
        self.authority = authority

    def execute(self) -> None:
        """Raises ``InvalidCommand`` for a date after now, or a person who would be family of itself."""
        self.since = self.checked_date(self.since, "since")
        if self.until is not None and self.until < self.since:
            raise InvalidCommand(Fault("until", "date-impossible", "The end lies after the start."))
        person, of = self.persons
        if person == of:
            raise InvalidCommand(Fault("subject", "same-person", "Nobody joins the family by itself."))
        fact = MembershipStated(
            recorded_at=self.now,
            membership=self.id,
            owner=self.organisation,
            person=person,
            of=of,
            role=self.role,
            since=self.since,
            in_home=self.in_home,
            joins=self.joins,
            until=self.until,
            authority=self.authority,
        )
        self.step(fact, "membership")
