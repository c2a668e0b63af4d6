"""Rotating master keys while persons are stated: nobody is lost, nobody is made twice, and it can be broken off."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from hub.people.errors import StalePreparationError, StillUsedError, UnreadableError
from hub.people.key_ring import KeyRing
from hub.people.key_stores import FileMasterKeyStore
from hub.people.live_keys import LiveMasterKeys
from hub.people.master_keys import MasterKeys
from hub.people.people import People
from hub.people.rotation import Rotator
from hub.people.subject import Subject
from tests.conftest import Databases
from tests.people.given import NOA_BSN, bram, noa, opened

BATCH = 7
MISSPELT = noa(given_names="Noaa", sex=None)


@dataclass(frozen=True)
class Process:
    """A process of the hub, as far as persons and keys go, on a store that all of them share."""

    people: People
    keys: KeyRing
    live: LiveMasterKeys
    pool: asyncpg.Pool
    keys_pool: asyncpg.Pool

    @property
    def rotator(self) -> Rotator:
        return Rotator(self.pool, self.keys, self.live, batch=BATCH, settle=0)

    async def person(self, subject: Subject, stated_by: str = "school") -> str:
        """The pseudonym of a subject, stated until it is taken."""
        while True:
            prepared = (await self.people.prepare([subject], stated_by=stated_by)).subjects
            try:
                async with self.pool.acquire() as connection, connection.transaction():
                    return (await self.people.bind(connection, prepared))[0]
            except StalePreparationError:
                continue

    async def versions(self, table: str, column: str) -> set[int]:
        pool = self.keys_pool if table == "person_key" else self.pool
        return {row[0] for row in await pool.fetch(f"SELECT DISTINCT {column} FROM {table}")}


@pytest.fixture
def store(tmp_path: Path) -> FileMasterKeyStore:
    made = FileMasterKeyStore(tmp_path / "master.keys")
    made.create()
    return made


@pytest.fixture
async def pools(database: Databases) -> AsyncIterator[tuple[asyncpg.Pool, asyncpg.Pool]]:
    async with (
        asyncpg.create_pool(database.app_url, min_size=1, max_size=6) as pool,
        asyncpg.create_pool(database.keys_app_url, min_size=1, max_size=4) as keys_pool,
    ):
        yield pool, keys_pool


@pytest.fixture
async def two(store: FileMasterKeyStore, pools: tuple[asyncpg.Pool, asyncpg.Pool]) -> tuple[Process, Process]:
    """Two processes of one hub."""
    first, second = started(store, *pools), started(store, *pools)
    await first.keys.check()
    await first.people.make_ready()
    return first, second


def started(store: FileMasterKeyStore, pool: asyncpg.Pool, keys_pool: asyncpg.Pool) -> Process:
    live = LiveMasterKeys.of(store)
    keys = KeyRing(keys_pool, live)
    return Process(People(pool, keys, live), keys, live, pool, keys_pool)


def children(count: int) -> Iterator[Subject]:
    for number in range(count):
        letters = "abcdefghij"[number % 10] + "klmnopqrst"[number // 10]
        yield noa(given_names=f"Noa{letters}", house_number=number + 1)


class TestWrapping:
    async def test_everything_is_wrapped_anew_and_opens_in_every_process(self, two: tuple[Process, Process]) -> None:
        first, second = two
        persons = [await first.person(child) for child in children(20)]
        told: list[tuple[int, int]] = []
        done = await first.rotator.rotate("wrapping", resume=False, progress=lambda *at: told.append(at))
        assert (done.version, done.keys) == (2, 20)
        assert told[-1] == (20, 20)
        assert await first.versions("person_key", "master_version") == {2}
        assert set(await second.people.describe(opened(persons))) == set(persons), (
            "who did not know the version looks for it"
        )

    async def test_what_was_broken_off_goes_on(self, two: tuple[Process, Process]) -> None:
        first, second = two
        persons = [await first.person(child) for child in children(20)]

        def break_off(done: int, _: int) -> None:
            if done > BATCH:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            await first.rotator.rotate("wrapping", resume=False, progress=break_off)
        assert await first.versions("person_key", "master_version") == {1, 2}
        assert set(await second.people.describe(opened(persons))) == set(persons)
        done = await second.rotator.rotate("wrapping", resume=True)
        assert done.version == 2
        assert 0 < done.keys < 20
        assert await first.versions("person_key", "master_version") == {2}

    async def test_a_retired_version_wraps_nothing_more_in_any_process(self, two: tuple[Process, Process]) -> None:
        first, second = two
        await first.person(noa())
        await first.rotator.rotate("wrapping", resume=False)
        assert second.live.now.wrapping.current == 1
        await first.rotator.retire(1)
        person = await second.person(bram())
        assert second.live.now.wrapping.current == 2
        assert await first.versions("person_key", "master_version") == {2}
        assert list(await first.people.describe(opened([person]))) == [person]

    async def test_a_version_that_is_used_is_not_retired(self, two: tuple[Process, Process]) -> None:
        first, _ = two
        await first.person(noa())
        for version in (1, 7):
            with pytest.raises(StillUsedError):
                await first.rotator.retire(version)
        assert first.live.now.wrapping.keys.keys() == {1}

    async def test_nobody_opens_without_the_new_version(
        self, two: tuple[Process, Process], pools: tuple[asyncpg.Pool, asyncpg.Pool]
    ) -> None:
        first, _ = two
        person, old = await first.person(noa()), first.live.now
        await first.rotator.rotate("wrapping", resume=False)
        stuck = People(pools[0], KeyRing(pools[1], old), old)
        with pytest.raises(UnreadableError):
            await stuck.describe(opened([person]))


class TestLookup:
    async def test_everybody_is_found_after_it_by_bsn_demographics_own_words_and_linkage(
        self, two: tuple[Process, Process]
    ) -> None:
        first, second = two
        stated = [noa(bsn=NOA_BSN), noa(postcode=None, given_names="Pim"), *children(12)]
        persons = [await first.person(each) for each in stated]
        likely = await first.people.prepare([MISSPELT], stated_by="gp")
        assert likely.subjects[0].linkage is not None
        before = likely.subjects[0].linkage.answer.candidates
        done = await first.rotator.rotate("lookup", resume=False)
        assert done.version == 2
        assert done.marks > 12
        assert done.rows >= 12 * 10
        assert await first.versions("person_identifier", "key_version") == {2}
        for process in (first, second):
            assert [await process.person(each) for each in stated] == persons
        after = (await first.people.prepare([MISSPELT], stated_by="gp")).subjects[0].linkage
        assert after is not None
        assert {each.person for each in after.answer.candidates} == {each.person for each in before}

    async def test_while_it_runs_both_versions_look_up(self, two: tuple[Process, Process]) -> None:
        first, second = two
        stated = list(children(20))
        persons = [await first.person(each) for each in stated]

        def break_off(done: int, _: int) -> None:
            if done > BATCH:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            await first.rotator.rotate("lookup", resume=False, progress=break_off)
        assert await first.versions("person_identifier", "key_version") == {1, 2}
        await second.live.refresh()
        for process in (first, second):
            assert [await process.people.find(each) for each in stated] == persons
            assert [await process.person(each) for each in stated] == persons
        with pytest.raises(StillUsedError):
            await first.rotator.rotate("lookup", resume=False)
        await second.rotator.rotate("lookup", resume=True)
        await first.live.refresh()
        assert first.live.now.lookup.oldest == 2
        assert [await first.person(each) for each in stated] == persons

    async def test_what_is_contested_stays_contested(self, two: tuple[Process, Process]) -> None:
        first, _ = two
        one, other = await first.person(noa(sex="male")), await first.person(noa(sex="female"))
        assert one != other
        await first.rotator.rotate("lookup", resume=False)
        third = await first.person(noa(sex=None), stated_by="another")
        assert third not in {one, other}

    async def test_a_process_that_does_not_know_the_new_version_makes_nobody_twice(
        self, two: tuple[Process, Process]
    ) -> None:
        first, second = two
        person = await first.person(noa())
        prepared = (await second.people.prepare([noa()], stated_by="school")).subjects
        await first.rotator.rotate("lookup", resume=False)
        async with second.pool.acquire() as connection, connection.transaction():
            with pytest.raises(StalePreparationError):
                await second.people.bind(connection, prepared)
        assert await second.person(noa()) == person

    async def test_rotating_under_load_loses_nobody_and_makes_nobody_twice(self, two: tuple[Process, Process]) -> None:
        first, second = two
        stated = list(children(40))
        known = {each.house_number: await first.person(each) for each in stated[:20]}

        async def load(process: Process) -> dict[int | None, str]:
            return {each.house_number: await process.person(each) for each in stated}

        rotating = asyncio.gather(first.rotator.rotate("lookup", resume=False), load(first), load(second))
        _, one, other = await rotating
        await first.rotator.rotate("wrapping", resume=False)
        assert one == other
        assert len(set(one.values())) == 40
        assert one.items() >= known.items()
        assert await first.versions("person_identifier", "key_version") == {2}
        assert len(await second.people.describe(opened(list(one.values())))) == 40

    async def test_erasing_while_it_runs_leaves_no_row_of_either_version(self, two: tuple[Process, Process]) -> None:
        first, _ = two
        stated = list(children(10))
        persons = [await first.person(each) for each in stated]

        def break_off(done: int, _: int) -> None:
            if done > BATCH:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            await first.rotator.rotate("lookup", resume=False, progress=break_off)
        async with first.pool.acquire() as connection, connection.transaction():
            await first.people.let_go(connection, persons[:5])
        await first.rotator.rotate("lookup", resume=True)
        left = {row["person"] for row in await first.pool.fetch("SELECT person FROM person_identifier")}
        assert left == set(persons[5:])
        assert await first.people.find(stated[0]) is None
        assert await first.people.find(stated[7]) == persons[7]


def test_the_first_version_hashes_as_before_there_were_others() -> None:
    keys = MasterKeys.generate()
    assert LiveMasterKeys(keys).lookup.hash(b"x") == LiveMasterKeys(keys).lookup.first_hash(b"x")
