"""The figure ``disclosure-log``: what no answer leaves without, 64 answers waiting at any time.

Each answer leaves one line: five things shown, three sealed, as a publication about a known family does. To be compared
with ``pgbench -M prepared``: one client, one row of 300 bytes a transaction, the same server.
"""

import asyncio
import os

import asyncpg

from hub.clock import WallClock, monotonic_seconds
from hub.disclosures.asking import Asking
from hub.disclosures.log import open_log
from hub.disclosures.told import Disclosures
from hub.disclosures.trace import Trace
from hub.disclosures.trail import Trail
from hub.domain.looking import Looked

WAITING = 64
SHOWN = 5
SEALED = 3
KEY_BYTES = 32


def trail_of(person: str) -> Trail:
    """What an answer about one person of a known family leaves."""
    grounds = ("consent",) * SHOWN + (None,) * SEALED
    looked = (Looked(thing=os.urandom(16).hex(), about=(person,), ground=ground) for ground in grounds)
    return Trail([person], looked)


async def measure_log(dsn: str, *, seconds: float, waiting: int = WAITING) -> float:
    """Answers logged per second, each committed before the next of the same client. Raises ``LogUnavailable``."""
    clock, done = WallClock(), 0
    async with (
        asyncpg.create_pool(dsn, min_size=1, max_size=1) as pool,
        open_log(dsn, pool, os.urandom(KEY_BYTES)) as log,
    ):
        disclosures = Disclosures(log, clock)
        began = monotonic_seconds()

        async def answer(person: str) -> None:
            nonlocal done
            while monotonic_seconds() < began + seconds:
                trace = Trace.new()
                asking = Asking(organisation="bench", operation="POST /v1/signals", began=clock.now(), trace=trace)
                await disclosures.record(asking, trail_of(person))
                done += 1

        await asyncio.gather(*(answer(f"p{number:025}") for number in range(waiting)))
        return done / (monotonic_seconds() - began)
