"""The in-process signal that something was appended: a hint to look, never a promise that there is something."""

import asyncio


class News:
    """Wakes every reader of this process. Other processes' appends are found by polling."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Event] = set()

    def listen(self) -> asyncio.Event:
        """An event of the caller's own, set at every append until ``forget``."""
        event = asyncio.Event()
        self._listeners.add(event)
        return event

    def forget(self, event: asyncio.Event) -> None:
        """Stop setting this event."""
        self._listeners.discard(event)

    def announce(self) -> None:
        """Something was committed. Call it on the event loop of the listeners."""
        for event in self._listeners:
            event.set()
