"""Nobody alters the ledger unnoticed: not by hand in the tables, not by making seals anew."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.ledger.checkpoint import Checkpoint, Checkpointer, FileSink, read_checkpoints, sign
from hub.ledger.seal import GENESIS, Row, seal_over
from hub.ledger.verify import VerificationReport, verify
from tests.conftest import Databases
from tests.ledger.village import NOON, NoteDown, hall, prepare

FACTS = "samenloop_events_tt_main"
TAGS = "samenloop_events_tt_tag"


@dataclass
class Archive:
    """A ledger of six sealed batches, a checkpoint after the third and the sixth, and a vandal with every right."""

    vandal: asyncpg.Connection
    reader: asyncpg.Connection
    key: Ed25519PrivateKey
    checkpoints: list[Checkpoint]

    async def tamper(self, *statements: str) -> None:
        for table in (FACTS, TAGS, "ledger_seal"):
            await self.vandal.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        for statement in statements:
            await self.vandal.execute(statement)

    async def report(self, checkpoints: list[Checkpoint] | None = None) -> VerificationReport:
        given = self.checkpoints if checkpoints is None else checkpoints
        return await verify(self.reader, given, self.key.public_key(), chunk=3)

    async def kinds(self) -> set[str]:
        return {finding.kind for finding in (await self.report()).findings}

    async def seal_anew(self) -> None:
        """What a careful vandal does afterwards: one seal over all that is there now."""
        records = await self.vandal.fetch(f"SELECT id, type, data, tags FROM {FACTS} ORDER BY id")
        seal = seal_over([Row(*record) for record in records], GENESIS)
        await self.vandal.execute("DELETE FROM ledger_seal")
        await self.vandal.execute(
            "INSERT INTO ledger_seal VALUES ($1, $2, $3, $4, $5)",
            seal.last,
            seal.first,
            seal.count,
            seal.digest,
            seal.chain,
        )


@pytest.fixture
async def archive(database: Databases, tmp_path: Path) -> AsyncIterator[Archive]:
    await prepare(database)
    key, sink = Ed25519PrivateKey.generate(), FileSink(tmp_path / "checkpoints")
    async with hall(database) as town, asyncpg.create_pool(database.reader_url, min_size=1, max_size=1) as pool:
        checkpointer = Checkpointer(pool, key, sink)
        for number in range(6):
            pair = (NoteDown(f"{number}{half}", subjects=["Noa", f"s{number}"], thing="t1") for half in "ab")
            await asyncio.gather(*map(town.writer.submit, pair))
            if number in {2, 5}:
                await checkpointer.once()
    vandal, reader = await asyncpg.connect(database.admin_url), await asyncpg.connect(database.reader_url)
    yield Archive(vandal, reader, key, read_checkpoints(tmp_path / "checkpoints").checkpoints)
    await vandal.close()
    await reader.close()


async def test_a_ledger_that_nobody_touched_is_intact_and_proven_to_the_last_checkpoint(archive: Archive) -> None:
    report = await archive.report()
    assert report.intact
    assert (report.facts, report.seals, report.checkpoints) == (12, 6, 2)
    assert report.proven_until == report.last_position == archive.checkpoints[-1].position


async def test_progress_is_told_while_it_reads(archive: Archive) -> None:
    told: list[int] = []
    await verify(archive.reader, [], archive.key.public_key(), progress=told.append, chunk=5)
    assert told == [5, 10]


async def test_an_empty_ledger_is_intact(database: Databases) -> None:
    reader = await asyncpg.connect(database.reader_url)
    report = await verify(reader, [], Ed25519PrivateKey.generate().public_key())
    await reader.close()
    assert report.intact
    assert report.proven_until == 0


@pytest.mark.parametrize(
    ("statements", "kind"),
    [
        pytest.param([f"UPDATE {FACTS} SET data = data || 'x' WHERE id = 5"], "facts-altered", id="changed data"),
        pytest.param([f"UPDATE {FACTS} SET type = 'linked' WHERE id = 5"], "facts-altered", id="changed type"),
        pytest.param([f"DELETE FROM {FACTS} WHERE id = 5"], "facts-removed", id="removed row"),
        pytest.param([f"DELETE FROM {FACTS} WHERE id > 10"], "facts-removed", id="removed tail"),
        pytest.param(
            [f"INSERT INTO {FACTS} (type, data, tags) VALUES ('noted', '', '{{}}')"],
            "fact-unsealed",
            id="inserted at the end",
        ),
        pytest.param(
            [f"UPDATE {FACTS} SET id = -id WHERE id IN (4, 9)", f"UPDATE {FACTS} SET id = 13 + id WHERE id < 0"],
            "facts-altered",
            id="two facts changed places",
        ),
        pytest.param([f"DELETE FROM {TAGS} WHERE main_id = 5 AND tag = 'thing:t1'"], "tag-missing", id="removed tag"),
        pytest.param([f"INSERT INTO {TAGS} VALUES ('thing:other', 5)"], "tag-invented", id="added tag row"),
        pytest.param([f"INSERT INTO {TAGS} VALUES ('thing:t1', 5)"], "tag-invented", id="doubled tag row"),
        pytest.param(["DELETE FROM ledger_seal WHERE last_position = 6"], "seal-broken", id="removed seal"),
        pytest.param(["UPDATE ledger_seal SET count = 3 WHERE last_position = 6"], "seal-broken", id="changed seal"),
        pytest.param(
            [
                f"DELETE FROM {TAGS} WHERE main_id > 10",
                f"DELETE FROM {FACTS} WHERE id > 10",
                "DELETE FROM ledger_seal WHERE last_position > 10",
            ],
            "checkpoint-contradicted",
            id="whole tail cut off, seals too",
        ),
    ],
)
async def test_tampering_is_found(archive: Archive, statements: list[str], kind: str) -> None:
    await archive.tamper(*statements)
    assert kind in await archive.kinds()
    assert not (await archive.report()).intact


async def test_a_fact_put_between_others_is_found(archive: Archive) -> None:
    await archive.tamper(
        f"DELETE FROM {TAGS} WHERE main_id = 12", f"DELETE FROM {FACTS} WHERE id = 12",
        "UPDATE ledger_seal SET count = 1 WHERE last_position = 12",
        f"INSERT INTO {FACTS} (id, type, data, tags) VALUES (12, 'noted', '', '{{}}')",
    )  # fmt: skip
    assert {"facts-inserted", "seal-broken"} <= await archive.kinds()


async def test_a_vandal_who_makes_the_seals_anew_is_caught_by_the_checkpoints(archive: Archive) -> None:
    await archive.tamper(f"UPDATE {FACTS} SET data = data || 'x' WHERE id = 5")
    await archive.seal_anew()
    assert await archive.kinds() == {"checkpoint-contradicted"}
    assert (await archive.report([])).intact, "the seals alone do not show it"


async def test_checkpoints_before_the_damage_still_vouch_for_what_they_saw(archive: Archive) -> None:
    await archive.tamper(f"UPDATE {FACTS} SET data = data || 'x' WHERE id = 11")
    assert (await archive.report()).proven_until == archive.checkpoints[0].position


async def test_a_checkpoint_that_another_key_signed_is_not_believed(archive: Archive) -> None:
    last = archive.checkpoints[-1]
    forged = sign(Ed25519PrivateKey.generate(), last.position, last.chain, NOON)
    [finding] = (await archive.report([forged])).findings
    assert finding.kind == "checkpoint-not-genuine"


async def test_findings_name_no_tag_and_no_person(archive: Archive) -> None:
    await archive.tamper(f"DELETE FROM {TAGS}")
    assert not any(
        "person:" in finding.detail or "thing:" in finding.detail for finding in (await archive.report()).findings
    )


async def test_no_checkpoint_is_written_when_nothing_was_sealed(database: Databases, tmp_path: Path) -> None:
    await prepare(database)
    path = tmp_path / "checkpoints"
    async with hall(database) as town, asyncpg.create_pool(database.reader_url, min_size=1, max_size=1) as pool:
        checkpointer = Checkpointer(pool, Ed25519PrivateKey.generate(), FileSink(path))
        assert await checkpointer.once() is None
        await town.writer.submit(NoteDown("one", subjects=["Noa"]))
        first = await checkpointer.once()
        assert await checkpointer.once() is None
    assert read_checkpoints(path) == ([first], [])
    assert path.stat().st_mode & 0o777 == 0o600


async def test_a_line_of_the_file_that_is_no_checkpoint_is_a_finding_and_the_rest_is_proven(archive: Archive) -> None:
    report = await verify(archive.reader, archive.checkpoints, archive.key.public_key(), unreadable=[3])
    assert [(each.kind, each.position) for each in report.findings] == [("checkpoint-unreadable", 0)]
    assert "line 3" in report.findings[0].detail
    assert report.as_recorded
    assert not report.intact
    assert report.proven_until == report.last_position


async def test_what_no_checkpoint_covers_is_said_with_the_moment_since_when(archive: Archive) -> None:
    whole, part, none = await archive.report(), await archive.report(archive.checkpoints[:1]), await archive.report([])
    assert whole.unproven_since is None
    assert part.unproven_since == none.unproven_since == NOON
    assert (part.proven_until, none.proven_until) == (archive.checkpoints[0].position, 0)
