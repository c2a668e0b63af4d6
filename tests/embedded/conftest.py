"""Folders and programs for tests that start servers of their own."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from hub.embedded import sockets
from hub.embedded.processes import Running, left_behind

ROOT = Path(__file__).resolve().parents[2]


class Holder:
    """A process of its own that runs embedded servers, and what it said."""

    def __init__(self, folder: Path, python: str = sys.executable, user: int | None = None) -> None:
        """Start the process; the servers are up, or have failed, when this returns."""
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        self.process = subprocess.Popen(
            [python, str(ROOT / "tests/embedded/holder.py"), str(folder)],
            stdout=subprocess.PIPE, text=True, cwd="/", env=environment, user=user, group=user,
        )  # fmt: skip
        self.folder = folder
        self.servers: list[Running] = []
        assert self.process.stdout is not None
        self.said: dict[str, str] = json.loads(self.process.stdout.readline() or "{}")
        self.servers = servers_of(folder)

    def end(self, number: signal.Signals) -> None:
        """Send a signal and wait for the end of the process."""
        self.process.send_signal(number)
        self.process.wait(60)

    def clean_up(self) -> None:
        """Leave nothing behind, whatever the test did."""
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.communicate()
        for server in self.servers:
            server.stop([(signal.SIGQUIT, 10), (signal.SIGKILL, 10)])
        sockets.remove(self.folder)


def servers_of(folder: Path) -> list[Running]:
    """The servers that run in a data folder, as their records say."""
    found = (left_behind(folder / f"{name}.run.json") for name in ("postgres", "nats"))
    return [server for server in found if server is not None]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder that is not there yet, in a folder that only we may enter."""
    parent = Path(tempfile.mkdtemp(prefix="samenloop-tests-"))
    yield parent / "data"
    shutil.rmtree(parent)


@pytest.fixture
def hold() -> Iterator[Callable[..., Holder]]:
    """Start holders; all that is left of them ends with the test."""
    holders: list[Holder] = []

    def start(folder: Path, python: str = sys.executable, user: int | None = None) -> Holder:
        holders.append(Holder(folder, python, user))
        return holders[-1]

    yield start
    for holder in holders:
        holder.clean_up()
