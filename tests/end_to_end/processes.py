"""The command ``hub`` in processes of its own, as a user runs it, on servers that the tests already have."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from tests.conftest import Databases

PATIENCE = 120
"""Seconds after which a process that should have ended or spoken is taken for stuck."""
HUB = Path(sys.executable).with_name("hub")


class Place(msgspec.Struct, frozen=True):
    """Where a hub keeps its things: the environment that its commands get, and nothing else of ours."""

    folder: Path
    environment: Mapping[str, str]

    def hub(self, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end."""
        environment = {**self.environment, **more}
        return subprocess.run(
            [str(HUB), *arguments],
            env=environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start a command that goes on; say nothing of it until ``first_line``."""
        with (self.folder / "stderr").open("ab") as errors:
            return subprocess.Popen(
                [str(HUB), *arguments],
                env=dict(self.environment),
                cwd=self.folder,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    @contextmanager
    def running(self, *arguments: str) -> Iterator["tuple[subprocess.Popen[str], str]"]:
        """A command that goes on, with its first line; it is gone after the block, whatever happened."""
        process = self.start(*arguments)
        try:
            yield process, first_line(process, self)
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate(timeout=PATIENCE)


def external(folder: Path, database: Databases, nats_url: str, **more: str) -> Place:
    """A hub in a folder of its own on these databases and this NATS."""
    folder.mkdir(mode=0o700)
    return Place(
        folder,
        {
            "PATH": os.environ["PATH"],
            "HUB_DATA_DIR": str(folder),
            "HUB_DATABASE_URL": database.app_url,
            "HUB_KEYS_DATABASE_URL": database.keys_app_url,
            "HUB_READER_DATABASE_URL": database.reader_url,
            "HUB_NATS_URL": nats_url,
            "HUB_PORT": "0",
            **more,
        },
    )


def first_line(process: "subprocess.Popen[str]", place: Place) -> str:
    """What it says when it is up. Raises ``AssertionError`` with its errors when it ends instead."""
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    assert line, (place.folder / "stderr").read_text()
    return line


def ended_by_term(process: "subprocess.Popen[str]") -> int:
    """Ask it to end as systemd does; its exit status."""
    process.send_signal(signal.SIGTERM)
    return process.wait(PATIENCE)
