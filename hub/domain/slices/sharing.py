"""Opening and closing sharing: consent given, refused and withdrawn; the shelter's recipients; the directory."""

from collections.abc import Sequence, Set
from datetime import datetime

import msgspec

from hub.domain.errors import Fault, InvalidCommand, NotAllowed, UnknownThing
from hub.domain.facts.matches import Deadline, DeadlinesSet
from hub.domain.facts.sharing import (
    AuthorityJudged,
    ConsentRecorded,
    ConsentWithdrawn,
    DirectoryEntryRecorded,
    Giver,
    RecipientsNamed,
)
from hub.domain.matching import Occasion, raise_matches
from hub.domain.organisations import Role
from hub.domain.policy import Policy
from hub.domain.rules.violence_at_home import VIOLENCE_AT_HOME
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.consent_details import ConsentDetails
from hub.domain.slices.consent_faults import consent_faults
from hub.domain.slices.noting import as_stated, note_for_others, tell_that_it_ended, who_confirmed
from hub.domain.withdrawing import withdraw_matches

PUSHED = VIOLENCE_AT_HOME.id
"""The one rule that speaks to who becomes basic care, or is named by a shelter, of what was raised already."""

SHARING = "sharing"
"""The name under which the end of a consent or an exception waits among the deadlines."""
OPENING = "sharing-opens"
"""The name under which a consent waits that begins later."""


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of recording something that has an identifier."""

    id: str
    subject: str | None = None


class RecordConsent(HubSlice):
    """Record what the youth or family answered; consent opens at once, refusal and its absence close at once."""

    def __init__(
        self, situation: Situation, policy: Policy, organisation: str, consent: str, details: ConsentDetails
    ) -> None:
        super().__init__(situation, policy, organisation)
        self.consent = consent
        self.details = details

    def execute(self) -> None:
        """Raises ``InvalidCommand`` with every fault."""
        faults = consent_faults(self.details, self.policy, self.now)
        if faults:
            raise InvalidCommand(*faults)
        record_consent(self, self.consent, self.persons, self.details)
        withdraw_matches(self, "sharing-ended")
        open_own_items(self)
        note_for_others(self, self.consent)
        self.outcome = Recorded(id=self.consent, subject=self.persons[0])


def record_consent(slice_: HubSlice, consent: str, persons: Sequence[str], details: ConsentDetails) -> None:
    """Record what was answered; ``persons`` stand in the order that ``ConsentDetails`` says."""
    number = len(details.answers)
    replaced = _of_the_same_givers(slice_, persons[:number])
    givers = tuple(
        Giver(person=person, capacity=a.capacity, answer=a.answer, on=a.on, unsafe_to_ask=a.unsafe_to_ask)  # type: ignore[arg-type]
        for person, a in zip(persons, details.answers, strict=False)
    )
    covered = tuple(dict.fromkeys(persons))
    begins = details.since if details.since is not None and details.since > slice_.now else None
    slice_.record(
        ConsentRecorded(
            recorded_at=slice_.now,
            consent=consent,
            owner=slice_.organisation,
            persons=covered,
            givers=givers,
            recipients=details.recipients,
            kinds=details.kinds,
            domains=details.domains,
            except_categories=details.except_categories,
            until=details.until,
            explained=details.explained,
            since=begins,
            purposes=details.purposes,
            represented=tuple(persons[number : number + details.represented]),
            parents_passed=details.parents_passed,
            noted_for=details.noted_for,
        )
    )
    for before in replaced:
        tell_that_it_ended(slice_, before)
    number += details.represented
    _judge_authority(slice_, covered, persons[number : number + details.undeterminable])
    if begins is not None:
        _wait(slice_, OPENING, consent, covered, begins)
    if details.until is not None:
        wait_for_the_end(slice_, consent, covered, details.until)


def _of_the_same_givers(slice_: HubSlice, givers: Sequence[str]) -> list[ConsentRecorded]:
    """What these givers answered this organisation last: of everyone the latest record counts (DOMAIN.md 3.3)."""
    names, consents = slice_.state.names, slice_.state.consents
    found = (consents.get((slice_.organisation, names.get(giver, giver))) for giver in givers)
    return list({each.consent: each for each in found if each is not None}.values())


def _judge_authority(slice_: HubSlice, covered: Sequence[str], undeterminable: Sequence[str]) -> None:
    """The register cannot determine the authority over some children, or can again: as this organisation found it."""
    for child in covered:
        judged = slice_.organisation in slice_.state.as_stated.undeterminable.get(child, ())
        if judged == (child in undeterminable):
            continue
        slice_.record(
            AuthorityJudged(
                recorded_at=slice_.now,
                child=child,
                source=slice_.organisation,
                outcome="determined" if judged else "undeterminable",
            )
        )


def wait_for_the_end(slice_: HubSlice, ground: str, persons: tuple[str, ...], due: datetime) -> None:
    """Time that closes a ground is a deadline: when it comes, what rested on the ground is taken back."""
    _wait(slice_, SHARING, ground, persons, due)


def _wait(slice_: HubSlice, rule: str, ground: str, persons: tuple[str, ...], due: datetime) -> None:
    deadline = Deadline(id=f"{rule}:{ground}:{due:%Y%m%dT%H%M%S}", rule=rule, due=due)
    if due > slice_.now and deadline.id not in slice_.state.deadlines:
        slice_.record(DeadlinesSet(recorded_at=slice_.now, persons=persons, deadlines=(deadline,)))


def open_own_items(slice_: HubSlice) -> None:
    """Tell those who may now see items of who acts that were there before."""
    open_items_of(slice_, {slice_.organisation})


def open_what_goes_by(slice_: HubSlice, consent: ConsentRecorded) -> None:
    """The same for all whose items go by this consent: who recorded it, and who confirmed it for its own."""
    open_items_of(slice_, {consent.owner, *who_confirmed(slice_, consent)})


def open_items_of(slice_: HubSlice, owners: Set[str]) -> None:
    """The same for items of these owners."""
    touched = tuple(item for item in slice_.state.items.values() if item.owner in owners)
    raise_matches(slice_, Occasion(touched=touched))


class WithdrawConsent(HubSlice):
    """Withdraw a consent: sharing ends at once and everywhere, the record stays (DOMAIN.md 3.4)."""

    def __init__(self, situation: Situation, policy: Policy, organisation: str, consent: str) -> None:
        super().__init__(situation, policy, organisation)
        self.consent = consent

    def execute(self) -> None:
        """Raises ``UnknownThing`` where the organisation recorded no such consent, or it was withdrawn before."""
        found = next(
            (c for c in self.state.consents.values() if c.consent == self.consent and c.owner == self.organisation),
            None,
        )
        if found is None:
            raise UnknownThing
        persons = as_stated(self, found).persons
        self.record(ConsentWithdrawn(recorded_at=self.now, consent=self.consent, persons=persons))
        tell_that_it_ended(self, found)
        withdraw_matches(self, "sharing-ended")
        self.outcome = Recorded(id=self.consent)


class NameRecipients(HubSlice):
    """A shielded organisation names who may be told automatically about persons in its care (DOMAIN.md 5.5)."""

    def __init__(self, situation: Situation, policy: Policy, organisation: str, recipients: tuple[str, ...]) -> None:
        super().__init__(situation, policy, organisation)
        self.recipients = recipients

    def execute(self) -> None:
        """Raises ``NotAllowed`` for an organisation that is not shielded, ``InvalidCommand`` for unknown recipients."""
        if not self.policy.organisations[self.organisation].shielded:
            raise NotAllowed
        if unknown := [r for r in self.recipients if r not in self.policy.organisations]:
            raise InvalidCommand(
                *(Fault("recipients", "organisation-unknown", "No such organisation.") for _ in unknown)
            )
        self.record(
            RecipientsNamed(
                recorded_at=self.now,
                owner=self.organisation,
                persons=tuple(dict.fromkeys(self.persons)),
                recipients=self.recipients,
            )
        )
        raise_matches(self, Occasion(only=PUSHED))
        self.outcome = Recorded(id=self.organisation)


class RecordDirectoryEntry(HubSlice):
    """Record ordinary service. It pushes nothing that was raised already, except an open violence exception, once.

    A later line about the same person goes on with the entry there is: who left is served no longer.
    """

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        entry: str,
        *,
        since: datetime,
        until: datetime | None,
    ) -> None:
        super().__init__(situation, policy, organisation)
        self.entry = entry
        self.since = since
        self.until = until

    def execute(self) -> None:
        """Raises ``NotAllowed`` for an organisation that is no basic care, ``InvalidCommand`` for impossible dates."""
        if not self.policy.organisations[self.organisation].has(Role.BASIC_CARE):
            raise NotAllowed
        (person,) = self.persons
        if self.until is not None and self.until < self.since:
            raise InvalidCommand(Fault("until", "date-impossible", "It ends after it began."))
        entry, person = self._goes_on_with(person)
        self.record(
            DirectoryEntryRecorded(
                recorded_at=self.now,
                entry=entry,
                owner=self.organisation,
                person=person,
                since=self.since,
                until=self.until,
            )
        )
        withdraw_matches(self, "sharing-ended")
        raise_matches(self, Occasion(only=PUSHED))
        _wait(self, PUSHED, entry, (person,), self.since)
        if self.until is not None:
            wait_for_the_end(self, entry, (person,), self.until)
        self.outcome = Recorded(id=entry, subject=person)

    def _goes_on_with(self, person: str) -> tuple[str, str]:
        """The entry that this line goes on with, and the person as it was stated there; or a new one."""
        for entry in self.state.directory.values():
            if entry.owner == self.organisation and entry.person in self.as_one([person]):
                return entry.id, self.state.as_stated.directory[entry.id].person
        return self.entry, person
