"""Hashing the rows of linkage again under the current lookup key, in batches, while statements look in them."""

from random import SystemRandom

import asyncpg

from hub.people.linkage import block_table
from hub.people.linkage.entries import SECOND_HALF, Entries, first_bucket
from hub.people.linkage.rebuilding import REBUILD_LOCK

TABLES = ("person_block", "person_block_fresh")
_random = SystemRandom()


async def rehash_blocks(pool: asyncpg.Pool, entries: Entries, most: int) -> int:
    """Move some rows of the version before to the current one, and give their number; 0 when none is left.

    A row is seen where it was or where it is then, by whoever looks under both versions. Waits while tables are made
    anew.
    """
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", REBUILD_LOCK)
        state = await block_table.state(connection)
        if state is None:
            return 0  # lost, and made anew under the current version
        first = first_bucket(entries.version - 1)
        for table in TABLES:
            taken = await block_table.take(connection, table, first, first + SECOND_HALF - 1, most)
            if taken:
                again = (entries.again(entry, state.bits) for entry in taken)
                rows = [row for row in again if row is not None]
                await block_table.put(connection, table, _random.sample(rows, len(rows)))
                return len(taken)
    return 0
