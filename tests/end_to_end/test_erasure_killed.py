"""A child is erased in the middle of load, the hub is killed, and after a restart nothing of that child can be read.

Read by somebody who has both databases, every file and every master key; also where the keys come from a backup that
was made before.
"""

import asyncio
import json
import random
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from hub.addresses import Addresses
from hub.bootstrap import new_id, open_hub
from hub.clock import WallClock
from hub.commands.organisations import OrganisationRequest
from hub.commands.professionals import DesignateRequest
from hub.domain.facts import ErasureDecided, SignalRecorded
from hub.domain.organisations import OPERATOR, Organisation, Role, Sector
from hub.domain.professionals import ProfessionalRole
from hub.people.key_stores import FileMasterKeyStore
from hub.settings import Settings
from tests.conftest import Databases
from tests.end_to_end.load import Family, Load
from tests.end_to_end.processes import Place
from tests.end_to_end.reading import Readable, readable
from tests.end_to_end.searching import everything, files_under, found_in
from tests.end_to_end.test_kill import facts_of
from tests.end_to_end.victim import KILLS, Victim, to_be_killed, tokens_of

ERASED, OTHERS = Family(1), [Family(number) for number in (2, 3, 5)]
TOWN = Organisation(id="gemeente", name="Gemeente", sector=Sector.MUNICIPALITY, roles=frozenset({Role.MUNICIPALITY}))
DECIDERS = ("d-1", "d-2")
_ALL_DONE = "SELECT count(*) > 0 AND bool_and(done) FROM view_forgetting"
DONE_WITHIN = 60.0
"""Seconds in which a worker is given to finish; it takes one or two."""


@pytest.fixture
def place(tmp_path: Path, database: Databases) -> Iterator[Place]:
    with to_be_killed(tmp_path, database) as place:
        yield place


async def deciders_of(place: Place, database: Databases) -> list[str]:
    """Register the municipality; the tokens of the two who decide together."""
    addresses = Addresses(
        database_url=database.app_url,
        keys_database_url=database.keys_app_url,
        reader_database_url=database.reader_url,
        nats_url=place.environment["HUB_NATS_URL"],
    )
    async with open_hub(Settings(data_dir=place.folder), addresses, WallClock()) as hub:
        await hub.desk.submit(OrganisationRequest(organisation=TOWN), organisation=OPERATOR, key=new_id())
        for who in DECIDERS:
            acts = DesignateRequest(id=who, roles=(ProfessionalRole.REQUEST_DECIDER,))
            await hub.desk.submit(acts, organisation=TOWN.id, key=who, operator=True)
        return [hub.issuer.issue(TOWN.id, professional=who).value for who in DECIDERS]


async def erase(url: str, tokens: list[str], family: Family) -> None:
    """A wrong child is erased by two persons."""
    body = {
        "kind": "erasure",
        "subject": family.child,
        "requesters": [{"capacity": "representative", "subject": family.mother}],
        "authority_shown": True,
        "received_on": f"{datetime.now(UTC):%Y-%m-%d}",
        "verified": "in-person",
        "wrong_child": True,
        "words": f"Dit gaat niet over {family.child['given_names']} {family.child['family_name']}.",
    }
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        taken = await _posted(client, tokens[0], "/v1/requests", body)
        for token in tokens:
            await _posted(client, token, f"/v1/requests/{taken['id']}/_decide", {"decision": "granted"})


async def _posted(client: httpx.AsyncClient, token: str, path: str, body: Any) -> Any:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": new_id()}
    answer = await client.post(path, json=body, headers=headers)
    assert answer.is_success, answer.text
    return answer.json()


