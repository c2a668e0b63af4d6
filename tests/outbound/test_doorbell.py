"""Waking who waits for an inbox."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from hub.outbound.doorbell import Doorbell
from hub.outbound.memory import MemoryNotifications
from hub.outbound.ports import NotificationStream
from tests.outbound.given import event, until


@pytest.fixture
async def bell(stream: NotificationStream) -> AsyncIterator[Doorbell]:
    """A bell that listens."""
    await stream.prepare()
    bell = Doorbell(stream)
    bell.start()
    yield bell
    await bell.stop()


async def test_every_client_of_an_organisation_wakes_in_every_process(
    stream: NotificationStream, bell: Doorbell
) -> None:
    other = Doorbell(stream)
    other.start()
    woken = list[str]()

    async def wait(name: str, doorbell: Doorbell) -> None:
        async for _ in doorbell.rings("school"):
            woken.append(name)

    clients = [
        asyncio.ensure_future(wait(name, on)) for name, on in (("a", bell), ("b", bell), ("c", other))
    ]  # fmt: skip
    await until(lambda: len(woken) >= 3)
    for _ in range(3):
        woken.clear()
        await stream.publish("school", event())
        await until(lambda: set(woken) == {"a", "b", "c"})
    for client in clients:
        client.cancel()
    await asyncio.wait(clients)
    await other.stop()


async def test_the_first_look_needs_no_ring_and_later_ones_come_without_one() -> None:
    bell = Doorbell(MemoryNotifications(), longest_sleep=0.05)
    rings = bell.rings("school")
    for _ in range(3):
        await asyncio.wait_for(anext(rings), 30)
    await rings.aclose()  # type: ignore[attr-defined]


async def test_nobody_sleeps_longer_than_two_seconds() -> None:
    assert Doorbell(MemoryNotifications(), longest_sleep=3600).longest_sleep == 2.0


async def test_a_bell_starts_without_a_server_and_rings_once_it_is_there() -> None:
    stream = MemoryNotifications()
    stream.down = True
    heard = list[str]()

    class Recording(Doorbell):
        def ring(self, organisation: str) -> None:
            heard.append(organisation)

    bell = Recording(stream)
    bell.start()
    await asyncio.sleep(0)
    stream.down = False
    await stream.prepare()

    async def rung() -> bool:
        await stream.publish("school", event())
        return bool(heard)

    await until(rung)
    await bell.stop()


async def test_who_left_is_forgotten() -> None:
    bell = Doorbell(MemoryNotifications())
    rings = bell.rings("school")
    await anext(rings)
    assert bell._waiting
    await rings.aclose()  # type: ignore[attr-defined]
    assert not bell._waiting
