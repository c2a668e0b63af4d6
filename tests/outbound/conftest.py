"""Streams of a test's own, in memory and in JetStream."""

import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from hub.outbound.connection import NatsConnection
from hub.outbound.jetstream import JetStreamNotifications, StreamShape
from hub.outbound.memory import MemoryNotifications
from hub.outbound.ports import NotificationStream
from tests.conftest import Databases
from tests.outbound.server import OwnNats

ACK_WAIT = 0.6
ATTEMPTS = 3


@pytest.fixture
def shape() -> StreamShape:
    """A stream that no other test has."""
    name = uuid.uuid4().hex
    return StreamShape(name=name, subjects=f"test.{name}", ack_wait=ACK_WAIT, max_attempts=ATTEMPTS)


@pytest.fixture
async def connection(nats_url: str) -> AsyncIterator[NatsConnection]:
    """To the session's NATS."""
    connection = NatsConnection(nats_url, "test")
    yield connection
    await connection.stop()


@pytest.fixture
async def jetstream(connection: NatsConnection, shape: StreamShape) -> AsyncIterator[JetStreamNotifications]:
    """A stream in JetStream, deleted after the test."""
    stream = JetStreamNotifications(connection, shape)
    yield stream
    await stream.stop()
    await (await connection.client()).jetstream().delete_stream(shape.name)


@pytest.fixture(params=["memory", "jetstream"])
def stream(request: pytest.FixtureRequest) -> NotificationStream:
    """Each kind of stream in turn."""
    if request.param == "memory":
        return MemoryNotifications(ack_wait=ACK_WAIT, max_attempts=ATTEMPTS)
    made: NotificationStream = request.getfixturevalue("jetstream")
    return made


@pytest.fixture
async def pool(database: Databases) -> AsyncIterator[asyncpg.Pool]:
    """The application role's connections to a ledger of the test's own."""
    async with asyncpg.create_pool(database.app_url, min_size=1, max_size=4) as pool:
        yield pool


@pytest.fixture
def own_nats(tmp_path: Path) -> Iterator[OwnNats]:
    """A running server of the test's own."""
    server = OwnNats(tmp_path / "nats")
    try:
        server.start()
        yield server
    finally:
        server.kill()
