"""Real backups of the two databases: ``pg_dump`` as deploy/README.md says, and ``pg_restore`` into a new database."""

import asyncio
import subprocess
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from hub.embedded.binaries import postgres_installation
from tests.conftest import Databases
from tests.end_to_end.processes import PATIENCE

OWNER: Final = "samenloop_owner"
READERS: Final = "samenloop_app, samenloop_reader"


class Backup:
    """One database as it was at one moment, in a file."""

    def __init__(self, database: Databases, url: str, folder: Path) -> None:
        self._admin_url = database.admin_url
        self._name = urlsplit(url).path.removeprefix("/")
        self._file = folder / f"{self._name}.backup"

    def make(self) -> None:
        """Take it. The hub may run meanwhile."""
        _run("pg_dump", "--format=custom", "--no-unlogged-table-data", f"--file={self._file}", self._url)

    async def restore(self) -> None:
        """Drop the database, and make it again out of the backup. Nothing of what it held since is left."""
        connection = await asyncpg.connect(_in(self._admin_url, "postgres"))
        try:
            await connection.execute(f"DROP DATABASE {self._name} WITH (FORCE)")
            await connection.execute(f"CREATE DATABASE {self._name} OWNER {OWNER}")
            await connection.execute(f"REVOKE ALL ON DATABASE {self._name} FROM PUBLIC")
            await connection.execute(f"GRANT CONNECT ON DATABASE {self._name} TO {READERS}")
        finally:
            await connection.close()
        await asyncio.to_thread(_run, "pg_restore", "--exit-on-error", f"--dbname={self._url}", str(self._file))

    @property
    def _url(self) -> str:
        return _in(self._admin_url, self._name)


def _in(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _run(program: str, *arguments: str) -> None:
    done = subprocess.run(
        [str(postgres_installation() / "bin" / program), *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
