"""Nobody alters the disclosure log unnoticed: not by hand in the tables, not by making seals anew."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.disclosures.retention import Retention
from hub.disclosures.seal import GENESIS, Seal, chain_of, digest_of
from hub.disclosures.stored import COLUMNS
from hub.disclosures.verify import LogReport, log_head, verify_log
from hub.ledger.checkpoint import Checkpoint, Checkpointer, FileSink, LogHead, is_genuine, read_checkpoints, sign
from tests.conftest import Databases
from tests.disclosures.given import NOON, line, logging_to
from tests.ledger.village import NoteDown, hall, prepare

LINES = "disclosure_line"


@dataclass
class Archive:
    """A log of five sealed batches of two lines, the first six years old; a checkpoint after the third and the last."""

    database: Databases
    vandal: asyncpg.Connection
    reader: asyncpg.Connection
    key: Ed25519PrivateKey
    checkpoints: list[Checkpoint]

    async def tamper(self, *statements: str) -> None:
        for table in (LINES, "disclosure_seal"):
            await self.vandal.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        for statement in statements:
            await self.vandal.execute(statement)

    async def report(self, checkpoints: list[Checkpoint] | None = None) -> LogReport:
        given = self.checkpoints if checkpoints is None else checkpoints
        return await verify_log(self.reader, given, self.key.public_key(), datetime.now(UTC), chunk=3)

    async def kinds(self) -> set[str]:
        return {finding.kind for finding in (await self.report()).findings}

    async def seal_anew(self) -> None:
        """What a careful vandal does afterwards: one seal over all that is there now."""
        records = await self.vandal.fetch(f"SELECT id, {', '.join(COLUMNS)} FROM {LINES} ORDER BY id")
        lines = [tuple(record)[1:] for record in records]
        seal = Seal(records[-1]["id"], records[0]["id"], len(lines), NOON, digest_of(lines), b"")
        await self.vandal.execute("DELETE FROM disclosure_seal")
        await self.vandal.execute(
            "INSERT INTO disclosure_seal VALUES ($1, $2, $3, $4, $5, $6)",
            seal.last,
            seal.first,
            seal.count,
            seal.ended,
            seal.digest,
            chain_of(GENESIS, seal),
        )


@pytest.fixture
async def archive(database: Databases) -> AsyncIterator[Archive]:
    key, checkpoints = Ed25519PrivateKey.generate(), []
    async with logging_to(database) as log, asyncpg.create_pool(database.app_url, min_size=1, max_size=1) as pool:
        for number in range(5):
            moment = datetime.now(UTC) - timedelta(days=6 * 366 if number == 0 else 0)
            await log.append([line(f"{number}a", at=moment), line(f"{number}b", at=moment)])
            if number in {2, 4}:
                checkpoints.append(sign(key, 7, b"ledger", NOON, await log_head(pool)))
    vandal, reader = await asyncpg.connect(database.admin_url), await asyncpg.connect(database.reader_url)
    yield Archive(database, vandal, reader, key, checkpoints)
    await vandal.close()
    await reader.close()


async def test_a_log_that_nobody_touched_is_intact_and_proven_to_the_last_checkpoint(archive: Archive) -> None:
    report = await archive.report()
    assert report.intact
    assert (report.lines, report.seals, report.gone) == (10, 5, 0)
    assert report.proven_until == report.last == archive.checkpoints[-1].log_id


async def test_an_empty_log_is_intact(database: Databases) -> None:
    reader = await asyncpg.connect(database.reader_url)
    report = await verify_log(reader, [], Ed25519PrivateKey.generate().public_key(), NOON)
    await reader.close()
    assert report.intact
    assert report.proven_until == 0


async def test_lines_that_went_when_they_were_old_enough_are_counted_and_nothing_is_missed(archive: Archive) -> None:
    async with asyncpg.create_pool(archive.database.app_url, min_size=1, max_size=1) as pool:
        assert await Retention(pool, timedelta(days=5 * 366)).once() == 2
    report = await archive.report()
    assert report.intact
    assert (report.lines, report.gone) == (8, 2)
    assert report.proven_until == report.last


@pytest.mark.parametrize(
    ("statements", "kind"),
    [
        pytest.param([f"UPDATE {LINES} SET person = NULL WHERE id = 5"], "lines-altered", id="changed person"),
        pytest.param([f"UPDATE {LINES} SET organisation = 'x' WHERE id = 5"], "lines-altered", id="changed viewer"),
        pytest.param([f"UPDATE {LINES} SET shown = '[]' WHERE id = 5"], "lines-altered", id="changed content"),
        pytest.param([f"UPDATE {LINES} SET sealed = '' WHERE id = 5"], "lines-altered", id="removed what was sealed"),
        pytest.param(
            [f"UPDATE {LINES} SET ended = ended - interval '9 years'"], "lines-altered", id="made older than they are"
        ),
        pytest.param([f"DELETE FROM {LINES} WHERE id = 5"], "lines-removed", id="removed line"),
        pytest.param([f"DELETE FROM {LINES} WHERE id = 1"], "lines-removed", id="removed half of an old batch"),
        pytest.param([f"DELETE FROM {LINES} WHERE id IN (5, 6)"], "lines-removed", id="removed batch"),
        pytest.param(
            [
                f"INSERT INTO {LINES} ({', '.join(COLUMNS)}) SELECT {', '.join(COLUMNS)} FROM {LINES} WHERE id = 5",
            ],
            "line-unsealed",
            id="inserted at the end",
        ),
        pytest.param(
            [
                f"UPDATE {LINES} SET id = -id WHERE id IN (5, 6)",
                f"UPDATE {LINES} SET id = 11 + id WHERE id IN (-5, -6)",
            ],
            "lines-altered",
            id="two lines changed places",
        ),
        pytest.param(["DELETE FROM disclosure_seal WHERE last_id = 6"], "seal-broken", id="removed seal"),
        pytest.param(
            ["UPDATE disclosure_seal SET ended = ended - interval '9 years' WHERE last_id = 6"],
            "seal-broken",
            id="seal made old enough",
        ),
        pytest.param(
            [f"DELETE FROM {LINES} WHERE id > 8", "DELETE FROM disclosure_seal WHERE last_id > 8"],
            "checkpoint-contradicted",
            id="whole tail cut off, seals too",
        ),
    ],
)
async def test_tampering_is_found(archive: Archive, statements: list[str], kind: str) -> None:
    await archive.tamper(*statements)
    assert kind in await archive.kinds()


async def test_a_vandal_who_makes_the_seals_anew_is_caught_by_the_checkpoints(archive: Archive) -> None:
    await archive.tamper(f"DELETE FROM {LINES} WHERE id = 5")
    await archive.seal_anew()
    assert await archive.kinds() == {"checkpoint-contradicted"}
    assert (await archive.report([])).intact, "the seals alone do not show it"


async def test_checkpoints_before_the_damage_still_vouch_for_what_they_saw(archive: Archive) -> None:
    await archive.tamper(f"DELETE FROM {LINES} WHERE id = 9")
    assert (await archive.report()).proven_until == archive.checkpoints[0].log_id


async def test_a_checkpoint_that_another_key_signed_vouches_for_nothing(archive: Archive) -> None:
    forged = sign(Ed25519PrivateKey.generate(), 7, b"ledger", NOON, await _head(archive))
    assert (await archive.report([forged])).proven_until == 0


async def _head(archive: Archive) -> LogHead:
    async with asyncpg.create_pool(archive.database.app_url, min_size=1, max_size=1) as pool:
        return await log_head(pool)


async def test_a_checkpoint_is_taken_when_only_the_log_has_grown_and_names_where_it_ends(
    database: Databases, tmp_path: Path
) -> None:
    await prepare(database)
    key, path = Ed25519PrivateKey.generate(), tmp_path / "checkpoints"
    async with (
        hall(database) as town,
        logging_to(database) as log,
        asyncpg.create_pool(database.app_url, min_size=1, max_size=1) as pool,
    ):
        checkpointer = Checkpointer(pool, key, FileSink(path), log_head=log_head)
        await town.writer.submit(NoteDown("one", subjects=["Noa"]))
        before = await checkpointer.once()
        await log.append([line()])
        after = await checkpointer.once()
        assert await checkpointer.once() is None
    assert before is not None
    assert after is not None
    assert (before.log_id, after.log_id, after.position) == (0, 1, before.position)
    kept = read_checkpoints(path).checkpoints
    assert kept == [before, after]
    assert all(is_genuine(each, key.public_key()) for each in kept)
    moved = msgspec.structs.replace(after, log_id=2)
    assert not is_genuine(moved, key.public_key())


def test_a_checkpoint_from_before_there_was_a_log_is_still_genuine() -> None:
    key = Ed25519PrivateKey.generate()
    said = msgspec.json.encode(["samenloop ledger checkpoint 1", 7, b"chain".hex(), NOON.isoformat()])
    stored = msgspec.json.encode({"position": 7, "chain": b"chain", "at": NOON, "signature": key.sign(said)})
    assert is_genuine(msgspec.json.decode(stored, type=Checkpoint), key.public_key())


async def test_findings_name_nobody(archive: Archive) -> None:
    await archive.tamper(f"UPDATE {LINES} SET organisation = 'x'")
    assert not any("cjg" in f.detail or "p-17" in f.detail for f in (await archive.report()).findings)
