"""Consent: whether the youth or family agreed that one item goes to one recipient at one moment (DOMAIN.md 3)."""

from collections.abc import Collection

from hub.domain.ages import AgeBand
from hub.domain.catalogue import Catalogue
from hub.domain.circumstances import Ages, Circumstances
from hub.domain.facts.sharing import ConsentRecorded, Giver
from hub.domain.family import FamilyState
from hub.domain.items import Item
from hub.domain.organisations import Organisation, Role

UNDER_TWELVE = frozenset({AgeBand.EXPECTED, AgeBand.UNDER_FOUR, AgeBand.UNDER_TWELVE})
FROM_SIXTEEN = frozenset({AgeBand.SIXTEEN_SEVENTEEN, AgeBand.EIGHTEEN_TO_TWENTY_TWO, AgeBand.ADULT})


def consent_opens(item: Item, viewer: Organisation, where: Circumstances) -> bool:
    """Whether everyone the item says something about consented, to its owner, that it goes to this viewer.

    Consents recorded by another organisation open nothing here: their owner did not ask for this item (DOMAIN.md 3.3).
    """
    consented = _consented(item, where)
    return consented is not None and all(names(recipients, viewer) for recipients in consented)


def required_givers(person: str, family: FamilyState, ages: Ages) -> tuple[str, ...]:
    """Who must consent for this person, now: by age, and by authority as stated by anyone.

    Under 12 everyone with authority; 12-15 the youth and everyone with authority; from 16 the youth alone; an unknown
    age counts the strictest way. A child for whom nobody is stated to hold authority cannot be consented for: that is
    the child itself, of whom no answer counts under 12, so nothing opens. Source: DOMAIN.md 3.1; Jeugdwet 7.3.4, 7.3.5.
    """
    band = ages.get(person, AgeBand.UNKNOWN)
    holders = family.authority.get(person, frozenset())
    if band in FROM_SIXTEEN:
        return (person,)
    if band in UNDER_TWELVE:
        return tuple(sorted(holders)) or (person,)
    return (person, *sorted(holders))


def consent_opens_to_somebody(item: Item, where: Circumstances) -> bool:
    """Whether the consents that its owner recorded open this item to any recipient at all."""
    consented = _consented(item, where)
    return consented is not None and all(consented)


def _consented(item: Item, where: Circumstances) -> Collection[tuple[str, ...]] | None:
    """The recipients in each consent that this item needs; None where one is lacking.

    It depends on no viewer, and is the same for items of one owner, kind and category about the same persons.
    """
    alike = (item.owner, item.about, item.kind, item.category)
    if alike not in where.consented:
        where.consented[alike] = _work_out(item, where)
    return where.consented[alike]


def _work_out(item: Item, where: Circumstances) -> Collection[tuple[str, ...]] | None:
    recipients: dict[tuple[str, ...], None] = {}
    for person in item.about:
        for giver in required_givers(person, where.family, where.ages):
            consent = _given(giver, person, item, where)
            if consent is None:
                return None
            recipients[consent.recipients] = None
    return tuple(recipients)


def _given(giver: str, person: str, item: Item, where: Circumstances) -> ConsentRecorded | None:
    """The owner's latest record for this giver, where it is a consent that counts for this item now."""
    consent = where.family.consents.get((item.owner, giver))
    if consent is None or person not in consent.persons:
        return None
    answer = next((each for each in consent.givers if each.person == giver), None)
    if answer is None or not _counts(answer, giver, person):
        return None
    in_time = consent.until is None or where.now < consent.until
    return consent if in_time and _in_scope(consent, item, where.catalogue) else None


def _counts(answer: Giver, giver: str, person: str) -> bool:
    """Only an answer that was given, in the capacity that fits: for oneself, or with authority for another."""
    fits = answer.capacity in {"self", "authority"} if giver == person else answer.capacity != "self"
    return answer.answer == "given" and fits


def _in_scope(consent: ConsentRecorded, item: Item, catalogue: Catalogue) -> bool:
    if item.category in consent.except_categories:
        return False
    if consent.kinds and item.kind not in consent.kinds:
        return False
    category = catalogue.get(item.category) if item.category else None
    return not consent.domains or (category is not None and category.domain in consent.domains)


def names(recipients: tuple[str, ...], viewer: Organisation) -> bool:
    """Whether a recipients list names this organisation, its sector, or a role that stands for it.

    ``those-involved`` names everyone who has a reason to know, which is decided apart from this.
    """
    if viewer.id in recipients or "those-involved" in recipients:
        return True
    if f"sector:{viewer.sector}" in recipients:
        return True
    if "veilig-thuis" in recipients and viewer.sector == "veilig-thuis":
        return True
    return Role.BASIC_CARE in recipients and viewer.has(Role.BASIC_CARE)
