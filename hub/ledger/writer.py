"""The batched writer: every command that waits joins the next batch, and one batch is one transaction.

While a batch is at the database, new commands gather; so the busier the hub, the larger its batches, up to
``max_batch``. One writer a process; several processes take turns by the ledger's lock.
"""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, tzinfo
from uuid import uuid4

import asyncpg

from hub.clock import DomainClock
from hub.ledger.batch import Batch, Ticket, Tools, Verdicts
from hub.ledger.cache import FoldedCircles
from hub.ledger.commands import CommandKeys
from hub.ledger.connect import DATABASE_ERRORS, Timeouts, connect_writer, may_pass
from hub.ledger.errors import LedgerStopped, LedgerUnavailable
from hub.ledger.folded import FoldedStates
from hub.ledger.mapper import FactMapper
from hub.ledger.news import News
from hub.ledger.ports import BatchReport, Command, Outcome, PeoplePort, Premises, State

log = logging.getLogger(__name__)

_PAUSES = (0.0, 0.05, 0.25, 1.0)
"""Seconds before each attempt at a single command whose batch the database failed."""


def _random_id() -> str:
    return uuid4().hex


class LedgerWriter:
    """Decides and appends. ``start`` it on the event loop that submits, ``stop`` it to finish what waits.

    ``command_key``: at least 32 secret bytes for command identifiers, never changed. ``zone``: in which a birthday
    falls. ``report`` is called after each batch. ``news`` wakes the readers of this process. ``kept``: where
    long histories are kept folded, if anywhere. ``premises``: what decisions rest on beside families, if anything.
    """

    def __init__(
        self,
        dsn: str,
        mapper: FactMapper,
        people: PeoplePort,
        new_state: Callable[[], State],
        clock: DomainClock,
        *,
        command_key: bytes,
        news: News | None = None,
        ids: Callable[[], str] = _random_id,
        zone: tzinfo = UTC,
        max_batch: int = 64,
        max_waiting: int = 10_000,
        cache_size: int = 4096,
        kept: FoldedStates | None = None,
        premises: Premises | None = None,
        timeouts: Timeouts | None = None,
        report: Callable[[BatchReport], None] | None = None,
    ) -> None:
        self.news = news or News()
        self._dsn = dsn
        self._keys = CommandKeys(command_key)
        self._tools = Tools(mapper, people, new_state, clock, zone, ids, FoldedCircles(cache_size), kept, premises)
        self._max_batch = max_batch
        self._max_waiting = max_waiting
        self._timeouts = timeouts or Timeouts()
        self._report = report
        self._queue: deque[Ticket] = deque()
        self._arrived = asyncio.Event()
        self._connection: asyncpg.Connection | None = None
        self._task: asyncio.Task[None] | None = None
        self._stopping = False

    async def start(self) -> None:
        """Connect and begin. Raises what asyncpg raises when the database cannot be reached."""
        self._connection = await connect_writer(self._dsn, self._timeouts)
        self._stopping = False
        self._task = asyncio.create_task(self._run(), name="ledger-writer")

    async def stop(self) -> None:
        """Decide what was submitted, then disconnect. Later commands get ``LedgerStopped``."""
        self._stopping = True
        self._arrived.set()
        if self._task is not None:
            await self._task
            self._task = None
        await self._disconnect()

    async def submit(self, command: Command) -> Outcome:
        """Decide a command once and for ever, and answer when it is committed.

        Raises the slice's refusal, ``CommandConflict`` for a used identifier with another body, ``LedgerUnavailable``
        when the database could not be reached (its fate is unknown: submit it again), or ``LedgerStopped``.
        A caller that is cancelled disturbs nobody; its command may or may not be decided.
        """
        if self._task is None or self._stopping:
            raise LedgerStopped
        if len(self._queue) >= self._max_waiting:
            raise LedgerUnavailable("too many commands are waiting")
        ticket = Ticket(command, self._keys.identify(command), asyncio.get_running_loop().create_future())
        self._queue.append(ticket)
        self._arrived.set()
        return await ticket.answer

    async def _run(self) -> None:
        try:
            await self._serve()
        finally:
            for ticket in self._queue:
                _answer(ticket, LedgerStopped())

    async def _serve(self) -> None:
        while self._queue or not self._stopping:
            if not self._queue:
                self._arrived.clear()
                await self._arrived.wait()
                continue
            batch = [self._queue.popleft() for _ in range(min(self._max_batch, len(self._queue)))]
            batch = [ticket for ticket in batch if not ticket.answer.done()]
            if batch:
                await self._settle(batch)

    async def _settle(self, batch: Sequence[Ticket]) -> None:
        """Answer every ticket of a batch, whatever happens."""
        try:
            await self._attempt(batch)
        except asyncio.CancelledError:
            for ticket in batch:
                _answer(ticket, LedgerUnavailable("the writer was cancelled; what became of the command is unknown"))
            raise
        except Exception as failed:  # noqa: BLE001 - whatever spoiled the batch, each command gets its own chance
            log.warning("a batch of %d commands failed (%s); deciding one by one", len(batch), type(failed).__name__)
            for ticket in batch:
                if not ticket.answer.done():
                    await self._alone(ticket)

    async def _alone(self, ticket: Ticket) -> None:
        """One command by itself. When an earlier commit's answer was lost, this finds its identifier stored."""
        failed: Exception | None = None
        for pause in _PAUSES:
            await asyncio.sleep(pause)
            try:
                await self._attempt([ticket])
            except Exception as error:  # noqa: BLE001 - it fails alone
                if not may_pass(error):
                    _answer(ticket, error)
                    return
                failed = error
            else:
                return
        unavailable = LedgerUnavailable(f"the database did not take the command ({type(failed).__name__})")
        unavailable.__cause__ = failed
        _answer(ticket, unavailable)

    async def _attempt(self, tickets: Sequence[Ticket]) -> None:
        """Run a batch, and what remains of it when refused commands had to be taken back."""
        remaining = list(tickets)
        while remaining:
            verdicts = await self._transact(remaining)
            for ticket, answer in verdicts.answers.items():
                _answer(ticket, answer)
            self._announce(verdicts)
            remaining = verdicts.again

    async def _transact(self, tickets: Sequence[Ticket]) -> Verdicts:
        connection = await self._connected()
        try:
            return await Batch(self._tools, connection, tickets).run()
        except BaseException:
            await self._roll_back(connection)
            raise

    def _announce(self, verdicts: Verdicts) -> None:
        if verdicts.report is None:
            return
        if verdicts.report.facts:
            self.news.announce()
        if self._report is not None:
            self._report(verdicts.report)

    async def _connected(self) -> asyncpg.Connection:
        if self._connection is None or self._connection.is_closed():
            await self._disconnect()
            self._connection = await connect_writer(self._dsn, self._timeouts)
        return self._connection

    async def _roll_back(self, connection: asyncpg.Connection) -> None:
        """Leave the connection fit for the next batch, or leave the connection."""
        try:
            await connection.execute("ROLLBACK", timeout=self._timeouts.idle)
        except DATABASE_ERRORS:
            await self._disconnect()

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None and not connection.is_closed():
            with contextlib.suppress(*DATABASE_ERRORS):
                await connection.close(timeout=self._timeouts.idle)
            connection.terminate()


def _answer(ticket: Ticket, answer: Outcome | Exception) -> None:
    """Give the waiter its answer, unless it has gone away."""
    if ticket.answer.done():
        return
    if isinstance(answer, Exception):
        ticket.answer.set_exception(answer)
    else:
        ticket.answer.set_result(answer)
