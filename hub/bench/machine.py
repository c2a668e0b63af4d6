"""What the figures were measured on, and how much of it PostgreSQL and the hub used meanwhile (Linux only)."""

import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from hub.clock import monotonic_seconds

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_UTIME, _CSTIME = 11, 15
"""Where the CPU times stand after the name in ``/proc/<pid>/stat``: own, then those of ended children."""


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """The machine, as far as figures depend on it. ``load`` is the load average of the last minute at the start."""

    processor: str
    cores: int
    memory_mb: int
    system: str
    python: str
    postgresql: str
    load: float


def this_machine(postgresql: str) -> Machine:
    """The machine this runs on, with the version that the server gave."""
    return Machine(
        processor=_processor(),
        cores=len(os.sched_getaffinity(0)),
        memory_mb=os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20,
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        postgresql=postgresql,
        load=round(os.getloadavg()[0], 2),
    )


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


class Shares(msgspec.Struct):
    """How much of one core was used; filled in when the watch ends."""

    server: float = 0.0
    hub: float = 0.0


class Cpu:
    """Watches PostgreSQL, whose first process is ``server``, and the processes of the hub."""

    def __init__(self, server: int, hub: Callable[[], float] | None = None) -> None:
        self._server = server
        self._hub = hub or own_seconds

    @contextmanager
    def watch(self) -> Iterator[Shares]:
        """The shares used while the block ran, once it has ended."""
        shares, began = Shares(), monotonic_seconds()
        server, hub = family_seconds(self._server), self._hub()
        yield shares
        took = monotonic_seconds() - began
        shares.server = (family_seconds(self._server) - server) / took
        shares.hub = (self._hub() - hub) / took


def own_seconds() -> float:
    """CPU seconds of this process."""
    times = os.times()
    return times.user + times.system


def family_seconds(parent: int) -> float:
    """CPU seconds of a process and its children, those that have ended too."""
    return _seconds(parent, with_ended=True) + sum(_seconds(child, with_ended=False) for child in _children(parent))


def _children(parent: int) -> list[int]:
    try:
        listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    except FileNotFoundError:
        return []
    return [int(number) for number in listed.split()]


def _seconds(process: int, *, with_ended: bool) -> float:
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return 0.0
    times = stat.rpartition(")")[2].split()[_UTIME : _CSTIME if with_ended else _UTIME + 2]
    return sum(map(int, times)) / _TICKS


def resident_mb(process: int | str = "self") -> float:
    """Memory of a process that is its own, and its part of what it shares, in megabytes (PSS)."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
