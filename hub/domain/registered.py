"""What the population register said of the persons of a family: who belongs to whom, who lives together, who moved.

The register is one source beside the organisations' statements. It shows nobody an item: it only says that persons
belong together, which is a reason to know of one who is involved with another (Jeugdwet 7.1.2.3(1)), and joins what
that viewer may see. Whoever has an indication of secrecy lives with nobody here (DOMAIN.md 5.5).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Final

import msgspec

from hub.domain.facts.population import PersonRegistered, RegisteredAuthority, RegisteredPartner

REGISTER: Final = "register"
"""The register as a source, beside the organisations."""


class Registration(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One answer of the register about a person; see ``PersonRegistered``, of which it is made."""

    asked_at: datetime
    parents: tuple[str, ...] | None = None
    children: tuple[str, ...] | None = None
    partners: tuple[RegisteredPartner, ...] = ()
    authority: RegisteredAuthority | None = None
    home: str | None = None
    home_since: datetime | None = None
    municipality: str | None = None
    housemates: tuple[str, ...] | None = None
    institution: bool = False
    secret: bool = False
    died: bool = False
    died_on: datetime | None = None

    @classmethod
    def of(cls, fact: PersonRegistered) -> "Registration":
        """The answer that a fact holds."""
        return cls(**{name: getattr(fact, name) for name in cls.__struct_fields__})

    def says_the_same_as(self, other: "Registration") -> bool:
        """Whether this tells nothing new beside another; what it does not speak of, it does not contradict."""
        not_always_asked = {"parents", "children", "housemates"}
        fields = set(self.__struct_fields__) - {"asked_at", *not_always_asked}
        same = all(getattr(self, name) == getattr(other, name) for name in fields)
        return same and all(getattr(self, name) in {None, getattr(other, name)} for name in not_always_asked)


Registrations = Mapping[str, tuple[Registration, ...]]
"""person -> every answer about it, in any order."""


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody is registered elsewhere since a moment (UTC): never where."""

    person: str
    at: datetime
    found_at: datetime
    """When the register said so first (UTC): from then on somebody can be told."""
    other_municipality: bool


def added(known: tuple[Registration, ...], new: Registration) -> tuple[Registration, ...]:
    """The answers about a person with one more, in the order in which they were asked for; equal ones once."""
    return tuple(sorted({*known, new}, key=_in_order))


def as_registered(registrations: Registrations, person: str) -> Registration | None:
    """How a person is registered by the latest answer, completed by earlier ones; None where nobody asked."""
    answers = registrations.get(person)
    return latest_of(answers) if answers else None


class Kinship:
    """What the register says of a family, worked out once for everyone who looks."""

    def __init__(self, registrations: Registrations) -> None:
        self._answers = {person: sorted(answers, key=_in_order) for person, answers in registrations.items()}
        latest = {person: latest_of(answers) for person, answers in self._answers.items()}
        self.secret = frozenset(person for person, each in latest.items() if each.secret)
        self.children: dict[str, frozenset[str]] = {}
        """parent -> its children."""
        for person, each in latest.items():
            for parent in each.parents or ():
                self.children[parent] = self.children.get(parent, frozenset()) | {person}
            if each.children:
                self.children[person] = self.children.get(person, frozenset()).union(each.children)
        self.homes = tuple(dict.fromkeys(home for home in self._homes(latest) if len(home) > 1))
        """Who is registered together, a set per home."""
        self.groups = tuple(dict.fromkeys((*self._families(latest), *self.homes)))
        """Who belongs together: a parent with all its children, a child with its parents, partners, a home."""
        self.died = {person: each.died_on for person, each in latest.items() if each.died}

    def around(self, persons: frozenset[str]) -> frozenset[str]:
        """These persons, and everyone with whom the register says that one of them belongs together."""
        if not self.groups:
            return persons  # as nearly always
        return persons.union(*(group for group in self.groups if not group.isdisjoint(persons)))

    def siblings(self, child: str) -> frozenset[str]:
        """Who has a parent with this child."""
        return frozenset[str]().union(*(each for each in self.children.values() if child in each)) - {child}

    @property
    def children_that_died(self) -> frozenset[str]:
        """Of those who died, who is somebody's child here: adult children are not kept."""
        if not self.died:
            return frozenset()  # as nearly always
        return frozenset[str]().union(*self.children.values()).intersection(self.died)

    def living_with(self, persons: Iterable[str]) -> frozenset[str]:
        """Everyone registered in a home of one of these persons."""
        wanted = frozenset(persons)
        return wanted.union(*(home for home in self.homes if not home.isdisjoint(wanted)))

    def moves(self) -> Iterator[Move]:
        """Every move that shows from two answers, of nobody with an indication of secrecy before, at or after it."""
        for person, answers in self._answers.items():
            for before, after in pairwise(answers):
                moved = before.home is not None and after.home is not None and before.home != after.home
                if moved and not (before.secret or after.secret or person in self.secret):
                    elsewhere = before.municipality != after.municipality
                    since = after.home_since or after.asked_at
                    yield Move(person=person, at=since, found_at=after.asked_at, other_municipality=elsewhere)

    def _families(self, latest: Mapping[str, Registration]) -> Iterator[frozenset[str]]:
        for parent, children in self.children.items():
            yield children | {parent}
        for person, each in latest.items():
            if each.parents:
                yield frozenset((person, *each.parents))
            yield from (frozenset((person, partner.person)) for partner in each.partners if not partner.ended)

    def _homes(self, latest: Mapping[str, Registration]) -> Iterator[frozenset[str]]:
        for person, each in latest.items():
            if not each.institution and not each.secret and not each.died:
                yield frozenset((person, *(each.housemates or ()))) - self.secret


NO_KIN = Kinship({})


def kinship(registrations: Registrations) -> Kinship:
    """What the register says of the family of whom these are the registrations."""
    return Kinship(registrations) if registrations else NO_KIN


def latest_of(answers: Iterable[Registration]) -> Registration:
    """The latest of some answers about one person. What it does not speak of is as an earlier one said."""
    in_order = sorted(answers, key=_in_order)
    parents = next((each.parents for each in reversed(in_order) if each.parents is not None), None)
    children = next((each.children for each in reversed(in_order) if each.children is not None), None)
    here = [each for each in in_order if each.home == in_order[-1].home]
    housemates = next((each.housemates for each in reversed(here) if each.housemates is not None), None)
    return msgspec.structs.replace(in_order[-1], parents=parents, children=children, housemates=housemates)


def _in_order(answer: Registration) -> tuple[datetime, bytes]:
    return answer.asked_at, msgspec.json.encode(answer, order="deterministic")
