"""The file of checkpoints: a line stands there whole or not at all, and a torn one spoils no other."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.ledger.checkpoint import Checkpoint, FileSink, read_checkpoints, sign

KEY = Ed25519PrivateKey.generate()


def a_checkpoint(position: int) -> Checkpoint:
    return sign(KEY, position, b"chain", datetime(2026, 3, 2, 9, tzinfo=UTC))


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file of this process grows beyond so many bytes: what is written past it is written in part, then refused."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_checkpoint_for_which_the_disk_has_no_room_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "checkpoints"
    sink = FileSink(path)
    await sink.put(a_checkpoint(1))
    before = path.read_bytes()
    with room_for(len(before) + 10), pytest.raises(OSError, match="large"):
        await sink.put(a_checkpoint(2))
    assert path.read_bytes() == before
    await sink.put(a_checkpoint(3))
    assert read_checkpoints(path) == ([a_checkpoint(1), a_checkpoint(3)], [])


@pytest.mark.parametrize("torn", [b'{"position":2,"ch', b'{"position":2}', b"{}", b"\x00\xff"])
async def test_a_checkpoint_after_a_torn_line_stands_on_a_line_of_its_own(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "checkpoints"
    sink = FileSink(path)
    await sink.put(a_checkpoint(1))
    with path.open("ab") as file:
        file.write(torn)
    assert read_checkpoints(path) == ([a_checkpoint(1)], [2])
    await sink.put(a_checkpoint(3))
    assert read_checkpoints(path) == ([a_checkpoint(1), a_checkpoint(3)], [2])


def test_without_a_file_there_are_no_checkpoints(tmp_path: Path) -> None:
    assert read_checkpoints(tmp_path / "checkpoints") == ([], [])
