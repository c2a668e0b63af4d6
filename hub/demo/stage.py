"""The stage of a replay: a hub on a stepped clock that serves on loopback, its organisations, and their clients."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import msgspec

from hub.api.server import serving
from hub.bootstrap import Hub, open_hub
from hub.demo.case import Answer, Case
from hub.demo.clients import Clients
from hub.demo.clock import SteppedClock
from hub.demo.replay import Replay, register
from hub.settings import Settings
from hub.wiring.addresses import Addresses

BEFORE = timedelta(days=1)
"""How long before the first act the organisations are registered."""


class Stage(msgspec.Struct, frozen=True):
    """All that a replay runs on, ready to run."""

    hub: Hub
    clients: Clients
    replay: Replay
    base_url: str


@asynccontextmanager
async def staged(settings: Settings, addresses: Addresses, case: Case, answer: Answer) -> AsyncIterator[Stage]:
    """Set the stage on migrated, empty databases, and clear it. Raises ``OtherClock`` for a ledger that serves."""
    clock = SteppedClock(case.timeline()[0][0] - BEFORE)
    async with (
        open_hub(settings, addresses, clock, clock_kind="stepped") as hub,
        serving(hub.app, hub.services.closing) as base_url,
    ):
        clients = Clients(base_url, await register(hub, case))
        try:
            yield Stage(hub, clients, Replay(hub, clock, case, answer, clients), base_url)
        finally:
            await clients.close()
