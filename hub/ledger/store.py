"""The statements of the event store, each with the little Python that belongs to it.

All of them run on a connection that holds the ledger's lock, except where a docstring says otherwise.
"""

from collections.abc import Sequence
from typing import Any

import asyncpg
from eventsourcing.dcb.api import DCBEvent

from hub.ledger.seal import GENESIS, Row, Seal, seal_over

BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT ledger_lock()"
"""Two statements in one round trip: what is read afterwards has a snapshot of its own, taken under the lock."""

_APPEND = """
SELECT appended AS id,
    (SELECT seal.chain FROM ledger_seal AS seal ORDER BY seal.last_position DESC LIMIT 1) AS previous
FROM dcb_unconditional_append_tt($1) AS appended
"""

_APPEND_UNLESS = """
SELECT appended AS id,
    (SELECT seal.chain FROM ledger_seal AS seal ORDER BY seal.last_position DESC LIMIT 1) AS previous
FROM dcb_conditional_append_tt($1, $2, $3) AS appended
"""

_SEAL = "INSERT INTO ledger_seal (last_position, first_position, count, digest, chain) VALUES ($1, $2, $3, $4, $5)"

_TAGS_OF = """
SELECT wanted.tag, fact.tags
FROM unnest($1::text[], $2::bigint[]) AS wanted (tag, after)
JOIN samenloop_events_tt_tag AS found ON found.tag = wanted.tag AND found.main_id > wanted.after
JOIN samenloop_events_tt_main AS fact ON fact.id = found.main_id
"""

_HISTORY = """
SELECT fact.id, fact.type, fact.data, fact.tags
FROM samenloop_events_tt_main AS fact
WHERE fact.id IN (
    SELECT found.main_id
    FROM unnest($1::text[], $2::bigint[]) AS wanted (tag, after)
    JOIN samenloop_events_tt_tag AS found ON found.tag = wanted.tag AND found.main_id > wanted.after
)
ORDER BY fact.id
"""

_RANGES = """
SELECT fact.id, fact.type, fact.data, fact.tags
FROM unnest($1::bigint[], $2::bigint[]) AS wanted (first, last)
JOIN samenloop_events_tt_main AS fact ON fact.id BETWEEN wanted.first AND wanted.last
ORDER BY fact.id
"""


async def append(connection: asyncpg.Connection, events: Sequence[DCBEvent]) -> list[int]:
    """Insert facts and their tags, and seal them; their positions, rising. At least one event."""
    records = await connection.fetch(_APPEND, [(event.type, event.data, event.tags) for event in events])
    return await _seal(connection, events, records)


async def append_unless(
    connection: asyncpg.Connection,
    events: Sequence[DCBEvent],
    items: Sequence[tuple[list[str], list[str]]],
    after: int | None,
) -> list[int]:
    """The same, unless a fact after ``after`` matches an item ``(types, tags)``, each with tags: then an empty list."""
    facts = [(event.type, event.data, event.tags) for event in events]
    records = await connection.fetch(_APPEND_UNLESS, items, after, facts)
    return await _seal(connection, events, records) if records else []


async def _seal(connection: asyncpg.Connection, events: Sequence[DCBEvent], records: Sequence[Any]) -> list[int]:
    positions = [record["id"] for record in reversed(records)]
    rows = [
        Row(position, event.type, event.data, event.tags) for position, event in zip(positions, events, strict=True)
    ]
    seal = seal_over(rows, records[0]["previous"] or GENESIS)
    await insert_seal(connection, seal)
    return positions


async def insert_seal(connection: asyncpg.Connection, seal: Seal) -> None:
    """Write the seal of a batch."""
    await connection.execute(_SEAL, seal.last, seal.first, seal.count, seal.digest, seal.chain)


async def tags_of(connection: asyncpg.Connection, wanted: dict[str, int]) -> list[tuple[str, list[str]]]:
    """Per wanted tag, the tags of every fact that has it, after the position given with the tag. Any order."""
    records = await connection.fetch(_TAGS_OF, list(wanted), list(wanted.values()))
    return [(record[0], record[1]) for record in records]


async def history(connection: asyncpg.Connection, wanted: dict[str, int]) -> list[Row]:
    """Every fact with one of these tags, after the position given with the tag; each once, in order of position."""
    records = await connection.fetch(_HISTORY, list(wanted), list(wanted.values()))
    return [Row(*record) for record in records]


async def ranges(connection: asyncpg.Connection, wanted: Sequence[tuple[int, int]]) -> list[Row]:
    """The facts between these positions, both included, in order."""
    firsts, lasts = [first for first, _ in wanted], [last for _, last in wanted]
    records = await connection.fetch(_RANGES, firsts, lasts)
    return [Row(*record) for record in records]
