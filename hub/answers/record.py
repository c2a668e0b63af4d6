"""The outcome of a request: what is recorded about me, who saw it and on which ground (DOMAIN.md 12).

Everything in it passed the decision for a data subject (``hub.domain.rights``). What is withheld leaves no trace: a
record of which nothing may be told is, byte for byte, one in which nothing is.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

import msgspec

from hub.answers import plain, plain_handling
from hub.answers.entries import EntryAnswer, answers_to_consent, entry_of, ordinary_service, shared_for_safety
from hub.answers.items import day_of
from hub.answers.notices import Words
from hub.answers.seen import RestedOn, SawAnswer, seen_by
from hub.answers.trails import of_lines_and
from hub.disclosures.line import Line
from hub.disclosures.told import Told
from hub.domain.circumstances import Circumstances
from hub.domain.facts.matches import MatchRaised
from hub.domain.items import Item
from hub.domain.looking import Looked, sealed
from hub.domain.organisations import Organisations
from hub.domain.policy import Policy
from hub.domain.requests import DataRequest
from hub.domain.rights import decide_for_subject
from hub.people.identity import Identity

RIGHTS = "rights"
"""The ground on which a data subject is told (GDPR 15)."""
_EXPLAINED = {
    "not-entitled": plain.NOT_ENTITLED,
    "not-identified": plain.NOT_IDENTIFIED,
    "manifestly-unfounded": plain.UNFOUNDED,
}
"""Reasons that follow from who asks, and tell nothing of what is recorded."""


class Logged(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of who was told what of the data subject."""

    lines: tuple[Line, ...] = ()
    """Of the disclosure log, the latest first."""
    messages: tuple[MatchRaised, ...] = ()
    """What recipients were told, in order, each as it stood when it was sent."""

    @property
    def rested_on(self) -> RestedOn:
        """What each notification rested on when it was sent: what grew since is none of its."""
        sent = ((each.notification, each.shown) for each in self.messages if each.notification is not None)
        return {notification: tuple(one.item for one in shown) for notification, shown in sent}


class StoredAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is kept of who somebody is. Of the citizen service number (BSN) its end. No address: it could say where
    somebody stays; the municipality tells it in person."""

    family_name: str | None = None
    given_names: str | None = None
    born: str | None = None
    bsn_ends_in: str | None = None


class MessageAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """That an organisation got a message on a day, and for what reason."""

    on: date
    organisation: str
    why: Words


class RecordAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The outcome (uitkomst) of a request, in plain words, for who asked it."""

    request: str
    about: Words
    answer: Words
    recorded: tuple[EntryAnswer, ...] = ()
    seen: tuple[SawAnswer, ...] = ()
    messages: tuple[MessageAnswer, ...] = ()
    stored: tuple[StoredAnswer, ...] = ()
    handling: tuple[Words, ...] = ()
    """How the hub handles what is recorded: purposes, sources, who gets it, how long, no automated decisions."""
    your_rights: tuple[Words, ...]


def record_of(
    request: DataRequest,
    where: Circumstances,
    policy: Policy,
    log: Logged,
    identities: Mapping[str, Identity] = MappingProxyType({}),
) -> Told[RecordAnswer]:
    """What is told to who asked, with the trail that telling it leaves.

    ``identities``: who the data subject is, by each of its pseudonyms.
    """
    about = plain.ABOUT_ANOTHER if request.by_representative else plain.ABOUT_YOU
    bare = RecordAnswer(
        request=request.id,
        about=about,
        answer=_answer(request),
        handling=plain_handling.HANDLING if request.kind == "access" else (),
        your_rights=plain.YOUR_RIGHTS,
    )
    asked = Looked(thing=request.id, about=(request.person,), ground=RIGHTS)
    if request.kind != "access" or request.decision != "granted":
        return Told(bare, of_lines_and(request.person, (asked,), ()))
    organisations = policy.organisations
    decided = [*_decided(request, where, organisations)]
    shown = [item for item, allowed in decided if allowed]
    recorded = [entry_of(item, request, policy) for item in shown]
    recorded += answers_to_consent(request, where, organisations)
    recorded += shared_for_safety(request.person, where, organisations)
    recorded += ordinary_service(request, where, organisations)
    seen, used = seen_by(log.lines, where, organisations, log.rested_on)
    looked = (
        asked,
        *(Looked(thing=each.id, about=(request.person,), ground=RIGHTS) for each in recorded),
        *sealed(item for item, allowed in decided if not allowed),
    )
    told = msgspec.structs.replace(
        bare,
        answer=plain.SOMETHING if recorded or seen else plain.NOTHING,
        recorded=tuple(sorted(recorded, key=lambda each: (each.on, each.id))),
        seen=seen,
        messages=tuple(_messages({item.id for item in shown}, log.messages, policy)),
        stored=_stored(shown, where, identities),
    )
    return Told(told, of_lines_and(request.person, looked, used))


def _messages(shown: Container[str], messages: Iterable[MatchRaised], policy: Policy) -> Iterator[MessageAnswer]:
    """Who got a message, where all that it rested on is told here: each by what it rested on when it was sent."""
    rules = {each.rule.id: each.rule for each in policy.rules}
    for each in messages:
        recipient, rule = policy.organisations.get(each.recipient), rules.get(each.rule)
        if recipient is None or recipient.shielded or rule is None or rule.own_duty or not each.shown:
            continue
        if all(one.item in shown for one in each.shown):
            why = Words(nl=rule.fires_nl, en=rule.fires_en)
            yield MessageAnswer(on=day_of(each.recorded_at), organisation=recipient.name, why=why)


def _stored(
    shown: Iterable[Item], where: Circumstances, identities: Mapping[str, Identity]
) -> tuple[StoredAnswer, ...]:
    """Who the data subject is, by the pseudonyms under which something is told here: by any other it would tell that
    somebody wrote of them.
    """
    stated = where.family.as_stated.items
    called = dict.fromkeys(person for item in shown if item.id in stated for person in stated[item.id].about)
    found = (identities[person] for person in called if person in identities)
    answers = (
        StoredAnswer(
            family_name=each.family_name,
            given_names=each.given_names,
            born=each.born,
            bsn_ends_in=None if each.bsn is None else each.bsn[-3:],
        )
        for each in found
    )
    return tuple(dict.fromkeys(answers))


def _answer(request: DataRequest) -> Words:
    """The decision in words; where it could tell what is recorded, the words are the same whatever is."""
    explained = next((_EXPLAINED[each] for each in request.reasons if each in _EXPLAINED), None)
    if explained is not None:
        return explained
    if request.kind == "access":
        return plain.NOTHING
    return plain.GRANTED[request.kind] if request.decision == "granted" else plain.REFUSED


def _decided(request: DataRequest, where: Circumstances, organisations: Organisations) -> Iterator[tuple[Item, bool]]:
    for item in where.family.items.values():
        told = decide_for_subject(
            request.person, item, where, organisations, by_representative=request.by_representative
        )
        if told is not None:
            yield item, told.allowed
