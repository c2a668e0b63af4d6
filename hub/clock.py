"""Two kinds of time: the domain's, which is passed in, and the system's, which is always real.

The *domain clock* gives recorded time, deadlines, consent and ages. It is an object handed to ``hub.bootstrap``; a
demonstration hands in one that steps. The *system clock* serves tokens, leases, time-outs, retries and checkpoints, and
cannot be replaced.
"""

import time
from datetime import UTC, datetime
from typing import Protocol


class DomainClock(Protocol):
    """What the domain takes for now."""

    def now(self) -> datetime:
        """The present moment of the domain: aware, in UTC, never earlier than what it gave before."""
        ...


class WallClock:
    """The domain clock of every hub that serves: the time of this machine."""

    def now(self) -> datetime:
        """The machine's time: aware, in UTC, to the microsecond."""
        return datetime.now(UTC)


def system_now() -> datetime:
    """The real time, whatever the domain clock says: aware, in UTC. For tokens, leases, retries and checkpoints."""
    return datetime.now(UTC)


def system_seconds() -> float:
    """The real time in seconds since 1970-01-01 UTC, as JSON Web Tokens count it."""
    return time.time()


def monotonic_seconds() -> float:
    """Seconds on a clock that never goes back. Only differences between two readings mean something."""
    return time.monotonic()
