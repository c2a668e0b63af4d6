"""The figure ``decide-and-append``: everything that happens to a signal but HTTP, 64 waiting, each family once.

People, circle, history, all rules per recipient, consent, encryption, seal and commit, through the desk of a hub that
``hub.bootstrap`` wired.
"""

import asyncio
import secrets
from collections.abc import Iterator
from datetime import datetime

from hub.bench.families import subjects
from hub.bench.requests import message
from hub.bench.story import ORGANISATIONS
from hub.bootstrap import Hub
from hub.clock import monotonic_seconds
from hub.commands.organisations import OrganisationRequest

WAITING = 64


class FamiliesUsedUpError(Exception):
    """There are fewer families than the run needs: make more, or measure for a shorter time."""


class UnusedFamilies:
    """Families by number, each given once."""

    def __init__(self, count: int, made_at: datetime, first: int = 0) -> None:
        self.made_at = made_at
        self._numbers: Iterator[int] = iter(range(first, count))

    def take(self) -> int:
        """A family that was not used before. Raises ``FamiliesUsedUpError``."""
        number = next(self._numbers, None)
        if number is None:
            raise FamiliesUsedUpError("every family was used: make more of them, or measure for fewer seconds")
        return number


async def register_organisations(hub: Hub) -> None:
    """Register the three organisations of the story."""
    for organisation in ORGANISATIONS:
        request = OrganisationRequest(organisation=organisation)
        await hub.desk.submit(request, organisation="bench", key=secrets.token_hex(8))
    await hub.register.refresh()


async def measure_decisions(hub: Hub, families: UnusedFamilies, *, seconds: float, waiting: int = WAITING) -> float:
    """Signals decided, stored and committed per second."""
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
