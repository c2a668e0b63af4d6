"""A circuit breaker: who fails too often is left alone for a while, so that nobody waits for it in vain."""

from collections.abc import Callable
from typing import Final

from hub.clock import monotonic_seconds

FAILURES: Final = 5
"""In a row, after which it opens."""
REST: Final = 30.0
"""Seconds that it stays open; then one question is let through to see."""


class CircuitBreaker:
    """Closed: everything passes. Open: nothing does. After the rest one passes; its outcome closes or opens it anew.

    For one event loop. ``now`` is the system clock, in seconds.
    """

    def __init__(
        self, failures: int = FAILURES, rest: float = REST, now: Callable[[], float] = monotonic_seconds
    ) -> None:
        self._most = failures
        self._rest = rest
        self._now = now
        self._failures = 0
        self._closed_from = float("-inf")

    def passes(self) -> bool:
        """Whether to ask now. Who is let through says afterwards how it went."""
        if self._failures < self._most:
            return True
        if self._now() < self._closed_from:
            return False
        self._closed_from = self._now() + self._rest  # one at a time
        return True

    def went_well(self) -> None:
        """It answered."""
        self._failures = 0

    def failed(self) -> None:
        """It did not."""
        self._failures += 1
        self._closed_from = self._now() + self._rest
