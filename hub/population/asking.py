"""Asking the register about a family: who is asked about, and how much of the answer is kept.

Asked about are the persons of a message who have a BSN, then their parents, their children under 23 and their partners,
and who lives at their address. Of those relatives no parents are kept and of nobody adult children: a family is the
circle around children (DOMAIN.md 1), and no more than that is needed.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import msgspec

from hub.clock import DomainClock
from hub.domain.ages import AgeBand, band, born_between
from hub.domain.facts.population import PersonRegistered, RegisteredAuthority, RegisteredPartner
from hub.domain.terms import AMSTERDAM
from hub.people.bsn import is_bsn
from hub.people.subject import Subject, faults
from hub.population.homes import HomeKeys, Institutions
from hub.population.port import PopulationRegister, RegisterUnreadableError
from hub.population.records import Housemate, Known, Registered

A_LIFE_S_FIRST_YEARS: Final = timedelta(days=2 * 366)
"""Of a partial birth date the first day counts, so that this is one year at least."""
AT_A_TIME: Final = 4
"""Families that one process asks about at once: a register has limits."""


class FamilyAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the register answered: everybody named in it, and what it says of those who were asked about.

    ``facts`` name persons by BSN, until ``by_pseudonym`` gives them the pseudonyms that ``subjects`` got.
    """

    subjects: tuple[Subject, ...]
    facts: tuple[PersonRegistered, ...]

    def __repr__(self) -> str:
        return f"FamilyAnswer({len(self.subjects)} persons)"

    def by_pseudonym(self, persons: Sequence[str], recorded_at: datetime) -> tuple[PersonRegistered, ...]:
        """The facts with the pseudonym of each subject, in their order, in the place of its BSN."""
        names = {str(subject.bsn): person for subject, person in zip(self.subjects, persons, strict=True)}
        return tuple(_renamed(fact, names, recorded_at) for fact in self.facts)


class Inquiry:
    """Asks a register about families."""

    def __init__(
        self, register: PopulationRegister, homes: HomeKeys, institutions: Institutions, clock: DomainClock
    ) -> None:
        self._register = register
        self._homes = homes
        self._institutions = institutions
        self._clock = clock
        self._turns = asyncio.Semaphore(AT_A_TIME)

    async def about(self, bsns: Collection[str]) -> FamilyAnswer:
        """What the register says of these persons and their families; nothing of who is not registered.

        Raises ``PopulationRegisterError``, also for an answer with something in it that nobody can read (a date).
        """
        async with self._turns:
            try:
                return await self._ask(bsns)
            except (TypeError, ValueError):
                raise RegisterUnreadableError from None  # and its message goes nowhere: it may hold what was read

    async def _ask(self, bsns: Collection[str]) -> FamilyAnswer:
        now = self._clock.now()
        asked = await self._persons(list(bsns))
        today = now.astimezone(AMSTERDAM).date()
        around = dict.fromkeys(bsn for person in asked.values() for bsn in _family(person, today))
        relatives, at_home = await asyncio.gather(
            self._persons([bsn for bsn in around if bsn not in asked]),
            self._housemates(asked.values()),
        )
        return self._answer(asked, relatives, at_home, now)

    async def _persons(self, bsns: Sequence[str]) -> Mapping[str, Registered]:
        """Of these persons who is registered; an answer about anybody else is none."""
        found = await self._register.persons(bsns) if bsns else {}
        return {bsn: person for bsn, person in found.items() if bsn in bsns and person.bsn == bsn}

    async def _housemates(self, persons: Collection[Registered]) -> Mapping[str, Sequence[Housemate]]:
        homes = {person.home for person in persons if person.home and not person.secret and not person.died}
        wanted = sorted(homes - self._institutions.homes)
        found = await asyncio.gather(*(self._register.living_at(home) for home in wanted))
        return dict(zip(wanted, found, strict=True))

    def _answer(
        self,
        asked: Mapping[str, Registered],
        relatives: Mapping[str, Registered],
        at_home: Mapping[str, Sequence[Housemate]],
        now: datetime,
    ) -> FamilyAnswer:
        today = now.astimezone(AMSTERDAM).date()
        named = _Named(today)
        facts = []
        for bsn, person in {**relatives, **asked}.items():
            named.add(person)
            whole = bsn in asked and band(person.born, today) is not AgeBand.ADULT
            parents = named.all(person.parents) if whole else None
            children = named.all(_young(person, today)) if person.children or bsn in asked else None
            there = at_home.get(person.home or "")
            facts.append(self._fact(bsn, person, now, named, parents, children, there))
        return FamilyAnswer(subjects=named.subjects(), facts=tuple(facts))

    def _fact(
        self,
        bsn: str,
        person: Registered,
        now: datetime,
        named: "_Named",
        parents: tuple[str, ...] | None,
        children: tuple[str, ...] | None,
        there: Sequence[Housemate] | None,
    ) -> PersonRegistered:
        institution = person.home in self._institutions.homes
        others = () if institution or person.secret else there and self._family_of(bsn, there)
        partners = [each for each in person.partners if named.knows(each)]
        return PersonRegistered(
            recorded_at=now,
            asked_at=now,
            source="register",
            person=bsn,
            parents=parents,
            children=children,
            partners=tuple(RegisteredPartner(person=named.add(each), ended=each.ended) for each in partners),
            authority=_authority(bsn, person, named),
            home=None if person.home is None else self._homes.home(person.home),
            home_since=_since(person),
            municipality=None if person.municipality is None else self._homes.municipality(person.municipality),
            housemates=None if others is None else tuple(sorted(named.all(others))),
            institution=institution,
            secret=person.secret,
            died=person.died,
            died_on=_moment(person.died_on),
        )

    def _family_of(self, bsn: str, there: Sequence[Housemate]) -> tuple[Housemate, ...]:
        """Who lives with somebody: nobody where an indication of secrecy is, and where more live than a family has."""
        if len(there) > self._institutions.most_in_a_home:
            return ()
        return tuple(each for each in there if not each.secret and each.bsn != bsn)


