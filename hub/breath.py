"""Breath: long work on the event loop stops now and then, so that nobody waits for the whole of it.

One process has one loop. Whatever computes on it for seconds holds up every answer, and open transactions too: the
database takes a writer that says nothing for its idle time-out to be dead, and ends it with all that it was deciding.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from hub.clock import monotonic_seconds

EVERY: Final = 0.05
"""Seconds of work between two breaths for others: they cost next to nothing."""
EVERY_ROUND_TRIP: Final = 0.25
"""Seconds of work between two signs of life in a transaction: far below the idle time-out of a writer."""


class Breath:
    """Call ``between`` pieces of work; it takes a breath where the last was some time ago."""

    def __init__(self, take: Callable[[], Awaitable[object]], every: float = EVERY) -> None:
        self._take = take
        self._every = every
        self._taken = monotonic_seconds()

    @classmethod
    def for_others(cls) -> "Breath":
        """Lets whatever else waits for the event loop go first."""
        return cls(lambda: asyncio.sleep(0))

    @classmethod
    def on(cls, connection: Any) -> "Breath":  # noqa: ANN401 - asyncpg has no types
        """Tells the database that whoever holds this transaction works on, by one round trip; others go meanwhile."""
        return cls(lambda: connection.execute("SELECT 1"), EVERY_ROUND_TRIP)

    async def between(self) -> None:
        """A place where work may pause. Raises what taking breath raises."""
        if monotonic_seconds() - self._taken >= self._every:
            await self._take()
            self._taken = monotonic_seconds()
