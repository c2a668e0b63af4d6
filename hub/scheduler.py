"""The scheduler: turns every deadline into a command when it is due, once, however many schedulers run."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from hub.clock import DomainClock
from hub.commands.deadlines import DeadlineCommand
from hub.domain.facts.matches import Deadline
from hub.ledger.errors import LedgerUnavailable
from hub.ledger.ports import Command, Outcome
from hub.passing import passes
from hub.rounds import rounds

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

    def __init__(
        self,
        deadlines: Deadlines,
        writer: Writer,
        clock: DomainClock,
        asks: Mapping[str, Callable[[DeadlineCommand], Awaitable[Command]]] | None = None,
    ) -> None:
        """``asks``: for deadlines of these rules somebody outside the hub is asked first, which makes the command."""
        self._asks = asks or {}
        self._deadlines = deadlines
        self._writer = writer
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled; a ledger that cannot be reached is tried again a second later."""
        await rounds("deadlines", self._run_all_due, LONGEST_SLEEP)

    async def _run_all_due(self) -> None:
        while await self.run_due():
            pass

    async def run_due(self) -> int:
        """Turn what is due now into commands, in order of due time; how many were decided.

        One that fails holds up no other: it is logged, and stays due. Raises what passes by itself.
        """
        due = await self._deadlines.deadlines_due(self._clock.now(), AT_ONCE)
        submitted = (self._submit(DeadlineCommand(deadline=each.deadline, persons=each.persons)) for each in due)
        outcomes = await asyncio.gather(*submitted, return_exceptions=True)
        failed = [
            (each.deadline.rule, error)
            for each, error in zip(due, outcomes, strict=True)
            if isinstance(error, BaseException)
        ]
        for rule, error in failed:
            if not isinstance(error, Exception) or passes(error) or isinstance(error, LedgerUnavailable):
                raise error
            log.error("deadline-failed rule=%s error=%s", rule, type(error).__name__)
        return len(due) - len(failed)

    async def _submit(self, command: DeadlineCommand) -> Outcome:
        ask = self._asks.get(command.deadline.rule)
        return await self._writer.submit(command if ask is None else await ask(command))
