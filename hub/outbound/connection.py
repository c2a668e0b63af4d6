"""One connection to NATS that never gives up.

nats-py on its own stops for good after an authorisation error, buffers what is published while it is disconnected, and
needs minutes to see a half-open link. Here a closed client is replaced, callers are told at once that the link is
down, and the link is checked every few seconds.
"""

import asyncio
import logging
import random
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit, urlunsplit

import nats.errors
from nats.aio.client import Client, Server

from hub.outbound.backoff import delay
from hub.outbound.errors import StreamUnavailable

log = logging.getLogger("hub.outbound")

PING_SECONDS: Final = 5
PINGS_UNANSWERED: Final = 2
CONNECT_SECONDS: Final = 3
PATIENCE: Final = 5.0
"""Seconds that a caller waits for the link before it hears that there is none."""


@dataclass(frozen=True, slots=True, repr=False)
class _Credentials:
    user: str | None = None
    password: str | None = None
    token: str | None = None


class NatsConnection:
    """A client for ``nats://user:password@host:port`` addresses, several separated by commas; opened when needed.

    User and password are taken out of the address, so that servers which the cluster adds later are given them too and
    no log line can hold them. ``name`` is what the operator sees in NATS.
    """

    def __init__(self, url: str, name: str) -> None:
        self._servers, self._credentials = _take_apart(url)
        self._name = name
        self._client: Client | None = None
        self._opening = asyncio.Lock()
        self._changed = asyncio.Condition()
        self._stopped = False
        self._troubled = False

    @property
    def connected(self) -> bool:
        """Whether the link is up at this moment, for a health probe."""
        return self._client is not None and self._client.is_connected

    async def client(self, within: float = PATIENCE) -> Client:
        """A connected client. Raises ``StreamUnavailable`` when there is none within so many seconds."""
        try:
            async with asyncio.timeout(within):
                return await self._connected_client()
        except TimeoutError:
            raise StreamUnavailable("NATS is not reachable") from None

    async def stop(self) -> None:
        """Disconnect; nothing of it runs on. Later calls raise ``StreamUnavailable``."""
        self._stopped = True
        client, self._client = self._client, None
        if client is not None:
            await _close(client)

    async def _connected_client(self) -> Client:
        while True:
            client = await self._opened()
            if client.is_connected:
                return client
            async with self._changed:
                await self._changed.wait_for(lambda: client.is_connected or client.is_closed)  # noqa: B023 - awaited here

    async def _opened(self) -> Client:
        async with self._opening:
            if self._stopped:
                raise StreamUnavailable("the connection to NATS was stopped")
            if self._client is None or self._client.is_closed:
                self._client = await self._open()
            return self._client

    async def _open(self) -> Client:
        client = Client()
        try:
            await client.connect(
                self._servers,
                name=self._name,
                error_cb=self._on_error,
                disconnected_cb=self._on_disconnected,
                reconnected_cb=self._on_connected,
                closed_cb=self._on_closed,
                connect_timeout=CONNECT_SECONDS,
                reconnect_time_wait=1,
                reconnect_to_server_handler=lambda servers, _: _next_try(client, servers),
                max_reconnect_attempts=-1,
                ping_interval=PING_SECONDS,
                max_outstanding_pings=PINGS_UNANSWERED,
                user=self._credentials.user,
                password=self._credentials.password,
                token=self._credentials.token,
            )
        except BaseException:
            await _close(client)
            raise
        await self._on_connected()
        return client

    async def _on_error(self, error: Exception) -> None:
        """Once per outage at warning: it repeats with every try. The class only, for a message may hold anything."""
        level = logging.DEBUG if self._troubled else logging.WARNING
        self._troubled = True
        log.log(level, "nats-trouble connection=%s error=%s", self._name, type(error).__name__)

    async def _on_disconnected(self) -> None:
        if not self._stopped:
            log.warning("nats-disconnected connection=%s", self._name)

    async def _on_connected(self) -> None:
        self._troubled = False
        log.info("nats-connected connection=%s", self._name)
        await self._tell()

    async def _on_closed(self) -> None:
        if not self._stopped:
            log.error("nats-closed connection=%s a new one is opened", self._name)
        await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()


async def _close(client: Client) -> None:
    """Close, and let the tasks that it cancels end. While it reconnects, nats-py's close may end in a cancellation of
    its own making, which must not become ours: hence a task. By then everything is closed."""
    closing = asyncio.ensure_future(client.close())
    await asyncio.wait({closing})
    if not closing.cancelled() and closing.exception() is not None:
        log.info("nats-closed-badly error=%s", type(closing.exception()).__name__)
    await asyncio.sleep(0)


def _next_try(client: Client, servers: list[Server]) -> tuple[Server | None, float]:
    """The server that failed least, after a while that grows with its failures.

    The socket of a try that failed is closed here: nats-py would leave it open until the garbage collector finds it.
    """
    if client._transport is not None:  # noqa: SLF001 - no public way to it
        client._transport.close()  # type: ignore[no-untyped-call]  # noqa: SLF001
    least = min(server.reconnects for server in servers)
    chosen = random.choice([server for server in servers if server.reconnects == least])  # noqa: S311 - spreads load
    return chosen, delay(least)


def _take_apart(url: str) -> tuple[list[str], _Credentials]:
    """Addresses without credentials, and the credentials, which are those of the first address that has any."""
    servers, credentials = list[str](), _Credentials()
    for address in filter(None, (part.strip() for part in url.split(","))):
        parts = urlsplit(address if "://" in address else f"nats://{address}")
        who, _, host = parts.netloc.rpartition("@")
        servers.append(urlunsplit(parts._replace(netloc=host)))
        if who and credentials == _Credentials():
            user, colon, password = (unquote(part) for part in who.partition(":"))
            credentials = _Credentials(user, password) if colon else _Credentials(token=user)
    if not servers:
        raise ValueError("the address of NATS is empty")
    return servers, credentials


LINK_ERRORS: Final = (nats.errors.Error, OSError, asyncio.TimeoutError)
"""What a call on a client raises when the server is away, slow, or refuses."""
