"""Upkeep goes round by itself, and survives a database that is away."""

import asyncio

import asyncpg
import pytest

from hub.people import upkeep
from hub.people.upkeep import Upkeep
from tests.people.conftest import Registry
from tests.people.given import noa


class Kept:
    """Keeps count of the rounds; the first one fails."""

    def __init__(self) -> None:
        self.rounds = self.sweeps = 0
        self.done = asyncio.Event()

    async def keep_up(self) -> None:
        self.rounds += 1
        if self.rounds == 1:
            raise asyncpg.CannotConnectNowError
        if self.rounds > 3:
            self.done.set()

    async def sweep_keys(self) -> int:
        self.sweeps += 1
        return 1


async def test_a_round_that_fails_is_followed_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "EVERY", 0)
    monkeypatch.setattr(upkeep, "SWEPT_EVERY", 2)
    kept = Kept()
    running = asyncio.create_task(Upkeep(kept).run())
    await kept.done.wait()
    running.cancel()
    assert kept.sweeps >= 1


async def test_a_round_makes_tables_that_were_lost(registry: Registry) -> None:
    await registry.person(noa())
    await registry.pool.execute("DELETE FROM person_block_state")
    await Upkeep(registry.people).go_round(sweep=True)
    assert await registry.people.make_ready() == 0
