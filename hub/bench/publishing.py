"""The figures over HTTP: ``publish-http``, ``publish-batch`` and ``memory``; client here, server in another process."""

import asyncio
import itertools
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

import msgspec

from hub.api.issuer import Issuer
from hub.bench.load import Load, request
from hub.bench.machine import resident_mb
from hub.bench.persons import subjects
from hub.bench.place import Place
from hub.bench.requests import PREPARED_PER_SECOND, Prepared, message
from hub.bench.servers import Running
from hub.bench.story import ORGANISATIONS
from hub.commands.signals import PublishRequest

CONNECTIONS: Final = 64
BATCHES_AT_ONCE: Final = 2
LINES: Final = 1000
NEW_FROM: Final = 50_000_000
"""Numbers of families from here on are nobody's yet."""
_new = itertools.count(NEW_FROM)


class Publisher:
    """Makes requests about the families of a place, with tokens of its hub."""

    def __init__(self, place: Place) -> None:
        issuer = Issuer.open(place.folder / "issuer.key", place.settings.issuer, place.settings.audience)
        self._tokens = {each.id: issuer.issue(each.id).value for each in ORGANISATIONS}
        self._families = place.families
        self._made_on = place.families.made_at.date()

    def known(self, turn: int | None = None) -> tuple[str, PublishRequest]:
        """A signal about a family that was not used before."""
        number = self._families.take()
        return message(number, subjects(number, self._made_on), datetime.now(UTC), turn)

    def new(self, turn: int | None = None) -> tuple[str, PublishRequest]:
        """A signal about one person whom the hub never heard of."""
        number = next(_new)
        organisation, signal = message(number, subjects(number, self._made_on), datetime.now(UTC), turn)
        return organisation, msgspec.structs.replace(signal, household=())

    def single(self) -> bytes:
        """``POST /v1/signals`` about a known family."""
        organisation, signal = self.known()
        headers = (f"Authorization: Bearer {self._tokens[organisation]}", f"Idempotency-Key: {secrets.token_hex(16)}")
        return request("/v1/signals", msgspec.json.encode(signal), "application/json", headers)

    def bare(self) -> bytes:
        """The same body, for the bare endpoint."""
        return request("/signals", msgspec.json.encode(self.new()[1]), "application/json")

    def batch(self, make: Callable[[int], tuple[str, PublishRequest]]) -> bytes:
        """``POST /v1/signals/_batch`` with a thousand lines of one organisation, each about another family."""
        sent = [make(0) for _ in range(LINES)]
        token = f"Authorization: Bearer {self._tokens[sent[0][0]]}"
        body = b"".join(_line(signal) + b"\n" for _, signal in sent)
        return request("/v1/signals/_batch", body, "application/x-ndjson", (token,))


def _line(signal: PublishRequest) -> bytes:
    fields: Mapping[str, object] = msgspec.to_builtins(signal)
    return msgspec.json.encode({**fields, "idempotency_key": secrets.token_hex(16)})


async def measure_posts(server: Running, requests: Prepared[bytes], seconds: float) -> float:
    """Answers 201 per second over 64 connections."""
    requests.fill(round(seconds * PREPARED_PER_SECOND))
    return await Load(iter(requests), b"201", CONNECTIONS).run(server.base_url, seconds)


async def measure_batches(server: Running, make: Callable[[], bytes], batches: int) -> float:
    """Lines accepted per second, in whole batches. Raises ``UnexpectedAnswerError`` for a line that was not."""
    load = Load(iter([make() for _ in range(batches)]), b"200", BATCHES_AT_ONCE)
    per_second = await load.run(server.base_url, seconds=600)
    accepted = sum(answer.count(b'"status":201') for answer in load.answers)
    if accepted != batches * LINES:
        raise ValueError(f"{batches * LINES - accepted} of {batches * LINES} lines were not accepted")
    return per_second * LINES


async def most_memory(process: int, work: "asyncio.Task[float]") -> float:
    """The most megabytes that a process held while this went on."""
    most = resident_mb(process)
    while not work.done():
        await asyncio.wait((work,), timeout=0.2)
        most = max(most, resident_mb(process))
    await work
    return most
