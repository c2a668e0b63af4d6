"""A line of the log stays as it is, for everybody, for five years at least."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from hub.disclosures.retention import Retention
from tests.conftest import Databases
from tests.disclosures.given import line, logging_to

CHANGES = {
    "disclosure_line": "UPDATE disclosure_line SET person = 'x'",
    "disclosure_seal": "UPDATE disclosure_seal SET count = 9",
}
YEAR = timedelta(days=366)


async def write(database: Databases, *ages: timedelta) -> None:
    """Lines of these ages, a batch each."""
    async with logging_to(database) as log:
        for age in ages:
            await log.append([line(at=datetime.now(UTC) - age)])


async def count(database: Databases, table: str) -> int:
    connection = await asyncpg.connect(database.owner_url)
    try:
        found: int = await connection.fetchval(f"SELECT count(*) FROM {table}")
    finally:
        await connection.close()
    return found


@pytest.mark.parametrize("table", CHANGES)
@pytest.mark.parametrize("role", ["app", "owner", "superuser that replays"])
async def test_update_delete_and_truncate_are_refused(database: Databases, table: str, role: str) -> None:
    await write(database, timedelta(0), 4 * YEAR)
    urls = {"app": database.app_url, "owner": database.owner_url}
    connection = await asyncpg.connect(urls.get(role, database.admin_url))
    try:
        if role not in urls:
            await connection.execute("SET session_replication_role = replica")
        for change in (CHANGES[table], f"DELETE FROM {table}", f"TRUNCATE {table}"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(change)
    finally:
        await connection.close()
    assert await count(database, table) == 2


@pytest.mark.parametrize("url", ["app_url", "reader_url"])
async def test_no_line_is_written_without_a_seal(database: Databases, url: str) -> None:
    await write(database, timedelta(0))
    connection = await asyncpg.connect(getattr(database, url))
    try:
        for table in CHANGES:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(f"INSERT INTO {table} SELECT * FROM {table}")
    finally:
        await connection.close()


async def test_the_reader_reads_and_appends_nothing(database: Databases) -> None:
    await write(database, timedelta(0))
    connection = await asyncpg.connect(database.reader_url)
    try:
        assert await connection.fetchval("SELECT count(*) FROM disclosure_line") == 1
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("SELECT disclosure_expire(interval '6 years')")
    finally:
        await connection.close()


async def test_lines_go_when_they_are_old_enough_and_their_seals_stay(database: Databases) -> None:
    await write(database, 7 * YEAR, 6 * YEAR, 4 * YEAR, timedelta(0))
    async with asyncpg.create_pool(database.app_url, min_size=1, max_size=1) as pool:
        assert await Retention(pool, 5 * YEAR).once() == 2
        assert await Retention(pool, 5 * YEAR).once() == 0
    assert (await count(database, "disclosure_line"), await count(database, "disclosure_seal")) == (2, 4)


async def test_lines_stay_longer_where_that_is_configured(database: Databases) -> None:
    await write(database, 7 * YEAR, 6 * YEAR)
    async with asyncpg.create_pool(database.app_url, min_size=1, max_size=1) as pool:
        assert await Retention(pool, 10 * YEAR).once() == 0


async def test_less_than_five_years_is_refused(database: Databases) -> None:
    await write(database, 7 * YEAR)
    async with asyncpg.create_pool(database.app_url, min_size=1, max_size=1) as pool:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await Retention(pool, timedelta(days=365)).once()
    assert await count(database, "disclosure_line") == 1
