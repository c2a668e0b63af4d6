"""Servers that start, serve, and stop however their block ends."""

import asyncio
import signal
import stat
from collections.abc import Callable
from pathlib import Path

import asyncpg
import nats
import pytest

from hub.embedded import EmbeddedParts
from hub.embedded.processes import Running
from tests.embedded.conftest import Holder, servers_of


async def _answer(url: str, question: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_both_servers_serve_inside_the_block_and_are_gone_after_it(folder: Path) -> None:
    async with EmbeddedParts(folder) as parts:
        assert await _answer(parts.database_url, "SELECT current_database()") == "samenloop"
        assert await _answer(parts.keys_database_url, "SELECT current_database()") == "samenloop_keys"
        stream = await nats.connect(parts.nats_url)
        await stream.jetstream().account_info()
        await stream.close()
        servers = servers_of(folder)
    assert [server.alive for server in servers] == [False, False]
    assert servers_of(folder) == []


async def test_what_was_committed_is_there_at_the_next_start(folder: Path) -> None:
    async with EmbeddedParts(folder, nats=False) as parts:
        await _answer(parts.owner_database_url, "CREATE TABLE kept AS SELECT 42 AS number")
    async with EmbeddedParts(folder, nats=False) as parts:
        assert await _answer(parts.owner_database_url, "SELECT number FROM kept") == 42


async def test_commits_are_on_the_disk_unless_a_test_says_otherwise(folder: Path) -> None:
    async with EmbeddedParts(folder, nats=False) as parts:
        assert await _answer(parts.database_url, "SHOW fsync") == "on"
        assert await _answer(parts.database_url, "SHOW synchronous_commit") == "on"


async def test_only_a_socket_and_a_password_let_one_in(folder: Path) -> None:
    async with EmbeddedParts(folder) as parts:
        assert await _answer(parts.database_url, "SHOW listen_addresses") == ""
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(parts.admin_url, password="guessed")
        assert "Authorization Violation" in await _greet_without_password(parts.nats_url)


async def _greet_without_password(nats_url: str) -> str:
    host, _, port = nats_url.partition("@")[2].partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"CONNECT {}\r\nPING\r\n")
    answer = (await reader.read()).decode()
    writer.close()
    await writer.wait_closed()
    return answer


def test_the_folder_and_its_secrets_are_for_their_owner_only(folder: Path) -> None:
    with EmbeddedParts(folder, nats=False):
        modes = {name: stat.S_IMODE((folder / name).stat().st_mode) for name in (".", "secrets.json", "postgres")}
    assert modes == {".": 0o700, "secrets.json": 0o600, "postgres": 0o700}


async def test_a_data_folder_with_a_path_too_long_for_a_socket_works(folder: Path) -> None:
    deep = folder / ("d" * 60) / ("e" * 60)
    async with EmbeddedParts(deep, nats=False) as parts:
        assert await _answer(parts.database_url, "SELECT 1") == 1
        socket_folder = Path(parts.database_url.partition("?host=")[2])
        assert stat.S_IMODE(socket_folder.stat().st_mode) == 0o700
    assert not socket_folder.exists()


def test_an_exception_stops_the_servers(folder: Path) -> None:
    def fail() -> None:
        with EmbeddedParts(folder):
            servers.extend(servers_of(folder))
            raise ZeroDivisionError

    servers: list[Running] = []
    with pytest.raises(ZeroDivisionError):
        fail()
    assert [server.alive for server in servers] == [False, False]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_the_hub_stops_the_servers(
    folder: Path, hold: Callable[..., Holder], number: signal.Signals, capfd: pytest.CaptureFixture[str]
) -> None:
    holder = hold(folder)
    holder.end(number)
    assert [server.alive for server in holder.servers] == [False, False]
    assert "database system is shut down" in (folder / "postgres.log").read_text()


def test_stopping_twice_does_nothing(folder: Path) -> None:
    parts = EmbeddedParts(folder, nats=False)
    parts.start()
    parts.stop()
    parts.stop()
    assert servers_of(folder) == []
