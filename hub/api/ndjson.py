"""Batches: a line in, a line out, in the same order; a wrong line is refused alone and the others go on.

Most clients read nothing before they have sent everything. So reading never waits for writing: what cannot be sent yet
is kept, which the number of lines bounds.
"""

import asyncio
import logging
import secrets
from codecs import BOM_UTF8
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final, NamedTuple

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from hub.answers.own import Own
from hub.api import problems
from hub.api.answers import language_for, problem_of
from hub.api.body import check_media_type
from hub.api.problems import Language, Problem, ProblemDetails
from hub.api.services import ApiServices, Limits
from hub.api.telling import asking_of, log_refusal, opened
from hub.disclosures.errors import LogUnavailable
from hub.disclosures.told import Told
from hub.domain.organisations import Organisation
from hub.logs import describe

log = logging.getLogger("hub.api")

MEDIA_TYPE: Final = "application/x-ndjson"
AT_ONCE: Final = 64
"""Lines that are handled at the same time; the ledger decides that many in one transaction."""
STALL_SECONDS: Final = 30.0
_encode: Final = msgspec.json.Encoder(decimal_format="string").encode


class Line(NamedTuple):
    """One line of a batch, numbered from 1 as an editor does; empty lines count and are passed over."""

    number: int
    raw: bytes | None
    """None for a line that is too long."""


class LineAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one line: the status it would have had alone, and its answer or its problem."""

    line: int
    status: int
    answer: Any = None
    problem: ProblemDetails | None = None


Handle = Callable[[int, bytes], Awaitable[tuple[int, Own | Told[object]]]]
"""Handles one line, by its number and bytes: status and answer. Raises Problem or Refusal to refuse it."""


async def lines(request: Request, limits: Limits) -> AsyncIterator[Line]:
    """The lines of a body that is being sent.

    Raises Problem: ``body-too-large`` beyond ``limits.batch_lines``, ``body-too-slow`` when nothing comes for 30
    seconds, ``request-invalid`` when the client goes away.
    """
    splitter = _Splitter(limits.line_bytes)
    number = 0
    more = True
    while more:
        message = await _receive(request)
        more = message.get("more_body", False)
        for raw in splitter.take(message.get("body", b""), last=not more):
            number += 1
            if number > limits.batch_lines:
                raise Problem("body-too-large")
            if raw != b"":
                yield Line(number, raw)


async def _receive(request: Request) -> Message:
    try:
        async with asyncio.timeout(STALL_SECONDS):
            message = await request.receive()
    except TimeoutError:
        raise Problem("body-too-slow") from None
    if message["type"] == "http.disconnect":
        raise Problem("request-invalid")
    return message


class _Splitter:
    """Cuts chunks into lines, and never holds more than one line's limit of an unfinished one."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._rest = b""
        self._skipping = False
        self._first = True

    def take(self, chunk: bytes, *, last: bool) -> list[bytes | None]:
        """The lines that ``chunk`` completes; None for one that is too long."""
        *complete, self._rest = (self._rest + chunk).split(b"\n")
        found = [self._finish(raw) for raw in complete]
        if len(self._rest) > self._limit:
            self._rest, self._skipping = b"", True
        if last and (self._rest or self._skipping):
            found.append(self._finish(self._rest))
        return found

    def _finish(self, raw: bytes) -> bytes | None:
        too_long = self._skipping or len(raw) > self._limit
        mark = BOM_UTF8 if self._first else b""  # some programs begin every file with it
        self._skipping = self._first = False
        return None if too_long else raw.removeprefix(mark).strip(b" \t\r")


def answer_lines(services: ApiServices, request: Request, viewer: Organisation, handle: Handle) -> Response:
    """Answer a batch of this organisation line by line, in order, ``AT_ONCE`` lines at a time.

    A line's answer that discloses something is kept until the log has it; then it goes on its way.

    Raises Problem: ``media-type-unsupported``. What ends a batch half-way (see ``lines``) comes as a last line with
    a problem and without an answer; every line before it was handled, so the client can go on after that number.
    """
    check_media_type(request, MEDIA_TYPE.encode())
    return _Batch(services, request, viewer, handle)


class _Batch(Response):
    media_type = MEDIA_TYPE

    def __init__(self, services: ApiServices, request: Request, viewer: Organisation, handle: Handle) -> None:
        super().__init__()
        del self.headers["content-length"]
        self._services = services
        self._request = request
        self._viewer = viewer
        self._lines = lines(request, services.limits)
        self._handle = handle
        self._language = language_for(request)
        self._started: asyncio.Queue[asyncio.Task[LineAnswer] | LineAnswer | None] = asyncio.Queue(AT_ONCE)
        self._ready = bytearray()
        self._news = asyncio.Event()
        self._finished = False

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async with asyncio.TaskGroup() as group:
            group.create_task(self._start_lines(group))
            group.create_task(self._keep_answers())
            while not self._finished or self._ready:
                await self._news.wait()
                self._news.clear()
                body, self._ready = bytes(self._ready), bytearray()
                await send({"type": "http.response.body", "body": body, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _start_lines(self, group: asyncio.TaskGroup) -> None:
        number = 0
        try:
            async for line in self._lines:
                number = line.number
                await self._started.put(group.create_task(self._answer(line)))
        except Problem as ended:
            await self._started.put(_refused(number + 1, ended, self._language))
        await self._started.put(None)

    async def _keep_answers(self) -> None:
        while (task := await self._started.get()) is not None:
            one = task if isinstance(task, LineAnswer) else await task
            self._ready += _encode(one) + b"\n"
            self._news.set()
        self._finished = True
        self._news.set()

    async def _answer(self, line: Line) -> LineAnswer:
        if line.raw is None:
            return _refused(line.number, Problem("body-too-large"), self._language)
        try:
            status, value = await self._handle(line.number, line.raw)
            return LineAnswer(line.number, status, await self._opened(value))
        except Exception as error:  # noqa: BLE001 - a line that fails, fails alone
            return await self._failed(line.number, error)

    async def _opened(self, value: Own | Told[object]) -> object:
        """The answer as it may leave: what tells something, after its lines are stored."""
        if isinstance(value, Own):
            return value
        return await opened(self._services, asking_of(self._services, self._request, self._viewer, part=True), value)

    async def _failed(self, number: int, error: Exception) -> LineAnswer:
        try:
            await log_refusal(self._services, self._request, error, part=True)
        except LogUnavailable as unavailable:
            return _failed(number, unavailable, self._language)
        return _failed(number, error, self._language)


def _failed(number: int, error: Exception, language: Language) -> LineAnswer:
    problem = problem_of(error)
    if problem is not None:
        return _refused(number, problem, language)
    correlation = secrets.token_hex(8)
    log.error("line-failed correlation=%s line=%d error=%s", correlation, number, describe(error))
    return _refused(number, Problem("internal-error"), language, correlation)


def _refused(number: int, problem: Problem, language: Language, correlation: str | None = None) -> LineAnswer:
    told = problems.details(problem.code, language, problem.faults, correlation)
    return LineAnswer(number, told.status, problem=told)
