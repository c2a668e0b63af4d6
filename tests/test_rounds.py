"""Going round: what passes by itself only delays a round, and one deadline that fails holds up no other."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
import pytest

from hub.commands.deadlines import DeadlineCommand
from hub.domain.facts.matches import Deadline
from hub.ledger.errors import LedgerUnavailable, OutsideCircle
from hub.ledger.ports import Command, Outcome
from hub.rounds import rounds
from hub.scheduler import Scheduler

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Spoiled(Exception):  # noqa: N818 - what a part that is broken raises
    """Nothing that passes."""


async def test_a_connection_that_is_lost_is_tried_again_and_each_round_that_failed_is_counted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    said = iter([ConnectionResetError(), LedgerUnavailable(), None, ConnectionResetError(), Spoiled()])

    async def once() -> None:
        error = next(said)
        if error is not None:
            raise error

    with caplog.at_level(logging.WARNING, "hub.rounds"), pytest.raises(Spoiled):
        await asyncio.wait_for(rounds("watch", once, 0.0), 30)
    assert [record.getMessage() for record in caplog.records] == [
        "watch-delayed error=ConnectionResetError rounds=1",
        "watch-delayed error=LedgerUnavailable rounds=2",
        "watch-delayed error=ConnectionResetError rounds=1",
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

    async def deadlines_due(self, now: datetime, limit: int) -> Sequence[Due]:
        return [Due(each) for each in self.waiting if each.due <= now][:limit]

    async def submit(self, command: Command) -> Outcome:
        assert isinstance(command, DeadlineCommand)
        if command.deadline.id == self.failing:
            raise self.error
        self.waiting.remove(command.deadline)
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
