"""Waking those who wait for an organisation's inbox.

A ring says "look", never what there is: content comes from the inbox, where disclosure is decided anew. So a lost ring
costs a moment, and waking needs nothing durable: each process has one plain subscription to everything published, and
passes it on to all of its clients. (The durable consumer of an organisation is for delivery, where each event goes to
one taker; several clients of one organisation must all wake.)
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Final

from hub.outbound.listening import keep_listening
from hub.outbound.ports import NotificationStream

LONGEST_SLEEP: Final = 2.0
"""Seconds: nobody waits longer before looking, whatever became of the bell."""
AFTER_A_RING: Final = (0.05, 0.2, 0.5)
"""Seconds to the next looks after a ring: it may come before the inbox has what it announces."""


class Doorbell:
    """One per process; ``start`` returns at once, also when NATS is away: then the looks are all there is."""

    def __init__(self, stream: NotificationStream, *, longest_sleep: float = LONGEST_SLEEP) -> None:
        self._stream = stream
        self.longest_sleep = min(longest_sleep, LONGEST_SLEEP)
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._listening: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen, in the background."""
        if self._listening is None:
            self._listening = asyncio.create_task(
                keep_listening(lambda: self._stream.listen(self.ring)), name="doorbell"
            )

    async def stop(self) -> None:
        """Stop listening. Who waits goes on looking."""
        task, self._listening = self._listening, None
        if task is not None:
            task.cancel()
            await asyncio.wait({task})

    async def rings(self, organisation: str) -> AsyncIterator[None]:
        """Yields at once, then whenever there may be something new for this organisation. Never ends by itself."""
        rung = asyncio.Event()
        self._waiting.setdefault(organisation, set()).add(rung)
        looks: Iterator[float] = iter(())
        try:
            while True:
                yield
                if await _rang(rung, next(looks, self.longest_sleep)):
                    rung.clear()
                    looks = iter(AFTER_A_RING)
        finally:
            self._leave(organisation, rung)

    def ring(self, organisation: str) -> None:
        """Wake everyone in this process who waits for this organisation."""
        for rung in self._waiting.get(organisation, ()):
            rung.set()

    def _leave(self, organisation: str, rung: asyncio.Event) -> None:
        waiting = self._waiting[organisation]
        waiting.discard(rung)
        if not waiting:
            del self._waiting[organisation]


async def _rang(rung: asyncio.Event, seconds: float) -> bool:
    """Whether it rang within so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            await rung.wait()
    except TimeoutError:
        return False
    return True
