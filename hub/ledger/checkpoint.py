"""Signed checkpoints: what the ledger was at a moment, kept where the database's administrator cannot reach.

A chain of seals in the same database proves nothing against whoever may write to that database: all of it can be made
anew. A checkpoint takes the end of the chain outside, signed, every minute; ``hub.ledger.verify`` compares.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple, Protocol

import asyncpg
import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hub.clock import system_now

_TAIL = "SELECT last_position, chain FROM ledger_seal ORDER BY last_position DESC LIMIT 1"


class LogHead(NamedTuple):
    """The end of the disclosure log's chain of seals: its last line, and the link; no link while there is none."""

    id: int = 0
    chain: bytes = b""


NO_LOG: Final = LogHead()


class Checkpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The ends of both chains at a moment: the ledger's last sealed position and its link, the system clock (UTC), a
    signature, and the same of the disclosure log. Those written before there was a log have none of the last."""

    position: int
    chain: bytes
    at: datetime
    signature: bytes
    log_id: int = 0
    log_chain: bytes = b""

    def signed_bytes(self) -> bytes:
        """What the signature is over."""
        return _signed_bytes(self.position, self.chain, self.at, LogHead(self.log_id, self.log_chain))


def _signed_bytes(position: int, chain: bytes, at: datetime, log: LogHead) -> bytes:
    if log == NO_LOG:
        return msgspec.json.encode(["samenloop ledger checkpoint 1", position, chain.hex(), at.isoformat()])
    said = ["samenloop checkpoint 2", position, chain.hex(), at.isoformat(), log.id, log.chain.hex()]
    return msgspec.json.encode(said)


def sign(key: Ed25519PrivateKey, position: int, chain: bytes, at: datetime, log: LogHead = NO_LOG) -> Checkpoint:
    """A signed checkpoint; ``at`` is aware, in UTC."""
    return Checkpoint(position, chain, at, key.sign(_signed_bytes(position, chain, at, log)), log.id, log.chain)


def is_genuine(checkpoint: Checkpoint, key: Ed25519PublicKey) -> bool:
    """Whether this key signed exactly this."""
    try:
        key.verify(checkpoint.signature, checkpoint.signed_bytes())
    except InvalidSignature:
        return False
    return True


class CheckpointSink(Protocol):
    """Where checkpoints go: out of reach of who administers the database."""

    async def put(self, checkpoint: Checkpoint) -> None:
        """Keep it durably; raises OSError when that fails."""


class FileSink:
    """One JSON document a line, appended and synced, mode 600. Put its folder on another machine's disk."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def put(self, checkpoint: Checkpoint) -> None:
        """Append and fsync, off the event loop."""
        await asyncio.to_thread(self._append, msgspec.json.encode(checkpoint) + b"\n")

    def _append(self, line: bytes) -> None:
        """Write the whole line or take back what was written of it; begin a new line where an earlier one was torn."""
        handle = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            size = os.fstat(handle).st_size
            torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
            _write_whole(handle, size, b"\n" + line if torn else line)
            os.fsync(handle)
        finally:
            os.close(handle)


def _write_whole(handle: int, size: int, whole: bytes) -> None:
    """Raises OSError for what cannot be written whole, with the file as it was unless somebody else wrote meanwhile."""
    written = 0
    try:
        while written < len(whole):
            written += os.write(handle, whole[written:])
    except OSError:
        if written and os.fstat(handle).st_size == size + written:
            os.ftruncate(handle, size)
        raise


class KeptCheckpoints(NamedTuple):
    """What a file of checkpoints holds, oldest first, and the numbers of its lines that are none, from 1."""

    checkpoints: list[Checkpoint]
    unreadable: list[int]


def read_checkpoints(path: Path) -> KeptCheckpoints:
    """The checkpoints of a ``FileSink``; none where there is no file. A line that a crash tore spoils no other."""
    kept = KeptCheckpoints([], [])
    if not path.exists():
        return kept
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                if line.strip():
                    kept.checkpoints.append(msgspec.json.decode(line, type=Checkpoint))
            except (msgspec.DecodeError, msgspec.ValidationError):
                kept.unreadable.append(number)
    return kept


async def no_log(_: asyncpg.Pool) -> LogHead:
    """For a ledger without a disclosure log beside it."""
    return NO_LOG


class Checkpointer:
    """Puts a checkpoint into the sink whenever a chain has grown, once a minute. ``now`` is the system clock.

    ``log_head`` reads where the disclosure log ends, on the same pool.
    """

    def __init__(
        self,
        pool: asyncpg.Pool,
        key: Ed25519PrivateKey,
        sink: CheckpointSink,
        *,
        now: Callable[[], datetime] = system_now,
        log_head: Callable[[asyncpg.Pool], Awaitable[LogHead]] = no_log,
    ) -> None:
        self._pool = pool
        self._key = key
        self._sink = sink
        self._now = now
        self._log_head = log_head
        self._last: tuple[int, LogHead] = (0, NO_LOG)

    async def once(self) -> Checkpoint | None:
        """Take a checkpoint now, unless nothing was sealed since the last."""
        tail, log = await self._pool.fetchrow(_TAIL), await self._log_head(self._pool)
        if tail is None or (tail["last_position"], log) == self._last:
            return None
        checkpoint = sign(self._key, tail["last_position"], tail["chain"], self._now(), log)
        await self._sink.put(checkpoint)
        self._last = (checkpoint.position, log)
        return checkpoint
