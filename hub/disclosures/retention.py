"""How long lines stay: at least five years, longer where it is configured (STANDARDS.md A5)."""

import logging
from datetime import timedelta
from typing import Final

import asyncpg

from hub.rounds import rounds

log = logging.getLogger("hub.disclosures")

BETWEEN: Final = 6 * 3600.0
"""Seconds between two looks."""


class Retention:
    """Lets lines go that are old enough, whole batches at a time; their seals stay, so the chain can be proven."""

    def __init__(self, pool: asyncpg.Pool, kept: timedelta) -> None:
        self._pool = pool
        self._kept = kept

    async def run(self) -> None:
        """Until cancelled; a database that cannot be reached is tried again at the next look."""
        await rounds("disclosure-retention", self.once, BETWEEN)

    async def once(self) -> int:
        """How many lines went. Raises what the database raises, also for less than five years."""
        gone: int = await self._pool.fetchval("SELECT disclosure_expire($1)", self._kept)
        if gone:
            log.info("disclosure-lines-gone count=%d", gone)
        return gone
