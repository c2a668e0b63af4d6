"""The figure ``decide-and-append``: everything that happens to a signal but HTTP, 64 waiting, each family once.

People, circle, history, all rules per recipient, consent, encryption, seal and commit, through the desk of a hub that
``hub.bootstrap`` wired.
"""

import asyncio
import secrets

from hub.bench.families import subjects
from hub.bench.place import UnusedFamilies
from hub.bench.requests import message
from hub.bootstrap import Hub
from hub.clock import monotonic_seconds

WAITING = 64


async def measure_decisions(hub: Hub, families: UnusedFamilies, seconds: float, waiting: int = WAITING) -> float:
    """Signals decided, stored and committed per second. Raises ``FamiliesUsedUpError``."""
    made_on, prefix, done = families.made_at.date(), secrets.token_hex(8), 0
    began = monotonic_seconds()
    until = began + seconds

    async def send() -> None:
        nonlocal done
        while monotonic_seconds() < until:
            number = families.take()
            organisation, request = message(number, subjects(number, made_on), hub.clock.now())
            await hub.desk.submit(request, organisation=organisation, key=f"{prefix}{number}")
            done += 1

    await asyncio.gather(*(send() for _ in range(waiting)))
    return done / (monotonic_seconds() - began)
