"""Finds and reads the circles of a batch, under the lock, in as few round trips as there are rounds.

A round reads the history of everyone found so far; the ``kin:`` tags in it say who else belongs to the circle; and so
on until nobody new turns up. A fact that links persons is about each of them, so reading histories finds every link.
"""

from collections.abc import Collection, Iterable, Sequence

import asyncpg

from hub.breath import Breath
from hub.ledger import store
from hub.ledger.cache import FoldedCircles
from hub.ledger.circles import PERSON, Circle, Circles, Entry, Folded, kin_in, persons_in
from hub.ledger.folded import FoldedStates
from hub.ledger.mapper import FactRegistry
from hub.ledger.seal import Row


class Gatherer:
    """Reads for one batch, on one connection."""

    def __init__(
        self,
        connection: asyncpg.Connection,
        registry: FactRegistry,
        cache: FoldedCircles,
        kept: FoldedStates | None = None,
        breath: Breath | None = None,
    ) -> None:
        self._connection = connection
        self._registry = registry
        self._cache = cache
        self._kept = kept
        self._adopted: list[Folded] = []
        self._breath = breath or Breath.on(connection)

    async def circles(self, persons: Collection[str], handles: Collection[str]) -> tuple[Circles, dict[str, set[str]]]:
        """The circles of these persons and of those that the facts with these handles are about, histories read.

        The second value says per handle whom its facts are about.
        """
        named: dict[str, set[str]] = {handle: set() for handle in handles}
        if handles:
            for handle, tags in await store.tags_of(self._connection, list(handles)):
                named[handle].update(persons_in(tags), kin_in(tags))
        circles = Circles()
        rows = await self._read(circles, set(persons).union(*named.values()))
        await self._place(circles, rows)
        return circles, named

    async def _read(self, circles: Circles, persons: Collection[str]) -> Iterable[Row]:
        """Rounds until nobody new turns up; every fact of every circle, in order, that its base does not hold."""
        rows: dict[int, Row] = {}
        wanted = await self._enter(circles, persons)
        while wanted:
            found: set[str] = set()
            for row in await store.history(self._connection, wanted):
                rows[row.position] = row
                kin = kin_in(row.tags)
                if kin:
                    found.update(person for person in kin if person not in circles.persons)
                    circles.link(kin)
            wanted = await self._enter(circles, found) | self._outgrown(circles)
        return [rows[position] for position in sorted(rows)]

    async def _enter(self, circles: Circles, persons: Collection[str]) -> dict[str, int]:
        """Take persons in, with the circle they were folded in before; whose history to read, and after what."""
        folded = await self._folded(persons)
        wanted: dict[str, int] = {}
        for person in persons:
            if PERSON + person in wanted:
                continue
            known = folded.get(person)
            if known is None:
                circles.of(person)
                wanted[PERSON + person] = 0
            else:
                circles.adopt(known)
                self._adopted.append(known)
                wanted.update(dict.fromkeys((PERSON + one for one in known.persons), known.position))
        return wanted

    async def _folded(self, persons: Collection[str]) -> dict[str, Folded]:
        """The circles that some of these persons were folded in before: from memory, or as kept in the database."""
        found = {person: folded for person in persons if (folded := self._cache.get(person)) is not None}
        if self._kept is not None and len(found) < len(persons):
            for kept in await self._kept.read(self._connection, [one for one in persons if one not in found]):
                found.update(dict.fromkeys(kept.persons, kept))
        return found

    def _outgrown(self, circles: Circles) -> dict[str, int]:
        """What to read of circles that turn out to have other members than when they were folded: everything."""
        wanted: dict[str, int] = {}
        kept: list[Folded] = []
        for folded in self._adopted:
            circle = circles.of(next(iter(folded.persons)))
            if circle.persons == folded.persons:
                kept.append(folded)
            else:
                circle.base = None
                wanted.update(dict.fromkeys((PERSON + person for person in folded.persons), 0))
        self._adopted = kept
        return wanted

    async def _place(self, circles: Circles, rows: Iterable[Row]) -> None:
        for row in rows:
            await self._breath.between()
            entry = self._entry(row)
            for circle in circles.around([person for person in entry.about if person in circles.persons]):
                if circle.base is None or row.position > circle.base.position:
                    circle.history.append(entry)

    async def complete(self, circles: Sequence[Circle]) -> None:
        """Read these circles whole, in place of what they were folded from; what the batch decided stays at the end."""
        wanted = {PERSON + person: 0 for circle in circles for person in circle.persons}
        stored: dict[int, list[Entry]] = {id(circle): [] for circle in circles}
        for row in await store.history(self._connection, wanted):
            entry = self._entry(row)
            for circle in circles:
                if not circle.persons.isdisjoint(entry.about):
                    stored[id(circle)].append(entry)
        for circle in circles:
            known = {entry.position for entry in stored[id(circle)]}
            decided = [entry for entry in circle.history if entry.position not in known]
            circle.base, circle.history = None, stored[id(circle)] + decided

    def _entry(self, row: Row) -> Entry:
        return Entry.of(row.position, self._registry.decode(row.type, row.data), row.tags)
