"""Endpoints of the kinds that the hub has, on bodies that look like its own, without a domain behind them."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Query, Request, Response

from hub.answers.own import Own
from hub.api import ndjson, streams
from hub.api.answers import answer, no_content
from hub.api.auth import caller_of
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.idempotency import idempotency_key
from hub.api.openapi import described
from hub.api.services import ApiServices
from hub.api.version import BASE_PATH
from hub.disclosures.told import Told
from hub.disclosures.trail import Trail
from hub.domain.errors import Fault, InvalidSignal, NobodyWatching
from hub.domain.organisations import Organisation, Sector

BSN = "999990342"
NAME = "Jansen-Van-Zeldzaam"
PERSON = "p" + "a" * 25


def passes_eleven_test(bsn: str) -> tuple[str, str] | None:
    """The 11-test of a BSN (STANDARDS.md D), as a check for a body."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * int(digit) for weight, digit in zip(weights, bsn, strict=True))
    return ("bsn-invalid", "is no BSN: it fails the 11-test") if total % 11 else None


Bsn = Annotated[str, msgspec.Meta(pattern="^[0-9]{9}$", extra={"check": passes_eleven_test})]


class SampleSubject(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    bsn: Bsn | None = None
    family_name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)] | None = None
    born: date | None = None


class SampleMember(msgspec.Struct, forbid_unknown_fields=True):
    relation: Literal["child", "parent", "partner"]
    subject: SampleSubject


class SampleSignal(msgspec.Struct, forbid_unknown_fields=True):
    kind: Literal["concern", "involvement"]
    category: str
    occurred_at: Annotated[datetime, msgspec.Meta(tz=True)]
    subject: SampleSubject
    kindcheck: Literal["named", "none", "unknown"]
    household: Annotated[list[SampleMember], msgspec.Meta(max_length=20)] = []
    tests: dict[str, bool] = {}


class SampleList(Own, frozen=True):
    organisations: list[str]


class SampleRecorded(Own, frozen=True):
    id: str
    organisation: str
    key: str


class SampleCommands:
    """Keeps what was submitted; refuses what its category asks it to."""

    def __init__(self) -> None:
        self.submitted: list[object] = []

    async def submit(self, request: Any, *, organisation: str, key: str, **_: Any) -> Any:
        match request:
            case SampleSignal(category="unknown-category"):
                raise InvalidSignal(
                    Fault("$.category", "unknown-category", "is not in the catalogue"),
                    Fault("$.occurred_at", "in-the-future", "lies in the future"),
                )
            case SampleSignal(category="last-watcher"):
                raise NobodyWatching
            case SampleSignal(category="breaks"):
                raise ValueError(f"Key (bsn)=({BSN}) of {NAME} already exists")
        self.submitted.append(request)
        return SampleRecorded(f"s{len(self.submitted)}", organisation, key)

    def faults(self, request: Any, organisation: str) -> Sequence[Fault]:
        """Nothing is known of what a sample says."""
        return ()


def viewer_of(organisation: str) -> Organisation:
    """A caller as an organisation that takes part."""
    return Organisation(id=organisation, name=organisation, sector=Sector.SCHOOL, roles=frozenset())


def as_command(body: SampleSignal) -> Any:
    """A sample is no request of the hub; these commands take it all the same."""
    return body


def sample_router(services: ApiServices) -> APIRouter:
    """``/v1/samples`` in all its forms."""
    routes = APIRouter(prefix=f"{BASE_PATH}/samples", tags=["samples"])
    signal = Body(SampleSignal, services.limits.signal_bytes)

    @routes.post("", **described(body=SampleSignal, answer=SampleRecorded, status=201, keyed=True))
    @direct
    async def publish(request: Request) -> Response:
        """Publish a sample."""
        key = idempotency_key(request)
        body = await signal.read(request)
        organisation = caller_of(request).organisation
        recorded: Any = await services.desk.submit(as_command(body), organisation=organisation, key=key)
        return answer(recorded, 201)

    @routes.post("/_batch", **described(body=SampleSignal, answer=ndjson.LineAnswer, body_media=ndjson.MEDIA_TYPE))
    @direct
    async def batch(request: Request) -> Response:
        """Publish many samples."""
        caller = caller_of(request)

        async def handle(number: int, raw: bytes) -> tuple[int, Own]:
            body = signal.parse(raw)
            recorded: Any = await services.desk.submit(
                as_command(body), organisation=caller.organisation, key=str(number)
            )
            return 201, recorded

        return ndjson.answer_lines(services, request, viewer_of(caller.organisation), handle)

    @routes.get("/_stream", **described(answer_media=streams.MEDIA_TYPE))
    async def stream(request: Request) -> Response:
        """Follow the samples."""
        viewer = viewer_of(caller_of(request).organisation)
        return streams.stream(services, request, viewer, request.app.state.source.events())

    @routes.get("", **described(answer=SampleList, problems=("not-found",)))
    async def listed(
        request: Request, limit: Annotated[int, Query(ge=1, le=100)] = 10, after: date | None = None
    ) -> Response:
        """Some samples."""
        return answer(SampleList([caller_of(request).organisation] * limit))

    @routes.post("/{sample}/_confirm", **described(status=204, problems=("not-found", "already-done")))
    @direct
    async def confirm(request: Request) -> Response:
        """Confirm a sample."""
        return no_content()

    return routes


class Source:
    """Events that a test puts in; None ends them. ``closed`` tells that the stream let go of it."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[streams.Event | None] = asyncio.Queue()
        self.closed = asyncio.Event()

    async def events(self) -> streams.Source:
        try:
            while (event := await self.queue.get()) is not None:
                yield Told([event], Trail([PERSON]))
        finally:
            self.closed.set()
