"""Consent: whether the youth or family agreed that one item goes to one recipient at one moment (DOMAIN.md 3)."""

from collections.abc import Collection
from datetime import datetime

from hub.domain.ages import AgeBand
from hub.domain.catalogue import Catalogue
from hub.domain.circumstances import Ages, Circumstances
from hub.domain.facts.sharing import ConsentRecorded
from hub.domain.family import FamilyState
from hub.domain.items import ADULT_ROLES, Item, Membership
from hub.domain.organisations import Organisation, Role

UNDER_TWELVE = frozenset({AgeBand.EXPECTED, AgeBand.UNDER_FOUR, AgeBand.UNDER_TWELVE})
FROM_SIXTEEN = frozenset({AgeBand.SIXTEEN_SEVENTEEN, AgeBand.EIGHTEEN_TO_TWENTY_TWO, AgeBand.ADULT})

THOSE_INVOLVED = "those-involved"
"""A word of a recipients list: everyone who has a reason to know."""

Scope = tuple[str, str, str | None]
"""Kind of the item, and kind and category of the signal with which it was stated (itself, where with none)."""


def consent_opens(item: Item, viewer: Organisation, where: Circumstances) -> bool:
    """Whether everyone the item says something about consented, to its owner, that it goes to this viewer.

    Consents recorded by another organisation open nothing here: their owner did not ask for this item (DOMAIN.md 3.3).
    """
    consented = _consented(item, where)
    return consented is not None and all(names(recipients, viewer) for recipients in consented)


def required_givers(person: str, family: FamilyState, ages: Ages) -> tuple[str, ...] | None:
    """Who must consent for this person, now: by age, and by authority as stated by anyone; None where nobody can.

    Under 12 everyone with authority; 12-15 the youth and everyone with authority; from 16 the youth alone. Nobody can
    consent for a child for whom nobody is stated to hold authority. An unknown age counts the strictest way, but for
    who is stated as an adult of a family. Source: DOMAIN.md 3.1; Jeugdwet 7.3.4, 7.3.5.
    """
    band = ages.get(person, AgeBand.UNKNOWN)
    if band in FROM_SIXTEEN:
        return (person,)
    holders = tuple(sorted(family.authority.get(person, ())))
    if holders:
        return holders if band in UNDER_TWELVE else (person, *holders)
    return (person,) if band is AgeBand.UNKNOWN and _stated_as_adult(person, family) else None


def _stated_as_adult(person: str, family: FamilyState) -> bool:
    memberships = (item for item in family.items.values() if isinstance(item, Membership))
    return any((m.role if m.person == person else m.of_role) in ADULT_ROLES for m in memberships if person in m.about)


def consent_opens_to_somebody(item: Item, where: Circumstances) -> bool:
    """Whether the consents that its owner recorded open this item to any recipient at all."""
    consented = _consented(item, where)
    return consented is not None and all(consented)


def _consented(item: Item, where: Circumstances) -> Collection[tuple[str, ...]] | None:
    """The recipients in each consent that this item needs; None where one is lacking. It depends on no viewer."""
    if item.id not in where.consented:
        where.consented[item.id] = _work_out(item, _scope(item, where), where)
    return where.consented[item.id]


def _scope(item: Item, where: Circumstances) -> Scope:
    """What a consent must cover: of a household that was stated with a signal, that signal (DOMAIN.md 3.3)."""
    stated = where.family.items.get(item.stated_with, item) if item.stated_with else item
    return (item.kind, stated.kind, stated.category)


def _work_out(item: Item, scope: Scope, where: Circumstances) -> Collection[tuple[str, ...]] | None:
    recipients: dict[tuple[str, ...], None] = {}
    for person in item.about:
        givers = required_givers(person, where.family, where.ages)
        if givers is None:
            return None
        for giver in givers:
            consent = where.family.consents.get((item.owner, giver))
            if consent is None or not _counts(consent, giver, person, where.now):
                return None
            if not _in_scope(consent, scope, where.catalogue):
                return None
            recipients[consent.recipients] = None
    return tuple(recipients)


def _counts(consent: ConsentRecorded, giver: str, person: str, now: datetime) -> bool:
    """Whether the owner's latest record for this giver is a consent for this person now.

    Only what was answered in the capacity that fits counts: for oneself, or with authority for another. Who was asked
    for itself apart is believed in that; otherwise one answer holds for the whole family.
    """
    if person not in consent.persons or (consent.until is not None and now >= consent.until):
        return False
    own = [each for each in consent.givers if each.person == giver]
    fitting = [each for each in own if (each.capacity == "self") == (giver == person)]
    if giver == person and not fitting:
        fitting = [each for each in own if each.capacity == "authority"]
    return bool(fitting) and all(each.answer == "given" for each in fitting)


def _in_scope(consent: ConsentRecorded, scope: Scope, catalogue: Catalogue) -> bool:
    *kinds, category = scope
    if category in consent.except_categories or (consent.kinds and not set(consent.kinds).intersection(kinds)):
        return False
    known = catalogue.get(category) if category else None
    return not consent.domains or (known is not None and known.domain in consent.domains)


def names(recipients: tuple[str, ...], viewer: Organisation) -> bool:
    """Whether a recipients list names this organisation, its sector, or a role that stands for it.

    ``those-involved`` names everyone who has a reason to know, which is decided apart from this.
    """
    if viewer.id in recipients or THOSE_INVOLVED in recipients:
        return True
    if f"sector:{viewer.sector}" in recipients:
        return True
    if "veilig-thuis" in recipients and viewer.sector == "veilig-thuis":
        return True
    return Role.BASIC_CARE in recipients and viewer.has(Role.BASIC_CARE)
