"""Every cell of the authorisation matrix over the real API: every role, every call, every relation to the child.

What a cell must give follows from the matrix alone. Where it refuses an identifier, the answer is compared, to the last
byte, with that for an identifier of nobody.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, MutableMapping
from contextlib import AsyncExitStack
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest
import pytest_asyncio

from hub.bootstrap import open_hub
from hub.configuration.load import load_authorisation
from hub.domain.authorisation import ALLOWED, NOTHING, Call, Relation
from hub.embedded import Parts
from hub.ledger.recorder import LedgerRecorder
from hub.settings import Settings
from tests.api.matrix.calls import CALLS, caller_of
from tests.api.matrix.setting import Asked, Made, Setting
from tests.api.matrix.world import ACTORS, AT, NOBODYS, OF_RELATION, SHELTER, SYSTEM, Case, World, code_of, register
from tests.api.whole.conftest import SettableClock, addresses_of
from tests.conftest import Databases, fresh_databases

pytestmark = pytest.mark.asyncio(loop_scope="module")
MATRIX = load_authorisation()
STREAM = "GET /v1/notifications/_stream"


@pytest.fixture(scope="module")
def databases(parts: Parts, template_databases: None) -> Iterator[Databases]:
    with fresh_databases(parts) as fresh:
        yield fresh


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(databases: Databases, nats_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("hub"), pool_size=4)
    async with AsyncExitStack() as stack:
        hub = await stack.enter_async_context(open_hub(settings, addresses_of(databases, nats_url), SettableClock()))
        pool = await stack.enter_async_context(asyncpg.create_pool(databases.app_url, min_size=1, max_size=1))
        await register(hub, LedgerRecorder(pool))
        clients: dict[tuple[str, str], httpx.AsyncClient] = {}
        for organisation in {each.id for each in (*OF_RELATION.values(), SHELTER)}:
            for actor in ACTORS:
                token = hub.issuer.issue(organisation, professional=None if actor == SYSTEM else code_of(actor)).value
                client = httpx.AsyncClient(
                    transport=httpx.ASGITransport(hub.app),
                    base_url="http://hub.test",
                    headers={"authorization": f"Bearer {token}"},
                )
                clients[organisation, actor] = await stack.enter_async_context(client)
        made = World(hub, clients)
        made.shared = await made.case()
        yield made


def expected(row: Call, actor: str, relation: Relation) -> str:
    """What this cell must give."""
    organisation = SHELTER if caller_of(row.call, relation) == SHELTER.id else OF_RELATION[relation]
    if row.organisations and row.organisations.isdisjoint(organisation.roles):
        return "not-allowed"
    if actor == SYSTEM:
        return "professional-missing" if row.system == "never" else row.outcomes[relation]
    return row.outcomes[relation] if actor in row.roles else "role-missing"


class Cells:
    """The cells of one call, executed one after the other."""

    def __init__(self, world: World, row: Call) -> None:
        self.world = world
        self.row = row
        self.made: Made = CALLS[row.call]
        self.wrong: list[str] = []
        self.executed = 0
        self._of_call: Case | None = None

    async def run(self) -> None:
        for actor in ACTORS:
            for relation in Relation:
                await self._cell(actor, relation)
                self.executed += 1

    async def _cell(self, actor: str, relation: Relation) -> None:
        wanted = expected(self.row, actor, relation)
        case = await self._case(wanted)
        asked = await self.made.make(Setting(self.world, case, relation))
        client = self.world.client(caller_of(self.row.call, relation), actor)
        answer = await self._send(client, asked, actor)
        got = _outcome(answer, wanted, case, asked)
        if got != wanted:
            self.wrong.append(f"{actor} {relation}: {wanted} expected, {got} got: {answer.text[:200]}")
        if wanted == "not-found":
            await self._same_as_nobodys(client, answer, actor, relation)

    async def _same_as_nobodys(
        self, client: httpx.AsyncClient, answer: httpx.Response, actor: str, at: Relation
    ) -> None:
        asked = await self.made.make(Setting(self.world, self.world.shared, Relation.NONE))
        nobodys = await self._send(client, asked, actor)
        if _whole(nobodys) != _whole(answer):
            self.wrong.append(f"{actor} {at}: an identifier of nobody is answered otherwise: {nobodys.text[:200]}")

    async def _case(self, wanted: str) -> Case:
        """The shared case, unless who is let in changes it."""
        if wanted != ALLOWED or self.made.fresh == "never":
            return self.world.shared
        if self.made.fresh == "cell":
            return await self.world.case()
        if self._of_call is None:
            self._of_call = await self.world.case()
        return self._of_call

    async def _send(self, client: httpx.AsyncClient, asked: Asked, actor: str) -> httpx.Response:
        method, _, _ = self.row.call.partition(" ")
        if method == "GET":
            if self.row.call == STREAM:
                return await _beginning_of_a_stream(self.world, client)
            return await client.get(asked.path)
        body = dict(asked.body or {})
        if actor == SYSTEM and self.row.system == "vouched":
            body["professional"] = {"id": code_of(min(self.row.roles))}
        headers = {"idempotency-key": uuid4().hex}
        if asked.lines:
            if "idempotency_key" in body:
                body["idempotency_key"] = uuid4().hex
            headers["content-type"] = "application/x-ndjson"
            return await client.post(asked.path, content=json.dumps(body) + "\n", headers=headers)
        return await client.post(asked.path, json=body, headers=headers)


def _whole(answer: httpx.Response) -> tuple[int, bytes, dict[str, str]]:
    """An answer to the last byte, but for the random place in a trace that each has."""
    return answer.status_code, answer.content, {k: v for k, v in answer.headers.items() if k != "traceparent"}


def _outcome(answer: httpx.Response, wanted: str, case: Case, asked: Asked) -> str:
    """What an answer amounts to, in the words of the matrix."""
    if not answer.is_success:
        return str(answer.json()["code"])
    if asked.lines:
        line: dict[str, Any] = json.loads(answer.text.splitlines()[0])
        return ALLOWED if line["status"] == 201 else str(line["problem"]["code"])
    if wanted == NOTHING:
        return NOTHING if not any(secret in answer.text for secret in case.secrets) else "something"
    return ALLOWED


async def _beginning_of_a_stream(world: World, client: httpx.AsyncClient) -> httpx.Response:
    """Follow the inbox as somebody who goes away as soon as the answer begins."""
    parts: list[bytes] = []
    gone, status = asyncio.Event(), 0

    async def receive() -> MutableMapping[str, Any]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)
        parts.append(message.get("body", b""))
        gone.set()

    headers = [(b"authorization", client.headers["authorization"].encode())]
    path = "/v1/notifications/_stream"
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "headers": headers}
    request = {**scope, "query_string": b"", "root_path": "", "scheme": "http", "http_version": "1.1"}
    await world.hub.app(request, receive, send)
    return httpx.Response(status, content=b"".join(parts))


@pytest.mark.parametrize("row", list(MATRIX), ids=lambda row: row.call)
async def test_every_cell_gives_what_the_matrix_says(world: World, row: Call) -> None:
    cells = Cells(world, row)

    await cells.run()

    assert cells.wrong == []
    assert cells.executed == len(ACTORS) * len(Relation)


async def test_every_call_of_the_api_is_in_the_matrix_and_nothing_else_is(world: World) -> None:
    documented = {
        f"{method} {route.path}"
        for route in world.hub.app.state.documented
        for method in route.methods
        if route.path.startswith("/v1/")
    }
    assert {row.call for row in MATRIX} == documented == set(CALLS)


@pytest.mark.parametrize("what", ["coordinator", "watchers"])
@pytest.mark.parametrize("who", ["roster", "cjg"])
async def test_an_identifier_in_a_body_that_is_anothers_is_answered_like_one_of_nobody(
    world: World, what: str, who: str
) -> None:
    case, client = world.shared, world.client(who, "reporter")
    answers = []
    for step in ("accept", "decline", "end", "propose"):
        for identifier in (case.handover, case.exception, case.signal, NOBODYS):
            body = {"step": step, "at": AT, "about": [case.child], "goes_on_with": identifier}
            answers.append(await client.post(f"/v1/families/{case.references[who]}/{what}", json=body))

    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[-1].content)}
