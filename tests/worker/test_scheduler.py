"""The scheduler while the views stand still: what is decided is neither submitted nor asked about again."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

import msgspec
import pytest

from hub.commands.deadlines import DeadlineCommand
from hub.domain.facts.matches import Deadline
from hub.ledger.errors import LedgerUnavailable
from hub.ledger.ports import Command, Outcome
from hub.worker.scheduler import Scheduler

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Due(msgspec.Struct, frozen=True):
    deadline: Deadline
    persons: tuple[str, ...] = ("p",)


class StandingView:
    """Deadlines that stay due whatever is decided, until ``went_on``; the register's rule is ``asking``."""

    def __init__(self) -> None:
        self.due = [Deadline(id="d1", rule="plain", due=NOW), Deadline(id="d2", rule="asking", due=NOW)]
        self.went_on: set[str] = set()
        self.looks = {True: 0, False: 0}
        self.looked_often = asyncio.Event()

    async def deadlines_due(
        self,
        now: datetime,
        limit: int,
        *,
        after: Deadline | None = None,
        rules: Collection[str] = (),
        others: bool = True,
    ) -> Sequence[Due]:
        if after is None:
            self.looks[others] += 1
            if min(self.looks.values()) >= 2:
                self.looked_often.set()
        await asyncio.sleep(0)
        found = [each for each in self.due if (each.rule in rules) != others and each.id not in self.went_on]
        return [Due(each) for each in found if after is None or each.id > after.id][:limit]


class Ledger:
    """Decides each deadline once, and remembers what was asked of the ledger and of the register."""

    def __init__(self, decided: Collection[str] = ()) -> None:
        self.decided = set(decided)
        self.submitted: list[str] = []
        self.asked: list[str] = []
        self.away: set[str] = set()

    async def submit(self, command: Command) -> Outcome:
        assert isinstance(command, DeadlineCommand)
        self.submitted.append(command.key)
        if command.key in self.away:
            raise LedgerUnavailable
        replayed = command.key in self.decided
        self.decided.add(command.key)
        return Outcome(None, None, None, replayed=replayed)

    async def ask(self, command: DeadlineCommand) -> Command:
        self.asked.append(command.key)
        return command


class Clock:
    def now(self) -> datetime:
        return NOW


def a_scheduler(view: StandingView, ledger: Ledger) -> Scheduler:
    return Scheduler(view, ledger, Clock(), {"asking": ledger.ask})


async def test_what_was_decided_is_neither_submitted_nor_asked_about_while_the_view_stands_still() -> None:
    view, ledger = StandingView(), Ledger()
    scheduler = a_scheduler(view, ledger)
    assert [await scheduler.run_due() for _ in range(3)] == [2, 0, 0]
    assert (ledger.submitted, ledger.asked) == (["d1", "d2"], ["d2"])


async def test_what_another_worker_decided_counts_as_nothing_and_is_tried_once() -> None:
    view, ledger = StandingView(), Ledger(decided=["d1", "d2"])
    scheduler = a_scheduler(view, ledger)
    assert [await scheduler.run_due() for _ in range(3)] == [0, 0, 0]
    assert (ledger.submitted, ledger.asked) == (["d1", "d2"], ["d2"])


async def test_a_running_scheduler_rests_between_its_looks_at_a_view_that_stands_still(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view, ledger = StandingView(), Ledger(decided=["d1", "d2"])
    rests: list[float] = []
    rest = asyncio.sleep

    async def noted(seconds: float) -> None:
        if seconds:
            rests.append(seconds)
        await rest(0)

    monkeypatch.setattr("hub.rounds.asyncio.sleep", noted)
    running = asyncio.create_task(a_scheduler(view, ledger).run())
    try:
        await asyncio.wait_for(view.looked_often.wait(), 30)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert len(rests) >= sum(view.looks.values()) - 2, "a rest after every look but the last of both"


async def test_what_failed_is_tried_again_and_what_was_decided_beside_it_is_not() -> None:
    view, ledger = StandingView(), Ledger()
    view.due.append(Deadline(id="d3", rule="plain", due=NOW))
    ledger.away = {"d3"}
    scheduler = a_scheduler(view, ledger)
    with pytest.raises(LedgerUnavailable):
        await scheduler.run_due()
    ledger.away = set()
    assert await scheduler.run_due() == 2
    assert ledger.submitted == ["d1", "d3", "d3", "d2"]


async def test_what_left_the_view_is_no_longer_held_in_memory() -> None:
    view, ledger = StandingView(), Ledger()
    scheduler = a_scheduler(view, ledger)
    await scheduler.run_due()
    view.went_on = {"d1"}
    await scheduler.run_due()
    view.went_on = set()
    await scheduler.run_due()
    assert ledger.submitted == ["d1", "d2", "d1"]
