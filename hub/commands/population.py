"""Asking the population register: with a signal, before it is decided; and again when a deadline comes.

A register that gives no answer refuses nothing and holds up nothing: it is asked again later.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from hub.commands.deadlines import DeadlineCommand
from hub.domain.facts import Fact
from hub.domain.found_out import FoundOut
from hub.domain.organisations import OPERATOR
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.identity import take_in
from hub.domain.slices.population import AskedAgain, Told
from hub.domain.slices.sharing import Recorded
from hub.people.preparation import Preparation, PreparedSubject
from hub.people.subject import Subject
from hub.population.asking import FamilyAnswer, Inquiry
from hub.population.port import PopulationRegisterError

log = logging.getLogger(__name__)


class Registry(Protocol):
    """What is needed of ``hub.people``."""

    async def prepare(
        self, subjects: Sequence[Subject], contents: Mapping[str, bytes] | None = None, *, stated_by: str = ""
    ) -> Preparation:
        """Do the slow part of finding persons."""

    async def bsns(self, persons: Sequence[str]) -> Mapping[str, str]:
        """By which numbers to ask about these persons."""


class RegisterAsked(msgspec.Struct, frozen=True, kw_only=True):
    """That the register was asked about some subjects of a command, and what it said; ready for the ledger."""

    places: tuple[int, ...]
    """Which of the command's own subjects it was asked about."""
    answer: FamilyAnswer | None = None
    subjects: tuple[PreparedSubject, ...] = ()
    """Everybody in the answer, to be bound after the command's own subjects."""

    def told(self, own: Sequence[str], found: Sequence[str], now: datetime) -> Told:
        """What came of it, by the pseudonyms of the command's own subjects and of those in the answer."""
        facts = None if self.answer is None else self.answer.by_pseudonym(found, now)
        return Told(asked_about=tuple(dict.fromkeys(own[place] for place in self.places)), facts=facts)


class RegisterDesk:
    """Asks the register for whoever decides."""

    def __init__(self, inquiry: Inquiry, people: Registry) -> None:
        self._inquiry = inquiry
        self._people = people

    async def ask_about(self, subjects: Sequence[Subject]) -> RegisterAsked | None:
        """What the register says of those of these subjects who have a BSN; None where nobody has."""
        places = tuple(place for place, subject in enumerate(subjects) if subject.bsn is not None)
        if not places:
            return None
        return await self._ask(places, [str(subjects[place].bsn) for place in places])

    async def again(self, due: DeadlineCommand) -> "AskAgainCommand":
        """The command that a deadline of the register becomes, once the register was asked."""
        numbers = await self._people.bsns(due.persons)
        asked = await self._ask((), list(numbers.values())) if numbers else RegisterAsked(places=())
        return AskAgainCommand(due=due, about=tuple(numbers), asked=asked)

    async def _ask(self, places: tuple[int, ...], bsns: Sequence[str]) -> RegisterAsked:
        try:
            answer = await self._inquiry.about(bsns)
        except PopulationRegisterError as failed:
            log.warning("register-not-asked error=%s persons=%d", failed.code, len(bsns))
            return RegisterAsked(places=places)
        # Apart from the persons of the message: who is stated there by name may be somebody in here.
        prepared = await self._people.prepare(answer.subjects)
        return RegisterAsked(places=places, answer=answer, subjects=tuple(prepared.subjects))


class AskAgainCommand(msgspec.Struct, frozen=True, kw_only=True):
    """The command (``hub.ledger.ports.Command``) that a deadline becomes, once the register was asked."""

    due: DeadlineCommand
    about: tuple[str, ...]
    """Whom the register was asked about."""
    asked: RegisterAsked
    organisation: str = OPERATOR
    handles: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The deadline's own identifier: of two workers that asked, one is heard."""
        return self.due.key

    @property
    def subjects(self) -> tuple[PreparedSubject, ...]:
        """Everybody in the answer."""
        return self.asked.subjects

    @property
    def persons(self) -> tuple[str, ...]:
        """Whose families are read beside: of whom the deadline is about, and who is one with those in the answer."""
        return (*self.due.persons, *same_persons(self.subjects))

    def canonical(self) -> bytes:
        """As of any deadline: what the register says is no part of it."""
        return self.due.canonical()

    def slice(self, situation: Situation) -> HubSlice:
        """The decision this becomes, on what linkage found out about its persons."""
        facts = None if self.asked.answer is None else self.asked.answer.by_pseudonym(situation.persons, situation.now)
        told = Told(asked_about=self.about, facts=facts)
        deciding = AskedAgain(situation, situation.policy, self.due.deadline, self.due.persons, told)
        take_in(deciding, found_out(self.subjects))
        return deciding

    def sealed(self, _: Situation) -> Sequence[object]:
        """It brings no content."""
        return ()

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        """The same again."""
        return self.due.recall(facts)


def same_persons(subjects: Sequence[PreparedSubject]) -> tuple[str, ...]:
    """The known persons that some of these are by the production rules, as it stood before the lock."""
    return tuple(person for subject in subjects if (person := subject.same_as) is not None)


def found_out(subjects: Sequence[PreparedSubject]) -> Iterator[FoundOut]:
    """What linkage found out about some of these."""
    linkages = (subject.linkage for subject in subjects)
    return (each.found for each in linkages if each is not None and each.found is not None)
