"""Nothing that identifies a person can be read in any table of either database, nor in an error or a log line."""

import logging
from collections.abc import Iterable
from dataclasses import replace

import asyncpg
import pytest

from hub.people.key_ring import KeyRing
from hub.people.master_keys import MasterKeys
from hub.people.people import People
from hub.people.subject import Subject
from tests.conftest import Databases
from tests.people.conftest import Registry
from tests.people.given import BRAM_BSN, NOA_BSN, bram, noa, opened

PROFESSIONAL = b'{"name": "A. de Wit-Vredeveld", "phone": "+31101234567"}'
USED = [
    *(NOA_BSN, BRAM_BSN, "999990032"),
    *("Zonneveld", "zonneveld", "Brandwijk", "Philippine", "Öztürk", "öztürk", "Bram"),
    *("2010-07-09", "20100709", "2012-11-30", "3071AA", "female"),
    *("Vredeveld", "+31101234567", "31101234567"),
]


async def everything(url: str) -> bytes:
    """Every table of a database, as PostgreSQL copies it out (bytes as hexadecimal), and the bytes themselves."""
    connection = await asyncpg.connect(url)
    try:
        tables = await connection.fetch(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        found = bytearray()
        for table in tables:
            rows = await connection.fetch(f'SELECT * FROM "{table["schemaname"]}"."{table["tablename"]}"')
            for row in rows:
                for value in row.values():
                    found += value if isinstance(value, bytes) else repr(value).encode()
                    found += b"\n"
        return bytes(found)
    finally:
        await connection.close()


def forms(values: Iterable[str]) -> Iterable[bytes]:
    """The ways in which a value could stand there readable."""
    for value in values:
        yield value.encode()
        yield value.encode().hex().encode()
        yield value.encode("utf-16-le")


async def fill(registry: Registry) -> list[str]:
    persons = await registry.bind(noa(bsn=NOA_BSN), bram(), Subject(bsn="999990032"), Subject(due="2014-12-01"))
    await registry.bind(noa(), bram(bsn=BRAM_BSN))
    await registry.keep({"a" * 32: PROFESSIONAL})
    return persons


async def test_no_table_holds_a_readable_identifying_byte(registry: Registry, database: Databases) -> None:
    await fill(registry)
    stored = await everything(database.owner_url) + await everything(database.keys_owner_url)
    assert len(stored) > 1000
    assert [form for form in forms(USED) if form in stored] == []


async def test_the_search_would_find_a_byte_that_stands_there(registry: Registry, database: Databases) -> None:
    await registry.pool.execute("INSERT INTO signal_content VALUES ('s', $1)", PROFESSIONAL)
    stored = await everything(database.owner_url)
    assert b"Vredeveld" in stored


async def test_the_same_person_stored_in_two_hubs_has_nothing_in_common(registry: Registry) -> None:
    await fill(registry)
    identifiers = {row["hmac"] for row in await registry.pool.fetch("SELECT hmac FROM person_identifier")}
    await registry.pool.execute("DELETE FROM person_identifier")
    await registry.pool.execute("DELETE FROM person")
    master = MasterKeys.generate()
    keys = KeyRing(registry.keys_pool, master)
    other = replace(registry, people=People(registry.pool, keys, master), keys=keys, master=master)
    await other.people.make_ready()
    await other.bind(noa(bsn=NOA_BSN), bram())
    assert not identifiers & {row["hmac"] for row in await registry.pool.fetch("SELECT hmac FROM person_identifier")}


async def test_neither_errors_nor_log_lines_nor_reprs_say_who_it_is(
    registry: Registry, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await fill(registry)
    prepared = await registry.people.prepare([noa(bsn=NOA_BSN), bram()], {"b" * 32: PROFESSIONAL})
    described = await registry.people.describe(opened(await registry.bind(noa(bsn=NOA_BSN), bram())))
    async with registry.pool.acquire() as connection, connection.transaction():
        binding = await registry.people.resolve(connection, prepared.subjects)
    said = f"{prepared!r} {prepared.subjects!r} {described!r} {binding!r} {caplog.text}"
    async with registry.pool.acquire() as connection:
        await registry.people.keep(connection, prepared.contents)
        with pytest.raises(asyncpg.UniqueViolationError) as failure:
            await registry.people.keep(connection, prepared.contents)
    said += f"{failure.value!r} {failure.value} {failure.value.detail}"
    assert [value for value in USED if value in said] == []
