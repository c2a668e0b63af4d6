"""Tombstones: whose keys were destroyed, in a file that no backup of the databases takes back in time.

The ledger says so too. But a ledger and keys that are both restored to before an erasure know nothing of it; this file
does, where it lies apart from them, beside the checkpoints. It holds pseudonyms and identifiers, and nobody's name.
"""

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

AT_ONCE: Final = 1_000


class Tombstones:
    """One owner a line, added at the end and never removed. Any number of processes may add."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, owners: Sequence[str]) -> None:
        """Add these; they are on disk when this returns. A repeat does no harm."""
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, "".join(f"{owner}\n" for owner in owners).encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def pages(self) -> Iterator[list[str]]:
        """All of them, so many at a time; a last line that was cut off is left out."""
        if not self._path.exists():
            return
        with self._path.open(encoding="utf-8") as file:
            whole = (line.rstrip("\n") for line in file if line.endswith("\n"))
            while page := list(islice(whole, AT_ONCE)):
                yield page
