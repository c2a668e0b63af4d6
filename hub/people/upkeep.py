"""Upkeep of people: what linkage looks in is mixed or made anew, and keys that nothing was sealed under are swept."""

import asyncio
import logging
from typing import Protocol

import asyncpg

log = logging.getLogger(__name__)

EVERY = 60.0
"""Seconds between two rounds: so long a statement without BSN may have to wait after tables were lost."""
SWEPT_EVERY = 60
"""Rounds between two sweeps of keys."""


class Kept(Protocol):
    """What is kept up."""

    async def keep_up(self) -> None:
        """Mix, or make anew, what linkage looks in."""

    async def sweep_keys(self) -> int:
        """Delete keys that nothing was sealed under."""


class Upkeep:
    """Goes round for as long as it runs; any number of workers may, since each round is safe beside others."""

    def __init__(self, people: Kept) -> None:
        self._people = people

    async def run(self) -> None:
        """Until cancelled; a database that cannot be reached is tried again in the next round."""
        rounds = 0
        while True:
            try:
                await self.go_round(sweep=rounds % SWEPT_EVERY == 0)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as failed:
                log.warning("upkeep-delayed error=%s", type(failed).__name__)
            rounds += 1
            await asyncio.sleep(EVERY)

    async def go_round(self, *, sweep: bool) -> None:
        """One round."""
        await self._people.keep_up()
        if sweep and (swept := await self._people.sweep_keys()):
            log.info("keys-swept count=%d", swept)
