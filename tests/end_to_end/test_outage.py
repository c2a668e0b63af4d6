"""A database that is away for a while, under a whole hub: it waits, says so, and goes on by itself."""

import asyncio
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import httpx

from hub.embedded import Parts
from tests.adapters.arrears_files import a_file, a_line
from tests.conftest import Databases
from tests.end_to_end.processes import PATIENCE, Place, ended_by_term, external
from tests.end_to_end.test_commands import add_corporation, done

DELAYED = ("register", "checkpoint", "deadlines")


def test_a_hub_whose_database_goes_away_says_so_and_goes_on_when_it_is_back(
    tmp_path: Path, database: Databases, parts: Parts
) -> None:
    place = external(tmp_path / "hub", database, parts.nats_url, HUB_CHECKPOINT_INTERVAL="PT0.1S")
    add_corporation(place)
    token = tmp_path / "token"
    token.write_text(done(place.hub("token", "--organisation", "woonstad")))

    with place.running("serve") as (server, line):
        url = line.rpartition(" ")[2]
        with _away(parts, database):
            _wait_for_lines(server, place, [f"{name}-delayed" for name in DELAYED])
            assert httpx.get(f"{url}/health/ready").status_code == 503
        file = a_file(tmp_path, a_line())
        arguments = ("import", str(file), "--partner", "arrears", "--url", url, "--token-file", str(token))
        done(place.hub(*arguments))
        assert ended_by_term(server) == 0


@contextmanager
def _away(parts: Parts, database: Databases) -> Iterator[None]:
    """Nobody gets a connection to the test's two databases, and who had one lost it."""
    names = [_name(database.owner_url), _name(database.keys_owner_url)]
    asyncio.run(_connections(parts, names, allowed=False))
    try:
        yield
    finally:
        asyncio.run(_connections(parts, names, allowed=True))


async def _connections(parts: Parts, names: Sequence[str], *, allowed: bool) -> None:
    connection = await asyncpg.connect(parts.admin_url)
    try:
        for name in names:
            await connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {str(allowed).lower()}")
        if not allowed:
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ANY($1)", names
            )
    finally:
        await connection.close()


def _name(url: str) -> str:
    found = re.search(r"/([^/?]+)\?", url)
    assert found is not None
    return found[1]


def _wait_for_lines(server: "subprocess.Popen[str]", place: Place, wanted: Sequence[str]) -> None:
    """Until each of these stands in what the hub says of itself; it must still be there then."""

    async def look() -> None:
        async with asyncio.timeout(PATIENCE):
            while not all(each in (place.folder / "stderr").read_text() for each in wanted):
                assert server.poll() is None, (place.folder / "stderr").read_text()
                await asyncio.sleep(0.05)

    asyncio.run(look())
