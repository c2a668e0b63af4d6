"""The whole hub behind its API: real databases, real NATS, and a client for each of a few organisations."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from hub.addresses import Addresses
from hub.bootstrap import Hub, open_hub
from hub.commands.organisations import OrganisationRequest
from hub.disclosures.line import Line
from hub.disclosures.ports import Wanted
from hub.domain.organisations import Organisation, Role, Sector
from hub.settings import Settings
from tests.conftest import Databases

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
_S, _I, _B, _C = Role.SIGNALLING, Role.INTERPRETING, Role.BASIC_CARE, Role.MAY_COORDINATE
ORGANISATIONS = (
    Organisation(id="school", name="De Vliet", sector=Sector.SCHOOL, roles=frozenset({_S, _B}), phone="+31100000001"),
    Organisation(
        id="cjg", name="CJG", sector=Sector.YOUTH_HEALTH_CARE, roles=frozenset({_S, _I, _B}), phone="+31100000002"
    ),
    Organisation(id="wijkteam", name="Wijkteam Noord", sector=Sector.WIJKTEAM, roles=frozenset({_S, _I, _C})),
    Organisation(
        id="shelter", name="Opvang De Haven", sector=Sector.WOMENS_SHELTER, roles=frozenset({_S, _C}), shielded=True
    ),
    Organisation(id="gemeente", name="Gemeente", sector=Sector.MUNICIPALITY, roles=frozenset({Role.MUNICIPALITY})),
    Organisation(id="police", name="Politie", sector=Sector.POLICE, roles=frozenset({_S})),
    Organisation(id="corporation", name="Woonhuis", sector=Sector.HOUSING_CORPORATION, roles=frozenset({_S})),
)

PROFESSIONALS = {
    "officer": ("gemeente", "data-protection-officer"),
    "decider": ("gemeente", "request-decider"),
    "second-decider": ("gemeente", "request-decider"),
    "school-teacher": ("school", "signalling"),
}
"""Professionals with a token of their own, by the name of their client: organisation and role."""


class SettableClock:
    """A domain clock that a test puts forward."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment

    def step(self, **by: float) -> None:
        self.moment += timedelta(**by)


@dataclass(repr=False)
class Whole:
    """A hub, its clock, and an HTTP client for each organisation."""

    hub: Hub
    clock: SettableClock
    clients: dict[str, httpx.AsyncClient]
    visitor: httpx.AsyncClient
    """Somebody without a token."""
    owner_urls: tuple[str, str]

    async def post(
        self, who: str, path: str, body: Any, status: int = 201, *, key: str | None = None
    ) -> dict[str, Any]:
        """Post as an organisation and let the views catch up; the answer's body."""
        headers = {} if key is None else {"idempotency-key": key}
        answer = await self.clients[who].post(path, json=body, headers=headers)
        assert answer.status_code == status, answer.text
        await self.hub.projector.catch_up()
        content: dict[str, Any] = answer.json()
        return content

    async def publish(self, who: str, body: Any, key: str | None = None, status: int = 201) -> dict[str, Any]:
        """Publish a signal."""
        return await self.post(who, "/v1/signals", body, status, key=key or uuid4().hex)

    async def batch(self, who: str, path: str, lines: list[Any]) -> list[dict[str, Any]]:
        """Send lines as an organisation; the answers, a line each."""
        content = "".join(json.dumps(line) + "\n" for line in lines)
        headers = {"content-type": "application/x-ndjson"}
        answer = await self.clients[who].post(path, content=content, headers=headers)
        assert answer.status_code == 200, answer.text
        await self.hub.projector.catch_up()
        return [json.loads(line) for line in answer.text.splitlines()]

    async def get(self, who: str, path: str, status: int = 200, **query: Any) -> dict[str, Any]:
        """Get as an organisation."""
        answer = await self.clients[who].get(path, params=query)
        assert answer.status_code == status, answer.text
        content: dict[str, Any] = answer.json()
        return content

    async def lines(self, who: str | None = None) -> list[Line]:
        """The disclosure log, the oldest line first; of one organisation, or of all."""
        found = await self.hub.services.log.read(Wanted(organisation=who), None, 10_000)
        return [each.line for each in reversed(found)]

    async def counted(self) -> dict[str, int]:
        """The number of rows of every table of both databases."""
        found: dict[str, int] = {}
        for url in self.owner_urls:
            connection = await asyncpg.connect(url)
            try:
                tables = await connection.fetch(
                    "SELECT schemaname || '.' || relname AS name FROM pg_stat_user_tables ORDER BY 1"
                )
                for name in [row["name"] for row in tables]:
                    found[name] = await connection.fetchval(f"SELECT count(*) FROM {name}")
            finally:
                await connection.close()
        return found


@asynccontextmanager
async def _clients(hub: Hub) -> AsyncIterator[tuple[dict[str, httpx.AsyncClient], httpx.AsyncClient]]:
    async with AsyncExitStack() as stack:

        async def client(headers: dict[str, str]) -> httpx.AsyncClient:
            transport = httpx.ASGITransport(hub.app)
            return await stack.enter_async_context(
                httpx.AsyncClient(transport=transport, base_url="http://hub.test", headers=headers)
            )

        clients = {}
        for each in ("unregistered", *(organisation.id for organisation in ORGANISATIONS)):
            token = hub.issuer.issue(each, ("signalling", "safety-reviewer")).value
            clients[each] = await client({"authorization": f"Bearer {token}"})
        for who, (organisation, role) in PROFESSIONALS.items():
            token = hub.issuer.issue(organisation, (role,), professional=who).value
            clients[who] = await client({"authorization": f"Bearer {token}"})
        yield clients, await client({})


@pytest.fixture(scope="session")
def hub_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for all: master keys and an issuer's key take a while to make."""
    return tmp_path_factory.mktemp("hub")


@pytest.fixture
async def whole(database: Databases, nats_url: str, hub_folder: Path) -> AsyncIterator[Whole]:
    """A hub with its organisations registered and nothing else."""
    addresses = Addresses(
        database_url=database.app_url,
        keys_database_url=database.keys_app_url,
        reader_database_url=database.reader_url,
        nats_url=nats_url,
    )
    clock = SettableClock()
    async with open_hub(Settings(data_dir=hub_folder, pool_size=4), addresses, clock) as hub:
        for each in ORGANISATIONS:
            await hub.desk.submit(OrganisationRequest(organisation=each), organisation="hub", key=each.id)
        await hub.register.refresh()
        await hub.projector.catch_up()
        async with _clients(hub) as (clients, visitor):
            yield Whole(hub, clock, clients, visitor, (database.owner_url, database.keys_owner_url))
