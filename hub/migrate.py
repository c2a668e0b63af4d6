"""Bring both databases to the newest version of their tables, with Alembic, in this process.

The statements are plain SQL files in ``deploy/sql``; the versions in ``deploy/migrations`` name them. Migrations only
go forward: a ledger that is append-only has no way back. In a checkout ``deploy`` lies beside ``hub``; a built wheel
carries it inside the package.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
from alembic import command, op
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.util import await_only

# Held in the ledger's database while both are migrated, so that those who start together do it one after the other.
MIGRATION_LOCK = 0x53414D45


class MigrationError(Exception):
    """The databases could not be brought to the newest version; the message says what to do."""

    code = "migration-failed"


def deploy_folder() -> Path:
    """The folder with SQL files and migrations.

    Raises:
        MigrationError: the installation is incomplete.
    """
    here = Path(__file__).resolve().parent
    for folder in (here.parent / "deploy", here / "_deploy"):
        if (folder / "alembic.ini").is_file():
            return folder
    raise MigrationError("the folder deploy/ with the migrations is missing: install samenloop again")


async def migrate(owner_database_url: str, owner_keys_database_url: str) -> None:
    """Upgrade ledger database and keys database to the newest version. Running it again does nothing.

    Args:
        owner_database_url: ``postgresql://`` address of ledger, people and views, as the owner role.
        owner_keys_database_url: the same of the database with wrapped keys.

    Raises:
        MigrationError: a version could not be applied; nothing of that database's upgrade remains.
    """
    async with _alone(owner_database_url):
        await _upgrade("hub", owner_database_url)
        await _upgrade("keys", owner_keys_database_url)


def migrate_now(owner_database_url: str, owner_keys_database_url: str) -> None:
    """As `migrate`, for callers that run no event loop.

    Raises:
        MigrationError: as `migrate`.
    """
    asyncio.run(migrate(owner_database_url, owner_keys_database_url))


def run_sql(file: str) -> None:
    """Run one file of ``deploy/sql`` in the transaction of the running migration.

    Args:
        file: path below ``deploy/sql``, for example ``ledger/0001_facts.sql``; may hold many statements.
    """
    _run_script((deploy_folder() / "sql" / file).read_text(encoding="utf-8"))


def run_sql_folder(folder: str) -> None:
    """Run every ``.sql`` file of a folder below ``deploy/sql``, in the order of their names."""
    for file in sorted((deploy_folder() / "sql" / folder).glob("*.sql")):
        run_sql(f"{folder}/{file.name}")


@asynccontextmanager
async def _alone(url: str) -> AsyncIterator[None]:
    """Wait until nobody else migrates, in this process (Alembic keeps what it is doing in globals) or in another."""
    async with _connection(url, "hub") as connection:
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
        yield


async def _upgrade(database: str, url: str) -> None:
    async with _connection(url, database) as connection:
        await connection.run_sync(_run_versions, database)


@asynccontextmanager
async def _connection(url: str, database: str) -> AsyncIterator[AsyncConnection]:
    """One transaction; whatever goes wrong in it is a `MigrationError`."""
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            yield connection
    except (SQLAlchemyError, CommandError, asyncpg.PostgresError, OSError) as error:
        raise MigrationError(f"migration of database {database!r} failed: {error}") from error
    finally:
        await engine.dispose()


def _run_versions(connection: Connection, database: str) -> None:
    config = Config(str(deploy_folder() / "alembic.ini"), ini_section=database)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _run_script(script: str) -> None:
    """Run many statements at once: only the driver's own simple-query call takes more than one."""
    driver: Any = op.get_bind().connection.driver_connection
    await_only(driver.execute(script))
