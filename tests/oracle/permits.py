"""What a history says of consent, exceptions, the directory, restrictions and the register, as plain dictionaries."""

from collections.abc import Mapping
from typing import Any, Final

from hub.domain.facts import (
    AuthorityJudged,
    ConsentConfirmed,
    ConsentRecorded,
    ConsentWithdrawn,
    DirectoryEntryRecorded,
    ExceptionRecorded,
    ExceptionReviewed,
    Fact,
    LookReviewed,
    PassingConfirmed,
    PersonRegistered,
    ReasonConfirmed,
    RecipientsNamed,
    RestrictionLifted,
    RestrictionSet,
)
from tests.oracle.kept import Records
from tests.oracle.oneself import renamed


def _consent(records: Records, fact: ConsentRecorded) -> None:
    for person in {*(giver.person for giver in fact.givers), *fact.represented}:
        records.consents[fact.owner, person] = fact
        records.confirmed_consents.pop((fact.owner, person), None)


def _withdrawn(records: Records, fact: ConsentWithdrawn) -> None:
    for key in [key for key, each in records.consents.items() if each.consent == fact.consent]:
        del records.consents[key]
        records.confirmed_consents.pop(key, None)


def _consent_confirmed(records: Records, fact: ConsentConfirmed) -> None:
    for giver in fact.givers:
        records.confirmed_consents.setdefault((fact.owner, giver), {})[fact.organisation] = fact.consent


def _passing(records: Records, fact: PassingConfirmed) -> None:
    records.seconded.add(fact.consent)


def _judged(records: Records, stated: AuthorityJudged, names: Mapping[str, str]) -> None:
    """Under which pseudonym it was judged stays known: what cannot be told under one is not answered under another."""
    fact = renamed(stated, names)
    sources = records.undeterminable.setdefault(fact.child, set())
    (sources.add if fact.outcome == "undeterminable" else sources.discard)((stated.child, fact.source))


def _exception(records: Records, fact: ExceptionRecorded) -> None:
    records.exceptions[fact.exception] = {
        "owner": fact.owner,
        "persons": fact.persons,
        "items": fact.items,
        "recipients": fact.recipients,
        "struck_out": fact.struck_out,
        "review_on": fact.review_on,
        "violence": fact.violence,
        "ended": False,
    }


def _reviewed(records: Records, fact: ExceptionReviewed) -> None:
    exception = records.exceptions.get(fact.exception)
    if exception is not None:
        exception["ended"] = exception["ended"] or fact.decision in {"rejected", "ended"}
        exception["review_on"] = fact.review_on or exception["review_on"]


def _named(records: Records, fact: RecipientsNamed) -> None:
    for person in fact.persons:
        records.named_by_shelter.setdefault((fact.owner, person), set()).update(fact.recipients)


def _entry(records: Records, fact: DirectoryEntryRecorded) -> None:
    before = records.directory.get(fact.entry)
    again = before is not None and before["since"] == fact.since
    records.directory[fact.entry] = {
        "owner": fact.owner,
        "person": fact.person,
        "since": fact.since,
        "until": fact.until,
        "recorded_at": before["recorded_at"] if before is not None and again else fact.recorded_at,
    }


def _restricted(records: Records, fact: RestrictionSet) -> None:
    records.restrictions += [(each, fact.request) for each in fact.things or (fact.person,)]


def _lifted(records: Records, fact: RestrictionLifted) -> None:
    records.restrictions = [(each, request) for each, request in records.restrictions if request != fact.request]


def _register(records: Records, stated: PersonRegistered, names: Mapping[str, str]) -> None:
    """What it answers replaces what it was said to be unable to tell before, under the same pseudonym."""
    fact = renamed(stated, names)
    records.answers.setdefault(fact.person, []).append(fact)
    sources = records.undeterminable.setdefault(fact.person, set())
    sources.discard((stated.person, "register"))
    if fact.authority is not None and not fact.authority.complete:
        sources.add((stated.person, "register"))


def _reason(records: Records, fact: ReasonConfirmed) -> None:
    for person in fact.persons:
        records.confirmed_reasons[fact.owner, person] = fact.recorded_at


def _look(records: Records, fact: LookReviewed) -> None:
    for person in fact.persons if fact.decision == "not-in-order" else ():
        records.judged_no_reason[fact.owner, person] = fact.recorded_at


ON_SHARING: Final[dict[type[Fact], Any]] = {
    ConsentRecorded: _consent,
    ConsentWithdrawn: _withdrawn,
    ConsentConfirmed: _consent_confirmed,
    PassingConfirmed: _passing,
    ExceptionRecorded: _exception,
    ExceptionReviewed: _reviewed,
    RecipientsNamed: _named,
    DirectoryEntryRecorded: _entry,
    RestrictionSet: _restricted,
    RestrictionLifted: _lifted,
    ReasonConfirmed: _reason,
    LookReviewed: _look,
}
"""How each of these facts changes what is kept."""

ON_AUTHORITY: Final[dict[type[Fact], Any]] = {AuthorityJudged: _judged, PersonRegistered: _register}
"""The same for those of which it matters by which pseudonym a person was called."""
