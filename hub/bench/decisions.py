"""The figure ``decide-and-append``: everything that happens to a signal but HTTP, 64 waiting, each family once.

People, circle, history, all rules per recipient, consent, encryption, seal and commit, through the desk of a hub that
``hub.bootstrap`` wired.
"""

import asyncio
import secrets

from hub.bench.persons import subjects
from hub.bench.place import UnusedFamilies
from hub.bench.requests import PREPARED_PER_SECOND, Prepared, message
from hub.bootstrap import Hub
from hub.clock import monotonic_seconds
from hub.commands.signals import PublishRequest

WAITING = 64


def known_signal(hub: Hub, families: UnusedFamilies) -> tuple[str, PublishRequest]:
    """An organisation, and its signal about the next family."""
    number = families.take()
    return message(number, subjects(number, families.made_at.date()), hub.clock.now())


async def measure_decisions(
    hub: Hub, signals: Prepared[tuple[str, PublishRequest]], seconds: float, waiting: int = WAITING
) -> float:
    """Signals decided, stored and committed per second."""
    signals.fill(round(seconds * PREPARED_PER_SECOND))
    sent, done = iter(signals), 0
    began = monotonic_seconds()
    until = began + seconds

    async def send() -> None:
        nonlocal done
        while monotonic_seconds() < until:
            organisation, request = next(sent)
            await hub.desk.submit(request, organisation=organisation, key=secrets.token_hex(16))
            done += 1

    await asyncio.gather(*(send() for _ in range(waiting)))
    return done / (monotonic_seconds() - began)
