"""People on a test's own two databases."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import asyncpg
import pytest

from hub.people.key_ring import KeyRing
from hub.people.master_keys import MasterKeys
from hub.people.people import People
from hub.people.subject import Subject
from tests.conftest import Databases


@dataclass(frozen=True)
class Registry:
    """People with what they stand on, as the application's role sees it."""

    people: People
    keys: KeyRing
    master: MasterKeys
    pool: asyncpg.Pool
    keys_pool: asyncpg.Pool

    def restarted(self) -> People:
        """People as another process has them: the same databases and master keys, nothing in memory."""
        return People(self.pool, KeyRing(self.keys_pool, self.master), self.master)

    async def bind(self, *subjects: Subject, stated_by: str = "school") -> list[str]:
        """Prepare and bind, in the words of an organisation, in a transaction that is committed."""
        prepared = (await self.people.prepare(subjects, stated_by=stated_by)).subjects
        async with self.pool.acquire() as connection, connection.transaction():
            return await self.people.bind(connection, prepared)

    async def person(self, subject: Subject) -> str:
        """The pseudonym of one subject, made when it is new."""
        return (await self.bind(subject))[0]

    async def count(self, table: str) -> int:
        """Rows of a table of either database."""
        pool = self.keys_pool if table == "person_key" else self.pool
        return int(await pool.fetchval(f"SELECT count(*) FROM {table}"))

    async def keep(self, contents: dict[str, bytes], subjects: Sequence[Subject] = ()) -> None:
        """Keep contents of signals, committed."""
        prepared = await self.people.prepare(subjects, contents)
        async with self.pool.acquire() as connection, connection.transaction():
            await self.people.keep(connection, prepared.contents)


@pytest.fixture
async def registry(database: Databases) -> AsyncIterator[Registry]:
    """An empty registry of people."""
    async with (
        asyncpg.create_pool(database.app_url, min_size=1, max_size=4) as pool,
        asyncpg.create_pool(database.keys_app_url, min_size=1, max_size=2) as keys_pool,
    ):
        master = MasterKeys.generate()
        keys = KeyRing(keys_pool, master)
        await keys.check()
        people = People(pool, keys, master)
        await people.make_ready()
        yield Registry(people, keys, master, pool, keys_pool)