class _Named:
    """Everybody who is named in an answer, by BSN, with all that is said of who it is."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._subjects: dict[str, Subject] = {}

    def knows(self, person: Known) -> bool:
        """Whether somebody can be kept: has a number that can be one."""
        return person.bsn is not None and is_bsn(person.bsn)

    def add(self, person: Known) -> str:
        """Take somebody in; the BSN."""
        assert person.bsn is not None  # noqa: S101 - asked before
        before = self._subjects.get(person.bsn)
        if before is None or before.born is None:
            self._subjects[person.bsn] = _stated(person, self._today)
        return person.bsn

    def all(self, persons: Sequence[Known]) -> tuple[str, ...]:
        """Take in those who can be kept; their BSNs."""
        return tuple(dict.fromkeys(self.add(person) for person in persons if self.knows(person)))

    def subjects(self) -> tuple[Subject, ...]:
        """Everybody."""
        return tuple(self._subjects.values())


def _family(person: Registered, today: date) -> list[str]:
    """Whom to ask about after this person: parents of who is young, young children, present partners."""
    parents = () if band(person.born, today) is AgeBand.ADULT else person.parents
    partners = (each for each in person.partners if not each.ended)
    found = (*parents, *_young(person, today), *partners)
    return [each.bsn for each in found if each.bsn is not None and is_bsn(each.bsn)]


def _young(person: Registered, today: date) -> tuple[Known, ...]:
    """The children who are not certainly 23 or older."""
    return tuple(each for each in person.children if band(each.born, today) is not AgeBand.ADULT)


def _stated(person: Known, today: date) -> Subject:
    """Somebody as a statement; what could not be stated to the hub (names that are none) is left out."""
    whole = Subject(
        bsn=person.bsn,
        family_name=person.family_name,
        given_names=person.given_names,
        born=person.born,
        sex=person.sex,
    )
    for subject in (whole, Subject(bsn=person.bsn, born=person.born)):
        if not faults(subject, "$", today):
            return subject
    return Subject(bsn=person.bsn)


def _authority(bsn: str, person: Registered, named: _Named) -> RegisteredAuthority | None:
    own = [each for each in person.authority if each.child == bsn]
    if not own:
        return None
    holders = tuple(dict.fromkeys(holder for each in own for holder in named.all(each.holders)))
    stated = sum(len(each.holders) for each in own)
    complete = all(each.complete for each in own) and len(holders) == stated
    return RegisteredAuthority(holders=tuple(sorted(holders)), complete=complete)


def _since(person: Registered) -> datetime | None:
    """Since when somebody lives there; not of who came within a year of birth: that would imply the birth date."""
    since = _moment(person.home_since)
    born = _moment(person.born)
    return None if since is None or born is None or since - born < A_LIFE_S_FIRST_YEARS else since


def _moment(day: str | None) -> datetime | None:
    """The first moment of a day, of a partial date of its first day; None for what is no date."""
    if day is None:
        return None
    try:
        first, _ = born_between(day)
    except ValueError:
        return None
    return datetime.combine(first, time.min, AMSTERDAM).astimezone(UTC)


def _renamed(fact: PersonRegistered, names: Mapping[str, str], recorded_at: datetime) -> PersonRegistered:
    def named(persons: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted({names[person] for person in persons}))

    authority = fact.authority
    return msgspec.structs.replace(
        fact,
        recorded_at=recorded_at,
        person=names[fact.person],
        parents=None if fact.parents is None else named(fact.parents),
        children=None if fact.children is None else named(fact.children),
        partners=tuple(msgspec.structs.replace(each, person=names[each.person]) for each in fact.partners),
        authority=None if authority is None else msgspec.structs.replace(authority, holders=named(authority.holders)),
        housemates=None if fact.housemates is None else named(fact.housemates),
    )
