"""Retaining: finds what is due by the terms of retention and by birthdays, and has it decided (DOMAIN.md 12).

When a signal is due follows from the view of signals and the configured periods, so a period that is changed counts for
what is stored already. Birth dates stand in no fact and no view: who came of age is found by reading the persons,
once a day.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Final, Protocol

import msgspec

from hub.clock import DomainClock
from hub.domain.facts import Fact
from hub.domain.organisations import OPERATOR
from hub.domain.policy import Policy
from hub.domain.retention import Retention
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.birthdays import Border, ReachBorder
from hub.domain.slices.retaining import Retain, Retained
from hub.domain.terms import AMSTERDAM
from hub.ledger.ports import Command, Fleeting, Outcome
from hub.rounds import apart, rounds

AT_ONCE: Final = 200
PAUSE: Final = 900.0
"""Seconds between two looks."""


class Due(Protocol):
    """A signal or a request for which something may be due."""

    @property
    def thing(self) -> str:
        """Its identifier."""

    @property
    def person(self) -> str:
        """Whom it is about."""

    @property
    def retracted(self) -> bool:
        """It was retracted, so nothing of it is in the family any more."""


class Swept(Protocol):
    """A page of persons who had a birthday that matters."""

    @property
    def came_of_age(self) -> Sequence[str]:
        """Who turned 23."""

    @property
    def passed(self) -> Sequence[str]:
        """Who came to an age at which somebody else consents."""

    @property
    def nears(self) -> Sequence[str]:
        """Who will in six weeks."""

    @property
    def next(self) -> str | None:
        """Where the next page begins."""


class View(Protocol):
    """The views of signals and requests."""

    async def retention_due(self, now: datetime, retention: Retention, after: str, limit: int) -> Sequence[Due]:
        """Signals whose next term may be over at ``now`` (UTC), by identifier, from ``after`` on."""

    async def erasures_waiting(self, after: str, limit: int) -> Sequence[Due]:
        """Requests by which somebody is restricted instead of erased, by identifier, from ``after`` on."""

    async def requests_over(self, now: datetime, retention: Retention, after: str, limit: int) -> Sequence[Due]:
        """Requests that were decided long enough before ``now`` (UTC), by identifier, from ``after`` on."""

    async def deaths(self, after: str, limit: int) -> Sequence[Due]:
        """Persons who died, by pseudonym, from ``after`` on."""


class Birthdays(Protocol):
    """Who is how old."""

    async def swept_until(self) -> date | None:
        """The last Dutch calendar day on which everybody was looked at, if any."""

    async def sweep(self, after: date | None, on: date, last: str) -> Swept:
        """A page of persons: who had which birthday after one day and up to another, and where the next page begins."""

    async def sweep_until(self, day: date) -> None:
        """Remember that everybody was looked at on this day."""


class Writer(Protocol):
    """The ledger's writer."""

    async def submit(self, command: Command) -> Outcome:
        """Decide and store one command."""


class RetentionCommand(Fleeting, msgspec.Struct, frozen=True, kw_only=True):
    """The command (``hub.ledger.ports.Command``) that applies to one family what is due on a day.

    Who died and who waits to be erased is looked at every day for years: where nothing is to be done, nothing is kept.
    """

    about: str
    """The signal, request or person for which something is due."""
    day: date
    persons: tuple[str, ...]
    handles: tuple[str, ...] = ()
    retracted: tuple[str, ...] = ()
    organisation: str = OPERATOR
    subjects: tuple[()] = ()

    @property
    def key(self) -> str:
        """Once a day, however many workers find it due; and once more with each who turns out to belong beside."""
        wider = f":{len(self.persons)}" if len(self.persons) > 1 else ""
        return f"retention:{self.about}:{self.day:%Y%m%d}{wider}"

    def canonical(self) -> bytes:
        """Constant: whatever else is in here follows from the identifier."""
        return b"retention"

    def slice(self, situation: Situation) -> HubSlice:
        """The decision this becomes."""
        return Retain(situation, situation.policy, self.persons, self.retracted)

    def sealed(self, _: Situation) -> Sequence[object]:
        """It brings no content."""
        return ()

    def recall(self, facts: Sequence[Fact]) -> Retained:
        """The same again."""
        return Retained(facts=len(facts))


