"""How long publishing waits for the register, and how often it asks: a slow register holds up no signal."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from hub.commands.deadlines import DeadlineCommand
from hub.commands.population import RegisterAsked, RegisterDesk
from hub.domain.facts.matches import Deadline
from hub.domain.slices.population import POPULATION
from hub.people.preparation import Preparation
from hub.people.subject import Subject
from hub.population.asking import AT_A_TIME, Inquiry
from hub.population.homes import HomeKeys, Institutions
from hub.population.records import Housemate, Registered

SOMEBODY = "999990342"
SLOW = "999990019"
SHORT = timedelta(milliseconds=20)
LONG = timedelta(seconds=60)


class Clock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 21, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


class Register:
    """Knows everybody; about one person it never answers."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.waits = asyncio.Event()

    async def persons(self, bsns: Sequence[str]) -> Mapping[str, Registered]:
        self.asked.extend(bsns)
        if SLOW in bsns:
            self.waits.set()
            await asyncio.Event().wait()
        return {bsn: Registered(bsn=bsn) for bsn in bsns}

    async def living_at(self, home: str) -> Sequence[Housemate]:
        return ()


class People:
    async def prepare(
        self, subjects: Sequence[Subject], contents: Mapping[str, bytes] | None = None, *, stated_by: str = ""
    ) -> Preparation:
        return Preparation([], [])

    async def bsns(self, persons: Sequence[str]) -> Mapping[str, str]:
        return dict.fromkeys(persons, SLOW)


def desk(register: Register, clock: Clock, patience: timedelta = LONG) -> RegisterDesk:
    inquiry = Inquiry(register, HomeKeys(b"k" * 32), Institutions(), clock)
    return RegisterDesk(inquiry, People(), clock, patience)


async def asks(of: RegisterDesk, *bsns: str, organisation: str = "school") -> RegisterAsked:
    """What is heard, within the patience of a test."""
    found = await asyncio.wait_for(of.ask_about([Subject(bsn=bsn) for bsn in bsns], organisation), 30)
    assert found is not None
    return found


async def test_publishing_waits_no_longer_than_its_patience() -> None:
    found = await asks(desk(Register(), Clock(), SHORT), SLOW)
    assert (found.places, found.answer, found.marks) == ((0,), None, ())


async def test_who_asks_again_of_a_slow_register_leaves_turns_to_publishing() -> None:
    register, clock = Register(), Clock()
    of = desk(register, clock)
    due = Deadline(id=f"{POPULATION}:p1:x", rule=POPULATION, due=clock.moment)
    again = [
        asyncio.create_task(of.again(DeadlineCommand(deadline=due, persons=("p1",)))) for _ in range(3 * AT_A_TIME)
    ]
    await asyncio.wait_for(register.waits.wait(), 30)
    assert (await asks(of, SOMEBODY)).answer is not None
    for each in again:
        each.cancel()
    await asyncio.gather(*again, return_exceptions=True)


async def test_about_whom_was_asked_within_the_week_is_not_asked_again() -> None:
    register, clock = Register(), Clock()
    of = desk(register, clock)
    of.stored(await asks(of, SOMEBODY))
    clock.moment += timedelta(days=7) - timedelta(seconds=1)
    assert await asks(of, SOMEBODY) == RegisterAsked(places=(0,))
    assert register.asked == [SOMEBODY]
    clock.moment += timedelta(seconds=1)
    assert (await asks(of, SOMEBODY)).answer is not None
    assert register.asked == [SOMEBODY, SOMEBODY]


async def test_that_another_organisation_asked_shortens_nothing_for_who_asks_next() -> None:
    register, clock = Register(), Clock()
    of = desk(register, clock)
    of.stored(await asks(of, SOMEBODY, organisation="police"))
    assert (await asks(of, SOMEBODY, organisation="school")).answer is not None
    assert register.asked == [SOMEBODY, SOMEBODY]


async def test_what_was_refused_or_not_answered_is_asked_when_it_is_sent_again() -> None:
    register, clock = Register(), Clock()
    of = desk(register, clock, SHORT)
    await asks(of, SOMEBODY)
    assert (await asks(of, SOMEBODY)).answer is not None
    of.stored(await asks(of, SLOW))
    await asks(of, SLOW)
    assert register.asked.count(SLOW) == 2
