"""Finds and reads the circles of a batch: rounds over ``kin:`` tags, then every history in one query.

Everything happens on the connection that holds the lock, so what is read cannot grow while it is read.
"""

from collections.abc import Collection, Mapping, Sequence

import asyncpg

from hub.ledger import store
from hub.ledger.cache import FoldedCircles
from hub.ledger.circles import KIN, PERSON, Circle, Circles, Entry, kin_in, persons_in
from hub.ledger.mapper import FactRegistry
from hub.ledger.seal import Row


class Gatherer:
    """Reads for one batch, on one connection."""

    def __init__(self, connection: asyncpg.Connection, registry: FactRegistry, cache: FoldedCircles) -> None:
        self._connection = connection
        self._registry = registry
        self._cache = cache

    async def circles(self, persons: Collection[str], handles: Collection[str]) -> tuple[Circles, dict[str, set[str]]]:
        """The circles of these persons and of those that the facts with these handles are about, histories read.

        The second value says per handle whom its facts are about.
        """
        circles = Circles()
        named: dict[str, set[str]] = {handle: set() for handle in handles}
        if handles:
            for handle, tags in await store.tags_of(self._connection, dict.fromkeys(handles, 0)):
                named[handle].update(persons_in(tags), kin_in(tags))
        await self._grow(circles, set(persons).union(*named.values()))
        await self._load(circles)
        return circles, named

    async def _grow(self, circles: Circles, persons: Collection[str]) -> None:
        """Rounds until nobody new turns up."""
        frontier = self._enter(circles, persons)
        while frontier:
            found: set[str] = set()
            for _, tags in await store.tags_of(self._connection, frontier):
                kin = kin_in(tags)
                found.update(person for person in kin if person not in circles.persons)
                circles.link(kin)
            frontier = self._enter(circles, found)

    def _enter(self, circles: Circles, persons: Collection[str]) -> dict[str, int]:
        """Take persons in, with the circle they were folded in before; the tags to look for, and after what."""
        wanted: dict[str, int] = {}
        for person in persons:
            if KIN + person in wanted:
                continue
            folded = self._cache.get(person)
            if folded is None:
                circles.of(person)
                wanted[KIN + person] = 0
            else:
                circles.adopt(folded)
                wanted.update(dict.fromkeys((KIN + one for one in folded.persons), folded.position))
        return wanted

    async def _load(self, circles: Circles) -> None:
        wanted: dict[str, int] = {}
        for circle in circles:
            if circle.base is not None and circle.base.persons != circle.persons:
                circle.base = None
            after = circle.base.position if circle.base else 0
            wanted.update(dict.fromkeys((PERSON + person for person in circle.persons), after))
        if wanted:
            self._place(circles, await store.history(self._connection, wanted))

    def _place(self, circles: Circles, rows: Sequence[Row]) -> None:
        for row in rows:
            entry = self._entry(row)
            for circle in circles.around(person for person in persons_in(row.tags) if person in circles.persons):
                if circle.base is None or row.position > circle.base.position:
                    circle.history.append(entry)

    async def complete(self, circles: Sequence[Circle]) -> None:
        """Read these circles whole, in place of what they were folded from; what the batch decided stays at the end."""
        wanted = {PERSON + person: 0 for circle in circles for person in circle.persons}
        rows = await store.history(self._connection, wanted)
        by_circle: Mapping[int, list[Entry]] = {id(circle): [] for circle in circles}
        for row in rows:
            entry, about = self._entry(row), set(persons_in(row.tags))
            for circle in circles:
                if not about.isdisjoint(circle.persons):
                    by_circle[id(circle)].append(entry)
        for circle in circles:
            known = {entry.position for entry in by_circle[id(circle)]}
            decided = [entry for entry in circle.history if entry.position not in known]
            circle.base, circle.history = None, by_circle[id(circle)] + decided

    def _entry(self, row: Row) -> Entry:
        return Entry(row.position, self._registry.decode(row.type, row.data), row.tags)
