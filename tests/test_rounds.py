"""Going round: what passes by itself only delays a round, and one deadline that fails holds up no other."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

import msgspec
import pytest

from hub.commands.deadlines import DeadlineCommand
from hub.domain.facts.matches import Deadline
from hub.ledger.errors import LedgerUnavailable, OutsideCircle
from hub.ledger.ports import Command, Outcome
from hub.rounds import rounds
from hub.worker.scheduler import AT_ONCE, Scheduler

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Spoiled(Exception):  # noqa: N818 - what a part that is broken raises
    """Nothing that passes."""


async def test_a_connection_that_is_lost_is_tried_again_and_told_ever_less_often_until_it_is_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    lost = [ConnectionResetError() for _ in range(5)]
    said = iter([ConnectionResetError(), LedgerUnavailable(), *lost, None, None, ConnectionResetError(), Spoiled()])

    async def once() -> None:
        error = next(said)
        if error is not None:
            raise error

    with caplog.at_level(logging.WARNING, "hub.rounds"), pytest.raises(Spoiled):
        await asyncio.wait_for(rounds("watch", once, 0.0), 30)
    assert [record.getMessage() for record in caplog.records] == [
        "watch-delayed error=ConnectionResetError times=1",
        "watch-delayed error=LedgerUnavailable times=2",
        "watch-delayed error=ConnectionResetError times=4",
        "watch-resumed times=7",
        "watch-delayed error=ConnectionResetError times=1",
    ]


class Due(msgspec.Struct, frozen=True):
    deadline: Deadline
    persons: tuple[str, ...] = ("p",)


class Ledger:
    """Deadlines that stay due until they are decided; one of them never is."""

    def __init__(self, failing: str, error: Exception) -> None:
        self.failing = failing
        self.error = error
        self.waiting = [Deadline(id=f"d{n}", rule=f"rule-{n}", due=NOW) for n in range(4)]
        self.decided: dict[str, asyncio.Event] = defaultdict(asyncio.Event)

    async def deadlines_due(
        self,
        now: datetime,
        limit: int,
        *,
        after: Deadline | None = None,
        rules: Collection[str] = (),
        others: bool = True,
    ) -> Sequence[Due]:
        of_rules = [each for each in self.waiting if (each.rule in rules) != others]
        return [Due(each) for each in of_rules if after is None or each.id > after.id][:limit]

    async def submit(self, command: Command) -> Outcome:
        assert isinstance(command, DeadlineCommand)
        if command.deadline.id == self.failing:
            raise self.error
        self.waiting.remove(command.deadline)
        self.decided[command.deadline.id].set()
        return Outcome(None, None, None, replayed=False)


class Clock:
    def now(self) -> datetime:
        return NOW


async def test_a_deadline_that_fails_holds_up_no_other_and_stays_due(caplog: pytest.LogCaptureFixture) -> None:
    ledger = Ledger("d1", OutsideCircle("no circle"))
    scheduler = Scheduler(ledger, ledger, Clock())
    assert [await scheduler.run_due(), await scheduler.run_due()] == [3, 0]
    assert [each.id for each in ledger.waiting] == ["d1"]
    assert {record.getMessage() for record in caplog.records} == {"deadline-failed rule=rule-1 error=OutsideCircle"}


async def test_a_ledger_that_is_away_is_no_fault_of_a_deadline() -> None:
    ledger = Ledger("d2", LedgerUnavailable())
    with pytest.raises(LedgerUnavailable):
        await Scheduler(ledger, ledger, Clock()).run_due()
    assert "d2" in {each.id for each in ledger.waiting}


async def test_so_many_deadlines_that_fail_starve_none_that_comes_after_them() -> None:
    ledger = Ledger("", Spoiled())
    ledger.waiting = [Deadline(id=f"d{n:04}", rule="asking", due=NOW) for n in range(2 * AT_ONCE)]
    ledger.waiting += [Deadline(id="d9998", rule="asking-too", due=NOW), Deadline(id="d9999", rule="acute", due=NOW)]

    async def fails(_: DeadlineCommand) -> Command:
        raise Spoiled

    async def asks(command: DeadlineCommand) -> Command:
        return command

    scheduler = Scheduler(ledger, ledger, Clock(), {"asking": fails, "asking-too": asks})
    assert await scheduler.run_due() == 2
    assert {each.rule for each in ledger.waiting} == {"asking"}


async def test_who_answers_slowly_holds_up_no_deadline_for_which_nobody_is_asked() -> None:
    ledger = Ledger("", Spoiled())
    ledger.waiting = [Deadline(id="d1", rule="asking", due=NOW), Deadline(id="d2", rule="acute", due=NOW)]

    async def after_the_acute_one(command: DeadlineCommand) -> Command:
        await ledger.decided["d2"].wait()
        return command

    running = asyncio.create_task(Scheduler(ledger, ledger, Clock(), {"asking": after_the_acute_one}).run())
    try:
        await asyncio.wait_for(ledger.decided["d1"].wait(), 30)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
