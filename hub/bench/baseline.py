"""What PostgreSQL does by itself: ``pgbench -M prepared``, one client, one row of 300 bytes a transaction."""

import asyncio
import re
import tempfile
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg

from hub.embedded.binaries import postgres_installation
from hub.settings import environment_for_servers

WHAT: Final = "pgbench -M prepared, one client, one row of 300 bytes a transaction"
_PAYLOAD: Final = "x" * 264
"""With the row's header of 24 bytes, its number and the length of the text: 300 bytes."""
_SCRIPT: Final = "INSERT INTO bench_row (data) VALUES (:payload);\n"
_TPS: Final = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)


class BaselineError(Exception):
    """pgbench did not run; the message is its own."""


async def make_table(owner_database_url: str) -> None:
    """The table of the baseline. Only ever in a database made for measuring."""
    connection = await asyncpg.connect(owner_database_url)
    try:
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS bench_row (id bigserial PRIMARY KEY, data text NOT NULL);"
            "GRANT SELECT, INSERT ON bench_row TO samenloop_app;"
            "GRANT USAGE ON SEQUENCE bench_row_id_seq TO samenloop_app"
        )
    finally:
        await connection.close()


async def pgbench(owner_database_url: str, seconds: float) -> float:
    """Transactions per second. Raises ``BaselineError``; ``BinariesMissingError`` where pgbench is not installed."""
    program = postgres_installation() / "bin" / "pgbench"
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "row.sql"
        script.write_text(_SCRIPT, encoding="ascii")
        running = await asyncio.create_subprocess_exec(
            program, "--no-vacuum", "--protocol=prepared", "--client=1", f"--time={max(1, round(seconds))}",
            f"--define=payload={_PAYLOAD}", f"--file={script}",
            env={**environment_for_servers(), **_connection(owner_database_url)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        said, complained = await running.communicate()
    found = _TPS.search(said.decode())
    if found is None:
        raise BaselineError(complained.decode(errors="replace").strip() or "pgbench gave no rate")
    return float(found[1])


def _connection(url: str) -> dict[str, str]:
    """The address as libpq reads it from the environment, so that no password stands in a list of processes."""
    parts = urlsplit(url)
    return {
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": parts.path.removeprefix("/"),
        "PGHOST": parts.hostname or parse_qs(parts.query)["host"][0],
        "PGPORT": str(parts.port or 5432),
    }
