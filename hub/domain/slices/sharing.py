"""Opening and closing sharing: consent given, refused and withdrawn; the shelter's recipients; the directory."""

from collections.abc import Container, Iterator, Sequence
from datetime import datetime

import msgspec

from hub.domain.catalogue import LifeDomain
from hub.domain.errors import Fault, InvalidCommand, NotAllowed, UnknownThing
from hub.domain.facts.matches import Deadline, DeadlinesSet
from hub.domain.facts.sharing import (
    ConsentRecorded,
    ConsentWithdrawn,
    DirectoryEntryRecorded,
    Giver,
    RecipientsNamed,
)
from hub.domain.items import ITEM_KINDS
from hub.domain.matching import Occasion, raise_matches
from hub.domain.organisations import Role, Sector
from hub.domain.policy import Policy
from hub.domain.rules.violence_at_home import VIOLENCE_AT_HOME
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.withdrawing import withdraw_matches

PUSHED = VIOLENCE_AT_HOME.id
"""The one rule that speaks to who becomes basic care, or is named by a shelter, of what was raised already."""

SHARING = "sharing"
"""The name under which the end of a consent or an exception waits among the deadlines."""


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of recording something that has an identifier."""

    id: str
    subject: str | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One giver's answer; the person comes with the command's subjects, in the same order."""

    capacity: str
    answer: str
    on: datetime


class ConsentDetails(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked and answered. The command's subjects are first the givers, then whom it is about."""

    answers: tuple[Answer, ...]
    recipients: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    except_categories: tuple[str, ...] = ()
    until: datetime | None = None
    explained: str | None = None


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
        if any(answer.answer == "given" for answer in self.details.answers):
            own = tuple(item for item in self.state.items.values() if item.owner == self.organisation)
            raise_matches(self, Occasion(touched=own))
        self.outcome = Recorded(id=self.consent, subject=self.persons[0])


def consent_faults(details: ConsentDetails, policy: Policy, now: datetime) -> list[Fault]:
    """Everything that is wrong with a consent, at once."""
    faults = [
        Fault(f"recipients[{index}]", "organisation-unknown", "No such organisation, sector or role.")
        for index, recipient in enumerate(details.recipients)
        if not known_recipient(recipient, policy)
    ]
    faults.extend(_scope_faults(details, policy))
    if details.until is not None and details.until <= now:
        faults.append(Fault("until", "date-in-past", "A consent ends in the future."))
    if any(answer.on > now for answer in details.answers):
        faults.append(Fault("givers", "date-in-future", "An answer was given before now."))
    return faults


def _scope_faults(details: ConsentDetails, policy: Policy) -> Iterator[Fault]:
    """A scope in words that do not exist: a category misspelt would be shared although it was left out."""
    known: tuple[tuple[str, tuple[str, ...], Container[str], str], ...] = (
        ("kinds", details.kinds, ITEM_KINDS, "kind-unknown"),
        ("domains", details.domains, set(LifeDomain), "domain-unknown"),
        ("except_categories", details.except_categories, policy.catalogue.codes(), "category-unknown"),
    )
    for field, stated, possible, code in known:
        for index, word in enumerate(stated):
            if word not in possible:
                yield Fault(f"{field}[{index}]", code, "This is not a word that a consent's scope can be stated in.")


def record_consent(slice_: HubSlice, consent: str, persons: Sequence[str], details: ConsentDetails) -> None:
    """Record what was answered; ``persons`` are the givers, in the order of the answers, then whom it is about."""
    givers = tuple(
        Giver(person=person, capacity=a.capacity, answer=a.answer, on=a.on)  # type: ignore[arg-type]
        for person, a in zip(persons, details.answers, strict=False)
    )
    covered = tuple(dict.fromkeys(persons))
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
        )
    )
    if details.until is not None:
        wait_for_the_end(slice_, consent, covered, details.until)


def wait_for_the_end(slice_: HubSlice, ground: str, persons: tuple[str, ...], due: datetime) -> None:
    """Time that closes a ground is a deadline: when it comes, what rested on the ground is taken back."""
    _wait(slice_, SHARING, ground, persons, due)


def _wait(slice_: HubSlice, rule: str, ground: str, persons: tuple[str, ...], due: datetime) -> None:
    deadline = Deadline(id=f"{rule}:{ground}:{due:%Y%m%dT%H%M%S}", rule=rule, due=due)
    if due > slice_.now and deadline.id not in slice_.state.deadlines:
        slice_.record(DeadlinesSet(recorded_at=slice_.now, persons=persons, deadlines=(deadline,)))


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
        self.record(ConsentWithdrawn(recorded_at=self.now, consent=self.consent, persons=found.persons))
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


def known_recipient(recipient: str, policy: Policy) -> bool:
    """Whether a recipients list may hold this word: an organisation, ``sector:<sector>``, or a role."""
    if recipient in policy.organisations or recipient in {Role.BASIC_CARE, "veilig-thuis", "those-involved"}:
        return True
    return recipient.startswith("sector:") and recipient.removeprefix("sector:") in set(Sector)
