"""Asking the population register: with a signal, before it is decided; and again when a deadline comes.

A register that gives no answer refuses nothing and holds up nothing: it is asked again later.
"""

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import takewhile
from secrets import token_bytes
from typing import Final, Protocol

import msgspec

from hub.clock import DomainClock
from hub.commands.deadlines import DeadlineCommand
from hub.domain.facts import Fact
from hub.domain.found_out import FoundOut
from hub.domain.organisations import OPERATOR
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.identity import take_in
from hub.domain.slices.population import AGAIN_AFTER, AskedAgain, Told
from hub.domain.slices.sharing import Recorded
from hub.people.preparation import Preparation, PreparedSubject
from hub.people.subject import Subject
from hub.population.asking import FamilyAnswer, Inquiry
from hub.population.port import PopulationRegisterError, RegisterUnreachableError

log = logging.getLogger(__name__)
AGAIN_AT_A_TIME: Final = 2
"""Families that one process asks about again at once: fewer than it may ask about, so that publishing has a turn."""


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
    marks: tuple[bytes, ...] = ()
    """Of those about whom it answered, for ``RegisterDesk.stored``."""

    def told(self, own: Sequence[str], found: Sequence[str], now: datetime) -> Told:
        """What came of it, by the pseudonyms of the command's own subjects and of those in the answer."""
        facts = None if self.answer is None else self.answer.by_pseudonym(found, now)
        return Told(asked_about=tuple(dict.fromkeys(own[place] for place in self.places)), facts=facts)


class RegisterDesk:
    """Asks the register for whoever decides.

    Who waits for an answer waits no longer than ``patience``, and is kept waiting by no more than a few who ask again.
    About whom an organisation asked within the week is not asked with its signals again: a nightly extract brings the
    same persons. What others asked shortens nothing: how long an answer takes would tell who else published
    (DOMAIN.md 6).
    """

    def __init__(self, inquiry: Inquiry, people: Registry, clock: DomainClock, patience: timedelta) -> None:
        self._inquiry = inquiry
        self._people = people
        self._clock = clock
        self._patience = patience.total_seconds()
        self._turns_of_again = asyncio.Semaphore(AGAIN_AT_A_TIME)
        self._heard: dict[bytes, datetime] = {}
        """Which organisation had this process ask about whom, by a hash that no other process could make; the longest
        ago first."""
        self._key = token_bytes()

    async def ask_about(self, subjects: Sequence[Subject], organisation: str) -> RegisterAsked | None:
        """What the register says of those of these subjects of an organisation who have a BSN; None where nobody has.

        What it said to them of somebody within the week is recorded already. Where it is not, since who was erased is
        somebody new, nothing waits either, so that the decision sets the moment at which the register is asked.
        """
        places = tuple(place for place, subject in enumerate(subjects) if subject.bsn is not None)
        if not places:
            return None
        self._forget()
        bsns = [str(subjects[place].bsn) for place in places]
        wanted = {bsn: mark for bsn in bsns if (mark := self._mark(organisation, bsn)) not in self._heard}
        if not wanted:
            return RegisterAsked(places=places)
        asked = await self._ask(places, list(wanted), self._patience)
        return asked if asked.answer is None else msgspec.structs.replace(asked, marks=tuple(wanted.values()))

    def stored(self, asked: RegisterAsked) -> None:
        """What came of asking is in the ledger: these persons are asked about no more within the week."""
        now = self._clock.now()
        for mark in asked.marks:
            self._heard.pop(mark, None)
            self._heard[mark] = now

    def _forget(self) -> None:
        since = self._clock.now() - AGAIN_AFTER
        for mark in list(takewhile(lambda each: self._heard[each] <= since, self._heard)):
            del self._heard[mark]

    def _mark(self, organisation: str, bsn: str) -> bytes:
        return blake2b(msgspec.json.encode((organisation, bsn)), key=self._key, digest_size=16).digest()

    async def again(self, due: DeadlineCommand) -> "AskAgainCommand":
        """The command that a deadline of the register becomes, once the register was asked."""
        numbers = await self._people.bsns(due.persons)
        async with self._turns_of_again:
            asked = await self._ask((), list(numbers.values())) if numbers else RegisterAsked(places=())
        return AskAgainCommand(due=due, about=tuple(numbers), asked=asked)

    async def _ask(self, places: tuple[int, ...], bsns: Sequence[str], patience: float | None = None) -> RegisterAsked:
        try:
            async with asyncio.timeout(patience):
                answer = await self._inquiry.about(bsns)
        except (PopulationRegisterError, TimeoutError) as failed:
            code = failed.code if isinstance(failed, PopulationRegisterError) else RegisterUnreachableError.code
            log.warning("register-not-asked error=%s persons=%d", code, len(bsns))
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
