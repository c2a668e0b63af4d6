"""The whole hub behind its API: real databases, real NATS, and a client for each of a few organisations."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from hub.bootstrap import Hub, open_hub
from hub.commands.organisations import OrganisationRequest, PartRequest
from hub.commands.professionals import DesignateRequest
from hub.disclosures.line import Line
from hub.disclosures.ports import Wanted
from hub.domain.organisations import OPERATOR, Organisation, Role, Sector
from hub.domain.professionals import ProfessionalRole
from hub.settings import Settings
from hub.wiring.addresses import Addresses
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
    "p-1": (ProfessionalRole.REPORTER, ProfessionalRole.SAFETY_REVIEWER, ProfessionalRole.ADMINISTRATOR),
    "p-2": (ProfessionalRole.REPORTER, ProfessionalRole.SAFETY_REVIEWER),
}
"""Whom every organisation has designated."""
OF_THE_MUNICIPALITY = {
    "steward": ProfessionalRole.STEWARD,
    "figures": ProfessionalRole.MANAGER,
    "officer": ProfessionalRole.DATA_PROTECTION_OFFICER,
    "decider": ProfessionalRole.REQUEST_DECIDER,
    "second-decider": ProfessionalRole.REQUEST_DECIDER,
}
"""Whom the municipality has designated beside, by their code and the name of their client."""


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
    """Of each organisation for ``p-1``; ``school/p-2`` for its second professional, ``school/system`` for no one."""
    visitor: httpx.AsyncClient
    """Somebody without a token."""
    owner_urls: tuple[str, str]
    connect: Callable[[dict[str, str]], Awaitable[httpx.AsyncClient]]

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

    async def issue(self, organisation: str, professional: str) -> None:
        """A client of its own for another professional: ``school/p-7``."""
        token = self.hub.issuer.issue(organisation, professional=professional).value
        client = await self.connect({"authorization": f"Bearer {token}"})
        self.clients[f"{organisation}/{professional}"] = client

    async def part(self, organisation: str, change: Any) -> None:
        """The operator suspends an organisation, lets it in again, or ends its part."""
        request = PartRequest(organisation=organisation, change=change, reason="a-reason")
        await self.hub.desk.submit(request, organisation=OPERATOR, key=uuid4().hex)

    async def reach_deadlines(self) -> None:
        """Turn every deadline that has come into its command, and let the views catch up."""
        await self.hub.projector.catch_up()
        while await self.hub.scheduler.run_due():
            await self.hub.projector.catch_up()

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


Connect = Callable[[dict[str, str]], Awaitable[httpx.AsyncClient]]


@asynccontextmanager
async def _clients(hub: Hub) -> AsyncIterator[tuple[dict[str, httpx.AsyncClient], Connect]]:
    async with AsyncExitStack() as stack:

        async def client(headers: dict[str, str]) -> httpx.AsyncClient:
            transport = httpx.ASGITransport(hub.app)
            return await stack.enter_async_context(
                httpx.AsyncClient(transport=transport, base_url="http://hub.test", headers=headers)
            )

        clients = {}
        for each in ("unregistered", *(organisation.id for organisation in ORGANISATIONS)):
            for name, professional in ((each, "p-1"), (f"{each}/p-2", "p-2"), (f"{each}/system", None)):
                token = hub.issuer.issue(each, professional=professional).value
                clients[name] = await client({"authorization": f"Bearer {token}"})
        for who in OF_THE_MUNICIPALITY:
            token = hub.issuer.issue("gemeente", professional=who).value
            clients[who] = await client({"authorization": f"Bearer {token}"})
        yield clients, client


@pytest.fixture(scope="session")
def hub_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for all: master keys and an issuer's key take a while to make."""
    return tmp_path_factory.mktemp("hub")


def addresses_of(database: Databases, nats_url: str) -> Addresses:
    """Where a test's servers are."""
    return Addresses(
        database_url=database.app_url,
        keys_database_url=database.keys_app_url,
        reader_database_url=database.reader_url,
        nats_url=nats_url,
    )


@pytest.fixture
async def whole(database: Databases, nats_url: str, hub_folder: Path) -> AsyncIterator[Whole]:
    """A hub with its organisations registered and nothing else."""
    async with open_whole(database, nats_url, Settings(data_dir=hub_folder, pool_size=4)) as found:
        yield found


@asynccontextmanager
async def open_whole(database: Databases, nats_url: str, settings: Settings) -> AsyncIterator[Whole]:
    """``whole`` with other settings."""
    addresses = addresses_of(database, nats_url)
    clock = SettableClock()
    async with open_hub(settings, addresses, clock) as hub:
        for each in ORGANISATIONS:
            await hub.desk.submit(OrganisationRequest(organisation=each), organisation=OPERATOR, key=each.id)
            for professional, roles in PROFESSIONALS.items():
                designated = DesignateRequest(id=professional, roles=roles)
                await hub.desk.submit(designated, organisation=each.id, key=professional, operator=True)
        for who, role in OF_THE_MUNICIPALITY.items():
            designated = DesignateRequest(id=who, roles=(role,))
            await hub.desk.submit(designated, organisation="gemeente", key=who, operator=True)
        await hub.projector.catch_up()
        async with _clients(hub) as (clients, connect):
            visitor = await connect({})
            yield Whole(hub, clock, clients, visitor, (database.owner_url, database.keys_owner_url), connect)
