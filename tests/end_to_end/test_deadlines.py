"""Deadlines that two workers find due, while either is killed at random moments: each fires, and fires once."""

import asyncio
import random
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import msgspec
import pytest

from hub.bootstrap import open_hub
from hub.clock import WallClock
from hub.domain.facts import DeadlineReached, DeadlinesSet, Fact
from hub.domain.facts.matches import Deadline
from hub.domain.organisations import OPERATOR
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.sharing import Recorded
from hub.settings import Settings
from hub.wiring.addresses import Addresses
from hub.worker.scheduler import AT_ONCE
from tests.conftest import Databases
from tests.end_to_end.processes import Place
from tests.end_to_end.test_kill import facts_of
from tests.end_to_end.victim import to_be_killed

WORKERS = 2
FIRST = datetime(2014, 1, 1, tzinfo=UTC)
_REACHED = "SELECT count(*) FROM samenloop_events_tt_main WHERE type = $1"


class Wait(HubSlice):
    """Waits for these moments about one person."""

    def __init__(self, situation: Situation, person: str, deadlines: tuple[Deadline, ...]) -> None:
        super().__init__(situation, situation.policy, OPERATOR)
        self._person, self._deadlines = person, deadlines

    def execute(self) -> None:
        """Record them."""
        self.record(DeadlinesSet(recorded_at=self.now, persons=(self._person,), deadlines=self._deadlines))
        self.outcome = Recorded(id=self._person)


class WaitFor(msgspec.Struct, frozen=True, kw_only=True):
    """The command that sets them."""

    person: str
    deadlines: tuple[Deadline, ...]
    organisation: str = OPERATOR
    subjects: tuple[()] = ()
    handles: tuple[str, ...] = ()

    @property
    def persons(self) -> tuple[str, ...]:
        return (self.person,)

    @property
    def key(self) -> str:
        return f"wait:{self.person}"

    def canonical(self) -> bytes:
        return self.key.encode()

    def slice(self, situation: Situation) -> HubSlice:
        return Wait(situation, self.person, self.deadlines)

    def sealed(self, _: Situation) -> Sequence[object]:
        return ()

    def recall(self, _: Sequence[Fact]) -> Recorded:
        return Recorded(id=self.person)


@pytest.fixture
def place(tmp_path: Path, database: Databases) -> Iterator[Place]:
    with to_be_killed(tmp_path, database) as place:
        yield place


async def set_deadlines(place: Place, database: Databases, number: int) -> dict[str, datetime]:
    """So many deadlines, ten of each family, one a minute, all of them past."""
    settings = Settings(data_dir=place.folder)
    addresses = Addresses(
        database_url=database.app_url,
        keys_database_url=database.keys_app_url,
        reader_database_url=database.reader_url,
        nats_url=place.environment["HUB_NATS_URL"],
    )
    due = {f"no-plan:{at:05}": FIRST + timedelta(minutes=at) for at in range(number)}
    waiting = [Deadline(id=id_, rule="no-plan", due=moment) for id_, moment in due.items()]
    async with open_hub(settings, addresses, WallClock()) as hub:
        writer = hub.scheduler._writer
        commands = [WaitFor(person=f"{at:032x}", deadlines=tuple(waiting[at : at + 10])) for at in range(0, number, 10)]
        await asyncio.gather(*(writer.submit(command) for command in commands))
    return due


class Workers:
    """``hub work``, twice; one of them is killed whenever enough has fired, and started again."""

    def __init__(self, place: Place, number: int, kills: int, chance: random.Random) -> None:
        self._place, self._chance = place, chance
        self._running: list[subprocess.Popen[str]] = []
        part = number // (kills + 1)
        self._at = [part * kill + chance.randrange(part) for kill in range(kills)]
        self.kills = 0

    def start(self) -> None:
        self._running.append(self._place.start("work"))

    async def until_fired(self, number: int, database: Databases) -> None:
        """Kill and start again until everything has fired. Raises ``TimeoutError`` when that does not come."""
        connection = await asyncpg.connect(database.app_url)
        try:
            async with asyncio.timeout(600):
                while (fired := await connection.fetchval(_REACHED, DeadlineReached.TOPIC)) < number:
                    if self._at and fired >= self._at[0]:
                        self._at.pop(0)
                        self.end(self._running.pop(self._chance.randrange(len(self._running))))
                        self.kills += 1
                        self.start()
                    await asyncio.sleep(0.01)  # polls what two other processes do
        finally:
            await connection.close()

    def end(self, process: subprocess.Popen[str]) -> None:
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)

    def end_all(self) -> None:
        while self._running:
            self.end(self._running.pop())


def fired_under_fire(place: Place, database: Databases, number: int, kills: int) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")  # noqa: T201 - to repeat a failure with

    async def run() -> dict[str, datetime]:
        due = await set_deadlines(place, database, number)
        workers = Workers(place, number, kills, random.Random(seed))
        try:
            for _ in range(WORKERS):
                workers.start()
            await workers.until_fired(number, database)
        finally:
            workers.end_all()
        assert workers.kills == kills
        return due

    due = asyncio.run(run())
    reached = [each.fact for each in asyncio.run(facts_of(database)) if isinstance(each.fact, DeadlineReached)]
    assert Counter(each.deadline for each in reached) == Counter(due.keys()), "each fires, and fires once"
    order = {id_: at for at, id_ in enumerate(sorted(due, key=due.__getitem__))}
    astray = max(abs(order[each.deadline] - at) for at, each in enumerate(reached))
    assert astray <= WORKERS * AT_ONCE, "never further out of order than what the workers take at once"


@pytest.mark.slow
def test_deadlines_fire_once_each_while_workers_are_killed(place: Place, database: Databases) -> None:
    fired_under_fire(place, database, number=1_000, kills=2)


@pytest.mark.soak
def test_ten_thousand_deadlines_fire_once_each_while_workers_are_killed_at_random(
    place: Place, database: Databases
) -> None:
    fired_under_fire(place, database, number=10_000, kills=12)
