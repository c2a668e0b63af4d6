"""Upkeep of people: what linkage looks in is mixed or made anew, and keys that nothing was sealed under are swept."""

import logging
from itertools import count
from typing import Protocol

from hub.rounds import rounds

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
        numbers = count()

        async def go_round() -> None:
            await self.go_round(sweep=next(numbers) % SWEPT_EVERY == 0)

        await rounds("upkeep", go_round, EVERY)

    async def go_round(self, *, sweep: bool) -> None:
        """One round."""
        await self._people.keep_up()
        if sweep and (swept := await self._people.sweep_keys()):
            log.info("keys-swept count=%d", swept)
