"""The entries of a record: one thing each, in plain words, and never whom else it is about (DOMAIN.md 12)."""

from collections.abc import Iterator
from datetime import date

import msgspec

from hub.answers import plain, plain_handling
from hub.answers.items import day_of
from hub.answers.notices import Words
from hub.domain.circumstances import Circumstances
from hub.domain.informing import informed_of
from hub.domain.items import FollowUp, Item, Membership, Signal
from hub.domain.organisations import Organisations
from hub.domain.policy import Policy
from hub.domain.requests import DataRequest
from hub.domain.retention import ends_at, forgotten_at
from hub.domain.rights import is_withheld


class EntryAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is recorded. ``id`` is what a correction or an objection names; every day is a Dutch one.

    ``organisation`` wrote it down: it is the source. ``basis`` is the article on which it may. ``told_on`` is when who
    asks was told of it, as its organisation recorded. ``ends_on``: until when it counts at most, as it stands now;
    ``gone_on``: when nothing of it is kept any more.
    """

    id: str
    organisation: str
    on: date
    what: Words
    subject_matter: Words | None = None
    """The category of a concern."""
    details: tuple[Words, ...] = ()
    ended_on: date | None = None
    basis: str | None = None
    told_on: date | None = None
    ends_on: date | None = None
    gone_on: date | None = None


def entry_of(item: Item, request: DataRequest, policy: Policy) -> EntryAnswer:
    """How an item stands in the record."""
    category = policy.catalogue.get(item.category) if item.category else None
    entry = EntryAnswer(
        id=item.id,
        organisation=_named(item.owner, policy.organisations),
        on=day_of(item.occurred_at),
        what=plain.KINDS[item.kind],
        subject_matter=None if category is None else Words(category.label_nl, category.label_en),
        details=tuple(plain.CODES[code] for code in _codes(item) if code in plain.CODES),
    )
    if not isinstance(item, Signal):
        return entry
    kindcheck = plain_handling.KINDCHECK.get(item.kindcheck or "") if item.subject == request.person else None
    return msgspec.structs.replace(
        entry,
        details=(*entry.details, *(() if kindcheck is None else (kindcheck,))),
        ended_on=None if item.ended_at is None else day_of(item.ended_at),
        basis=_basis(item, policy),
        told_on=_told_on(item, request),
        ends_on=day_of(ends_at(item, policy.retention)) if item.ended_at is None else None,
        gone_on=day_of(forgotten_at(item, policy.retention)),
    )


def _basis(signal: Signal, policy: Policy) -> str | None:
    """The article on which its owner may record it, as configured."""
    owner = policy.organisations.get(signal.owner)
    if owner is None:
        return None
    if not signal.concern:
        return policy.legal_bases.for_involvement(owner.sector)
    category = policy.catalogue.get(signal.category) if signal.category else None
    return None if category is None else policy.legal_bases.for_concern(owner.sector, category.domain)


def _told_on(signal: Signal, request: DataRequest) -> date | None:
    """When the data subject, or who asks for them, was last told of it; when others were is theirs to know."""
    askers = {request.person, *(each.person for each in request.requesters)}
    told = (informed_of(signal, each) for each in askers)
    days = [day_of(each.on) for each in told if each is not None and each.on is not None]
    return max(days, default=None)


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


def answers_to_consent(
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


def shared_for_safety(person: str, where: Circumstances, organisations: Organisations) -> Iterator[EntryAnswer]:
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


def ordinary_service(request: DataRequest, where: Circumstances, organisations: Organisations) -> Iterator[EntryAnswer]:
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
