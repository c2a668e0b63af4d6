"""The log in PostgreSQL: many answers wait for one commit.

While a batch is at the database, lines of other answers gather; alone, they go at once. One connection of its own, not
under the ledger's lock and never waiting for it: an answer waits for a sync of the disk, not for decisions.
"""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, NamedTuple

import asyncpg

from hub.disclosures.errors import LogUnavailable
from hub.disclosures.line import Line
from hub.disclosures.ports import Numbered, Wanted
from hub.disclosures.seal import digest_of
from hub.disclosures.stored import COLUMNS, LineCipher, StoredLine
from hub.ledger.connect import DATABASE_ERRORS, may_pass

log = logging.getLogger("hub.disclosures")

AT_ONCE: Final = 1000
"""Lines after which a batch takes in no further answer."""
MAX_WAITING: Final = 20_000
"""Lines that may wait in one process; beyond that the log is not to be had."""
ANSWERED_WITHIN: Final = 5.0
"""Seconds after which a batch is given up."""

_APPEND: Final = f"SELECT disclosure_append({', '.join(f'${number}' for number in range(1, len(COLUMNS) + 2))})"
_READ: Final = f"SELECT id, {', '.join(COLUMNS)} FROM disclosure_line"  # noqa: S608 - our own column names
_LIMITS: Final = ("person = ANY ({}::text[])", "organisation = {}", "began >= {}", "began < {}", "id < {}")
"""What a reader may want, in the order of ``Wanted``, and the place below which it goes on."""


class _Waiting(NamedTuple):
    lines: list[StoredLine]
    written: "asyncio.Future[None]"


class DisclosureLog:
    """Implements ``Log`` on a pool of one connection for writing, and on another pool for reading."""

    def __init__(self, writing: asyncpg.Pool, reading: asyncpg.Pool, cipher: LineCipher) -> None:
        self._writing = writing
        self._reading = reading
        self._cipher = cipher
        self._waiting: deque[_Waiting] = deque()
        self._lines = 0
        self._task: asyncio.Task[None] | None = None
        self.written = 0
        """Lines written by this process, for metrics."""

    async def append(self, lines: Sequence[Line]) -> None:
        """See ``Log``."""
        if not lines:
            return
        if self._lines + len(lines) > MAX_WAITING:
            raise LogUnavailable
        waiting = _Waiting([self._cipher.stored(line) for line in lines], asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._lines += len(lines)
        if self._task is None:
            self._task = asyncio.create_task(self._drain(), name="disclosure-log")
        await waiting.written

    async def read(self, wanted: Wanted, before: int | None, limit: int) -> list[Numbered]:
        """See ``Log``."""
        statement, values = _reading(wanted, before)
        try:
            records = await self._reading.fetch(f"{statement} ORDER BY id DESC LIMIT {limit:d}", *values)
        except DATABASE_ERRORS as error:
            raise LogUnavailable from error
        return [Numbered(record[0], self._cipher.opened(tuple(record)[1:])) for record in records]

    async def stop(self) -> None:
        """Return when everything that waits was written or given up."""
        if self._task is not None:
            await asyncio.wait({self._task})

    async def _drain(self) -> None:
        try:
            while self._waiting:
                await self._settle(self._next())
        finally:
            self._task = None
            for waiting in self._waiting:  # only when this task was cancelled with its loop
                waiting.written.cancel()
            self._waiting.clear()
            self._lines = 0

    def _next(self) -> list[_Waiting]:
        """The answers of the next batch; those whose caller has gone are left out."""
        batch: list[_Waiting] = []
        size = 0
        while self._waiting and size < AT_ONCE:
            waiting = self._waiting.popleft()
            self._lines -= len(waiting.lines)
            if not waiting.written.done():
                batch.append(waiting)
                size += len(waiting.lines)
        return batch

    async def _settle(self, batch: list[_Waiting]) -> None:
        if not batch:
            return
        try:
            await self._write([line for waiting in batch for line in waiting.lines])
        except asyncio.CancelledError:
            for waiting in batch:
                waiting.written.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, these answers must not leave
            await self._failed(batch, error)
        else:
            for waiting in batch:
                if not waiting.written.done():
                    waiting.written.set_result(None)

    async def _failed(self, batch: list[_Waiting], error: Exception) -> None:
        """A value that the database does not take hinders its own answer alone."""
        if len(batch) > 1 and not may_pass(error):
            for waiting in batch:
                await self._settle([waiting])
            return
        log.error("disclosure-log-unavailable answers=%d error=%s", len(batch), type(error).__name__)
        for waiting in batch:
            if not waiting.written.done():
                waiting.written.set_exception(LogUnavailable())

    async def _write(self, lines: list[StoredLine]) -> None:
        """One statement. A connection that was lost while nobody wrote is found out now, hence a second try."""
        columns = [list(column) for column in zip(*lines, strict=True)]
        arguments = (*columns, digest_of(lines))
        try:
            await self._execute(arguments)
        except DATABASE_ERRORS as error:
            if isinstance(error, TimeoutError) or not may_pass(error):
                raise
            await self._execute(arguments)
        self.written += len(lines)

    async def _execute(self, arguments: tuple[Any, ...]) -> None:
        async with self._writing.acquire(timeout=ANSWERED_WITHIN) as connection:
            await connection.execute(_APPEND, *arguments)


def _reading(wanted: Wanted, before: int | None) -> tuple[str, list[Any]]:
    """Only what is asked stands in the statement: a plan for everything that could be asked would use no index."""
    asked = [(text, value) for text, value in zip(_LIMITS, (*wanted, before), strict=True) if value is not None]
    limits = [text.format(f"${number}") for number, (text, _) in enumerate(asked, start=1)]
    return " WHERE ".join((_READ, " AND ".join(limits))) if limits else _READ, [value for _, value in asked]


@asynccontextmanager
async def open_log(
    database_url: str, reading: asyncpg.Pool, key: bytes, *, answered_within: float = ANSWERED_WITHIN
) -> AsyncIterator[DisclosureLog]:
    """The log, for as long as the context lasts; ``key``: 32 secret bytes. Raises what asyncpg raises.

    ``answered_within``: seconds after which a batch is given up, and its answers do not leave.
    """
    settings = {"application_name": "samenloop disclosure log", "jit": "off"}
    async with asyncpg.create_pool(
        database_url, min_size=1, max_size=1, command_timeout=answered_within, server_settings=settings
    ) as writing:
        opened = DisclosureLog(writing, reading, LineCipher(key))
        try:
            yield opened
        finally:
            await opened.stop()
