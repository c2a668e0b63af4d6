"""The data folder and its lock: one process at a time runs servers in it."""

import fcntl
import os
from pathlib import Path

from hub.embedded.errors import FolderInUseError, from_os_error


class DataFolder:
    """A folder that only its owner may enter, locked while our servers run.

    The lock belongs to the process, so the system frees it however the process ends.
    """

    def __init__(self, path: Path) -> None:
        """Name the folder; it is made when the lock is taken."""
        self.path = path.absolute()
        self._descriptor: int | None = None

    def lock(self) -> None:
        """Make the folder when there is none, and take its lock.

        Raises:
            FolderInUseError: another process has it; the message names its number.
            FolderNotUsableError: the folder cannot be made or written.
            DiskFullError: no space is left.
        """
        file = self.path / "owner.lock"
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise from_os_error(error, f"use the folder {self.path}") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(descriptor, 20).decode("ascii", errors="replace").strip()
            os.close(descriptor)
            raise FolderInUseError(
                f"the data folder {self.path} is in use by process {owner or '(starting)'}: "
                "stop that one, or set HUB_DATA_DIR to another folder."
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode("ascii"))
        self._descriptor = descriptor

    def unlock(self) -> None:
        """Give the lock back. Does nothing when it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
