"""What was sent: content type, size and time checked, decoded at once into a typed value.

The quick path is one msgspec decoder per body type; only a body that fails is walked again for all its faults.
"""

import asyncio
import json
import re
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Any, Final, Generic, NoReturn, TypeVar

import msgspec
from starlette.requests import Request

from hub.api.faults import faults_of
from hub.api.mending import mended
from hub.api.problems import Problem
from hub.domain.errors import Fault

T = TypeVar("T")

SIGNAL_LIMIT: Final = 64 * 1024
"""Bytes of one signal, and of any body that says nothing else."""
READ_SECONDS: Final = 10.0
"""A client that takes longer to send one body is not served."""
_PLACE: Final = re.compile(r" - at `(\$[^`]*)`$")
_MAY_OVERFLOW: Final = re.compile(rb"0001-|9999-|\\u00")
_TOO_DEEP: Final = Fault("$", "too-deep", "is nested more deeply than any body of this API")


class Body(Generic[T]):
    """A reader of JSON bodies of one type, to be made once per route.

    ``type_`` is a msgspec Struct; let it forbid unknown fields.
    """

    def __init__(self, type_: type[T], limit: int = SIGNAL_LIMIT) -> None:
        self.type = type_
        self.limit = limit
        self._decode = msgspec.json.Decoder(type_).decode

    async def read(self, request: Request) -> T:
        """The body of this request.

        Raises Problem: ``media-type-unsupported`` (415), ``body-too-large`` (413), ``body-too-slow`` (408),
        ``not-json`` or ``input-invalid`` with every fault (400).
        """
        check_media_type(request, b"application/json")
        return self.parse(await read_bytes(request, self.limit))

    def parse(self, raw: bytes) -> T:
        """The value in these bytes. Raises Problem: ``not-json`` or ``input-invalid``."""
        try:
            value = self._decode(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            self._explain(raw, error)
        if b"\\u0000" in raw or not _names_are_unique(raw):
            self._explain(raw, None)
        if _MAY_OVERFLOW.search(raw) and (faults := tuple(_overflowing(value, "$"))):
            raise Problem("input-invalid", faults)
        return value

    def _explain(self, raw: bytes, error: Exception | None) -> NoReturn:
        try:
            value = msgspec.json.decode(raw)
        except RecursionError:
            raise Problem("input-invalid", (_TOO_DEEP,)) from None
        except (msgspec.MsgspecError, UnicodeDecodeError):
            raise Problem("not-json") from None
        faults = faults_of(self.type, value) + (() if _names_are_unique(raw) else (_DUPLICATE,))
        problem = Problem("input-invalid", faults or (_place_of(error),))
        problem.readable = mended(self.type, value, problem.faults)
        raise problem from None


def _overflowing(value: object, path: str) -> Iterator[Fault]:
    """Moments in the first or last year that a date can have: in another time zone they may be no date any more."""
    match value:
        case datetime() if value.year in {MINYEAR, MAXYEAR}:
            yield Fault(path, "date-out-of-range", "is too long ago or too far ahead")
        case msgspec.Struct():
            for name, field in zip(value.__struct_encode_fields__, value.__struct_fields__, strict=True):
                yield from _overflowing(getattr(value, field), f"{path}.{name}")
        case tuple() | list():
            for number, each in enumerate(value):
                yield from _overflowing(each, f"{path}[{number}]")


_DUPLICATE: Final = Fault("$", "duplicate-field", "has an object with the same field twice")


def _place_of(error: Exception | None) -> Fault:
    """The one place that msgspec names, for a fault that the walk does not know. Its sentence holds the value."""
    found = _PLACE.search(str(error))
    return Fault(found[1] if found else "$", "invalid", "is not what the specification says")


class _Twice(Exception):  # noqa: N818 - a signal to ourselves
    pass


def _once(pairs: list[tuple[str, Any]]) -> None:
    if len({name for name, _ in pairs}) < len(pairs):
        raise _Twice


_scan: Final = json.JSONDecoder(object_pairs_hook=_once).decode


def _names_are_unique(raw: bytes) -> bool:
    """Whether no object has a field twice: a signal that is both acute and not must not depend on the order.

    Costs 8 microseconds for a signal; msgspec keeps the last and does not tell. ``raw`` is known to be JSON.
    """
    try:
        _scan(raw.decode())
    except _Twice:
        return False
    except RecursionError:
        raise Problem("input-invalid", (_TOO_DEEP,)) from None
    return True


def check_media_type(request: Request, expected: bytes) -> None:
    """Raise ``media-type-unsupported`` unless the body is ``expected``, in UTF-8 and not compressed."""
    kind = encoding = b""
    for name, value in request.scope["headers"]:
        if name == b"content-type":
            kind = value
        elif name == b"content-encoding":
            encoding = value.lower()
    if kind != expected:
        media, _, parameters = kind.lower().partition(b";")
        charset = parameters.replace(b" ", b"").replace(b'"', b"")
        if media.strip() != expected or charset not in (b"", b"charset=utf-8"):
            raise Problem("media-type-unsupported")
    if encoding not in (b"", b"identity"):
        raise Problem("media-type-unsupported")


async def read_bytes(request: Request, limit: int, seconds: float = READ_SECONDS) -> bytes:
    """The whole body, at most ``limit`` bytes within ``seconds``; with or without a Content-Length.

    Raises Problem: ``body-too-large``, without reading what was announced to be too large, or ``body-too-slow``.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:20]) > limit:
        raise Problem("body-too-large")
    try:
        async with asyncio.timeout(seconds):
            return await _gather(request, limit)
    except TimeoutError:
        raise Problem("body-too-slow") from None


async def _gather(request: Request, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise Problem("request-invalid")
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise Problem("body-too-large")
        if not message.get("more_body", False):
            return part if not parts else b"".join((*parts, part))
        parts.append(part)
