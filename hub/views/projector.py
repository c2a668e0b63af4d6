"""Keeps the views up to date: follows the ledger and folds what is new, for as long as the process lives."""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import AsyncIterator

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from hub.ledger.mapper import FactRegistry
from hub.ledger.news import News
from hub.ledger.reader import LedgerReader
from hub.ledger.subscription import LONGEST_SLEEP, wait_for_news
from hub.outage import Outage
from hub.passing import passes
from hub.views.projection import Projection
from hub.views.statements import read_position

log = logging.getLogger(__name__)

ONE_PROJECTOR = 0x56494557
"""The session lock of whoever folds. It saves double work; that nothing is folded twice rests on the position's row."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 5.0
"""Seconds before trying again after a failure: doubles from the first to the longest."""


class Projector:
    """Folds the ledger into the views. Any number of processes may run one: they take turns.

    ``news`` is the ledger's, announced at every append of this process; ``viewed`` is announced whenever the views have
    moved, for ``Queries.wait_for``. ``page`` is the most facts of one transaction, ``poll`` the longest sleep in
    seconds, at most one. The engine needs two connections: one to fold on and one for ``catch_up``.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        reader: LedgerReader,
        registry: FactRegistry,
        news: News,
        *,
        viewed: News | None = None,
        page: int = 500,
        poll: float = LONGEST_SLEEP,
    ) -> None:
        self.viewed = viewed or News()
        self.poisoned: Counter[int] = Counter()
        """How often folding failed, by the position after which it is stuck. Empty when all is well."""
        self._engine = engine
        self._reader = reader
        self._projection = Projection(registry)
        self._news = news
        self._page = page
        self._limit = page
        self._poll = min(poll, LONGEST_SLEEP)
        self._position = 0
        self._pause = _FIRST_PAUSE
        self._outage = Outage(log, "views")
        self._stopping = False
        self._woken = asyncio.Event()

    def position(self) -> int:
        """Position of the last fact that the views are known to hold."""
        return self._position

    def stop(self) -> None:
        """Have ``run`` return after the batch it is at."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Follow the ledger until ``stop``.

        Survives lost connections. A fact that cannot be folded is tried again and counted, never skipped: that would
        make every later answer wrong in silence. So the views stand still before it, and ``poisoned`` says so.
        """
        self._woken = self._news.listen()
        try:
            while not self._stopping:
                try:
                    await self._take_turns()
                except Exception as error:  # noqa: BLE001 - whatever it is, the views must go on when it is over
                    await self._recover(error)
        finally:
            self._news.forget(self._woken)
            self._stopping = False

    async def catch_up(self) -> int:
        """Fold all that is in the ledger now; the position reached. Safe beside ``run``, here or elsewhere.

        Raises what the database raises, or whatever a fact that cannot be folded makes it raise.
        """
        head = await self._reader.head()
        async with self._engine.connect() as connection:
            await self._see(connection)
            while self._position < head:
                await self._step(connection, self._page)
        return self._position

    async def _take_turns(self) -> None:
        """Fold while this process is the one that folds, or wait a moment."""
        async with self._engine.connect() as connection, _elected(connection) as mine:
            await self._see(connection)
            while mine and not self._stopping:
                self._woken.clear()
                if not await self._step(connection, self._limit):
                    await self._sleep()
                    await self._see(connection)
        if not mine and not self._stopping:
            self._woken.clear()
            await self._sleep()

    async def _step(self, connection: AsyncConnection, limit: int) -> bool:
        """Fold one page. False when there was nothing to fold."""
        after = self._position
        page = await self._reader.page(after, limit)
        if not page:
            return False
        self._moved(await self._projection.apply(connection, after, page))
        self._limit = min(self._page, 2 * self._limit)
        self._pause = _FIRST_PAUSE
        self.poisoned.clear()
        return True

    async def _see(self, connection: AsyncConnection) -> None:
        """Where the views are, whoever brought them there. Also notices a connection that was lost."""
        self._moved(await read_position(connection))
        await connection.commit()
        self._outage.is_over()

    def _moved(self, position: int) -> None:
        if position != self._position:
            self._position = position
            self.viewed.announce()

    async def _recover(self, error: Exception) -> None:
        """Wait before the next try. After a failure that does not pass, go one fact at a time, to name the one."""
        if not passes(error):
            if self._limit == 1:
                self.poisoned[self._position] += 1
                times = self.poisoned[self._position]
                log.error(
                    "the fact after %d was not folded (%s, %d times)", self._position, type(error).__name__, times
                )
            self._limit = 1
        else:
            self._outage.goes_on(error)
        pause, self._pause = self._pause, min(2 * self._pause, _LONGEST_PAUSE)
        if not self._stopping:
            await asyncio.sleep(pause)

    async def _sleep(self) -> None:
        if not self._stopping:
            await wait_for_news(self._woken, self._poll)


@contextlib.asynccontextmanager
async def _elected(connection: AsyncConnection) -> AsyncIterator[bool]:
    """Whether this session now holds the projectors' lock; it is given back at the end, or lost with the connection."""
    mine = bool(await connection.scalar(select(func.pg_try_advisory_lock(ONE_PROJECTOR))))
    await connection.commit()
    try:
        yield mine
    finally:
        if mine:
            await _resign(connection)


async def _resign(connection: AsyncConnection) -> None:
    try:
        await connection.rollback()
        await connection.scalar(select(func.pg_advisory_unlock(ONE_PROJECTOR)))
        await connection.commit()
    except (SQLAlchemyError, OSError):
        with contextlib.suppress(SQLAlchemyError, OSError):
            await connection.invalidate()
