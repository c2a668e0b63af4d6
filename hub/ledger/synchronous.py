"""A small synchronous face on the recorder, for the library's own code and test suites."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Awaitable, Coroutine, Sequence
from typing import Any, Self, TypeVar, cast

import asyncpg
from eventsourcing.dcb.api import (
    DCBAppendCondition,
    DCBEvent,
    DCBQuery,
    DCBRecorder,
    DCBSequencedEvent,
    DCBSubscription,
)
from eventsourcing.dcb.popo import SimpleDCBReadResponse

from hub.ledger.recorder import LedgerRecorder

T = TypeVar("T")


class SyncRecorder(DCBRecorder):
    """``LedgerRecorder`` with an event loop in a thread of its own. Use it as a context manager."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="ledger-recorder", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._pool = self.run(self._open())
        self._recorder = LedgerRecorder(self._pool)
        return self

    def __exit__(self, *_: object) -> None:
        self.run(self._pool.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _open(self) -> asyncpg.Pool:
        return await asyncpg.create_pool(self._dsn, min_size=1, max_size=4)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for a coroutine on the recorder's loop, from any other thread."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def read(
        self, query: DCBQuery | None = None, *, after: int | None = None, limit: int | None = None
    ) -> SimpleDCBReadResponse:
        """As ``LedgerRecorder.read``."""
        found = self.run(self._recorder.read(query, after=after, limit=limit))
        return SimpleDCBReadResponse(iter(found.events), found.head)

    def append(self, events: Sequence[DCBEvent], condition: DCBAppendCondition | None = None) -> int:
        """As ``LedgerRecorder.append``."""
        return self.run(self._recorder.append(events, condition))

    def subscribe(self, query: DCBQuery | None = None, *, after: int | None = None) -> "SyncSubscription":
        """As ``LedgerRecorder.subscribe``; ``next`` blocks until there is an event or somebody calls ``stop``."""
        events = cast("AsyncGenerator[DCBSequencedEvent, None]", self._recorder.subscribe(query, after=after))
        return SyncSubscription(self, query, after, events)


class SyncSubscription(DCBSubscription[SyncRecorder]):
    """Blocks in ``next``; ``stop`` from another thread ends the waiting."""

    def __init__(
        self,
        recorder: SyncRecorder,
        query: DCBQuery | None,
        after: int | None,
        events: AsyncGenerator[DCBSequencedEvent, None],
    ) -> None:
        super().__init__(recorder, query, after)
        self._events = events
        self._next: asyncio.Task[DCBSequencedEvent] | None = None

    def __next__(self) -> DCBSequencedEvent:
        if self._has_been_stopped:
            raise StopIteration
        event = self._recorder.run(self._wait())
        if event is None:
            raise StopIteration
        self._last_position = event.position
        return event

    async def _wait(self) -> DCBSequencedEvent | None:
        """The next event, or None when the subscription was stopped meanwhile."""
        self._next = asyncio.ensure_future(cast("Awaitable[DCBSequencedEvent]", anext(self._events)))
        try:
            return await self._next
        except asyncio.CancelledError:
            return None

    def stop(self) -> None:
        """End the subscription."""
        super().stop()
        self._recorder.run(self._close())

    async def _close(self) -> None:
        if self._next is not None and not self._next.done():
            self._next.cancel()
            await asyncio.wait([self._next])
        await self._events.aclose()