class Backup:
    """The database of keys as it was at one moment."""

    def __init__(self, database: Databases) -> None:
        self._url = database.keys_owner_url
        self._keys: list[Any] = []
        self._until: list[Any] = []

    async def make(self) -> None:
        """Take it."""
        connection = await asyncpg.connect(self._url)
        self._keys = await connection.fetch("SELECT * FROM person_key")
        self._until = await connection.fetch("SELECT * FROM forgotten_until")
        await connection.close()

    async def restore(self) -> int:
        """Put the database back to it; how many keys that brings back."""
        connection = await asyncpg.connect(self._url)
        before = {row["owner"] for row in await connection.fetch("SELECT owner FROM person_key")}
        await connection.execute("TRUNCATE person_key, forgotten_until")
        await connection.executemany("INSERT INTO person_key VALUES ($1, $2, $3, $4)", [*map(tuple, self._keys)])
        await connection.executemany("INSERT INTO forgotten_until VALUES ($1, $2)", [*map(tuple, self._until)])
        await connection.close()
        return len({row["owner"] for row in self._keys} - before)


async def erased_under_load(place: Place, database: Databases, backup: Backup) -> None:
    tokens, deciders = await tokens_of(place, database), await deciders_of(place, database)
    victim = Victim(place, KILLS + 1, random.Random(0))  # killed by hand
    url = f"http://127.0.0.1:{place.environment['HUB_PORT']}"
    load = Load(url, tokens, victim.up, victim.noticed)
    try:
        await victim.start()
        await load.tell(ERASED)
        await backup.make()
        loading = [asyncio.create_task(load.tell(family)) for family in OTHERS]
        await erase(url, deciders, ERASED)
        victim.up.clear()
        victim.gone(signal.SIGKILL)
        await victim.start()
        await asyncio.gather(*loading)
        await _nothing_waits(database)
        assert victim.gone(signal.SIGTERM) == 0
    finally:
        victim.gone(signal.SIGKILL)
        await load.close()


async def _nothing_waits(database: Databases) -> None:
    """Until every key that the ledger forgets is destroyed, and a fact says so."""
    connection = await asyncpg.connect(database.owner_url)
    try:
        async with asyncio.timeout(DONE_WITHIN):
            while not await connection.fetchval(_ALL_DONE):  # noqa: ASYNC110 - the hub that works is another process
                await asyncio.sleep(0.1)
    finally:
        await connection.close()


def is_erased(readable: Readable, database: Databases) -> bool:
    """Whether nothing of the child opens or leads anywhere, while its mother still does."""
    child = ERASED.child
    facts = [each.fact for each in asyncio.run(facts_of(database))]
    gone = {person for each in facts if isinstance(each, ErasureDecided) for person in each.erased}
    signals = {each.signal for each in facts if isinstance(each, SignalRecorded) and each.subject in gone}
    assert gone
    assert signals
    named = [
        each
        for each in readable.identities.values()
        if (each.family_name, each.given_names) == (child["family_name"], child["given_names"])
    ]
    words = b"".join(readable.contents.values())
    assert child["family_name"] in {each.family_name for each in readable.identities.values()}, "its mother stays known"
    leads = readable.found_by & gone
    return not named and not leads and not signals & readable.contents.keys() and b"Dit gaat niet over" not in words


def test_a_child_erased_under_load_by_a_hub_that_is_killed_is_readable_nowhere(
    place: Place, database: Databases
) -> None:
    backup = Backup(database)
    asyncio.run(erased_under_load(place, database, backup))
    master = FileMasterKeyStore(place.folder / "master.keys").load()

    assert is_erased(asyncio.run(readable(database.app_url, database.keys_app_url, master)), database)
    spelled = (ERASED.child["born"], ERASED.child["born"].replace("-", ""), "Noor " + ERASED.child["family_name"])
    for text in (
        asyncio.run(everything(database.owner_url)),
        asyncio.run(everything(database.keys_owner_url)),
        files_under(place.folder.parent),
    ):
        assert found_in(text, spelled) == []

    verified = place.hub("verify", "--json")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    rebuilt = place.hub("rebuild", "--json")
    assert rebuilt.returncode == 0, rebuilt.stdout + rebuilt.stderr

    assert asyncio.run(backup.restore()) > 0
    restored = place.hub("erase", "--json")
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert json.loads(restored.stdout)["keys"] == 0, "nothing waited; what the backup brought back went before"
    found = asyncio.run(readable(database.app_url, database.keys_app_url, master))
    assert is_erased(found, database)
