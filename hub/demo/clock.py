"""The stepped clock: domain time that stands still until the replay moves it. For the demo and the tests alone."""

from datetime import UTC, datetime


class SteppedClock:
    """A ``DomainClock`` that only goes where it is told, and never back."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The moment it was stepped to (UTC)."""
        return self._now

    def step_to(self, moment: datetime) -> None:
        """Move on. Raises ``ValueError`` for a moment before the present one: recorded time never runs back."""
        if moment < self._now:
            raise ValueError("a clock of recorded time does not run back")
        self._now = moment.astimezone(UTC)
