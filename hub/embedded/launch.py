"""The last step before a server runs: note who it is, become its account, die with the hub; then be the server.

Run as a program of its own, by path and without the hub's packages, because between fork and exec of a process with
threads nothing may be done in Python. Also imported for `start_mark`.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1


def start_mark(pid: int) -> str | None:
    """What tells this process from a later one with the same number, or None when there is no such process.

    On Linux the boot and the tick at which it started; elsewhere the start time that ``ps`` gives.
    """
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return None
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return None if fields[0] in "ZX" else f"{boot}/{fields[19]}"
    ps = ["ps", "-o", "lstart=", "-p", str(pid)]
    shown = subprocess.run(ps, capture_output=True, text=True, check=False)
    return shown.stdout.strip() or None


def end_with_parent(parent: int, signal_number: int) -> None:
    """Have the kernel (of Linux; others cannot) send us this signal when our parent ends, however it ends.

    A parent that already ended is noticed too.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


def main(instructions: str) -> None:
    """Become the server that the instructions (JSON) describe: ``record, folder, account, parent, signal, command``."""
    told = json.loads(instructions)
    os.setsid()  # so that Ctrl-C in a terminal reaches the hub, which then stops the server in order
    os.chdir(told["folder"])
    if told["record"]:
        record = Path(told["record"])
        record.with_suffix(".new").write_text(
            json.dumps({"pid": os.getpid(), "started": start_mark(os.getpid())}), encoding="ascii"
        )
        record.with_suffix(".new").replace(record)
    if told["account"]:
        user, group = told["account"]
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)
    os.umask(0o077)
    # After the change of account, which would undo it.
    end_with_parent(told["parent"], told["signal"] or signal.SIGTERM)
    os.execv(told["command"][0], told["command"])  # noqa: S606 - a list, no shell


if __name__ == "__main__":
    main(sys.argv[1])
