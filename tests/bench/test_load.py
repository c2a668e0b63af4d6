"""The load client counts answers, whole ones only, and says when a server answers otherwise."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import pytest

from hub.bench.load import Load, UnexpectedAnswerError, request

PIECES = (b"HTTP/1.1 201 Created\r\nContent-", b"Length: 3\r\n\r\n", b"yes")
CHUNKED = (b"HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n3\r\nyes", b"\r\n0\r\n\r\n")
REFUSED = (b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",)
CONNECTIONS = 4
ASKED = request("/v1/signals", b"{}", "application/json", ("Idempotency-Key: 1",))


class _Answering(asyncio.Protocol):
    """Answers every request with these pieces, each by itself."""

    def __init__(self, pieces: tuple[bytes, ...], gone: "asyncio.Queue[None]") -> None:
        self._pieces = pieces
        self._gone = gone
        self._received = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        while self._received >= len(ASKED):
            self._received -= len(ASKED)
            for piece in self._pieces:
                self._transport.write(piece)

    def connection_lost(self, _: Exception | None) -> None:
        self._gone.put_nowait(None)


@asynccontextmanager
async def _server(pieces: tuple[bytes, ...]) -> AsyncIterator[str]:
    gone: asyncio.Queue[None] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Answering(pieces, gone), "127.0.0.1")
    async with server:
        host, port = server.sockets[0].getsockname()
        yield f"http://{host}:{port}"
        for _ in range(CONNECTIONS):
            await gone.get()


@pytest.mark.parametrize("pieces", [PIECES, CHUNKED])
async def test_every_whole_answer_counts_once(pieces: tuple[bytes, ...]) -> None:
    async with _server(pieces) as base_url:
        load = Load(iter([ASKED] * 25), b"201", CONNECTIONS)
        await load.run(base_url, seconds=30)

    assert load.answers == [b"".join(pieces)] * 25


async def test_an_answer_that_does_not_count_ends_the_run() -> None:
    async with _server(REFUSED) as base_url:
        with pytest.raises(UnexpectedAnswerError, match="400 Bad Request"):
            await Load(itertools.repeat(ASKED), b"201", CONNECTIONS).run(base_url, seconds=30)
