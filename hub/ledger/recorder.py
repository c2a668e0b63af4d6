"""The library's recorder over asyncpg: generic reading and conditional appending on the tables of the ledger.

The hub itself decides through ``hub.ledger.writer``. This is for what the library's model asks of a store, and it
seals what it appends as the writer does.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import asyncpg
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBSequencedEvent
from eventsourcing.persistence import IntegrityError, ProgrammingError

from hub.ledger import store
from hub.ledger.news import News
from hub.ledger.query import select
from hub.ledger.subscription import LONGEST_SLEEP, wait_for_news


@dataclass(frozen=True, slots=True)
class ReadResult:
    """Events in order, and the head: the last position of the ledger, or of the events when a limit was given."""

    events: list[DCBSequencedEvent]
    head: int | None


class LedgerRecorder:
    """Reads, appends and follows stored events. ``pool`` is of the application role."""

    def __init__(self, pool: asyncpg.Pool, news: News | None = None) -> None:
        self.news = news or News()
        self._pool = pool

    async def read(
        self, query: DCBQuery | None = None, *, after: int | None = None, limit: int | None = None
    ) -> ReadResult:
        """Events after a position that match the query, in order."""
        async with self._pool.acquire() as connection:
            head = None
            if limit is None:
                head = await connection.fetchval("SELECT max(id) FROM samenloop_events_tt_main")
            events = await _read(connection, query, after, limit)
        last = events[-1].position if events else None
        return ReadResult(events, last if head is None else max(head, last or 0))

    async def append(self, events: Sequence[DCBEvent], condition: DCBAppendCondition | None = None) -> int:
        """Append and seal under the lock; the last position.

        Raises ``IntegrityError`` when a stored event matches the condition, ``ProgrammingError`` without events.
        """
        if not events:
            raise ProgrammingError("append takes at least one event")
        async with self._pool.acquire() as connection, connection.transaction(isolation="read_committed"):
            await connection.execute("SELECT ledger_lock()")
            appended = await _append(connection, events, condition)
            await store.finish(connection, appended.seal, ())
        self.news.announce()
        return appended.seal.last

    async def subscribe(
        self, query: DCBQuery | None = None, *, after: int | None = None
    ) -> AsyncIterator[DCBSequencedEvent]:
        """Matching events from a position on, for as long as somebody listens."""
        woken = self.news.listen()
        try:
            while True:
                woken.clear()
                page = (await self.read(query, after=after, limit=500)).events
                for event in page:
                    after = event.position
                    yield event
                if not page:
                    await wait_for_news(woken, LONGEST_SLEEP)
        finally:
            self.news.forget(woken)


async def _read(
    connection: asyncpg.Connection, query: DCBQuery | None, after: int | None, limit: int | None
) -> list[DCBSequencedEvent]:
    statement, arguments = select(query.items if query else (), after, limit)
    records = await connection.fetch(statement, *arguments)
    return [
        DCBSequencedEvent(DCBEvent(record["type"], record["data"], record["tags"]), record["id"]) for record in records
    ]


async def _append(
    connection: asyncpg.Connection, events: Sequence[DCBEvent], condition: DCBAppendCondition | None
) -> store.Appended:
    """Through the library's functions where they can check the condition, with a read of our own where they cannot."""
    if condition is None:
        return await store.append(connection, events)
    items = condition.fail_if_events_match.items
    if items and all(item.tags for item in items):
        wanted = [(item.types, item.tags) for item in items]
        appended = await store.append_unless(connection, events, wanted, condition.after)
        if appended is None:
            raise IntegrityError("a stored event matches the condition")
        return appended
    if await _read(connection, condition.fail_if_events_match, condition.after, 1):
        raise IntegrityError("a stored event matches the condition")
    return await store.append(connection, events)
