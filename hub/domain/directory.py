"""The basic-care directory: which school, GP and youth health care a child has; it addresses and is never shown.

Source: DOMAIN.md 1 and 5.5. An entry made while a child stays with a shielded organisation counts, then and
afterwards, only if that organisation named the recipient.
"""

from datetime import datetime
from itertools import pairwise

import msgspec

from hub.domain.columns import NOTHING
from hub.domain.family import FamilyState
from hub.domain.items import DirectoryEntry
from hub.domain.organisations import Organisations, Sector
from hub.domain.sortings import SHELTERS


def directory_children(family: FamilyState, organisation: str, now: datetime) -> frozenset[str]:
    """The persons for whom this organisation is basic care now, as far as its entries count."""
    return frozenset(
        entry.person
        for entry in family.directory.values()
        if entry.owner == organisation and _current(entry, now) and _counts(family, entry)
    )


class RosterChange(msgspec.Struct, frozen=True, kw_only=True):
    """That a child has another school, GP or youth health care since a date: a date only, nobody's name."""

    person: str
    sector: Sector
    since: datetime


def roster_changes(family: FamilyState, organisations: Organisations) -> tuple[RosterChange, ...]:
    """Where a later entry of another organisation of the same sector took over (DOMAIN.md 9, repeated-moves).

    What changed while the child was with a shielded organisation counts for nobody: it is a move (DOMAIN.md 5.5).
    """
    if len(family.directory) < 2:  # noqa: PLR2004 - nothing took over from anything: as nearly always
        return ()
    entries: dict[tuple[str, Sector], list[DirectoryEntry]] = {}
    for entry in family.directory.values():
        owner = organisations.get(entry.owner)
        if owner is not None:
            entries.setdefault((entry.person, owner.sector), []).append(entry)
    found = []
    for (person, sector), lines in entries.items():
        in_order = sorted(lines, key=lambda each: (each.since, each.id))
        for before, after in pairwise(in_order):
            if before.owner != after.owner and not _hidden_move(family, after):
                found.append(RosterChange(person=person, sector=sector, since=after.since))
    return tuple(found)


def _hidden_move(family: FamilyState, entry: DirectoryEntry) -> bool:
    return any(sheltering(family, entry.person, at) for at in (entry.since, entry.recorded_at))


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
        for item in family.sorted.by(SHELTERS).get(person, NOTHING).items
        if item.occurred_at <= at and (item.ended_at is None or at < item.ended_at)
    )
