"""Families: everyone reached from a person through facts that link persons, with the state their facts fold into.

The rule that makes this view independent of how facts fall into batches: after every position, a family is exactly the
persons linked up to there, and its state is the fold, in order, of every fact up to there about any of them. Somebody
the hub meets for the first time brings no facts, so a family that only grows is folded on; two families that turn out
to be one are folded anew. The ledger's writer sees circles in the same way (``hub.ledger.circles``).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ARRAY, Text, any_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.domain.document import from_document, to_document
from hub.domain.family import FamilyState
from hub.ledger.circles import kin_in, persons_in
from hub.ledger.ports import StoredFact
from hub.views.history import History
from hub.views.rows import ChildRow, FamilyRow
from hub.views.statements import remove, upsert
from hub.views.tables import CHILD, FAMILY

AROUND = select(*FAMILY.columns).where(
    FAMILY.c.family.in_(select(CHILD.c.family).where(CHILD.c.person == any_(bindparam("persons", type_=ARRAY(Text)))))
)
"""The families of some persons, each once, in no order."""

WRITTEN_AT_ONCE = 1000
"""Families of one statement: what is on its way to the server is in memory twice."""


@dataclass(slots=True, eq=False)
class Circle:
    """A family as one batch of facts finds and changes it."""

    id: str
    founded: int
    persons: list[str]
    stored: bytes | None = None
    """The state before this batch; None for a family that begins in it."""
    facts: list[StoredFact] = field(default_factory=list)
    """This batch's facts about it; of a family that begins in this batch, all its facts."""
    anew: bool = False
    """Became one of several that had facts before this batch: only the ledger has these in order."""
    moved: list[str] = field(default_factory=list)
    """The persons whose family this has become in this batch."""

    @property
    def age(self) -> tuple[int, str]:
        """Sorts families by when the hub met their first person."""
        return self.founded, self.id


class Circles:
    """The families that one batch touches, by person."""

    def __init__(self, known: Iterable[FamilyRow]) -> None:
        self._by_person: dict[str, Circle] = {}
        self.gone: list[str] = []
        """Families stored before this batch that have become part of another."""
        for row in known:
            circle = Circle(row.family, row.founded, list(row.persons), row.state)
            self._by_person.update(dict.fromkeys(circle.persons, circle))

    def __iter__(self) -> Iterator[Circle]:
        return iter({id(circle): circle for circle in self._by_person.values()}.values())

    def take(self, fact: StoredFact) -> None:
        """One fact, in order: link whom it links, then give it to everyone it is about."""
        kin = kin_in(fact.tags)
        if kin:
            self._link(kin, fact.position)
        for circle in self._around(persons_in(fact.tags), fact.position):
            circle.facts.append(fact)

    def _around(self, persons: Iterable[str], position: int) -> Collection[Circle]:
        found: dict[int, Circle] = {}
        for person in persons:
            circle = self._by_person.get(person)
            if circle is None:
                circle = Circle(person, position, [])
                self._admit(circle, person)
            found[id(circle)] = circle
        return found.values()

    def _link(self, persons: Sequence[str], position: int) -> None:
        circles = {id(known): known for person in persons if (known := self._by_person.get(person))}.values()
        family, *others = sorted(circles, key=lambda each: each.age) or [Circle(min(persons), position, [])]
        if others:
            self._absorb(family, others)
        for person in persons:
            if person not in self._by_person:
                self._admit(family, person)

    def _admit(self, family: Circle, *persons: str) -> None:
        for person in persons:
            self._by_person[person] = family
            family.persons.append(person)
            family.moved.append(person)

    def _absorb(self, family: Circle, others: Sequence[Circle]) -> None:
        """Of several families that turn out to be one, the oldest keeps its name."""
        merged = {fact.position: fact for circle in (family, *others) for fact in circle.facts}
        family.facts = [merged[position] for position in sorted(merged)]
        before = [circle for circle in (family, *others) if circle.stored is not None]
        family.anew = len(before) > 1 or any(circle.anew for circle in before)
        for other in others:
            self._admit(family, *other.persons)
            if other.stored is not None:
                self.gone.append(other.id)


async def fold_families(connection: AsyncConnection, page: Sequence[StoredFact], history: History) -> None:
    """Fold a batch into the families it is about: read them once, write back what changed."""
    persons = {person for stored in page for person in (*persons_in(stored.tags), *kin_in(stored.tags))}
    known = await connection.execute(AROUND, {"persons": list(persons)})
    circles = Circles(FamilyRow(*row) for row in known)
    for stored in page:
        circles.take(stored)
    await _read_anew(connection, circles, history, page[-1].position)
    await remove(connection, FAMILY, circles.gone)
    changed = [circle for circle in circles if circle.facts]
    for first in range(0, len(changed), WRITTEN_AT_ONCE):
        rows = [FamilyRow(c.id, c.founded, c.persons, _folded(c)) for c in changed[first : first + WRITTEN_AT_ONCE]]
        await upsert(connection, FAMILY, rows)
    children = {person: each.id for each in changed for person in each.moved}
    await upsert(connection, CHILD, [ChildRow(person, family) for person, family in children.items()])


async def _read_anew(connection: AsyncConnection, circles: Circles, history: History, until: int) -> None:
    """Replace this batch's facts by all facts, for the families that must be folded from the beginning."""
    waiting = {person: circle for circle in circles if circle.anew for person in circle.persons}
    for circle in waiting.values():
        circle.facts, circle.stored = [], None
    for stored in await history.about(connection, waiting, until=until):
        about = [waiting[person] for person in persons_in(stored.tags) if person in waiting]
        for circle in {id(each): each for each in about}.values():
            circle.facts.append(stored)


def _folded(circle: Circle) -> bytes:
    """The state after this batch, as a document. Lets go of the one before: a large batch holds many."""
    state = FamilyState() if circle.stored is None else from_document(circle.stored)
    circle.stored = None
    for stored in circle.facts:
        state.fold(stored.fact)
    return to_document(state)
