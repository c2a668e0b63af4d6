"""Server processes: started so that they end with the hub, recognised again, stopped in order."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hub.embedded import launch
from hub.embedded.account import Account
from hub.settings import environment_for_servers

LOOK_EVERY = 0.01
KEEP_LOG_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Running:
    """One process, told apart from a later one that gets the same number."""

    pid: int
    started: str

    @property
    def alive(self) -> bool:
        """Whether this very process still runs."""
        _reap(self.pid)
        return launch.start_mark(self.pid) == self.started

    def stop(self, signals: Sequence[tuple[signal.Signals, float]]) -> None:
        """Send the signals in turn, each with the seconds to wait for the end, until the process has ended."""
        for number, seconds in signals:
            if not self.alive:
                return
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)
                os.kill(self.pid, signal.SIGCONT)  # a suspended process acts on nothing else
            wait_until(lambda: not self.alive, seconds)


def start(
    command: Sequence[str], folder: Path, account: Account, *, record: Path, log: Path, ends_by: signal.Signals
) -> Running:
    """Start a server in its folder; on Linux the kernel sends it ``ends_by`` when the calling thread is gone.

    Raises:
        OSError: the log cannot be written.
    """
    _keep_log_short(log)
    record.unlink(missing_ok=True)
    launcher = _launcher(command, folder, account, record, ends_by)
    output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        nothing = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
        outputs = [(os.POSIX_SPAWN_DUP2, output, number) for number in (1, 2)]
        pid = os.posix_spawn(launcher[0], launcher, environment_for_servers(), file_actions=[nothing, *outputs])
    finally:
        os.close(output)
    return Running(pid, launch.start_mark(pid) or "")


def run_once(command: Sequence[str], folder: Path, account: Account, given: str = "") -> tuple[bool, str]:
    """Run a program to its end: whether it succeeded, and all it wrote."""
    done = subprocess.run(
        _launcher(command, folder, account, None, signal.SIGKILL),
        input=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace",
        env=dict(environment_for_servers()), check=False,
    )  # fmt: skip
    return done.returncode == 0, done.stdout


def left_behind(record: Path) -> Running | None:
    """The server that an earlier owner of the data folder left running, if it still is that server."""
    try:
        noted = json.loads(record.read_text(encoding="ascii"))
        server = Running(int(noted["pid"]), str(noted["started"]))
    except (FileNotFoundError, ValueError, KeyError):
        return None
    return server if server.alive else None


def wait_until(true: Callable[[], bool], seconds: float) -> bool:
    """Look every hundredth of a second until it is true; whether it became so in time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(LOOK_EVERY)
    return True


def size_of(log: Path) -> int:
    """The length of a log in bytes, 0 when there is none."""
    with suppress(FileNotFoundError):
        return log.stat().st_size
    return 0


def end_of(log: Path, since: int) -> str:
    """What was written to a log after it had this size in bytes, at most the last 4,000 bytes."""
    with suppress(OSError), log.open("rb") as file:
        file.seek(max(since, size_of(log) - 4000))
        return file.read().decode("utf-8", errors="replace")
    return ""


def _launcher(
    command: Sequence[str], folder: Path, account: Account, record: Path | None, ends_by: signal.Signals
) -> list[str]:
    told = {
        "command": list(command),
        "folder": str(folder.absolute()),
        "account": [account.user, account.group] if account.other else None,
        "record": str(record.absolute()) if record else None,
        "parent": os.getpid(),
        "signal": int(ends_by),
    }
    return [sys.executable, "-I", "-S", str(Path(launch.__file__).absolute()), json.dumps(told)]


def _keep_log_short(log: Path) -> None:
    if size_of(log) > KEEP_LOG_BYTES:
        log.replace(log.with_suffix(".log.old"))


def _reap(pid: int) -> None:
    """A child of ours that ended stays a zombie until it is waited for."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
