"""What is stored stays: for the application, for the owner, and for whoever forgets that."""

import asyncpg
import pytest

from tests.conftest import Databases
from tests.ledger.village import NoteDown, hall, prepare, rows

TABLES = ("samenloop_events_tt_main", "samenloop_events_tt_tag", "ledger_command", "ledger_seal")
CHANGES = {
    "samenloop_events_tt_main": "UPDATE samenloop_events_tt_main SET type = 'x'",
    "samenloop_events_tt_tag": "UPDATE samenloop_events_tt_tag SET tag = 'x'",
    "ledger_command": "UPDATE ledger_command SET first_position = 1",
    "ledger_seal": "UPDATE ledger_seal SET count = 1",
}


@pytest.fixture
async def written(database: Databases) -> Databases:
    await prepare(database)
    async with hall(database) as town:
        await town.writer.submit(NoteDown("one", subjects=["Noa"], thing="t1"))
    return database


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("role", ["app", "owner", "superuser that replays"])
async def test_update_delete_and_truncate_are_refused(written: Databases, table: str, role: str) -> None:
    urls = {"app": written.app_url, "owner": written.owner_url}
    before = await rows(written, f"SELECT * FROM {table}")
    connection = await asyncpg.connect(urls.get(role, written.admin_url))
    try:
        if role not in urls:
            await connection.execute("SET session_replication_role = replica")
        for change in (CHANGES[table], f"DELETE FROM {table}", f"TRUNCATE {table}"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(change)
    finally:
        await connection.close()
    assert before
    assert await rows(written, f"SELECT * FROM {table}") == before


async def test_the_application_cannot_choose_a_position(written: Databases) -> None:
    connection = await asyncpg.connect(written.app_url)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("INSERT INTO samenloop_events_tt_main VALUES (1000, 'noted', '', '{}')")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("SELECT setval('samenloop_events_tt_main_id_seq', 1)")
    finally:
        await connection.close()


@pytest.mark.parametrize("table", TABLES)
async def test_the_reader_reads_and_appends_nothing(written: Databases, table: str) -> None:
    connection = await asyncpg.connect(written.reader_url)
    try:
        assert await connection.fetch(f"SELECT * FROM {table}")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(f"INSERT INTO {table} SELECT * FROM {table}")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("SELECT ledger_lock()")
    finally:
        await connection.close()
