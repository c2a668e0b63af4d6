"""The fake register behind a client, as the hub has the real one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

import httpx

from adapters.brp.breaker import CircuitBreaker
from adapters.brp.client import BrpRegister
from adapters.brp.fake.families import families
from adapters.brp.fake.server import FakeRegister
from adapters.brp.fake.world import World

TODAY = date(2026, 11, 21)
API_KEY = "a-key-for-tests"


class Waits:
    """Stands in for sleeping: notes how long, and goes on."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def fake_register(world: World | None = None, *, api_key: str | None = API_KEY) -> FakeRegister:
    """A fake register with the families of the project, or another world."""
    return FakeRegister(families() if world is None else world, api_key=api_key, today=lambda: TODAY)


@asynccontextmanager
async def asking(
    fake: FakeRegister, *, waits: Waits | None = None, breaker: CircuitBreaker | None = None, api_key: str = API_KEY
) -> AsyncIterator[BrpRegister]:
    """The adapter, with the fake register at the other end."""
    transport, headers = httpx.ASGITransport(fake), {"x-api-key": api_key}
    async with httpx.AsyncClient(transport=transport, base_url="http://brp.test/haalcentraal/", headers=headers) as it:
        yield BrpRegister(it, breaker=breaker, wait=waits or Waits())
