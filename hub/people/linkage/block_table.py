"""The statements on the block tables and on the links between pseudonyms, each for a whole batch."""

from collections.abc import Sequence
from operator import attrgetter
from random import SystemRandom
from typing import Any, TypeAlias

import asyncpg
import msgspec

from hub.people.linkage.entries import Row

Connection: TypeAlias = Any
"""A connection or a pool of asyncpg, which has no types."""

_STATE = "SELECT bits, key_check, complete FROM person_block_state"
_READ = """
    SELECT entry FROM person_block WHERE bucket = ANY ($1::integer[])
    UNION ALL SELECT entry FROM person_block_fresh WHERE bucket = ANY ($1::integer[])"""
_READ_WITH_STATE = f"""
    SELECT s.bits, s.key_check, s.complete, t.turn, b.entry
    FROM person_block_state AS s CROSS JOIN person_block_turn AS t LEFT JOIN LATERAL ({_READ}) AS b ON true"""  # noqa: S608 - of our own text
_TURN = "SELECT turn FROM person_block_turn"
_TAKE_TURN = """
    WITH last AS (SELECT turn FROM person_block_turn FOR UPDATE)
    UPDATE person_block_turn SET turn = $1 FROM last RETURNING last.turn"""
_ADD = """
    INSERT INTO person_block_fresh (bucket, entry)
    SELECT * FROM unnest($1::integer[], $2::bytea[])
    WHERE EXISTS (SELECT FROM person_block_state WHERE bits = $3)"""
_REMOVE = "DELETE FROM person_block WHERE bucket = ANY ($1::integer[]) AND entry = ANY ($2::bytea[])"
_REMOVE_FRESH = "DELETE FROM person_block_fresh WHERE bucket = ANY ($1::integer[]) AND entry = ANY ($2::bytea[])"
_TAKE = """
    DELETE FROM {table} WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM {table} WHERE bucket BETWEEN $1 AND $2 LIMIT $3
    )) RETURNING entry"""
_PUT = "INSERT INTO {table} (bucket, entry) SELECT * FROM unnest($1::integer[], $2::bytea[])"
_MOVE = """
    WITH moved AS (DELETE FROM person_block_fresh RETURNING bucket, entry)
    INSERT INTO person_block (bucket, entry) SELECT bucket, entry FROM moved ORDER BY random()"""
_GROUPS = "SELECT start, min(person) FROM person_reached($1::text[]) GROUP BY start HAVING count(*) > 1"
_SHARE_BSN = """
    WITH reached AS (SELECT start, person FROM person_reached($1::text[]))
    UPDATE person AS p SET has_bsn = true
    FROM reached AS r
    WHERE p.pseudonym = r.person AND NOT p.has_bsn AND EXISTS (
        SELECT FROM reached AS o JOIN person AS q ON q.pseudonym = o.person WHERE o.start = r.start AND q.has_bsn
    )"""
_OWN_BSN = "UPDATE person SET has_bsn = (holds & 1) = 1 WHERE pseudonym = ANY ($1::text[])"
"""The first bit of what a person holds is the BSN (hub/people/identity.py)."""
_LINK = "INSERT INTO person_link (person, other) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING"
_UNLINK = """
    DELETE FROM person_link AS l USING unnest($1::text[], $2::text[]) AS g (person, other)
    WHERE l.person = g.person AND l.other = g.other"""
_COUNTED_EXACTLY = 10_000
_COUNT = f"""
    SELECT greatest(
        (SELECT reltuples FROM pg_class WHERE oid = 'person'::regclass),
        (SELECT count(*) FROM (SELECT FROM person LIMIT {_COUNTED_EXACTLY}) AS first)
    )::bigint"""  # noqa: S608 - of our own number
_TURN_BITS = 63
_random = SystemRandom()


class BlockState(msgspec.Struct, frozen=True):
    """How many buckets there are (two to the power of ``bits``), under which keys, and whether everybody is in them."""

    bits: int
    key_check: bytes
    complete: bool


class Found(msgspec.Struct, frozen=True):
    """What stands in some buckets, with the state and the turn of that very moment."""

    state: BlockState | None
    turn: int
    entries: list[bytes]


