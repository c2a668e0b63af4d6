"""Applying retention: a family that cannot be decided holds up no other, and a birthday that failed is tried again."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import msgspec
import pytest

from hub.domain.policy import Policy
from hub.domain.retention import Retention
from hub.domain.slices.retaining import Retained
from hub.ledger.errors import LedgerUnavailable, OutsideCircle
from hub.ledger.ports import Command, Outcome
from hub.worker.retaining import Due, Retaining, RetentionCommand, Swept
from tests.domain.scenario import POLICY

NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)


class Something(msgspec.Struct, frozen=True):
    thing: str
    person: str
    retracted: bool = False


class Views:
    """Three signals for which something is due, at every look; two persons who turn 23 on the first day."""

    def __init__(self) -> None:
        self.until: date | None = None

    async def retention_due(self, now: datetime, retention: Retention, after: str, limit: int) -> Sequence[Due]:
        return [Something(f"s{n}", f"p{n}") for n in range(3) if f"s{n}" > after]

    async def erasures_waiting(self, after: str, limit: int) -> Sequence[Due]:
        return ()

    async def requests_over(self, now: datetime, retention: Retention, after: str, limit: int) -> Sequence[Due]:
        return ()

    async def deaths(self, after: str, limit: int) -> Sequence[Due]:
        return ()

    async def swept_until(self) -> date | None:
        return self.until

    async def sweep(self, after: date | None, on: date, last: str) -> Swept:
        return SimpleNamespace(came_of_age=("p7", "p8"), passed=(), nears=(), next=None)

    async def sweep_until(self, day: date) -> None:
        self.until = day


class Ledger:
    """Decides everything but what is about some."""

    def __init__(self, failing: dict[str, Exception]) -> None:
        self.failing = failing
        self.decided: list[str] = []
        self.facts = 1
        self.went_on = asyncio.Event()

    async def submit(self, command: Command) -> Outcome:
        assert isinstance(command, RetentionCommand)
        if command.about in self.failing:
            raise self.failing[command.about]
        self.decided.append(command.about)
        if command.about == "p8":
            self.went_on.set()
        return Outcome(Retained(facts=self.facts), None, None, replayed=False)


class Clock:
    day = NOON

    def now(self) -> datetime:
        return self.day


def policy() -> Policy:
    return POLICY


@pytest.mark.parametrize("error", [OutsideCircle("no circle"), KeyError("99999")], ids=["ledger", "anything"])
async def test_one_family_that_fails_holds_up_no_other(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    views, ledger = Views(), Ledger({"s0": error, "p7": error})
    retaining = Retaining(views, views, ledger, policy, Clock())
    with caplog.at_level(logging.ERROR):
        assert await retaining.run_due() == 3
    assert ledger.decided == ["s1", "s2", "p8"]
    assert {each.getMessage() for each in caplog.records} == {
        f"retention-failed command=RetentionCommand error={type(error).__name__}"
    }
    ledger.decided.clear()
    del ledger.failing["p7"]
    await retaining.run_due()
    await retaining.run_due()
    assert ledger.decided == ["s1", "s2", "p7", "s1", "s2"], "a birthday comes once"


async def test_a_worker_survives_a_family_that_fails() -> None:
    views, ledger = Views(), Ledger({"s0": KeyError("s0")})
    running = asyncio.create_task(Retaining(views, views, ledger, policy, Clock()).run())
    await asyncio.wait_for(ledger.went_on.wait(), 30)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_ledger_that_is_away_is_no_fault_of_a_family() -> None:
    views, ledger = Views(), Ledger({"p7": LedgerUnavailable()})
    with pytest.raises(LedgerUnavailable):
        await Retaining(views, views, ledger, policy, Clock()).run_due()
    assert views.until is None, "everybody is looked at again"


async def test_where_nothing_is_to_be_done_nobody_is_looked_at_twice_on_one_day() -> None:
    views, ledger, clock = Views(), Ledger({}), Clock()
    views.until, ledger.facts = NOON.date(), 0
    retaining = Retaining(views, views, ledger, policy, clock)
    assert [await retaining.run_due(), await retaining.run_due()] == [0, 0]
    assert ledger.decided == ["s0", "s1", "s2"]
    clock.day = NOON + timedelta(days=1)
    views.until = clock.day.date()
    await retaining.run_due()
    assert ledger.decided == ["s0", "s1", "s2"] * 2
