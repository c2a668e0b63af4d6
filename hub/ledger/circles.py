"""The circles of one batch: who belongs together, their history, and the state it folds into.

A *circle* is everyone who is reached from a person through facts that link persons (``kin:`` tags). A command decides
on the state of the circles of the persons it names, as they are in the ledger and after the commands decided before
it in the same batch: never on more, because a link that was only proposed and then refused tells nobody anything.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Self

from hub.domain.facts.base import Fact
from hub.ledger.ports import State

PERSON = "person:"
KIN = "kin:"

PENDING = 1 << 62
"""Facts decided in this batch have no position yet; until then they count up from here, after everything stored."""


def persons_in(tags: Iterable[str]) -> list[str]:
    """Whom a fact is about, by its tags."""
    return [tag[len(PERSON) :] for tag in tags if tag.startswith(PERSON)]


def kin_in(tags: Iterable[str]) -> list[str]:
    """Whom a fact links, by its tags."""
    return [tag[len(KIN) :] for tag in tags if tag.startswith(KIN)]


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact of a circle's history, stored or decided in this batch: whom it is about, and whom of them it links."""

    position: int
    fact: Fact
    about: Sequence[str]
    kin: Sequence[str]

    @classmethod
    def of(cls, position: int, fact: Fact, tags: Sequence[str]) -> Self:
        """A fact with these tags."""
        return cls(position, fact, persons_in(tags), kin_in(tags))


@dataclass(frozen=True, slots=True)
class Folded:
    """A state that was folded before: of exactly these persons, up to this position. Never changed; forked.

    ``unkept``: how many facts it holds beyond what ``hub.ledger.folded`` keeps in the database.
    """

    persons: frozenset[str]
    position: int
    state: State
    unkept: int = 0

    def as_kept(self) -> Self:
        """The same, now that it is kept."""
        return type(self)(self.persons, self.position, self.state)


@dataclass(slots=True, eq=False)
class Circle:
    """Persons, the facts about them in order, and the state once somebody asked for it.

    ``base`` is a state folded earlier, and ``history`` then begins after its position.
    """

    persons: set[str]
    history: list[Entry] = field(default_factory=list)
    base: Folded | None = None
    state: State | None = None

    @property
    def blank(self) -> bool:
        """Nothing is known about anybody in it."""
        return self.base is None and not self.history

    def folded(self, new_state: Callable[[], State]) -> State:
        """The state of this circle. Belongs to the circle: fork it before folding into it."""
        if self.state is None:
            state = self.base.state if self.base else new_state()
            if self.base and self.history:
                state = state.fork()
            for entry in self.history:
                state.fold(entry.fact)
            self.state = state
        return self.state


class Circles:
    """All circles of a batch, by person."""

    def __init__(self) -> None:
        self._by_person: dict[str, Circle] = {}

    def __iter__(self) -> Iterator[Circle]:
        return iter({id(circle): circle for circle in self._by_person.values()}.values())

    @property
    def persons(self) -> Collection[str]:
        """Everyone in any of them."""
        return self._by_person.keys()

    def of(self, person: str) -> Circle:
        """The circle of a person, a new one when the person was in none."""
        circle = self._by_person.get(person)
        if circle is None:
            circle = self._by_person[person] = Circle({person})
        return circle

    def around(self, persons: Sequence[str]) -> list[Circle]:
        """The distinct circles of these persons, in the order met."""
        if len(persons) == 1:
            return [self.of(persons[0])]
        return list({id(circle): circle for circle in map(self.of, persons)}.values())

    def adopt(self, folded: Folded) -> None:
        """Take in a circle as it was folded earlier. Its persons must not be in a circle with facts."""
        circle = self.link(folded.persons)
        circle.base = folded

    def link(self, persons: Iterable[str]) -> Circle:
        """Make one circle of the circles of these persons. At least one person.

        The histories are merged in order of position. A base survives only when there was one, and everybody else was
        blank; callers that may join circles with a base complete them first (``needs_history``).
        """
        circles = self.around(list(persons))
        if len(circles) == 1:
            return circles[0]
        known = [circle for circle in circles if not circle.blank]
        merged = Circle(
            persons=set().union(*(circle.persons for circle in circles)),
            history=merge(known),
            base=known[0].base if len(known) == 1 else None,
            state=known[0].state if len(known) == 1 else None,
        )
        for person in merged.persons:
            self._by_person[person] = merged
        return merged

    def record(self, entries: Sequence[Entry]) -> list[Circle]:
        """Add facts just decided, link whom they link, and name the circles whose history grew."""
        for entry in entries:
            if entry.kin:
                self.link(entry.kin)
        grown: dict[int, Circle] = {}
        for entry in entries:
            for circle in self.around(entry.about):
                circle.history.append(entry)
                circle.state = None
                grown[id(circle)] = circle
        return list(grown.values())


def merge(circles: Sequence[Circle]) -> list[Entry]:
    """The histories of several circles as one: each fact once, in order."""
    if len(circles) == 1:
        return circles[0].history
    by_position = {entry.position: entry for circle in circles for entry in circle.history}
    return [by_position[position] for position in sorted(by_position)]


def needs_history(circles: Sequence[Circle]) -> list[Circle]:
    """Those of several circles that must be read whole before their histories can be merged."""
    known = [circle for circle in circles if not circle.blank]
    return [circle for circle in known if circle.base] if len(known) > 1 else []


def view_of(circles: Sequence[Circle], new_state: Callable[[], State]) -> State:
    """A state over these circles together, for one decision to fold into: always a copy."""
    known = [circle for circle in circles if not circle.blank]
    if not known:
        return new_state()
    if len(known) == 1:
        return known[0].folded(new_state).fork()
    state = new_state()
    for entry in merge(known):
        state.fold(entry.fact)
    return state