async def state(connection: Connection) -> BlockState | None:
    """The state of the tables; None when they were lost, or never made."""
    row = await connection.fetchrow(_STATE)
    return None if row is None else BlockState(*row)


async def read(connection: Connection, buckets: Sequence[int]) -> Found:
    """The entries in these buckets, with the state and the turn as they were at that moment."""
    rows = await connection.fetch(_READ_WITH_STATE, buckets)
    if not rows:
        return Found(None, 0, [])
    first = rows[0]
    state = BlockState(first["bits"], first["key_check"], first["complete"])
    return Found(state, first["turn"], [r["entry"] for r in rows if r["entry"]])


async def turn(connection: Connection) -> int:
    """Which turn it is: another number after everybody who came in or left."""
    return int(await connection.fetchval(_TURN))


async def take_turn(connection: Connection) -> tuple[int, int]:
    """Replace the turn, in the transaction that lets somebody in or out: which it was, and which it is then.

    Whoever else would waits for the end of this transaction.
    """
    taken = _random.getrandbits(_TURN_BITS)
    return int(await connection.fetchval(_TAKE_TURN, taken)), taken


async def add(connection: Connection, rows: Sequence[Row], bits: int) -> bool:
    """Store rows; whether buckets are as many now as these rows were made for. If not, nothing is stored.

    In the order of their entries, which are sealed: it says nothing of whose they are. Either way who makes the tables
    anew waits for the end of this transaction.
    """
    mixed = sorted(rows, key=attrgetter("entry"))
    added = await connection.execute(_ADD, [row.bucket for row in mixed], [row.entry for row in mixed], bits)
    return bool(added == f"INSERT 0 {len(rows)}")


async def remove(connection: Connection, rows: Sequence[Row]) -> None:
    """Delete these rows, wherever they are by now."""
    buckets, entries = [row.bucket for row in rows], [row.entry for row in rows]
    await connection.execute(_REMOVE, buckets, entries)
    await connection.execute(_REMOVE_FRESH, buckets, entries)


async def take(connection: Connection, table: str, first: int, last: int, most: int) -> list[bytes]:
    """Delete some rows of these buckets from one of the two tables; their entries."""
    rows = await connection.fetch(_TAKE.format(table=table), first, last, most)
    return [row["entry"] for row in rows]


async def put(connection: Connection, table: str, rows: Sequence[Row]) -> None:
    """Store rows in one of the two tables, in the order given."""
    await connection.execute(_PUT.format(table=table), [row.bucket for row in rows], [row.entry for row in rows])


async def move_on(connection: Connection, least: int) -> bool:
    """Mix the rows that came in lately and move them on, when there are at least so many; whether they were."""
    if await connection.fetchval("SELECT count(*) FROM person_block_fresh") < least:
        return False
    await connection.execute(_MOVE)
    return True


async def groups(connection: Connection, persons: Sequence[str]) -> dict[str, str]:
    """For each of these pseudonyms that is linked to others, the name of their group: the first pseudonym in it."""
    rows = await connection.fetch(_GROUPS, persons) if persons else ()
    return {row[0]: row[1] for row in rows}


async def link(connection: asyncpg.Connection, pairs: Sequence[tuple[str, str]]) -> None:
    """Remember that the two of each pair are one person: the BSN of one is from now on that of both."""
    if pairs:
        await connection.execute(_LINK, *_columns(pairs))
        await share_bsn(connection, [person for pair in pairs for person in pair])


async def unlink(connection: asyncpg.Connection, pairs: Sequence[tuple[str, str]]) -> None:
    """Forget it: each has the BSN that was stated of it, or of those whom it is linked to still."""
    if pairs:
        persons = [person for pair in pairs for person in pair]
        await connection.execute(_UNLINK, *_columns(pairs))
        await connection.execute(_OWN_BSN, persons)
        await share_bsn(connection, persons)


async def share_bsn(connection: asyncpg.Connection, persons: Sequence[str]) -> None:
    """Note of everybody who is linked to somebody with a BSN that another BSN never finds this person."""
    await connection.execute(_SHARE_BSN, persons)


async def count(connection: Connection) -> int:
    """How many persons are stored: exactly while they are few, as the server last estimated when they are many."""
    return int(await connection.fetchval(_COUNT))


def _columns(pairs: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [min(pair) for pair in pairs], [max(pair) for pair in pairs]
