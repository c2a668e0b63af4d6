"""The scheduler: turns every deadline into a command when it is due, once, however many schedulers run."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Protocol

from hub.clock import DomainClock
from hub.commands.deadlines import DeadlineCommand
from hub.domain.facts.matches import Deadline
from hub.ledger.ports import Command, Outcome
from hub.rounds import apart, rounds

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

    async def deadlines_due(
        self,
        now: datetime,
        limit: int,
        *,
        after: Deadline | None = None,
        rules: Collection[str] = (),
        others: bool = True,
    ) -> Sequence[DueDeadline]:
        """Those due at or before ``now`` (UTC), the earliest first, from ``after`` on.

        Of these rules alone; with ``others`` of every rule but these.
        """


class Writer(Protocol):
    """The ledger's writer."""

    async def submit(self, command: Command) -> Outcome:
        """Decide and store one command."""


class Scheduler:
    """Polls the deadlines view with the domain clock. A deadline's own identifier is its command's: it fires once.

    What this process knows to be decided waits for the view only: it is neither submitted nor asked about again.
    """

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
        self._decided: dict[bool, set[str]] = {False: set(), True: set()}
        """Deadlines that are decided and still in the view, by whether somebody else is asked first."""

    async def run(self) -> None:
        """Until cancelled; a ledger that cannot be reached is tried again a second later.

        Deadlines for which somebody else is asked first go round by themselves: who answers slowly holds up no other.
        """
        async with asyncio.TaskGroup() as both:
            both.create_task(rounds("deadlines", partial(self._until_none, asked=False), LONGEST_SLEEP))
            both.create_task(rounds("asked-deadlines", partial(self._until_none, asked=True), LONGEST_SLEEP))

    async def run_due(self) -> int:
        """Turn what is due now into commands, in order of due time; how many were decided now.

        Each has its try. One that fails holds up no other: it is logged, and stays due. Raises what passes by itself.
        """
        return await self._round(asked=False) + await self._round(asked=True)

    async def _until_none(self, *, asked: bool) -> None:
        while await self._round(asked=asked):
            pass

    async def _round(self, *, asked: bool) -> int:
        if asked and not self._asks:
            return 0
        now, last, fired = self._clock.now(), None, 0
        decided, in_view = self._decided[asked], set[str]()
        while due := await self._deadlines.deadlines_due(
            now, AT_ONCE, after=last, rules=tuple(self._asks), others=not asked
        ):
            last = due[-1].deadline
            in_view.update(each.deadline.id for each in due)
            commands = [
                DeadlineCommand(deadline=each.deadline, persons=each.persons)
                for each in due
                if each.deadline.id not in decided
            ]
            outcomes = await apart(
                "deadline", [(f"rule={each.deadline.rule}", self._submit(each, decided)) for each in commands]
            )
            fired += sum(each is not None and not each.replayed for each in outcomes)
        decided &= in_view
        return fired

    async def _submit(self, command: DeadlineCommand, decided: set[str]) -> Outcome:
        ask = self._asks.get(command.deadline.rule)
        outcome = await self._writer.submit(command if ask is None else await ask(command))
        decided.add(command.deadline.id)
        return outcome
