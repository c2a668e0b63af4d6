"""A writer that stops dead while it holds the lock, and a connection that dies with the commit's answer."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit, urlunsplit

import pytest

from hub.ledger.connect import Timeouts
from hub.ledger.ports import Context
from tests.conftest import Databases
from tests.ledger.village import Note, NoteDown, hall, prepare, rows

HUB_WRITER = """
import asyncio, sys
from hub.ledger import store
from hub.ledger.connect import Timeouts, connect_writer

async def main():
    connection = await connect_writer(sys.argv[1], Timeouts())
    await connection.execute(store.BEGIN)
    print("holding", flush=True)
    await asyncio.sleep(3600)

asyncio.run(main())
"""
OTHER_PROGRAM = """
import asyncio, sys, asyncpg

async def main():
    connection = await asyncpg.connect(sys.argv[1])
    await connection.execute("BEGIN")
    await connection.execute("INSERT INTO samenloop_events_tt_main (type, data, tags) VALUES ('noted', '', '{}')")
    print("holding", flush=True)
    await asyncio.sleep(3600)

asyncio.run(main())
"""


@asynccontextmanager
async def _stopped(program: str, dsn: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process that holds the lock and has been stopped with SIGSTOP."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, dsn, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    try:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"holding\n"
        os.kill(process.pid, signal.SIGSTOP)
        yield process
    finally:
        process.kill()
        await process.wait()


@pytest.mark.parametrize("program", [HUB_WRITER, OTHER_PROGRAM], ids=["a hub", "any program"])
async def test_a_writer_stopped_under_the_lock_holds_the_others_up_for_its_time_out_only(
    database: Databases, program: str
) -> None:
    await prepare(database)
    async with hall(database) as town, _stopped(program, database.app_url) as process, asyncio.timeout(60):
        answers = await asyncio.gather(*(town.writer.submit(NoteDown(str(n), subjects=["Noa"])) for n in range(5)))
        assert [len(answer.result) for answer in answers] == list(range(5))
        assert process.returncode is None, "it was still there, and still stopped"
    assert [report.commands for report in town.reports] == [5], "the others waited, and nothing of them failed"


async def test_a_batch_that_takes_longer_than_a_writer_may_be_idle_is_decided_as_one(database: Databases) -> None:
    await prepare(database)
    timeouts = Timeouts(idle=1.0)
    async with hall(database, timeouts=timeouts) as town:
        slow = [SlowNote(str(number), subjects=["Noa"]) for number in range(8)]
        answers = await asyncio.gather(*(town.writer.submit(each) for each in slow))
    assert [len(answer.result) for answer in answers] == list(range(8))
    assert [report.commands for report in town.reports] == [8]
    assert town.reports[0].seconds_under_lock > timeouts.idle


class SlowNote(NoteDown):
    """A decision that computes for a quarter of a second."""

    def slice(self, context: Context) -> Note:
        """The decision."""
        time.sleep(0.25)
        return super().slice(context)


async def test_a_command_whose_commit_was_never_answered_is_stored_once_and_answered(
    database: Databases, tmp_path: Path
) -> None:
    await prepare(database)
    async with _cut_after_commit(database.app_url, tmp_path) as dsn, hall(database, dsn) as town:
        answers = await asyncio.gather(*(town.writer.submit(NoteDown(f"n{n}", subjects=["Noa"])) for n in range(3)))
    assert [answer.result for answer in answers] == [["n0"], ["n1"], ["n2"]]
    assert all(answer.replayed for answer in answers), "they were found by their identifiers"
    assert len(await rows(database, "SELECT * FROM samenloop_events_tt_main")) == 3


@asynccontextmanager
async def _cut_after_commit(dsn: str, folder: Path) -> AsyncIterator[str]:
    """The address of a relay to the same server, which loses the first connection that commits, with the answer."""
    parts = urlsplit(dsn)
    [socket_folder] = parse_qs(parts.query)["host"]
    lost: list[bool] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_unix_connection(f"{socket_folder}/.s.PGSQL.5432")

        def cuts(data: bytes) -> bool:
            return b"COMMIT\0" in data and not lost

        up = asyncio.create_task(_pump(reader, far_writer, cuts))
        down = asyncio.create_task(_pump(far_reader, writer, lambda _: False))
        if await up:
            lost.append(True)
            down.cancel()
            await asyncio.wait([down])
            while await far_reader.read(65536):
                break  # the commit was answered; nobody hears it
        await asyncio.wait([down])
        for one in (writer, far_writer):
            one.close()

    server = await asyncio.start_unix_server(serve, folder / ".s.PGSQL.5432")
    try:
        yield urlunsplit(parts._replace(query=f"host={folder}"))
    finally:
        server.close()
        await server.wait_closed()
    assert lost


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cuts: Callable[[bytes], bool]) -> bool:
    """Pass bytes on until the end; True when they were the last to be answered."""
    while data := await reader.read(65536):
        cut = cuts(data)
        writer.write(data)
        await writer.drain()
        if cut:
            return True
    writer.close()
    return False
