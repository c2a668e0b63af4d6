"""A load client that costs little: requests are bytes made before, answers are only counted.

It must not be what is measured. One process of it sends tens of thousands of requests a second.
"""

import asyncio
import re
from collections.abc import Iterator, Sequence
from typing import Final, cast
from urllib.parse import urlsplit

from hub.clock import monotonic_seconds

_LENGTH: Final = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_END_OF_HEAD: Final = b"\r\n\r\n"
_PATIENCE: Final = 60.0
"""Seconds that the last answers may take."""
_LAST_CHUNK: Final = b"\r\n0\r\n\r\n"


class UnexpectedAnswerError(Exception):
    """The server answered otherwise than the figure counts; the message is the answer's beginning."""


def request(path: str, body: bytes, media_type: str, headers: Sequence[str] = ()) -> bytes:
    """A POST as it travels."""
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Content-Type: {media_type}",
        f"Content-Length: {len(body)}",
        *headers,
    ]
    return "\r\n".join(lines).encode() + _END_OF_HEAD + body


class Load:
    """Keeps one request waiting per connection, for as long as requests last or time does."""

    def __init__(self, requests: Iterator[bytes], expected: bytes, connections: int) -> None:
        """``expected``: how an answer that counts begins after ``HTTP/1.1``, such as ``201``."""
        self._requests = requests
        self.expected = expected
        self._connections = connections
        self._until = 0.0
        self.answers: list[bytes] = []
        self.failed: BaseException | None = None
        self._busy = 0
        self._idle = asyncio.Event()

    async def run(self, base_url: str, seconds: float) -> float:
        """Answers per second. Raises ``UnexpectedAnswerError``."""
        place = urlsplit(base_url)
        host, port = place.hostname or "127.0.0.1", place.port or 80
        loop = asyncio.get_running_loop()
        began = monotonic_seconds()
        self._until, self._busy, count = began + seconds, self._connections, len(self.answers)
        self._idle.clear()
        lines = [await loop.create_connection(lambda: _Line(self), host, port) for _ in range(self._connections)]
        try:
            await asyncio.wait_for(self._idle.wait(), seconds + _PATIENCE)
        except TimeoutError:
            raise UnexpectedAnswerError("the server did not answer any more") from None
        finally:
            took = monotonic_seconds() - began
            for transport, protocol in lines:
                protocol.end()
                transport.close()
        if self.failed is not None:
            raise self.failed
        return (len(self.answers) - count) / took

    def next(self) -> bytes | None:
        """What to send now; None when it is over."""
        if self.failed is not None or monotonic_seconds() >= self._until:
            return None
        return next(self._requests, None)

    def leave(self) -> None:
        """One connection has nothing more to do."""
        self._busy -= 1
        if not self._busy:
            self._idle.set()


class _Line(asyncio.Protocol):
    """One connection: a request, its whole answer, the next."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._received = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        self._received += data
        head = self._received.find(_END_OF_HEAD)
        if head < 0:
            return
        length = _LENGTH.search(self._received, 0, head)
        if length is None:
            whole = self._received.endswith(_LAST_CHUNK)
        else:
            whole = len(self._received) >= head + len(_END_OF_HEAD) + int(length[1])
        if whole:
            self._answered()

    def end(self) -> None:
        """Send nothing more, and expect to be closed."""
        self._transport = None

    def connection_lost(self, error: Exception | None) -> None:
        if self._transport is not None:
            self._fail(UnexpectedAnswerError(f"the server closed the connection ({error})"))

    def _answered(self) -> None:
        answer, self._received = self._received, b""
        if not answer.startswith(b"HTTP/1.1 " + self._load.expected):
            self._fail(UnexpectedAnswerError(answer[:2000].decode(errors="replace")))
            return
        self._load.answers.append(answer)
        self._send()

    def _send(self) -> None:
        following = self._load.next()
        if following is None or self._transport is None:
            self.end()
            self._load.leave()
        else:
            self._transport.write(following)

    def _fail(self, error: Exception) -> None:
        self.end()
        self._load.failed = self._load.failed or error
        self._load.leave()