class BorderCommand(RetentionCommand, frozen=True, kw_only=True):
    """The same for an age at which somebody else consents."""

    border: Border

    @property
    def key(self) -> str:
        """Once a day, however many workers find it due."""
        return f"age-border:{self.border}:{self.about}:{self.day:%Y%m%d}"

    def slice(self, situation: Situation) -> HubSlice:
        """The decision this becomes."""
        return ReachBorder(situation, situation.policy, self.persons, self.border)


Page = Callable[[str], Awaitable[Sequence[Due]]]


class Retaining:
    """Applies retention. Any number of workers may; a repeat on the same day changes nothing."""

    def __init__(
        self, view: View, birthdays: Birthdays, writer: Writer, policy: Callable[[], Policy], clock: DomainClock
    ) -> None:
        self._view = view
        self._birthdays = birthdays
        self._writer = writer
        self._policy = policy
        self._clock = clock
        self._missed: dict[str, RetentionCommand] = {}
        """Of birthdays, which come once: what failed, by its key, to be tried again in every look."""
        self._nothing: set[str] = set()
        """The keys for which there was nothing to do on the day of the last look: they are left alone that day."""
        self._day: date | None = None

    async def run_due(self) -> int:
        """Apply what is due now; how many facts it came to.

        One family that fails holds up no other: it is logged, and tried again in the next look. Raises what passes by
        itself.
        """
        now, retention = self._clock.now(), self._policy().retention
        today = now.astimezone(AMSTERDAM).date()
        if today != self._day:
            self._day, self._nothing = today, set()
        facts = await self._all(lambda after: self._view.retention_due(now, retention, after, AT_ONCE), today)
        facts += await self._all(lambda after: self._view.erasures_waiting(after, AT_ONCE), today)
        facts += await self._all(lambda after: self._view.requests_over(now, retention, after, AT_ONCE), today)
        facts += await self._all(lambda after: self._view.deaths(after, AT_ONCE), today)
        return facts + await self._birthdays_until(today)

    async def run(self) -> None:
        """Until cancelled; a database that cannot be reached is tried again."""
        await rounds("retention", self.run_due, PAUSE)

    async def _all(self, page_after: Page, today: date) -> int:
        facts, last = 0, ""
        while page := await page_after(last):
            last = page[-1].thing
            commands = [command for each in page if (command := _command(each, today)).key not in self._nothing]
            found = await self._submit(commands)
            self._nothing.update(key for key, applied in found.items() if applied == 0)
            facts += sum(found.values())
        return facts

    async def _birthdays_until(self, today: date) -> int:
        facts = await self._on_birthdays(list(self._missed.values()))
        before = await self._birthdays.swept_until()
        if before is not None and before >= today:
            return facts
        last: str | None = ""
        while last is not None:
            swept = await self._birthdays.sweep(before, today, last)
            last = swept.next
            facts += await self._on_birthdays(
                [
                    *(RetentionCommand(about=each, day=today, persons=(each,)) for each in swept.came_of_age),
                    *(BorderCommand(about=each, day=today, persons=(each,), border="passed") for each in swept.passed),
                    *(BorderCommand(about=each, day=today, persons=(each,), border="nears") for each in swept.nears),
                ]
            )
        await self._birthdays.sweep_until(today)
        return facts

    async def _on_birthdays(self, commands: Sequence[RetentionCommand]) -> int:
        found = await self._submit(commands)
        for each in commands:
            if each.key in found:
                self._missed.pop(each.key, None)
            else:
                self._missed[each.key] = each
        return sum(found.values())

    async def _submit(self, commands: Sequence[RetentionCommand]) -> Mapping[str, int]:
        """How many facts each came to that did not fail, by its key."""
        # Not by person: with the day, a line about a birthday would tell when somebody was born.
        work = [(f"command={type(each).__name__}", self._apply(each)) for each in commands]
        found = zip(commands, await apart("retention", work), strict=True)
        return {command.key: facts for command, facts in found if facts is not None}

    async def _apply(self, command: RetentionCommand) -> int:
        """Decide one, and once more with whom only a consent names: in their own circle more may be recorded."""
        outcome = await self._writer.submit(command)
        if outcome.replayed:
            return 0
        facts: int = outcome.result.facts
        beside = sorted({*outcome.result.beside} - {*command.persons})
        if not beside:
            return facts
        persons = (*command.persons, *beside)
        return facts + await self._apply(RetentionCommand(about=command.about, day=command.day, persons=persons))


def _command(due: Due, day: date) -> RetentionCommand:
    return RetentionCommand(
        about=due.thing, day=day, persons=(due.person,), retracted=(due.thing,) if due.retracted else ()
    )
