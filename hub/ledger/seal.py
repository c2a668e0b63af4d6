"""Seals: one row per batch, a digest over its facts chained to the seal before it."""

import hashlib
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

GENESIS = hashlib.sha256(b"samenloop ledger, version 1").digest()
"""What the first seal is chained to."""


@dataclass(frozen=True, slots=True)
class Row:
    """A stored fact as bytes: exactly what a seal covers."""

    position: int
    type: str
    data: bytes
    tags: Sequence[str]


@dataclass(frozen=True, slots=True)
class Seal:
    """A row of ``ledger_seal``: positions from ``first`` to ``last``, both included, ``count`` facts among them."""

    last: int
    first: int
    count: int
    digest: bytes
    chain: bytes


def _sized(value: bytes) -> bytes:
    return struct.pack(">I", len(value)) + value


def row_bytes(row: Row) -> bytes:
    """One fact in a form that no other fact has: every part preceded by its length."""
    parts = [
        struct.pack(">q", row.position),
        _sized(row.type.encode()),
        _sized(row.data),
        struct.pack(">I", len(row.tags)),
    ]
    parts.extend(_sized(tag.encode()) for tag in row.tags)
    return b"".join(parts)


def digest_of(rows: Iterable[Row]) -> bytes:
    """SHA-256 over the rows in the order given."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(row_bytes(row))
    return digest.digest()


def chain_of(previous: bytes, last: int, first: int, count: int, digest: bytes) -> bytes:
    """SHA-256 over the previous link and everything this seal says."""
    return hashlib.sha256(previous + struct.pack(">qqq", last, first, count) + digest).digest()


def seal_over(rows: Sequence[Row], previous: bytes) -> Seal:
    """The seal over one batch, rows in rising position, at least one."""
    first, last, count = rows[0].position, rows[-1].position, len(rows)
    digest = digest_of(rows)
    return Seal(
        last=last, first=first, count=count, digest=digest, chain=chain_of(previous, last, first, count, digest)
    )
