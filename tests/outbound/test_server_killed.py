"""The server of the stream is killed while events are published, and comes back on the same store, or on none."""

import asyncio
import gc
import random
import shutil
from collections import Counter
from pathlib import Path

import asyncpg
from nats.aio.client import Client

from hub.outbound.connection import NatsConnection
from hub.outbound.consumers import OrganisationConsumer
from hub.outbound.jetstream import JetStreamNotifications, StreamShape
from hub.outbound.ports import Delivery
from hub.outbound.position import Turns
from tests.conftest import Databases
from tests.outbound.given import a_relay, event, raised, record, running, until
from tests.outbound.server import OwnNats

MANY = 400
KILLS = 4


async def _held(connection: NatsConnection, name: str) -> list[str | None]:
    """The ids of everything in the stream, by sequence."""
    stream = JetStreamNotifications(connection, StreamShape(name=name))
    info = await (await connection.client()).jetstream().stream_info(name)
    return [await stream.held(sequence) for sequence in range(1, info.state.last_seq + 1)]


async def test_every_event_is_in_the_stream_and_the_position_is_right_after_kills_while_publishing(
    pool: asyncpg.Pool, database: Databases, own_nats: OwnNats
) -> None:
    connection = NatsConnection(own_nats.url, "test")
    stream = JetStreamNotifications(connection)
    facts = [raised(f"organisation-{number % 3}") for number in range(MANY)]
    turns, dice = Turns(database.app_url, stream.name), random.Random(7)
    async with running(a_relay(pool, database, stream, page=10).run()) as relay:
        for start in range(0, MANY, MANY // KILLS):
            recording = asyncio.ensure_future(record(pool, facts[start : start + MANY // KILLS]))
            at = await turns.position() + dice.randint(5, 80)
            await until(lambda at=at: _passed(turns, at))
            await asyncio.to_thread(own_nats.kill)
            head = await recording  # intake goes on without the server
            await asyncio.to_thread(own_nats.start)
        await until(lambda: _passed(turns, head))
        assert not relay.done()
    assert await turns.position() == head
    held = Counter(await _held(connection, stream.name))
    assert set(held) == {event(fact).id for fact in facts}
    await connection.stop()


async def _passed(turns: Turns, position: int) -> bool:
    return await turns.position() >= position


async def test_a_server_that_comes_back_without_its_store_gets_everything_again(
    pool: asyncpg.Pool, database: Databases, own_nats: OwnNats, tmp_path: Path
) -> None:
    connection = NatsConnection(own_nats.url, "test")
    stream = JetStreamNotifications(connection)
    turns = Turns(database.app_url, stream.name)
    facts = [raised() for _ in range(30)]
    async with running(a_relay(pool, database, stream).run()):
        head = await record(pool, facts)
        await until(lambda: _passed(turns, head))
        before = await _held(connection, stream.name)
        await asyncio.to_thread(own_nats.kill)
        shutil.rmtree(tmp_path / "nats" / "store")
        await asyncio.to_thread(own_nats.start)
        head = await record(pool, [more := raised()])
        await until(lambda: _passed(turns, head))
    assert await _held(connection, stream.name) == [*before, event(more).id]
    await connection.stop()


async def test_a_consumer_goes_on_after_its_server_was_killed_and_after_its_stream_was_made_anew(
    own_nats: OwnNats,
) -> None:
    connection = NatsConnection(own_nats.url, "test")
    stream = JetStreamNotifications(connection, StreamShape(ack_wait=1))
    taken = list[str]()

    async def take(delivery: Delivery) -> None:
        taken.append(delivery.event.id)

    await stream.prepare()
    async with running(OrganisationConsumer(stream, "school", take, wait=1).run()) as consumer:
        for fate in ("nothing", "killed", "anew"):
            if fate == "killed":
                await asyncio.to_thread(own_nats.kill)
                await asyncio.to_thread(own_nats.start)
            elif fate == "anew":
                await stream.prepare(anew=True)
            published = event()
            await stream.publish("school", published)
            await until(lambda wanted=published.id: wanted in taken)
        assert not consumer.done()
    await stream.stop()
    await connection.stop()


async def test_a_client_that_closed_for_good_is_replaced(own_nats: OwnNats) -> None:
    connection = NatsConnection(own_nats.url, "test")
    first = await connection.client()
    await first.close()
    second = await connection.client()
    assert second is not first
    assert isinstance(second, Client)
    assert connection.connected
    await connection.stop()


async def test_tries_that_fail_half_way_leave_no_socket_open_and_do_not_end_the_tries(own_nats: OwnNats) -> None:
    connection = NatsConnection(own_nats.url, "test")
    await connection.client()
    await asyncio.to_thread(own_nats.kill)
    async with own_nats.impostor() as greeted:
        await until(lambda: len(greeted) >= 4)
    await asyncio.to_thread(own_nats.start)
    assert (await connection.client(within=30)).is_connected
    await connection.stop()
    gc.collect()  # a socket left open would warn here, and warnings are errors


async def test_nothing_runs_on_after_stop_not_even_when_the_server_is_away(own_nats: OwnNats) -> None:
    before = asyncio.all_tasks()
    connection = NatsConnection(own_nats.url, "test")
    await connection.client()
    await asyncio.to_thread(own_nats.kill)
    await until(lambda: not connection.connected)
    await connection.stop()
    await until(lambda: asyncio.all_tasks() == before)
