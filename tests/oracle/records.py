"""What a history says in the end, as plain dictionaries: for the oracle, and by nothing of ``hub.domain`` but facts."""

from collections.abc import Sequence
from typing import Any

from hub.domain.facts import (
    AuthorityJudged,
    ConsentConfirmed,
    ConsentRecorded,
    ConsentWithdrawn,
    CoordinationRecorded,
    DirectoryEntryRecorded,
    ErasureDecided,
    ExceptionRecorded,
    ExceptionReviewed,
    Fact,
    FollowUpRecorded,
    HandoverRecorded,
    InformingRecorded,
    MembershipStated,
    PassingConfirmed,
    PersonRegistered,
    ReasonConfirmed,
    RecipientsNamed,
    RestrictionLifted,
    RestrictionSet,
    SignalEnded,
    SignalRecorded,
    SignalRetracted,
    WatchRecorded,
)
from tests.oracle.kept import Record, Records


def recorded(facts: Sequence[Fact]) -> Records:
    """Take the facts in, one after the other."""
    records = Records()
    for fact in facts:
        _TAKEN[type(fact)](records, fact)
    return records


def _item(fact: Any, id_: str, kind: str, **fields: Any) -> Record:
    return {
        "id": id_,
        "owner": fact.owner,
        "kind": kind,
        "recorded_at": fact.recorded_at,
        "category": None,
        "stated_with": None,
        "profile": (fact.profile, fact.profile_version),
        **fields,
    }


def _signal(records: Records, fact: SignalRecorded) -> None:
    records.items[fact.signal] = _item(
        fact,
        fact.signal,
        fact.kind,
        about=fact.about,
        occurred_at=fact.occurred_at,
        category=fact.category,
        household=fact.household,
        informed=fact.informed,
        shielded=fact.shielded,
        unsafe_to_ask=getattr(fact, "unsafe_to_ask", ()),
        ended_at=None,
        confirmed_at=None,
    )
    own_role = next((member.role for member in fact.household if member.person == fact.subject), None)
    for number, member in enumerate(fact.household):
        if member.person != fact.subject:
            records.items[f"{fact.signal}.{number}"] = _item(
                fact,
                f"{fact.signal}.{number}",
                "membership",
                about=(member.person, fact.subject),
                stated_with=fact.signal,
                person=member.person,
                of=fact.subject,
                role=member.role,
                of_role=own_role,
                in_home=member.in_home,
                authority=member.authority,
                unsafe_to_ask=getattr(fact, "unsafe_to_ask", ()),
            )


def _ended(records: Records, fact: SignalEnded) -> None:
    if fact.signal in records.items:
        records.items[fact.signal]["ended_at"] = fact.ended_at


def _informing(records: Records, fact: InformingRecorded) -> None:
    """Of each addressee the last counts: told on a day, or deferred further."""
    item = records.items.get(fact.signal)
    if item is not None:
        last = {each.person or each.addressee: each for each in (*item["informed"], *fact.informed)}
        item["informed"] = tuple(last.values())


def _retracted(records: Records, fact: SignalRetracted) -> None:
    records.items = {id_: item for id_, item in records.items.items() if fact.signal not in {id_, item["stated_with"]}}


def _membership(records: Records, fact: MembershipStated) -> None:
    records.items[fact.membership] = _item(
        fact,
        fact.membership,
        "membership",
        about=(fact.person, fact.of),
        person=fact.person,
        of=fact.of,
        role=fact.role,
        of_role=None,
        in_home=fact.in_home,
        authority=fact.authority,
    )


def _follow_up(records: Records, fact: FollowUpRecorded) -> None:
    records.items[fact.followup] = _item(fact, fact.followup, "follow-up", about=fact.about)
    concern = records.items.get(fact.of or "")
    if fact.code == "concern-confirmed" and concern is not None and concern["owner"] == fact.owner:
        concern["confirmed_at"] = max(concern["confirmed_at"] or fact.recorded_at, fact.recorded_at)


def _role(records: Records, fact: Any, id_: str, kind: str, about: tuple[str, ...], who: str) -> None:
    """A role is given by another only where that other's offer is recorded before it is taken."""
    before = records.items.get(id_)
    given_by = None
    if before is not None:
        given_by = before["owner"] if before["owner"] != fact.owner else before["given_by"]
    records.items[id_] = _item(
        fact,
        id_,
        kind,
        about=about,
        step=fact.step,
        given_by=given_by,
        offered_to=who if fact.step == "proposed" else None,
        offered_at=fact.at,
    )


def _coordination(records: Records, fact: CoordinationRecorded) -> None:
    _role(records, fact, fact.coordination, "coordination", fact.about, fact.coordinator)


def _watch(records: Records, fact: WatchRecorded) -> None:
    _role(records, fact, fact.watch, "watch", (fact.child,), fact.watcher)


def _handover(records: Records, fact: HandoverRecorded) -> None:
    before = records.items.get(fact.handover)
    records.items[fact.handover] = {
        **_item(fact, fact.handover, "handover", about=fact.about, step=fact.step),
        "recorded_at": fact.recorded_at if before is None else before["recorded_at"],
        "offered_to": fact.receiver if fact.step in {"offered", "accepted"} else None,
        "offered_at": fact.at,
    }


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


def _judged(records: Records, fact: AuthorityJudged) -> None:
    sources = records.undeterminable.setdefault(fact.child, set())
    (sources.add if fact.outcome == "undeterminable" else sources.discard)(fact.source)


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


def _erased(records: Records, fact: ErasureDecided) -> None:
    records.restrictions.append((fact.person, fact.request))
    if fact.outcome == "erased":
        records.registered.pop(fact.person, None)
    gone = set(fact.things)
    records.items = {id_: item for id_, item in records.items.items() if not {id_, item["stated_with"]} & gone}
    records.exceptions = {id_: each for id_, each in records.exceptions.items() if id_ not in gone}


def _lifted(records: Records, fact: RestrictionLifted) -> None:
    records.restrictions = [(each, request) for each, request in records.restrictions if request != fact.request]


def _register(records: Records, fact: PersonRegistered) -> None:
    """What it answers of authority replaces what the register itself was said to be unable to tell before."""
    records.registered[fact.person] = fact
    sources = records.undeterminable.setdefault(fact.person, set())
    sources.discard("register")
    if fact.authority is not None and not fact.authority.complete:
        sources.add("register")


def _reason(records: Records, fact: ReasonConfirmed) -> None:
    for person in fact.persons:
        records.confirmed_reasons[fact.owner, person] = fact.recorded_at


_TAKEN: dict[type[Fact], Any] = {
    SignalRecorded: _signal,
    SignalEnded: _ended,
    InformingRecorded: _informing,
    SignalRetracted: _retracted,
    MembershipStated: _membership,
    FollowUpRecorded: _follow_up,
    CoordinationRecorded: _coordination,
    WatchRecorded: _watch,
    HandoverRecorded: _handover,
    ConsentRecorded: _consent,
    ConsentWithdrawn: _withdrawn,
    ConsentConfirmed: _consent_confirmed,
    PassingConfirmed: _passing,
    AuthorityJudged: _judged,
    ExceptionRecorded: _exception,
    ExceptionReviewed: _reviewed,
    RecipientsNamed: _named,
    DirectoryEntryRecorded: _entry,
    RestrictionSet: _restricted,
    ErasureDecided: _erased,
    RestrictionLifted: _lifted,
    ReasonConfirmed: _reason,
    PersonRegistered: _register,
}
