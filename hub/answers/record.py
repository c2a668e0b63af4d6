"""The outcome of a request: what is recorded about me, who saw it and on which ground (DOMAIN.md 12).

Everything in it passed the decision for a data subject (``hub.domain.rights``). What is withheld leaves no trace: a
record of which nothing may be told is, byte for byte, one in which nothing is.
"""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from hub.answers import plain
from hub.answers.items import day_of
from hub.answers.notices import Words
from hub.answers.seen import RestedOn, SawAnswer, seen_by
from hub.answers.trails import of_lines_and
from hub.disclosures.line import Line
from hub.disclosures.told import Told
from hub.domain.circumstances import Circumstances
from hub.domain.items import FollowUp, Item, Membership, Signal
from hub.domain.looking import Looked, sealed
from hub.domain.organisations import Organisations
from hub.domain.requests import DataRequest
from hub.domain.rights import decide_for_subject, is_withheld

RIGHTS = "rights"
"""The ground on which a data subject is told (GDPR 15)."""
_EXPLAINED = {
    "not-entitled": plain.NOT_ENTITLED,
    "not-identified": plain.NOT_IDENTIFIED,
    "manifestly-unfounded": plain.UNFOUNDED,
}
"""Reasons that follow from who asks, and tell nothing of what is recorded."""


class EntryAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is recorded. ``id`` is what a correction or an objection names; ``on`` is a Dutch calendar day."""

    id: str
    organisation: str
    on: date
    what: Words
    subject_matter: Words | None = None
    """The category of a concern."""
    details: tuple[Words, ...] = ()
    ended_on: date | None = None


class RecordAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The outcome (uitkomst) of a request, in plain words, for who asked it."""

    request: str
    about: Words
    answer: Words
    recorded: tuple[EntryAnswer, ...] = ()
    seen: tuple[SawAnswer, ...] = ()
    your_rights: tuple[Words, ...]


def record_of(
    request: DataRequest,
    where: Circumstances,
    organisations: Organisations,
    lines: Iterable[Line],
    rested_on: RestedOn,
) -> Told[RecordAnswer]:
    """What is told to who asked, with the trail that telling it leaves; ``lines`` are the log's about the person."""
    about = plain.ABOUT_ANOTHER if request.by_representative else plain.ABOUT_YOU
    bare = RecordAnswer(request=request.id, about=about, answer=_answer(request), your_rights=plain.YOUR_RIGHTS)
    asked = Looked(thing=request.id, about=(request.person,), ground=RIGHTS)
    if request.kind != "access" or request.decision != "granted":
        return Told(bare, of_lines_and(request.person, (asked,), ()))
    decided = [*_decided(request, where, organisations)]
    recorded = [entry for item, allowed in decided if allowed for entry in _entry(item, where, organisations)]
    recorded += _answers_to_consent(request, where, organisations)
    recorded += _shared_for_safety(request.person, where, organisations)
    recorded += _ordinary_service(request, where, organisations)
    seen, used = seen_by(lines, where, organisations, rested_on)
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
    )
    return Told(told, of_lines_and(request.person, looked, used))


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


def _entry(item: Item, where: Circumstances, organisations: Organisations) -> Iterator[EntryAnswer]:
    """How an item stands in the record: never whom else it is about."""
    category = where.catalogue.get(item.category) if item.category else None
    yield EntryAnswer(
        id=item.id,
        organisation=_named(item.owner, organisations),
        on=day_of(item.occurred_at),
        what=plain.KINDS[item.kind],
        subject_matter=None if category is None else Words(category.label_nl, category.label_en),
        details=tuple(plain.CODES[code] for code in _codes(item) if code in plain.CODES),
        ended_on=day_of(item.ended_at) if isinstance(item, Signal) and item.ended_at is not None else None,
    )


def _codes(item: Item) -> Iterator[str]:
    match item:
        case Signal(severity=severity) if severity is not None:
            yield severity.value
        case Membership(role=role):
            yield role
        case FollowUp(code=code):
            yield code
        case _:
            return


def _answers_to_consent(
    request: DataRequest, where: Circumstances, organisations: Organisations
) -> Iterator[EntryAnswer]:
    """What the person itself answered, or who asks for them; never what another answered."""
    askers = {request.person, *(each.person for each in request.requesters)}
    for (owner, giver), consent in where.family.consents.items():
        known = organisations.get(owner)
        if giver not in askers or request.person not in consent.persons or known is None or known.shielded:
            continue
        answers = tuple(each.answer for each in consent.givers if each.person == giver)
        yield EntryAnswer(
            id=consent.consent,
            organisation=known.name,
            on=day_of(consent.recorded_at),
            what=plain.KINDS["consent"],
            details=tuple(plain.CODES[each] for each in dict.fromkeys(answers)),
        )


def _shared_for_safety(person: str, where: Circumstances, organisations: Organisations) -> Iterator[EntryAnswer]:
    """Exceptions that have ended, of which nothing is withheld any more."""
    for exception in where.family.exceptions.values():
        items = [where.family.items.get(each) for each in exception.items]
        open_ = exception.open(where.now) or person not in exception.persons
        if open_ or any(
            item is None or is_withheld(item, where, organisations, by_representative=True) for item in items
        ):
            continue
        yield EntryAnswer(
            id=exception.id,
            organisation=_named(exception.owner, organisations),
            on=day_of(exception.recorded_at),
            what=plain.KINDS["exception"],
        )


def _ordinary_service(
    request: DataRequest, where: Circumstances, organisations: Organisations
) -> Iterator[EntryAnswer]:
    """Whose pupil or patient somebody is: told to themselves alone, since it says where to find them.

    Also while something is withheld: an entry that went away then would say so.
    """
    if request.by_representative:
        return
    for entry in where.family.directory.values():
        known = organisations.get(entry.owner)
        if entry.person == request.person and known is not None and not known.shielded:
            yield EntryAnswer(
                id=entry.id,
                organisation=known.name,
                on=day_of(entry.since),
                what=plain.KINDS["directory"],
                ended_on=None if entry.until is None else day_of(entry.until),
            )


def _named(organisation: str, organisations: Organisations) -> str:
    known = organisations.get(organisation)
    return organisation if known is None else known.name
