"""The log in PostgreSQL: one commit for many, its own lock, and closed when it cannot be reached."""

import asyncio
from itertools import pairwise

import asyncpg
import msgspec
import pytest

from hub.disclosures import log as module
from hub.disclosures.errors import LogUnavailable
from hub.disclosures.ports import Wanted
from hub.disclosures.stored import PADDED_TO, LineCipher, closed
from hub.people.errors import UnreadableError
from tests.conftest import Databases
from tests.disclosures.given import CHILD, KEY, line, logging_to


async def rows(database: Databases, statement: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(database.reader_url)
    try:
        found: list[asyncpg.Record] = await connection.fetch(statement)
    finally:
        await connection.close()
    return found


async def test_many_answers_wait_for_few_commits(database: Databases) -> None:
    async with logging_to(database) as log:
        await asyncio.gather(*(log.append([line()]) for _ in range(200)))
        assert log.written == 200
    seals = await rows(database, "SELECT first_id, last_id, count FROM disclosure_seal ORDER BY last_id")
    assert sum(seal["count"] for seal in seals) == 200
    assert len(seals) <= 3


async def test_an_answer_does_not_wait_for_the_ledgers_lock(database: Databases) -> None:
    holder = await asyncpg.connect(database.app_url)
    try:
        async with logging_to(database) as log, holder.transaction():
            await holder.execute("SELECT ledger_lock()")
            await asyncio.wait_for(log.append([line()]), 10)
    finally:
        await holder.close()


async def test_what_was_sealed_cannot_be_read_or_counted_in_the_table(database: Databases) -> None:
    async with logging_to(database) as log:
        few, many = line("s1", sealed="sealed-item"), line("s2")
        await log.append([few, msgspec.structs.replace(many, sealed=tuple(f"i{n}" for n in range(9)))])
    found = await rows(database, "SELECT sealed, outcome FROM disclosure_line")
    assert {len(row["sealed"]) for row in found} == {PADDED_TO + 29}
    assert {row["outcome"] for row in found} == {"shown"}
    assert not any(b"sealed-item" in row["sealed"] for row in found)


def test_what_was_sealed_opens_under_its_key_and_in_its_line_only() -> None:
    one, other = LineCipher(KEY).stored(line()), LineCipher(KEY).stored(line())
    assert LineCipher(KEY).opened(one).sealed == ("s2",)
    assert closed(one).sealed == ()
    with pytest.raises(UnreadableError):
        LineCipher(KEY[::-1]).opened(one)
    with pytest.raises(UnreadableError):
        LineCipher(KEY).opened((*one[:-1], other[-1]))


async def test_a_value_that_the_database_does_not_take_hinders_its_own_answer_alone(database: Databases) -> None:
    wrong = msgspec.structs.replace(line(), professional="\0")
    async with logging_to(database) as log:
        ended = await asyncio.gather(
            log.append([line()]), log.append([wrong]), log.append([line()]), return_exceptions=True
        )
        assert [type(each) for each in ended] == [type(None), LogUnavailable, type(None)]
        assert len(await log.read(Wanted(), None, 10)) == 2


async def test_a_connection_that_was_lost_meanwhile_is_made_anew(database: Databases) -> None:
    admin = await asyncpg.connect(database.admin_url)
    try:
        async with logging_to(database) as log:
            await log.append([line()])
            ended = (
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%disclosure log'"
            )
            assert await admin.fetchval(ended)
            await log.append([line()])
            assert len(await log.read(Wanted(persons=(CHILD,)), None, 10)) == 2
    finally:
        await admin.close()


async def test_a_log_that_cannot_be_written_says_so_and_goes_on_later(database: Databases) -> None:
    owner = await asyncpg.connect(database.owner_url)
    try:
        async with logging_to(database) as log:
            await owner.execute("ALTER TABLE disclosure_line RENAME TO elsewhere")
            with pytest.raises(LogUnavailable):
                await log.append([line()])
            await owner.execute("ALTER TABLE elsewhere RENAME TO disclosure_line")
            await log.append([line()])
            assert len(await log.read(Wanted(), None, 10)) == 1
    finally:
        await owner.close()


async def test_more_than_may_wait_is_refused_at_once(database: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_WAITING", 3)
    async with logging_to(database) as log:
        waiting = [asyncio.create_task(log.append([line()])) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(LogUnavailable):
            await log.append([line()])
        await asyncio.gather(*waiting)


async def test_two_processes_append_to_one_chain(database: Databases) -> None:
    async with logging_to(database) as one, logging_to(database) as other:
        await asyncio.gather(*(each.append([line()]) for _ in range(20) for each in (one, other)))
    seals = await rows(database, "SELECT first_id, last_id FROM disclosure_seal ORDER BY last_id")
    assert all(before["last_id"] < after["first_id"] for before, after in pairwise(seals))
