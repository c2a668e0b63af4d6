"""The scheduler: turns every deadline into a command when it is due, once, however many schedulers run."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from hub.clock import DomainClock
from hub.commands.deadlines import DeadlineCommand
from hub.domain.facts.matches import Deadline
from hub.ledger.errors import LedgerError
from hub.ledger.ports import Command, Outcome

log = logging.getLogger(__name__)

AT_ONCE = 500
LONGEST_SLEEP = 1.0
"""Seconds: a deadline set by another process is found no later than this."""


class DueDeadline(Protocol):
    """A deadline with the persons in whose circle it was set."""

    @property
    def deadline(self) -> Deadline:
        """What waits."""

    @property
    def persons(self) -> tuple[str, ...]:
        """Whose circle is read."""


class Deadlines(Protocol):
    """The view of deadlines, ordered by due time."""

    async def deadlines_due(self, now: datetime, limit: int) -> Sequence[DueDeadline]:
        """Those due at or before ``now`` (UTC), the earliest first."""


class Writer(Protocol):
    """The ledger's writer."""

    async def submit(self, command: Command) -> Outcome:
        """Decide and store one command."""


class Scheduler:
    """Polls the deadlines view with the domain clock. A deadline's own identifier is its command's: it fires once."""

    def __init__(self, deadlines: Deadlines, writer: Writer, clock: DomainClock) -> None:
        self._deadlines = deadlines
        self._writer = writer
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled; a ledger that cannot be reached is tried again a second later."""
        while True:
            try:
                fired = await self.run_due()
            except LedgerError as failed:
                log.warning("deadlines-delayed error=%s", type(failed).__name__)
                fired = 0
            if not fired:
                await asyncio.sleep(LONGEST_SLEEP)

    async def run_due(self) -> int:
        """Turn what is due now into commands, in order of due time; how many there were."""
        due = await self._deadlines.deadlines_due(self._clock.now(), AT_ONCE)
        commands = (DeadlineCommand(deadline=each.deadline, persons=each.persons) for each in due)
        await asyncio.gather(*(self._writer.submit(command) for command in commands))
        return len(due)
