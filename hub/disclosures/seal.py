"""Seals over the log: one row per batch of lines, a digest over them chained to the seal before it."""

import hashlib
import struct
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from hub.disclosures.stored import StoredLine

GENESIS: Final = hashlib.sha256(b"samenloop disclosures, version 1").digest()
"""What the first seal is chained to. ``disclosure_append`` in ``deploy/sql/disclosures`` has the same."""
_pack: Final = msgspec.msgpack.Encoder().encode
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


class Seal(msgspec.Struct, frozen=True):
    """A row of ``disclosure_seal``: lines from ``first`` to ``last``, both included, ``count`` of them."""

    last: int
    first: int
    count: int
    ended: datetime
    digest: bytes
    chain: bytes


def digest_of(lines: Iterable[StoredLine]) -> bytes:
    """SHA-256 over the lines in the order given, each as the MessagePack array of its values."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(_pack(line))
    return digest.digest()


def chain_of(previous: bytes, seal: Seal) -> bytes:
    """SHA-256 over the previous link and everything this seal says; the database makes the same."""
    said = struct.pack(">qqqq", seal.last, seal.first, seal.count, milliseconds(seal.ended))
    return hashlib.sha256(previous + said + seal.digest).digest()


def milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970 (UTC)."""
    return (moment - _EPOCH) // _MILLISECOND
