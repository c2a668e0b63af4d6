"""A child is erased in the middle of load, the hub is killed, and after a restart nothing of that child can be read.

Read by somebody who has both databases, every file and every master key; also where the keys, or the keys and the
ledger, come from a backup that was made before.
"""

import asyncio
import json
import random
import signal
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest

from hub.bootstrap import new_id, open_hub
from hub.clock import WallClock
from hub.commands.organisations import OrganisationRequest
from hub.commands.professionals import DesignateRequest
from hub.domain.facts import ErasureDecided, SignalRecorded
from hub.domain.organisations import OPERATOR, Organisation, Role, Sector
from hub.domain.professionals import ProfessionalRole
from hub.people.key_stores import FileMasterKeyStore
from hub.settings import Settings
from hub.wiring.addresses import Addresses
from tests.conftest import Databases
from tests.end_to_end.backups import Backup
from tests.end_to_end.load import Family, Load
from tests.end_to_end.processes import Place, ended_by_term
from tests.end_to_end.reading import Readable, readable
from tests.end_to_end.searching import everything, files_under, found_in
from tests.end_to_end.test_kill import facts_of
from tests.end_to_end.victim import KILLS, Victim, to_be_killed, tokens_of

ERASED, OTHERS = Family(1), [Family(number) for number in (2, 3, 5)]
TOWN = Organisation(id="gemeente", name="Gemeente", sector=Sector.MUNICIPALITY, roles=frozenset({Role.MUNICIPALITY}))
DECIDERS = ("d-1", "d-2")
WORDS = "Dit gaat niet over"
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
        "words": f"{WORDS} {family.child['given_names']} {family.child['family_name']}.",
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


async def erased_under_load(place: Place, database: Databases, backups: Sequence[Backup]) -> None:
    tokens, deciders = await tokens_of(place, database), await deciders_of(place, database)
    victim = Victim(place, KILLS + 1, random.Random(0))  # killed by hand
    url = f"http://127.0.0.1:{place.environment['HUB_PORT']}"
    load = Load(url, tokens, victim.up, victim.noticed)
    try:
        await victim.start()
        await load.tell(ERASED)
        for backup in backups:
            await asyncio.to_thread(backup.make)
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


class Erased(msgspec.Struct, frozen=True):
    """What the ledger says is forgotten of the child."""

    persons: frozenset[str]
    signals: frozenset[str]

    def nowhere_in(self, readable: Readable) -> bool:
        """Whether nothing of the child opens or leads anywhere, while its mother still does."""
        child = ERASED.child
        named = [
            each
            for each in readable.identities.values()
            if (each.family_name, each.given_names) == (child["family_name"], child["given_names"])
        ]
        words = b"".join(readable.contents.values())
        assert child["family_name"] in {each.family_name for each in readable.identities.values()}, "its mother stays"
        leads = readable.found_by & self.persons
        return not named and not leads and not self.signals & readable.contents.keys() and WORDS.encode() not in words


def erased_in(database: Databases) -> Erased:
    """Whom and what the ledger forgot."""
    facts = [each.fact for each in asyncio.run(facts_of(database))]
    gone = frozenset(person for each in facts if isinstance(each, ErasureDecided) for person in each.erased)
    signals = frozenset(each.signal for each in facts if isinstance(each, SignalRecorded) and each.subject in gone)
    assert gone
    assert signals
    return Erased(gone, signals)


def read(place: Place, database: Databases) -> Readable:
    """What opens by now."""
    master = FileMasterKeyStore(place.folder / "master.keys").load()
    return asyncio.run(readable(database.app_url, database.keys_app_url, master))


def test_a_child_erased_under_load_by_a_hub_that_is_killed_is_readable_nowhere(
    tmp_path: Path, place: Place, database: Databases
) -> None:
    apart = tmp_path / "backups"
    apart.mkdir()
    ledger, keys = (Backup(database, url, apart) for url in (database.owner_url, database.keys_owner_url))
    asyncio.run(erased_under_load(place, database, (ledger, keys)))
    erased = erased_in(database)

    assert erased.nowhere_in(read(place, database))
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

    _gone_again_from_restored_keys(keys, erased, place, database)
    _gone_again_from_both_restored((ledger, keys), erased, place, database)


def _gone_again_from_restored_keys(keys: Backup, erased: Erased, place: Place, database: Databases) -> None:
    asyncio.run(keys.restore())
    restored = place.hub("erase", "--json")
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert json.loads(restored.stdout)["keys"] == 0, "nothing waited; what the backup brought back went before"
    assert erased.nowhere_in(read(place, database))


def _gone_again_from_both_restored(
    backups: Sequence[Backup], erased: Erased, place: Place, database: Databases
) -> None:
    """The ledger does not know of the erasure any more; the tombstones do, before the hub says that it serves."""
    for backup in backups:
        asyncio.run(backup.restore())
    assert not erased.nowhere_in(read(place, database)), "the backup does hold the child"
    with place.running("serve") as (server, _):
        assert erased.nowhere_in(read(place, database))
        assert ended_by_term(server) == 0
    verified = place.hub("verify", "--json")
    assert verified.returncode == 1, "the checkpoints know of more than this ledger holds"
