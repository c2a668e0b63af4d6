"""Real servers for tests: one PostgreSQL and one NATS per session, a fresh pair of migrated databases per test."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import asyncpg
import pytest
from hypothesis import HealthCheck, settings

from hub.embedded import EmbeddedParts, Parts
from hub.migrate import migrate

# How long an example takes says something of the machine and its neighbours only, so no example fails for its time.
# Every run tries the same examples, so that what fails is what was changed; ``make soak`` looks for new ones.
settings.register_profile(
    "samenloop", derandomize=True, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("new-examples", settings.get_profile("samenloop"), derandomize=False, max_examples=500)
settings.load_profile("samenloop")

_numbers = count(1)
ROOM = 3 * 1024**3
"""Bytes that a session's databases may take: as many as run at a time, and their logs."""
_TEMPLATES = ("template_samenloop", "template_samenloop_keys")


@dataclass(frozen=True)
class Databases:
    """Addresses of a test's two migrated, empty databases, by role: for ``asyncpg.connect`` and psycopg alike."""

    owner_url: str
    app_url: str
    reader_url: str
    keys_owner_url: str
    keys_app_url: str
    admin_url: str  # the superuser in the ledger's database: for tests that tamper


def in_memory() -> Path | None:
    """A folder in memory with room for a session's databases, or None: a copied database a test is much to write."""
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes the folder in it, for us alone
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return memory if roomy else None


@pytest.fixture(scope="session")
def parts() -> Iterator[Parts]:
    """The session's servers, stopped at its end. Their own two databases stay empty and unmigrated."""
    folder = Path(tempfile.mkdtemp(prefix="samenloop-tests-", dir=in_memory()))
    try:
        with EmbeddedParts(folder, durable=False) as running:
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def nats_url(parts: Parts) -> str:
    """The session's NATS, shared by its tests: give streams names of your own."""
    return parts.nats_url


@pytest.fixture(scope="session")
def template_databases(parts: Parts) -> None:
    """The migrated pair that every test's databases are copied from."""
    ledger, keys = _TEMPLATES

    async def make() -> None:
        for name in _TEMPLATES:
            await _as_admin(parts, f"CREATE DATABASE {name} OWNER samenloop_owner")
        await migrate(_in(parts.owner_database_url, ledger), _in(parts.owner_database_url, keys))

    asyncio.run(make())


@pytest.fixture
def database(parts: Parts, template_databases: None) -> Iterator[Databases]:
    """A fresh pair of migrated databases, dropped after the test with whatever still uses them."""
    with fresh_databases(parts) as fresh:
        yield fresh


@contextmanager
def fresh_databases(parts: Parts) -> Iterator[Databases]:
    """A fresh pair, for a fixture that keeps it longer than one test. The template databases must be there."""
    number = next(_numbers)
    ledger, keys = f"test_{number}", f"test_{number}_keys"
    asyncio.run(_copy(parts, ledger, keys))
    try:
        yield Databases(
            owner_url=_in(parts.owner_database_url, ledger),
            app_url=_in(parts.database_url, ledger),
            reader_url=_in(parts.reader_database_url, ledger),
            keys_owner_url=_in(parts.owner_database_url, keys),
            keys_app_url=_in(parts.database_url, keys),
            admin_url=_in(parts.admin_url, ledger),
        )
    finally:
        asyncio.run(_drop(parts, ledger, keys))


async def _copy(parts: Parts, ledger: str, keys: str) -> None:
    """A copy has the template's tables and grants, but the grants on the database itself are not copied."""
    for name, template in zip((ledger, keys), _TEMPLATES, strict=True):
        await _as_admin(parts, f"CREATE DATABASE {name} OWNER samenloop_owner TEMPLATE {template} STRATEGY FILE_COPY")
        await _as_admin(parts, f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
    await _as_admin(parts, f"GRANT CONNECT ON DATABASE {ledger} TO samenloop_app, samenloop_reader")
    await _as_admin(parts, f"GRANT CONNECT ON DATABASE {keys} TO samenloop_app")


async def _drop(parts: Parts, *names: str) -> None:
    for name in names:
        await _as_admin(parts, f"DROP DATABASE {name} WITH (FORCE)")


async def _as_admin(parts: Parts, statement: str) -> None:
    connection = await asyncpg.connect(parts.admin_url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _in(url: str, database: str) -> str:
    """The same role at the same server, in another database."""
    start, _, query = url.partition("?")
    return f"{start.rpartition('/')[0]}/{database}?{query}"
