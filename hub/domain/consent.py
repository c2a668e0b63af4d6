"""Consent: whether the youth or family agreed that one item goes to one recipient at one moment (DOMAIN.md 3)."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final

import msgspec

from hub.domain.catalogue import Catalogue
from hub.domain.circumstances import Circumstances, Consented, Given, Scope
from hub.domain.facts.sharing import ConsentRecorded
from hub.domain.givers import Needed, latest_records, needed_for
from hub.domain.items import Item
from hub.domain.organisations import Organisation, Role

THOSE_INVOLVED: Final = "those-involved"
"""A word of a recipients list: everyone who has a reason to know."""
ALL: Final = "all"
"""A word of a consent's recipients: every organisation, each with a reason to know, as always."""


def consent_opens(item: Item, viewer: Organisation, where: Circumstances) -> bool:
    """Whether everyone the item says something about consented, to its owner, that it goes to this viewer.

    Consents recorded by another organisation open it only where its owner confirmed them (DOMAIN.md 3.3).
    """
    consented = consents_needed(item, where)
    return consented is not None and all(names(recipients, viewer) for recipients in consented)


def consent_names(item: Item, viewer: Organisation, where: Circumstances) -> bool:
    """Whether every consent that opens this item names the viewer or its sector, and not just a role it may take up."""
    consented = consents_needed(item, where)
    return consented is not None and all(_names_outright(recipients, viewer) for recipients in consented)


def consent_opens_to_somebody(item: Item, where: Circumstances) -> bool:
    """Whether the consents that count for its owner open this item to any recipient at all, for whatever purpose."""
    return any(consented is not None and all(consented) for consented in _for_any_purpose(item, where))


def _for_any_purpose(item: Item, where: Circumstances) -> Iterator[Consented]:
    yield consents_needed(item, where)
    named = {purpose for record in where.family.consents.values() for purpose in record.purposes}
    for purpose in sorted(named - {where.purpose}):  # hardly ever one
        yield consents_needed(item, msgspec.structs.replace(where, purpose=purpose, consented={}, given={}))


def consents_needed(item: Item, where: Circumstances) -> Consented:
    """The recipients in each consent that this item needs; None where one is lacking. It depends on no viewer."""
    known = where.consented
    if item.id not in known:
        known[item.id] = _work_out(item, where)
    return known[item.id]


def scope_of(item: Item, where: Circumstances) -> Scope:
    """What a consent must cover: of a household that was stated with a signal, that signal (DOMAIN.md 3.3)."""
    stated = where.family.items.get(item.stated_with, item) if item.stated_with else item
    return (item.kind, stated.kind, stated.category)


def _work_out(item: Item, where: Circumstances) -> Consented:
    """Items of one owner about the same persons, in the same scope, need the same: worked out once for all of them."""
    same = (item.owner, item.about, item.unsafe_to_ask, scope_of(item, where))
    if same not in where.consented:
        where.consented[same] = _recipients(item, same[-1], where)
    return where.consented[same]


def _recipients(item: Item, scope: Scope, where: Circumstances) -> Consented:
    recipients: dict[tuple[str, ...], None] = {}
    for person in item.about:
        given = _given(person, item.owner, where)
        if given is None or (item.unsafe_to_ask and _asks_who_cannot_be_asked(item.unsafe_to_ask, person, given)):
            return None
        for record in given.records:
            if not in_scope(record, scope, where.catalogue):
                return None
            recipients[record.recipients] = None
    return tuple(recipients)


def _given(person: str, owner: str, where: Circumstances) -> Given | None:
    """What counts for this owner of who must consent for this person, all of it given; None where something lacks.

    It depends on no item, and is worked out once for all of an owner's items about the person.
    """
    key = (owner, person)
    if key not in where.given:
        where.given[key] = _work_out_given(person, owner, where)
    return where.given[key]


def _work_out_given(person: str, owner: str, where: Circumstances) -> Given | None:
    needed = needed_for(person, owner, where)
    if needed is None:
        return None
    counting: list[ConsentRecorded] = []
    for each in needed:
        records = tuple(latest_records(each.giver, owner, where.family))
        for record in records:
            if record is None or not is_given(record, each, person, where):
                return None
            counting.append(record)
        if not records:
            return None
    return Given(frozenset(each.giver for each in needed), tuple(counting))


def _asks_who_cannot_be_asked(unsafe: Collection[str], person: str, given: Given) -> bool:
    """Consent never opens what an alleged source of danger would have to be asked for, only an exception (3.2)."""
    return person in unsafe or not given.givers.isdisjoint(unsafe)


def is_given(record: ConsentRecorded, needed: Needed, person: str, where: Circumstances) -> bool:
    """Whether this record is a consent of this giver, for this person, now and for this purpose, whatever its scope."""
    return (
        answer_of(record, needed, person) == "given"
        and in_period(record, where.now)
        and (not record.purposes or where.purpose in record.purposes)
    )


def answer_of(record: ConsentRecorded, needed: Needed, person: str) -> str | None:
    """What this giver answered for this person; None where the record says nothing of it. Of several the strictest.

    Only what was answered in the capacity that fits counts: for oneself, or with authority for another. Who was asked
    for itself apart is believed in that; otherwise one answer holds for the whole family.
    """
    if person not in record.persons:
        return None
    own = [each for each in record.givers if each.person == needed.giver]
    fitting = [each for each in own if each.capacity == needed.capacity]
    if needed.capacity == "self" and not fitting:
        fitting = [each for each in own if each.capacity == "authority"]
    answers = [each.answer for each in fitting]
    return next((each for each in answers if each != "given"), answers[0] if answers else None)


def in_period(record: ConsentRecorded, now: datetime) -> bool:
    """Whether the consent has begun and not ended."""
    return (record.since is None or record.since <= now) and (record.until is None or now < record.until)


def in_scope(record: ConsentRecorded, scope: Scope, catalogue: Catalogue) -> bool:
    """Whether a consent covers items of this kind and category: all own, or by kind or life domain."""
    *kinds, category = scope
    if category in record.except_categories or (record.kinds and not set(record.kinds).intersection(kinds)):
        return False
    known = catalogue.get(category) if category else None
    return not record.domains or (known is not None and known.domain in record.domains)


def names(recipients: tuple[str, ...], viewer: Organisation) -> bool:
    """Whether a recipients list names this organisation, its sector, or a role that stands for it.

    ``all`` and ``those-involved`` name everyone who has a reason to know, which is decided apart from this.
    """
    if THOSE_INVOLVED in recipients or ALL in recipients or _names_outright(recipients, viewer):
        return True
    return Role.BASIC_CARE in recipients and viewer.has(Role.BASIC_CARE)


def _names_outright(recipients: tuple[str, ...], viewer: Organisation) -> bool:
    if viewer.id in recipients or f"sector:{viewer.sector}" in recipients:
        return True
    return viewer.sector == "veilig-thuis" and "veilig-thuis" in recipients
