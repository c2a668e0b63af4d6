"""The statements on people's tables in the first database, each for a whole batch."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import asyncpg
import msgspec

from hub.people.linking import Identifier, Links
from hub.people.lookup import Lookup

Rows: TypeAlias = Sequence[Any]
"""Rows of asyncpg, which has no types."""

_COLUMNS = "SELECT i.hmac, i.person, i.sex, i.contested, p.has_bsn, i.key_version"
_LOOK = f"{_COLUMNS} FROM person_identifier AS i JOIN person AS p ON p.pseudonym = i.person WHERE i.hmac = ANY ($1)"
_LOOK_UNDER_LOCK = "SELECT * FROM person_look_up($1, $2)"
_GROUPED = """
    SELECT p.pseudonym, p.identity, p.holds, CASE
        WHEN EXISTS (SELECT FROM person_link AS l WHERE l.person = p.pseudonym OR l.other = p.pseudonym)
        THEN (SELECT min(r.person) FROM person_reached(ARRAY[p.pseudonym]) AS r) ELSE p.pseudonym
    END AS grouped
    FROM person AS p WHERE p.pseudonym = ANY ($1::text[])"""
_IDENTITIES = "SELECT pseudonym, identity, holds FROM person WHERE pseudonym = ANY ($1::text[])"
_LOOK_WITH_IDENTITY = f"""
    {_COLUMNS}, p.holds, p.identity
    FROM person_identifier AS i JOIN person AS p ON p.pseudonym = i.person WHERE i.hmac = ANY ($1)"""
_ADD = """
    WITH added AS (
        INSERT INTO person (pseudonym, has_bsn, holds, identity)
        SELECT * FROM unnest($1::text[], $2::boolean[], $3::smallint[], $4::bytea[])
    )
    INSERT INTO person_identifier (hmac, person, sex, contested, key_version)
    SELECT *, $9 FROM unnest($5::bytea[], $6::text[], $7::bytea[], $8::boolean[])"""
_CHANGE = """
    UPDATE person_identifier AS i SET person = new.person, sex = new.sex, contested = new.contested
    FROM unnest($1::bytea[], $2::text[], $3::bytea[], $4::boolean[]) AS new (hmac, person, sex, contested)
    WHERE i.hmac = new.hmac"""
_GIVE_BSN = "UPDATE person SET has_bsn = true WHERE pseudonym = ANY ($1::text[]) AND NOT has_bsn"
_COMPLETE = """
    UPDATE person AS p SET holds = new.holds, identity = new.identity
    FROM unnest($1::text[], $2::smallint[], $3::smallint[], $4::bytea[]) AS new (pseudonym, was, holds, identity)
    WHERE p.pseudonym = new.pseudonym AND p.holds = new.was"""
_TO_REHASH = """
    SELECT hmac, sex, key_version FROM person_identifier
    WHERE key_version < $1 AND hmac > $2 ORDER BY hmac LIMIT $3"""
_REHASH = """
    UPDATE person_identifier AS i SET hmac = new.hmac, sex = new.sex, key_version = $4
    FROM unnest($1::bytea[], $2::bytea[], $3::bytea[]) AS new (before, hmac, sex) WHERE i.hmac = new.before"""
_COUNT_OLDER = "SELECT count(*) FROM person_identifier WHERE key_version < $1"
_TELL_VERSION = "UPDATE lookup_version SET version = $1 WHERE version < $1"
"""Whoever hashes under an older version is told so before it adds anybody (``person_look_up``)."""
_ADDING_LOCK = "SELECT pg_advisory_xact_lock(8097860571131247)"
"""Whoever may add persons holds it (``person_look_up``)."""
_ADD_CONTENT = "INSERT INTO signal_content (signal, content) SELECT * FROM unnest($1::text[], $2::bytea[])"
_CONTENT = "SELECT signal, content FROM signal_content WHERE signal = ANY ($1::text[])"
_DELETE_CONTENT = "DELETE FROM signal_content WHERE signal = ANY ($1::text[])"
_DELETE_PERSONS = """
    WITH identifiers AS (DELETE FROM person_identifier WHERE person = ANY ($1::text[])),
        links AS (DELETE FROM person_link WHERE person = ANY ($1::text[]) OR other = ANY ($1::text[]))
    DELETE FROM person WHERE pseudonym = ANY ($1::text[])"""
_EXISTING = """
    SELECT pseudonym AS owner FROM person WHERE pseudonym = ANY ($1::text[])
    UNION ALL SELECT 'signal:' || signal FROM signal_content WHERE signal = ANY ($2::text[])"""


class StoredIdentity(msgspec.Struct, frozen=True):
    """An identity as it is stored: sealed, with the bits of the fields in it."""

    pseudonym: str
    holds: int
    sealed: bytes


class SealedContent(msgspec.Struct, frozen=True):
    """What is kept about a signal, sealed under the key of the signal."""

    signal: str
    sealed: bytes


class Completion(msgspec.Struct, frozen=True):
    """A stored identity with fields it lacked, to be written if it still has the fields it had."""

    pseudonym: str
    was: int
    holds: int
    sealed: bytes
    hashes: tuple[bytes, ...] = ()
    """Of further blocking keys that the added fields give it."""


async def look_up(connection: asyncpg.Connection, wanted: Sequence[bytes], lookup: Lookup) -> Links:
    """What is stored of these marks."""
    return links_of(await connection.fetch(_LOOK, wanted) if wanted else (), lookup)


async def look_up_to_add(connection: asyncpg.Connection, wanted: Sequence[bytes], lookup: Lookup) -> Rows | None:
    """What is stored of these marks, for who may add persons in this transaction, all of it under the current version.

    Others who would add some wait for the end of the transaction. None where somebody hashes under a later version of
    the lookup key already: what was moved to that would be missed here.
    """
    if not wanted:
        return ()
    found: Rows = await connection.fetch(_LOOK_UNDER_LOCK, wanted, lookup.current)
    if found[0]["key_version"] > lookup.current:
        return None
    rows = found[1:]
    if older := [row for row in rows if row["key_version"] < lookup.current]:
        await _rehash(connection, older, lookup)
    return rows


async def rehash_marks(pool: asyncpg.Pool, lookup: Lookup, after: bytes, most: int) -> list[bytes]:
    """Hash the next marks of older versions again; what they were, in order. Who adds persons waits a moment."""
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(_ADDING_LOCK)
        await connection.execute(_TELL_VERSION, lookup.current)
        rows = await connection.fetch(_TO_REHASH, lookup.current, after, most)
        if rows:
            await _rehash(connection, rows, lookup)
    return [row["hmac"] for row in rows]


async def count_older(pool: asyncpg.Pool, lookup: Lookup) -> int:
    """How many marks are of older versions."""
    return int(await pool.fetchval(_COUNT_OLDER, lookup.current))


async def _rehash(connection: asyncpg.Connection, rows: Rows, lookup: Lookup) -> None:
    after = [_again(row, lookup) for row in rows]
    before = [row["hmac"] for row in rows]
    await connection.execute(_REHASH, before, [each[0] for each in after], [each[1] for each in after], lookup.current)


def _again(row: Any, lookup: Lookup) -> tuple[bytes, bytes | None]:  # noqa: ANN401 - asyncpg has no types
    """Mark and sex of a row under the current version."""
    version, sex = row["key_version"], row["sex"]
    return lookup.again(row["hmac"], version), None if sex is None else lookup.again(sex, version)


async def look_up_with_identities(
    connection: asyncpg.Connection, wanted: Sequence[bytes], lookup: Lookup
) -> tuple[Links, dict[str, StoredIdentity]]:
    """What is stored of these marks, and the sealed identities of the persons they find."""
    rows = await connection.fetch(_LOOK_WITH_IDENTITY, wanted) if wanted else ()
    return links_of(rows, lookup), {
        row["person"]: StoredIdentity(row["person"], row["holds"], row["identity"]) for row in rows
    }


async def identities(connection: asyncpg.Connection, pseudonyms: Sequence[str]) -> list[StoredIdentity]:
    """The sealed identities of those persons who exist."""
    rows = await connection.fetch(_IDENTITIES, pseudonyms)
    return [StoredIdentity(row["pseudonym"], row["holds"], row["identity"]) for row in rows]


async def identities_in_groups(
    connection: asyncpg.Connection, pseudonyms: Sequence[str]
) -> list[tuple[StoredIdentity, str]]:
    """The sealed identities of those persons who exist, each with the name of the group it is linked in."""
    rows = await connection.fetch(_GROUPED, pseudonyms)
    return [(StoredIdentity(row["pseudonym"], row["holds"], row["identity"]), row["grouped"]) for row in rows]


async def write(
    connection: asyncpg.Connection,
    links: Links,
    new: Sequence[StoredIdentity],
    completed: Sequence[Completion],
    key_version: int,
) -> None:
    """Store new persons, what `links` added and changed, and completed identities: one statement when all is new."""
    added, changed, given = links.added(), links.changed(), links.given_bsn()
    if new or added:
        await connection.execute(
            _ADD,
            [person.pseudonym for person in new],
            [person.pseudonym in given for person in new],
            [person.holds for person in new],
            [person.sealed for person in new],
            *_columns(added),
            key_version,
        )
    if changed:
        await connection.execute(_CHANGE, *_columns(changed))
    if later := given.difference(person.pseudonym for person in new):
        await connection.execute(_GIVE_BSN, list(later))
    if completed:
        rows = [(person.pseudonym, person.was, person.holds, person.sealed) for person in completed]
        await connection.execute(_COMPLETE, *(list(column) for column in zip(*rows, strict=True)))


async def add_contents(connection: asyncpg.Connection, sealed: Sequence[SealedContent]) -> None:
    """Store sealed contents by signal."""
    if sealed:
        columns = [content.signal for content in sealed], [content.sealed for content in sealed]
        await connection.execute(_ADD_CONTENT, *columns)


async def contents(connection: asyncpg.Connection, signals: Sequence[str]) -> dict[str, bytes]:
    """The sealed contents of those signals that have one."""
    return {row["signal"]: row["content"] for row in await connection.fetch(_CONTENT, signals)}


async def delete_contents(connection: asyncpg.Connection, signals: Sequence[str]) -> None:
    """Delete the sealed contents of these signals."""
    await connection.execute(_DELETE_CONTENT, list(signals))


async def delete(connection: asyncpg.Connection, persons: Sequence[str], signals: Sequence[str]) -> None:
    """Delete these persons with all that finds and links them, and these contents. Others' links stay."""
    if persons:
        await connection.execute(_DELETE_PERSONS, list(persons))
    if signals:
        await delete_contents(connection, signals)


async def existing(connection: asyncpg.Connection, pseudonyms: Sequence[str], signals: Sequence[str]) -> set[str]:
    """Which of these persons and signal contents exist, as owners of keys."""
    return {row["owner"] for row in await connection.fetch(_EXISTING, pseudonyms, signals)}


def links_of(rows: Rows, lookup: Lookup) -> Links:
    """The links that were read, under the current version, as nobody has placed anything with them yet."""
    found = []
    for row in rows:
        mark, sex = _again(row, lookup)
        found.append(Identifier(mark, row["person"], sex, row["contested"], stored=True))
    return Links(found, (row["person"] for row in rows if row["has_bsn"]))


def _columns(identifiers: Sequence[Identifier]) -> tuple[list[Any], ...]:
    return (
        [identifier.hmac for identifier in identifiers],
        [identifier.person for identifier in identifiers],
        [identifier.sex for identifier in identifiers],
        [identifier.contested for identifier in identifiers],
    )
