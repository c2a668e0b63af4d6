"""The rights of the family, decided: who may ask, what a data subject may be told, and what may not be erased.

Pure functions over what is stored. Sources: DOMAIN.md 5.6 and 12; Jeugdwet 7.1.5.1; UAVG 41; GDPR 15 to 21.
"""

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from hub.domain.ages import AgeBand
from hub.domain.circumstances import Ages, Circumstances
from hub.domain.family import FamilyState
from hub.domain.givers import FROM_SIXTEEN, UNDER_TWELVE
from hub.domain.items import Item, SafetyException, Signal
from hub.domain.organisations import Organisations
from hub.domain.requests import DataRequest

REFUSALS: Final = frozenset(
    {
        "not-entitled",
        "not-identified",
        "child-interest",
        "protects-another",
        "legal-duty",
        "facts-are-right",
        "manifestly-unfounded",
    }
)
"""Why a request may be refused. ``protects-another`` is UAVG 41(1)(i), and its points are weighed."""

TOLD_WITHIN: Final = timedelta(weeks=4)
"""In which an owner informs or defers (DOMAIN.md 2.4). From who asks for another it is withheld until somebody was
told: a violent parent must not learn who spoke."""

WEIGHED: Final = (
    "purposes",
    "categories-of-data",
    "scope-of-the-restriction",
    "safeguards-against-abuse",
    "controller",
    "storage-periods",
    "risks-to-the-persons",
    "telling-of-the-restriction",
)
"""The eight points of UAVG 41(2)."""


class Withheld(StrEnum):
    """Why a data subject is not told of an item now (UAVG 41(1)(i))."""

    SHIELDED = "shielded"
    EXCEPTION = "exception"
    DEFERRED = "deferred"
    NOT_INFORMED = "not-informed"
    """A safety concern, and what is stated with it, of which its owner told nobody yet and may still defer telling."""


class ForSubject(NamedTuple):
    """What the decision says for a data subject as viewer: told, or withheld and why."""

    withheld: Withheld | None

    @property
    def allowed(self) -> bool:
        """Whether the data subject may be told."""
        return self.withheld is None


def decide_for_subject(
    person: str,
    item: Item,
    where: Circumstances,
    organisations: Organisations,
    *,
    by_representative: bool = False,
) -> ForSubject | None:
    """Whether ``person``, or who asks for them, may be told of this item; None for an item about somebody else.

    Also a parent with authority is an outsider to shielded items and to items under an exception or a deferral
    (DOMAIN.md 5.6). What is stated with a signal goes with that signal.
    """
    if person not in item.about:
        return None
    return ForSubject(is_withheld(item, where, organisations, by_representative=by_representative))


def is_withheld(
    item: Item, where: Circumstances, organisations: Organisations, *, by_representative: bool = False
) -> Withheld | None:
    """Why this item is withheld from those it is about now; None where it is not."""
    stated = where.family.items.get(item.stated_with, item) if item.stated_with else item
    owner = organisations.get(item.owner)
    if owner is None or owner.shielded or (isinstance(stated, Signal) and stated.shielded):
        return Withheld.SHIELDED
    if any(each.open(where.now) and _covers(each, item) for each in where.family.exceptions.values()):
        return Withheld.EXCEPTION
    if isinstance(stated, Signal) and stated.deferred_until is not None and where.now < stated.deferred_until:
        return Withheld.DEFERRED
    untold = isinstance(stated, Signal) and not stated.informed and where.catalogue.is_safety(stated.category)
    if untold and (by_representative or where.now < stated.recorded_at + TOLD_WITHIN):
        return Withheld.NOT_INFORMED
    return None


def _covers(exception: SafetyException, item: Item) -> bool:
    return item.id in exception.items or item.stated_with in exception.items


def restriction_runs(person: str, where: Circumstances, organisations: Organisations) -> bool:
    """Whether an exception, a deferral or shielding runs over anything about this person (UAVG 41; DOMAIN.md 12)."""
    decided = (decide_for_subject(person, item, where, organisations) for item in where.family.items.values())
    return any(each is not None and not each.allowed for each in decided)


def protects(person: str, where: Circumstances) -> Iterator[str]:
    """What needs this person's data, so that they are restricted instead of erased: coded (DOMAIN.md 12)."""
    family = where.family
    if any(person in each.persons and each.open(where.now) for each in family.exceptions.values()):
        yield "exception"
    signals = (item for item in family.items.values() if isinstance(item, Signal) and _touches(item, person))
    if any(each.active(where.now) and where.catalogue.is_safety(each.category) for each in signals):
        yield "open-safety-concern"
    if is_held(person, family):
        yield "hold"


def _touches(signal: Signal, person: str) -> bool:
    """Whether a signal is about somebody, or about a household that they are stated to belong to."""
    return person in signal.about or any(member.person == person for member in signal.household)


def is_held(person: str, family: FamilyState) -> bool:
    """Whether a hold keeps this person from being erased."""
    return any(held == person for held in family.held.values())


def standing_of(request: DataRequest, ages: Ages) -> str | None:
    """Why those who ask may not ask this for this data subject, coded; None where they may.

    Under 12 the representative; from 12 to 15 youth and representative together; from 16 the person alone, or who was
    appointed for somebody who cannot decide. An age that nobody knows must be known first. That it is about a wrong
    child anybody may say: two persons decide on it. Source: Jeugdwet 7.1.5.1.
    """
    if request.wrong_child:
        return None
    capacities = {each.capacity for each in request.requesters}
    if capacities != {"self"} and not request.authority_shown:
        return "authority-not-shown"
    band = ages.get(request.person, AgeBand.UNKNOWN)
    if band in UNDER_TWELVE:
        return None if capacities == {"representative"} else "representative-asks"
    if band in (AgeBand.ABOUT_TWELVE, AgeBand.TWELVE_TO_FIFTEEN):
        return None if capacities == {"self", "representative"} else "youth-and-representative-ask-together"
    if band in FROM_SIXTEEN:
        return None if capacities in ({"self"}, {"guardian"}) else "person-asks"
    return "age-unknown"


def weighs_child_interest(request: DataRequest, ages: Ages) -> bool:
    """Whether the child's interest is weighed first: a representative asks for a child under 16 (DOMAIN.md 12)."""
    return (
        request.by_representative
        and not request.wrong_child
        and ages.get(request.person, AgeBand.UNKNOWN) not in FROM_SIXTEEN
    )
