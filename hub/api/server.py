"""The HTTP server around the application: uvicorn, with settings that keep a BSN out of its log and its errors."""

import asyncio
import logging
import math
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp

GRACE_SECONDS: Final = 10.0
_BACKLOG: Final = 2048
KEEP_ALIVE_SECONDS: Final = 60
"""Longer than a proxy in front keeps its connections, or it sends into one that we are closing."""


class Server(uvicorn.Server):
    """Serves one application on one socket.

    ``closing`` is set before connections are waited for, at most ``grace`` seconds, so that event streams end;
    ``ready`` once it listens.
    """

    def __init__(
        self, app: ASGIApp, closing: asyncio.Event, *, signals: bool = True, grace: float = GRACE_SECONDS
    ) -> None:
        config = uvicorn.Config(
            app,
            http="httptools",
            ws="none",
            lifespan="off",
            access_log=False,  # an address may hold anything that a client puts into a query
            log_config=None,
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=math.ceil(grace),
        )
        super().__init__(config)
        logging.getLogger("uvicorn.access").disabled = True  # also where somebody has put a handler on it
        self.ready = asyncio.Event()
        self._closing = closing
        self._signals = signals

    def capture_signals(self) -> AbstractContextManager[None]:  # type: ignore[override]  # a generator's wider type
        """Ends at SIGINT and SIGTERM, unless it runs inside something that handles them itself."""
        return super().capture_signals() if self._signals else nullcontext()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen."""
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what is being asked, for at most the seconds of grace, and stop."""
        self._closing.set()
        await super().shutdown(sockets)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises OSError when the address cannot be had.

    It says that it is TCP, which ``socket.create_server`` leaves open: asyncio switches Nagle's algorithm off only
    where it reads that, and with it on an answer in two writes waits forty milliseconds for an acknowledgement.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if family is socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


@asynccontextmanager
async def serving(app: ASGIApp, closing: asyncio.Event, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve inside this process while the block runs; gives the base address, such as ``http://127.0.0.1:41234``."""
    listener = listen(host, port)
    name: Any = listener.getsockname()
    server = Server(app, closing, signals=False)
    running = asyncio.create_task(server.serve([listener]))
    ready = asyncio.create_task(server.ready.wait())
    try:
        await asyncio.wait((running, ready), return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        yield f"http://{f'[{host}]' if ':' in host else host}:{name[1]}"
    finally:
        ready.cancel()
        server.should_exit = True
        await running
        listener.close()
