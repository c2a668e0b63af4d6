"""Migrations: to the newest version, once, all or nothing."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from hub.embedded import Parts
from hub.migrate import MigrationError, migrate
from tests.conftest import Databases


async def _versions(*urls: str) -> list[str]:
    found = []
    for url in urls:
        connection = await asyncpg.connect(url)
        found.append(await connection.fetchval("SELECT version_num FROM alembic_version"))
        await connection.close()
    return found


@pytest.fixture
async def empty_url(parts: Parts) -> AsyncIterator[str]:
    """A database of the owner's without any table."""
    admin = await asyncpg.connect(parts.admin_url)
    await admin.execute("CREATE DATABASE test_empty OWNER samenloop_owner")
    yield parts.owner_database_url.replace("/samenloop?", "/test_empty?")
    await admin.execute("DROP DATABASE test_empty WITH (FORCE)")
    await admin.close()


async def test_migrating_again_changes_nothing(database: Databases) -> None:
    before = await _versions(database.owner_url, database.keys_owner_url)
    await migrate(database.owner_url, database.keys_owner_url)
    assert await _versions(database.owner_url, database.keys_owner_url) == before


async def test_two_that_migrate_at_once_do_it_one_after_the_other(database: Databases, empty_url: str) -> None:
    await asyncio.gather(*(migrate(empty_url, database.keys_owner_url) for _ in range(3)))
    assert await _versions(empty_url) == await _versions(database.owner_url)


async def test_a_migration_that_fails_leaves_nothing(database: Databases, empty_url: str) -> None:
    connection = await asyncpg.connect(empty_url)
    await connection.execute("CREATE TABLE ledger_seal (in_the_way int)")
    with pytest.raises(MigrationError, match="hub"):
        await migrate(empty_url, database.keys_owner_url)
    tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    await connection.close()
    assert [row["tablename"] for row in tables] == ["ledger_seal"]


async def test_a_database_that_cannot_be_reached_is_an_error_of_its_own(database: Databases) -> None:
    with pytest.raises(MigrationError):
        await migrate(database.owner_url.replace("/test_", "/no_such_"), database.keys_owner_url)
