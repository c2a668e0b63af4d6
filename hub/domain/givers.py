"""Who must consent for whom, by age and by authority (gezag) at the moment of disclosure (DOMAIN.md 3.1).

Sources: Jeugdwet 7.3.15 (under twelve), 7.3.4(2) (twelve to fifteen), 7.3.5 (from sixteen).
"""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from hub.domain.ages import AgeBand
from hub.domain.circumstances import Circumstances
from hub.domain.facts.sharing import ConsentRecorded
from hub.domain.family import FamilyState
from hub.domain.registered import as_registered
from hub.domain.sortings import ADULTS

UNDER_TWELVE: Final = frozenset({AgeBand.EXPECTED, AgeBand.UNDER_FOUR, AgeBand.UNDER_TWELVE})
FROM_TWELVE: Final = frozenset({AgeBand.TWELVE_TO_FIFTEEN})
"""Certainly twelve, and not sixteen yet as far as is known: a youth whose parents two professionals may pass."""
FROM_SIXTEEN: Final = frozenset({AgeBand.SIXTEEN_SEVENTEEN, AgeBand.EIGHTEEN_TO_TWENTY_TWO, AgeBand.ADULT})

Capacity = Literal["self", "authority", "representative"]


class Needed(NamedTuple):
    """One answer that is needed: whose, and in which capacity."""

    giver: str
    capacity: Capacity


def needed_for(person: str, owner: str, where: Circumstances) -> tuple[Needed, ...] | None:
    """Whose consent an item of this owner needs that says something about this person; None where nobody can give it.

    Under 12 everyone with authority; 12-15 the youth and everyone with authority, unless two professionals of the owner
    passed these; from 16 the person alone; for who cannot decide, the representative. Nobody can consent for a child
    for whom nobody is stated to hold authority, or whose authority cannot be determined (GezagNietTeBepalen). An
    unknown age counts the strictest way, but for who is stated as an adult of a family.
    """
    family, band = where.family, where.ages.get(person, AgeBand.UNKNOWN)
    if band in FROM_SIXTEEN:
        return _own(person, owner, family)
    if band in FROM_TWELVE and _passed(person, owner, family):
        return _own(person, owner, family)
    holders = () if person in family.undeterminable else _holders(person, family)
    if holders:
        with_authority = tuple(Needed(holder, "authority") for holder in holders)
        return with_authority if band in UNDER_TWELVE else (*_own(person, owner, family), *with_authority)
    alone = band is AgeBand.UNKNOWN and person not in family.undeterminable and stated_as_adult(person, family)
    return _own(person, owner, family) if alone else None


def latest_records(giver: str, owner: str, family: FamilyState) -> Iterator[ConsentRecorded | None]:
    """The records of this giver that count for the items of this owner: its own, and those of others it confirmed.

    None for one that it confirmed and that stands no longer: the giver withdrew it, or answered that organisation anew.
    """
    own = family.consents.get((owner, giver))
    if own is not None:
        yield own
    for organisation, consent in family.confirmed.get((owner, giver), ()):
        theirs = family.consents.get((organisation, giver))
        yield theirs if theirs is not None and theirs.consent == consent else None


def _holders(child: str, family: FamilyState) -> tuple[str, ...]:
    """Everyone of whom anybody states authority, and who has not died by the register: nobody asks the dead."""
    holders = family.authority.get(child, frozenset())
    if family.registered:
        holders = frozenset(each for each in holders if not _died(each, family))
    return tuple(sorted(holders))


def _died(person: str, family: FamilyState) -> bool:
    found = as_registered(family.registered, person)
    return found is not None and found.died


def stated_as_adult(person: str, family: FamilyState) -> bool:
    """Whether a membership states this person as an adult of a family."""
    return person in family.sorted.by(ADULTS)


def _own(person: str, owner: str, family: FamilyState) -> tuple[Needed, ...]:
    """The person itself, or whoever represents it; who is said by nobody to be represented decides for itself."""
    found: dict[Needed, None] = {}
    for record in latest_records(person, owner, family):
        if record is not None and person in record.represented:
            for giver in record.givers:
                if giver.capacity == "representative":
                    found[Needed(giver.person, "representative")] = None
        else:
            found[Needed(person, "self")] = None
    return tuple(found) or (Needed(person, "self"),)


def _passed(youth: str, owner: str, family: FamilyState) -> bool:
    """Whether two professionals decided, by the youth's own latest record, that those with authority are passed."""
    records = tuple(latest_records(youth, owner, family))
    return bool(records) and all(
        record is not None and record.parents_passed is not None and record.consent in family.seconded
        for record in records
    )
