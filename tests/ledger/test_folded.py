"""Families kept folded in the database: where reading begins, and never what is believed."""

import re
import zlib
from pathlib import Path

import asyncpg
import pytest

from hub.domain import document
from hub.domain.document import FOLDED_BY
from hub.ledger.circles import Folded
from hub.ledger.folded import code_version
from tests.conftest import Databases
from tests.ledger.village import COMMAND_KEY, NoteDown, Village, hall, kept_villages, prepare, rows

ANNA = "panna"
_IMPORT = re.compile(r"^\s*from hub\.domain\.([a-z_.]+) import", re.MULTILINE)


async def _note(database: Databases, note: str, *, version: bytes = b"1", key: bytes = COMMAND_KEY) -> object:
    """Note something about Anna through a writer that remembers nothing itself; what was noted before."""
    async with hall(database, cache_size=0, kept=kept_villages(version=version, key=key)) as town:
        return (await town.writer.submit(NoteDown(note, persons=[ANNA]))).result


async def _as_superuser(database: Databases, statement: str, *arguments: object) -> None:
    connection = await asyncpg.connect(database.admin_url)
    try:
        await connection.execute(statement, *arguments)
    finally:
        await connection.close()


async def test_a_decision_begins_at_what_was_kept_and_reads_what_came_after(database: Databases) -> None:
    await prepare(database)
    await _note(database, "first")
    async with hall(database, cache_size=0) as keeps_nothing:
        await keeps_nothing.writer.submit(NoteDown("second", persons=[ANNA]))

    assert await _note(database, "third") == ["first", "second"]


async def test_a_kept_state_that_somebody_changed_is_not_believed(database: Databases) -> None:
    await prepare(database)
    await _note(database, "first")
    [kept] = await rows(database, "SELECT content FROM ledger_folded")
    forged = kept["content"][:32] + zlib.compress(zlib.decompress(kept["content"][32:]).replace(b"first", b"never"))
    await _as_superuser(database, "UPDATE ledger_folded SET content = $1", forged)

    assert await _note(database, "second") == ["first"]


@pytest.mark.parametrize("other", [{"version": b"2"}, {"key": bytes(32)}])
async def test_what_other_code_folded_or_another_hub_kept_is_folded_anew(
    database: Databases, other: dict[str, bytes]
) -> None:
    await prepare(database)
    await _note(database, "first", **other)

    assert await _note(database, "second") == ["first"]


async def test_kept_states_may_be_thrown_away_at_any_time(database: Databases) -> None:
    await prepare(database)
    await _note(database, "first")
    await _as_superuser(database, "TRUNCATE ledger_folded, ledger_folded_person")

    assert await _note(database, "second") == ["first"]


async def test_a_rolled_back_batch_keeps_nothing(database: Databases) -> None:
    await prepare(database)
    async with hall(database, cache_size=0, kept=kept_villages()) as town:
        with pytest.raises(ZeroDivisionError):
            await town.writer.submit(NoteDown("first", persons=[ANNA], breaks=True))

    assert await rows(database, "SELECT FROM ledger_folded") == []


def test_a_kept_state_of_one_circle_does_not_open_as_that_of_another() -> None:
    states = kept_villages()
    one, other = (
        states.seal(Folded(frozenset({name}), position, Village([name]))) for name, position in (("a", 1), ("b", 2))
    )

    assert states.open(one) == Folded(frozenset({"a"}), 1, Village(["a"]))
    assert states.open(one[:32] + other[32:]) is None


def test_the_version_of_code_changes_with_its_sources(tmp_path: Path) -> None:
    source = tmp_path / "module.py"
    source.write_text("one")
    before = code_version(tmp_path, ["module.py"])
    source.write_text("two")

    assert code_version(tmp_path, ["module.py"]) != before


def test_everything_that_folding_imports_of_the_domain_counts_for_its_version() -> None:
    folder = Path(document.__file__).parent
    imported = {match for name in FOLDED_BY for match in _IMPORT.findall((folder / name).read_text())}
    sources = {module.replace(".", "/") for module in imported}

    missing = {
        source for source in sources if f"{source}.py" not in FOLDED_BY and f"{source}/__init__.py" not in FOLDED_BY
    }

    assert missing == set()
