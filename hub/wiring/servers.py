"""How this process is connected to PostgreSQL and NATS."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import asyncpg

from hub.ledger.connect import Timeouts
from hub.outbound.connection import NatsConnection
from hub.outbound.jetstream import JetStreamNotifications, StreamShape
from hub.settings import Settings
from hub.wiring.addresses import Addresses


async def open_stream(stack: AsyncExitStack, addresses: Addresses, replicas: int) -> JetStreamNotifications:
    """The stream of notifications, closed with the stack. Connects when it is first used."""
    connection = NatsConnection(addresses.nats_url, "samenloop")
    stack.push_async_callback(connection.stop)
    stream = JetStreamNotifications(connection, StreamShape(replicas=replicas))
    stack.push_async_callback(stream.stop)
    return stream


@asynccontextmanager
async def open_pool(dsn: str, size: int) -> AsyncIterator[asyncpg.Pool]:
    """At most so many connections. Raises what asyncpg raises when the database cannot be reached."""
    async with asyncpg.create_pool(dsn, min_size=1, max_size=size) as pool:
        yield pool


def writer_timeouts(settings: Settings) -> Timeouts:
    """Of the ledger's writer."""
    statement = settings.statement_timeout.total_seconds()
    return Timeouts(idle=settings.writer_idle_timeout.total_seconds(), statement=statement, answer=statement + 5)
