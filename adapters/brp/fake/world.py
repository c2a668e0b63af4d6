"""The persons of the fake register, and what can happen to them. Nobody here exists: every BSN is of the test range."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass
class FakeRelative:
    """Somebody as another's registration names them; dates as the register keeps them (``YYYYMMDD``, zeros unknown)."""

    bsn: str | None
    given_names: str | None = None
    prefix: str | None = None
    family_name: str | None = None
    born: str | None = None
    sex: str | None = None
    """M, V or O."""
    since: str | None = None
    ended: str | None = None


@dataclass
class FakePerson(FakeRelative):
    """One registered person."""

    parents: list[FakeRelative] = field(default_factory=list)
    children: list[FakeRelative] = field(default_factory=list)
    partners: list[FakeRelative] = field(default_factory=list)
    home: str | None = None
    home_since: str | None = None
    postcode: str | None = None
    house_number: int | None = None
    municipality: str | None = None
    secret: bool = False
    died_on: str | None = None
    authority: str | None = None
    """Over this minor, as noted from a court's decision: 1, 2, 12, 1D, 2D or D; any other note is undeterminable."""
    guardian: str | None = None
    """BSN of the other in 1D, 2D and D."""


class World:
    """Every person of a fake register, by BSN."""

    def __init__(self, persons: Iterable[FakePerson] = ()) -> None:
        self._persons: dict[str, FakePerson] = {}
        for person in persons:
            self.add(person)

    def __len__(self) -> int:
        return len(self._persons)

    def __iter__(self) -> Iterator[FakePerson]:
        return iter(self._persons.values())

    def get(self, bsn: str) -> FakePerson | None:
        """The person with this BSN."""
        return self._persons.get(bsn)

    def add(self, person: FakePerson) -> None:
        """Register somebody. Raises ``ValueError`` for who has no BSN."""
        if person.bsn is None:
            raise ValueError("nobody is registered without a BSN")
        self._persons[person.bsn] = person

    def is_born(self, child: FakePerson, *parents: str) -> None:
        """A child of these parents is born and lives with the first of them."""
        first = self._persons[parents[0]]
        child.home, child.postcode, child.house_number = first.home, first.postcode, first.house_number
        child.municipality, child.home_since = first.municipality, child.born
        for bsn in parents:
            parent = self._persons[bsn]
            child.parents.append(_named(parent, since=child.born))
            parent.children.append(_named(child))
        self.add(child)

    def marry(self, one: str, other: str, since: str) -> None:
        """Two persons marry."""
        self._persons[one].partners.append(_named(self._persons[other], since=since))
        self._persons[other].partners.append(_named(self._persons[one], since=since))

    def divorce(self, one: str, other: str, on: str) -> None:
        """Their marriage is dissolved."""
        for person, partner in ((one, other), (other, one)):
            for each in self._persons[person].partners:
                if each.bsn == partner:
                    each.ended = on

    def move(self, home: str, since: str, *persons: str, municipality: str | None = None) -> None:
        """These persons are registered at another address from a day on."""
        for bsn in persons:
            person = self._persons[bsn]
            person.home, person.home_since, person.postcode, person.house_number = home, since, None, None
            person.municipality = municipality or person.municipality

    def die(self, person: str, on: str) -> None:
        """A person dies."""
        self._persons[person].died_on = on

    def living_at(self, home: str) -> list[FakePerson]:
        """Who is registered at an addressable object."""
        return [each for each in self if each.home == home and each.died_on is None]


def _named(person: FakePerson, since: str | None = None) -> FakeRelative:
    return FakeRelative(
        bsn=person.bsn,
        given_names=person.given_names,
        prefix=person.prefix,
        family_name=person.family_name,
        born=person.born,
        sex=person.sex,
        since=since,
    )
