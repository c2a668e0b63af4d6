"""A small API with every kind of endpoint on it, and callers of it: in memory, and over a real connection."""

import logging
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.api.app import create_app
from hub.api.auth import Caller, Tokens
from hub.api.door import Actor
from hub.api.issuer import Issuer
from hub.api.jwks import JwkSet
from hub.api.problems import Problem
from hub.api.server import serving
from hub.api.services import ApiServices, Limits
from hub.clock import WallClock
from hub.disclosures.memory import MemoryLog
from hub.disclosures.told import Disclosures
from hub.domain.organisations import Organisation, Role, Sector
from tests.api.sample import SampleCommands, sample_router

AUDIENCE = "https://hub.example/v1"
ISSUER = "https://hub.example"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()


class Clock:
    """A system clock for tokens that a test can put forward."""

    def __init__(self) -> None:
        self.seconds = NOW

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One signing key for all tests: to make one takes a while."""
    path = tmp_path_factory.mktemp("issuer") / "issuer.jwk"
    Issuer.open(path, ISSUER, AUDIENCE)
    return path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def issuer(key_file: Path, clock: Clock) -> Issuer:
    return Issuer.open(key_file, ISSUER, AUDIENCE, now=clock)


class OpenDoor:
    """A door that lets everybody in for everything, until they are shut out."""

    def __init__(self) -> None:
        self.shut_out: set[str] = set()

    async def admit(self, caller: Caller, call: str) -> Actor:
        self.check(caller)
        sector, roles = Sector.SCHOOL, frozenset({Role.SIGNALLING})
        return Actor(Organisation(id=caller.organisation, name=caller.organisation, sector=sector, roles=roles))

    def check(self, caller: Caller) -> None:
        if caller.organisation in self.shut_out:
            raise Problem("token-revoked")


@pytest.fixture
def door() -> OpenDoor:
    return OpenDoor()


@pytest.fixture
def tokens(issuer: Issuer, clock: Clock) -> Tokens:
    return Tokens(JwkSet(issuer.jwks()), ISSUER, AUDIENCE, now=clock)


@pytest.fixture
def log() -> MemoryLog:
    """The disclosure log of the small API."""
    return MemoryLog()


@pytest.fixture
def services(tokens: Tokens, door: OpenDoor, log: MemoryLog) -> ApiServices:
    limits = Limits(signal_bytes=4096, line_bytes=512, batch_lines=1000, heartbeat_seconds=0.05)
    wall = WallClock()
    nothing: Any = None  # these endpoints ask nothing of the rest of the hub
    return ApiServices(
        tokens=tokens,
        access=door,
        desk=SampleCommands(),
        queries=nothing,
        people=nothing,
        history=nothing,
        policy=nothing,
        clock=wall,
        disclosures=Disclosures(log, wall),
        log=log,
        logins=nothing,
        page_tokens=nothing,
        wait_tokens=nothing,
        statistics=nothing,
        pool=nothing,
        limits=limits,
    )


@pytest.fixture
def school(issuer: Issuer) -> dict[str, str]:
    """The headers of a school's own client."""
    token = issuer.issue("school-de-vliet")
    return {"authorization": f"Bearer {token.value}"}


@pytest.fixture
async def client(services: ApiServices) -> AsyncIterator[httpx.AsyncClient]:
    """Calls the application in memory."""
    transport = httpx.ASGITransport(create_app(services, [sample_router]))
    async with httpx.AsyncClient(transport=transport, base_url="http://hub.test") as one:
        yield one


@pytest.fixture
async def wire(services: ApiServices) -> AsyncIterator[httpx.AsyncClient]:
    """Calls a real server on a free loopback port, which stops with the test."""
    app = create_app(services, [sample_router])
    async with serving(app, services.closing) as address, httpx.AsyncClient(base_url=address, timeout=20) as one:
        yield one


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that is logged by anyone, at every level."""
    with caplog.at_level(logging.DEBUG):
        yield caplog
