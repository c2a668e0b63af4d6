"""The basic-care directory: which school, GP and youth health care a child has; it addresses and is never shown.

Source: DOMAIN.md 1 and 5.5. An entry made while a child stays with a shielded organisation counts, then and
afterwards, only if that organisation named the recipient.
"""

from datetime import datetime

from hub.domain.family import FamilyState
from hub.domain.items import DirectoryEntry, Signal


def directory_children(family: FamilyState, organisation: str, now: datetime) -> frozenset[str]:
    """The persons for whom this organisation is basic care now, as far as its entries count."""
    return frozenset(
        entry.person
        for entry in family.directory.values()
        if entry.owner == organisation and _current(entry, now) and _counts(family, entry)
    )


def _current(entry: DirectoryEntry, now: datetime) -> bool:
    return entry.since <= now and (entry.until is None or now < entry.until)


def _counts(family: FamilyState, entry: DirectoryEntry) -> bool:
    for owner in sheltering(family, entry.person, entry.recorded_at):
        if entry.owner not in family.named_by_shelter.get((owner, entry.person), frozenset()):
            return False
    return True


def sheltering(family: FamilyState, person: str, at: datetime) -> frozenset[str]:
    """The shielded organisations in whose care this person was at that moment, whenever they told the hub of it."""
    return frozenset(
        item.owner
        for item in family.items.values()
        if isinstance(item, Signal)
        and item.shielded
        and not item.concern
        and person in item.about
        and item.occurred_at <= at
        and (item.ended_at is None or at < item.ended_at)
    )
