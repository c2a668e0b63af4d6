"""What a history says in the end, as plain dictionaries: for the oracle, and by nothing of ``hub.domain`` but facts."""

from collections.abc import Mapping, Sequence
from typing import Any

from hub.domain.facts import (
    CoordinationRecorded,
    ErasureDecided,
    Fact,
    FollowUpRecorded,
    HandoverRecorded,
    InformingRecorded,
    MembershipStated,
    MembershipWithdrawn,
    PersonForgotten,
    PersonsLinked,
    PersonsUnlinked,
    ProfessionalLeft,
    SignalArchived,
    SignalEnded,
    SignalForgotten,
    SignalRecorded,
    SignalRetracted,
    WatchRecorded,
)
from tests.oracle.kept import Record, Records
from tests.oracle.oneself import renamed
from tests.oracle.permits import ON_AUTHORITY, ON_SHARING


def recorded(facts: Sequence[Fact], names: Mapping[str, str]) -> Records:
    """Take the facts in, one after the other, with everybody called by one pseudonym throughout."""
    records = Records()
    for fact in facts:
        if isinstance(fact, SignalRecorded):
            _signal(records, fact, names)
        elif type(fact) in ON_AUTHORITY:
            ON_AUTHORITY[type(fact)](records, fact, names)
        elif type(fact) in _TAKEN:
            _TAKEN[type(fact)](records, renamed(fact, names))
        elif not isinstance(fact, _CHANGES_NOTHING):
            raise TypeError(f"the law says nothing of {type(fact)}")
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


def _signal(records: Records, stated: SignalRecorded, names: Mapping[str, str]) -> None:
    """Who is stated as a member beside the subject is one, also where both turn out to be one person."""
    fact = renamed(stated, names)
    records.items[fact.signal] = _item(
        fact,
        fact.signal,
        fact.kind,
        about=fact.about,
        occurred_at=fact.occurred_at,
        category=fact.category,
        household=fact.household,
        informed=fact.informed,
        bands=fact.bands,
        shielded=fact.shielded,
        unsafe_to_ask=getattr(fact, "unsafe_to_ask", ()),
        ended_at=None,
        archived=False,
        confirmed_at=None,
    )
    own_role = next((member.role for member in stated.household if member.person == stated.subject), None)
    for number, member in enumerate(fact.household):
        if stated.household[number].person != stated.subject:
            records.items[f"{fact.signal}.{number}"] = _item(
                fact,
                f"{fact.signal}.{number}",
                "membership",
                about=tuple(dict.fromkeys((member.person, fact.subject))),
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


def _gone(records: Records, *things: str) -> None:
    gone = set(things)
    records.items = {id_: item for id_, item in records.items.items() if not {id_, item["stated_with"]} & gone}
    records.exceptions = {id_: each for id_, each in records.exceptions.items() if id_ not in gone}


def _signal_gone(records: Records, fact: SignalRetracted | SignalForgotten) -> None:
    _gone(records, fact.signal)


def _archived(records: Records, fact: SignalArchived) -> None:
    """It is over, and says of its household no more than which children there were."""
    item = records.items.get(fact.signal)
    if item is not None:
        item["archived"], item["household"] = True, ()
    _gone(records, *fact.things)


def _person_forgotten(records: Records, fact: PersonForgotten) -> None:
    records.answers.pop(fact.person, None)


def _membership_withdrawn(records: Records, fact: MembershipWithdrawn) -> None:
    records.items.pop(fact.membership, None)


def _membership(records: Records, fact: MembershipStated) -> None:
    records.items[fact.membership] = _item(
        fact,
        fact.membership,
        "membership",
        about=tuple(dict.fromkeys((fact.person, fact.of))),
        person=fact.person,
        of=fact.of,
        role=fact.role,
        of_role=None,
        in_home=fact.in_home,
        authority=fact.authority,
    )


def _follow_up(records: Records, fact: FollowUpRecorded) -> None:
    asked = fact.towards if fact.code == "interpretation-asked" else None
    records.items[fact.followup] = _item(
        fact,
        fact.followup,
        "follow-up",
        about=fact.about,
        offered_to=asked,
        offered_at=fact.occurred_at,
        interprets=fact.of if fact.code == "interpretation-given" else None,
    )
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


def _erased(records: Records, fact: ErasureDecided) -> None:
    records.restrictions += [(each, fact.request) for each in {fact.person, *fact.pseudonyms}]
    if fact.outcome == "erased":
        for each in fact.pseudonyms:
            records.answers.pop(each, None)
    _gone(records, *fact.things)


_TAKEN: dict[type[Fact], Any] = {
    **ON_SHARING,
    SignalEnded: _ended,
    InformingRecorded: _informing,
    SignalRetracted: _signal_gone,
    SignalForgotten: _signal_gone,
    SignalArchived: _archived,
    PersonForgotten: _person_forgotten,
    MembershipStated: _membership,
    MembershipWithdrawn: _membership_withdrawn,
    FollowUpRecorded: _follow_up,
    CoordinationRecorded: _coordination,
    WatchRecorded: _watch,
    HandoverRecorded: _handover,
    ErasureDecided: _erased,
}
_CHANGES_NOTHING = (PersonsLinked, PersonsUnlinked, ProfessionalLeft)
"""Links are taken in beforehand; who acts for an organisation changes nothing of what it may see."""
