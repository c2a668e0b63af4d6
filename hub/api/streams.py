"""Server-sent events: a stream that ends by itself when it should, because nobody watches an open connection.

It ends when the client is gone, when the server goes down, when the source is exhausted, and when the token behind it
has expired or was revoked: a stream must not outlive the right to it.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from hub.api.auth import caller_of
from hub.api.problems import Problem
from hub.api.services import ApiServices
from hub.api.telling import asking_of, opened
from hub.disclosures.errors import LogUnavailable
from hub.disclosures.told import Told
from hub.domain.errors import Refusal
from hub.domain.organisations import Organisation

MEDIA_TYPE: Final = "text/event-stream"
_RETRY: Final = b"retry: 3000\n\n"
_HEARTBEAT: Final = b":\n\n"
_Ends = tuple["asyncio.Future[Any]", ...]
_BREAKS: Final = ("\n", "\r", "\0")


class Event(msgspec.Struct, frozen=True):
    """One event. ``id`` is what a client sends back as Last-Event-ID; ``data`` is encoded as JSON."""

    id: str
    event: str
    data: object


Events = Sequence[Event]
"""What is sent together, and stands in the log together."""
Source = AsyncIterator[Told[Events]]


def last_event_id(request: Request) -> str | None:
    """The id of the last event that this client saw, when it comes back after a break."""
    value: str | None = request.headers.get("last-event-id")
    return value or None


def stream(services: ApiServices, request: Request, viewer: Organisation, source: Source) -> Response:
    """Stream ``source`` to the caller of this request, with heartbeats while nothing happens.

    ``source`` is closed at the end, whatever ends it; let it decide about disclosure as it yields. What it yields is
    sent after the log has it; a log that cannot be written ends the stream.
    """
    caller = caller_of(request)

    def check() -> None:
        services.tokens.check(caller)
        services.access.check(caller)

    async def logged(told: Told[Events]) -> Events:
        check()
        return await opened(services, asking_of(services, request, viewer, part=True), told)

    return EventStream(source, logged, check, services.closing, services.limits.heartbeat_seconds)


class EventStream(Response):
    """An answer of events. ``check`` raises what ends the stream, a Problem or Refusal; ``heartbeat`` is in seconds."""

    media_type = MEDIA_TYPE

    def __init__(
        self,
        source: Source,
        logged: Callable[[Told[Events]], Awaitable[Events]],
        check: Callable[[], None],
        closing: asyncio.Event,
        heartbeat: float,
    ) -> None:
        super().__init__(headers={"x-accel-buffering": "no"})
        del self.headers["content-length"]
        self._source = source
        self._logged = logged
        self._check = check
        self._closing = closing
        self._heartbeat = heartbeat

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await _part(send, _RETRY)
        ends: _Ends = (asyncio.ensure_future(_gone(receive)), asyncio.ensure_future(self._closing.wait()))
        try:
            await self._pump(send, ends)
        except (Problem, Refusal, LogUnavailable) as ended:
            await _part(send, encode(Event("", "end", {"code": ended.code})))
        finally:
            for task in ends:
                task.cancel()
            await asyncio.gather(*ends, return_exceptions=True)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _pump(self, send: Send, ends: _Ends) -> None:
        waiting: asyncio.Future[Told[Events] | None] | None = None
        try:
            while not any(end.done() for end in ends):
                if waiting is None:
                    waiting = asyncio.ensure_future(_next(self._source))
                await asyncio.wait((waiting, *ends), timeout=self._heartbeat, return_when=asyncio.FIRST_COMPLETED)
                self._check()
                if not waiting.done():
                    await _part(send, _HEARTBEAT)
                    continue
                told, waiting = waiting.result(), None
                if told is None:
                    return
                await _part(send, b"".join(map(encode, await self._logged(told))))
        finally:
            await _close(self._source, waiting)


async def _next(source: Source) -> Told[Events] | None:
    return await anext(source, None)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _close(source: Source, waiting: asyncio.Future[Told[Events] | None] | None) -> None:
    if waiting is not None:
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    close = getattr(source, "aclose", None)
    if close is not None:
        await close()


async def _part(send: Send, part: bytes) -> None:
    await send({"type": "http.response.body", "body": part, "more_body": True})


def encode(event: Event) -> bytes:
    """The event as it goes over the line. Raises ValueError for an id or a name that would break the line."""
    if any(mark in event.id or mark in event.event for mark in _BREAKS):
        raise ValueError("the id or name of an event holds a line break")
    head = f"id: {event.id}\n" if event.id else ""
    return f"{head}event: {event.event}\ndata: ".encode() + msgspec.json.encode(event.data) + b"\n\n"
