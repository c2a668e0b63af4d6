"""What a hub that was killed left behind, and what it did not."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from hub.embedded import EmbeddedError, EmbeddedParts
from hub.embedded.account import choose_account
from hub.embedded.processes import Running, wait_until
from tests.embedded.conftest import Holder, servers_of


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    """Somebody else's program, of the account that the servers run under."""
    user = choose_account().user
    with subprocess.Popen(["/bin/sleep", "600"], user=user if os.geteuid() == 0 else None) as process:
        yield process
        process.kill()


async def test_after_a_kill_the_next_start_finds_every_commit(folder: Path, hold: Callable[..., Holder]) -> None:
    holder = hold(folder)
    connection = await asyncpg.connect(holder.said["owner_database_url"])
    await connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
    holder.end(signal.SIGKILL)
    connection.terminate()
    async with EmbeddedParts(folder) as parts:
        connection = await asyncpg.connect(parts.owner_database_url)
        assert await connection.fetchval("SELECT number FROM kept") == 42
        await connection.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only the kernel of Linux tells a child")
def test_servers_end_by_themselves_when_the_hub_is_killed(folder: Path, hold: Callable[..., Holder]) -> None:
    holder = hold(folder)
    assert len(holder.servers) == 2
    holder.end(signal.SIGKILL)
    assert wait_until(lambda: not any(server.alive for server in holder.servers), 30)


def test_servers_that_still_run_after_a_kill_are_stopped_by_the_next_start(
    folder: Path, hold: Callable[..., Holder]
) -> None:
    holder = hold(folder)
    for server in holder.servers:
        os.kill(server.pid, signal.SIGSTOP)  # so that they cannot end by themselves
    holder.end(signal.SIGKILL)
    assert [server.alive for server in holder.servers] == [True, True]
    with EmbeddedParts(folder):
        assert [server.alive for server in holder.servers] == [False, False]
        assert len(servers_of(folder)) == 2


def test_a_server_without_a_record_is_recognised_by_the_folder_it_works_in(
    folder: Path, hold: Callable[..., Holder]
) -> None:
    holder = hold(folder)
    postgres = holder.servers[0]
    os.kill(postgres.pid, signal.SIGSTOP)
    holder.end(signal.SIGKILL)
    (folder / "postgres.run.json").unlink()
    with EmbeddedParts(folder, nats=False):
        assert not postgres.alive


def test_a_program_that_got_the_number_of_a_dead_server_is_left_alone(
    folder: Path, bystander: subprocess.Popen[bytes]
) -> None:
    with EmbeddedParts(folder):
        noted = (folder / "postgres" / "postmaster.pid").read_text().splitlines()
    (folder / "postgres" / "postmaster.pid").write_text("\n".join([str(bystander.pid), *noted[1:]]) + "\n")
    os.chown(folder / "postgres" / "postmaster.pid", choose_account().user, -1)
    for name in ("postgres", "nats"):
        record = {"pid": bystander.pid, "started": "another boot/12345"}
        (folder / f"{name}.run.json").write_text(json.dumps(record))
    with EmbeddedParts(folder):
        assert len(servers_of(folder)) == 2
    assert bystander.poll() is None


def test_a_cluster_that_was_half_made_is_made_again(folder: Path) -> None:
    (folder / "postgres.new" / "base").mkdir(parents=True)
    with EmbeddedParts(folder, nats=False):
        assert not (folder / "postgres.new").exists()


def test_a_broken_record_is_no_server(folder: Path) -> None:
    with EmbeddedParts(folder, nats=False):
        pass
    (folder / "postgres.run.json").write_text("{")
    with EmbeddedParts(folder, nats=False):
        assert len(servers_of(folder)) == 1


def test_two_copies_cannot_use_one_folder_and_the_second_is_told_who_does(
    folder: Path, hold: Callable[..., Holder]
) -> None:
    first = hold(folder)
    second = hold(folder)
    assert second.said["code"] == "embedded-folder-in-use"
    assert f"process {first.process.pid}" in second.said["message"]
    assert [server.alive for server in first.servers] == [True, True]


def test_a_failed_start_leaves_nothing_running_and_the_folder_free(folder: Path) -> None:
    with EmbeddedParts(folder):
        pass
    (folder / "nats" / "store").rename(folder / "kept")
    (folder / "nats" / "store").write_text("in the way")
    with pytest.raises(EmbeddedError) as failed, EmbeddedParts(folder):
        pass
    assert failed.value.code in {"embedded-server-failed", "embedded-folder-not-usable"}
    assert servers_of(folder) == []
    (folder / "nats" / "store").unlink()
    with EmbeddedParts(folder):
        assert len(servers_of(folder)) == 2


def test_a_process_is_told_from_a_later_one_with_its_number() -> None:
    assert not Running(os.getpid(), "another boot/1").alive
