"""The statements of the event store, each with the little Python that belongs to it.

All of them run on a connection that holds the ledger's lock, except where a docstring says otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
from eventsourcing.dcb.api import DCBEvent

from hub.ledger.commands import KnownCommand
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

_FINISH = """
WITH sealed AS (
    INSERT INTO ledger_seal (last_position, first_position, count, digest, chain)
    SELECT $1, $2, $3, $4, $5 WHERE $1::bigint IS NOT NULL
)
INSERT INTO ledger_command (id, fingerprint, first_position, last_position)
SELECT * FROM unnest($6::bytea[], $7::bytea[], $8::bigint[], $9::bigint[])
"""

_TAGS_OF = """
SELECT found.tag, fact.tags
FROM unnest($1::text[]) AS wanted (tag)
JOIN samenloop_events_tt_tag AS found ON found.tag = wanted.tag
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


@dataclass(frozen=True, slots=True)
class Appended:
    """Facts that were inserted, with the positions they got, and the seal over them, to be written by ``finish``."""

    rows: list[Row]
    seal: Seal

    @property
    def positions(self) -> list[int]:
        """Rising."""
        return [row.position for row in self.rows]


async def append(connection: asyncpg.Connection, events: Sequence[DCBEvent]) -> Appended:
    """Insert facts and their tags. At least one event. ``finish`` must follow in the same transaction."""
    records = await connection.fetch(_APPEND, [(event.type, event.data, event.tags) for event in events])
    return _appended(events, records)


async def append_unless(
    connection: asyncpg.Connection,
    events: Sequence[DCBEvent],
    items: Sequence[tuple[list[str], list[str]]],
    after: int | None,
) -> Appended | None:
    """The same, unless a fact after ``after`` matches an item ``(types, tags)``, each with tags: then None."""
    facts = [(event.type, event.data, event.tags) for event in events]
    records = await connection.fetch(_APPEND_UNLESS, items, after, facts)
    return _appended(events, records) if records else None


def _appended(events: Sequence[DCBEvent], records: Sequence[Any]) -> Appended:
    rows = [
        Row(record["id"], event.type, event.data, event.tags)
        for record, event in zip(reversed(records), events, strict=True)
    ]
    return Appended(rows, seal_over(rows, records[0]["previous"] or GENESIS))


async def finish(connection: asyncpg.Connection, seal: Seal | None, commands: Sequence[KnownCommand]) -> None:
    """Write the seal of a batch, and remember its commands."""
    sealed = (seal.last, seal.first, seal.count, seal.digest, seal.chain) if seal else (None,) * 5
    await connection.execute(
        _FINISH,
        *sealed,
        [command.identity.id for command in commands],
        [command.identity.fingerprint for command in commands],
        [command.first for command in commands],
        [command.last for command in commands],
    )


async def tags_of(connection: asyncpg.Connection, wanted: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Per wanted tag, the tags of every fact that has it. Any order."""
    records = await connection.fetch(_TAGS_OF, wanted)
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
