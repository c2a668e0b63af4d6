"""Making the block tables anew from the persons, when they were lost, outgrown, or made under other keys."""

import logging
from collections.abc import Callable, Mapping, Sequence
from math import ceil, log2

import asyncpg

from hub.people.cipher import unseal
from hub.people.identity import from_bytes
from hub.people.key_ring import KeyRing
from hub.people.linkage import block_table
from hub.people.linkage.blocks import stored_keys
from hub.people.linkage.entries import FEWER_KEYS, Entries, Row
from hub.people.linkage.traits import traits_of

log = logging.getLogger(__name__)

FEWEST_BITS = 14
ROWS_A_BUCKET = 2
"""Rows of one bucket when the tables are made; they are made anew at ``MOST_ROWS_A_BUCKET``."""
MOST_ROWS_A_BUCKET = 32
PAGE = 5_000
REBUILD_LOCK = 5_731_906_640_117_331
"""Held while the tables are made, so that those who find them lost together make them once. Stands nowhere else."""

_PAGE = "SELECT pseudonym, identity FROM person WHERE pseudonym > $1 ORDER BY pseudonym LIMIT $2"
_BEGIN = """
    INSERT INTO person_block_state (bits, key_check, complete) VALUES ($1, $2, false)
    ON CONFLICT (one) DO UPDATE SET bits = excluded.bits, key_check = excluded.key_check, complete = false"""

Progress = Callable[[int], None]


def bits_for(persons: int) -> int:
    """How many bits of a hash name a bucket, for so many persons: many persons a bucket, few rows to read."""
    rows = max(persons * FEWER_KEYS, 1)
    return min(30, max(FEWEST_BITS, ceil(log2(rows / ROWS_A_BUCKET))))


async def is_right(connection: block_table.Connection, entries: Entries) -> bool:
    """Whether the tables hold everybody, under these keys."""
    state = await block_table.state(connection)
    return state is not None and state.complete and state.key_check == entries.check


async def rebuild(pool: asyncpg.Pool, keys: KeyRing, entries: Entries, progress: Progress | None = None) -> int:
    """Make the tables from all persons; how many. Statements that need them are put off until it is done.

    Whoever adds persons meanwhile adds their rows too. Others who would make the tables wait for this one, and then
    find it done. Raises what asyncpg raises.
    """
    async with pool.acquire() as connection:
        await connection.execute("SELECT pg_advisory_lock($1)", REBUILD_LOCK, timeout=None)
        try:
            if await is_right(connection, entries):
                return 0
            return await _make(connection, keys, entries, progress)
        finally:
            await connection.reset()  # lets go of the lock, whatever became of the work


async def outgrown(pool: asyncpg.Pool) -> bool:
    """Whether buckets hold so many rows that looking up takes long."""
    state = await block_table.state(pool)
    return state is not None and await block_table.count(pool) * FEWER_KEYS > MOST_ROWS_A_BUCKET << state.bits


async def start_over(pool: asyncpg.Pool) -> None:
    """Let go of the tables, so that they are made anew."""
    await pool.execute("DELETE FROM person_block_state")


async def _make(connection: asyncpg.Connection, keys: KeyRing, entries: Entries, progress: Progress | None) -> int:
    bits = bits_for(await block_table.count(connection))
    async with connection.transaction():
        await connection.execute(_BEGIN, bits, entries.check)
        await connection.execute("TRUNCATE person_block, person_block_fresh")
    last, made = "", 0
    while page := await connection.fetch(_PAGE, last, PAGE):
        last = page[-1]["pseudonym"]
        sealed = {row["pseudonym"]: row["identity"] for row in page}
        await _copy(connection, _rows(sealed, await keys.open(list(sealed)), entries, bits))
        made += len(page)
        if progress is not None:
            progress(len(page))
    await connection.execute("UPDATE person_block_state SET complete = true")
    if made:
        log.info("block tables made: persons=%d bits=%d", made, bits)
    return made


def _rows(sealed: Mapping[str, bytes], keys: Mapping[str, bytes], entries: Entries, bits: int) -> list[Row]:
    rows: list[Row] = []
    for person, identity in sealed.items():
        if person in keys:
            traits = traits_of(from_bytes(unseal(keys[person], person, identity)))
            rows += entries.rows(person, entries.hashes(stored_keys(traits)), bits)
    return rows


async def _copy(connection: asyncpg.Connection, rows: Sequence[Row]) -> None:
    """Pages come in the order of random pseudonyms; within a page, buckets are sorted and persons so mixed."""
    records = sorted((row.bucket, row.entry) for row in rows)
    await connection.copy_records_to_table("person_block", records=records, columns=("bucket", "entry"))
