"""Folded states kept in the database, so that a decision need not read a long history.

A kept state is never an authority, only a place to begin: it says up to which position it goes, and everything recorded
after that is read under the lock. It is authenticated under a key that the database does not hold, together with its
persons and position, so that nobody can change what a decision sees without changing facts, which ``verify`` proves.
"""

import hashlib
import logging
import zlib
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from hub.keyed import KeyedHash
from hub.ledger.circles import Folded

log = logging.getLogger(__name__)

FACTS_BETWEEN = 8
"""A family is kept anew after so many facts: keeping costs as much as reading some three facts at every decision."""
_MAC = hashlib.sha256().digest_size

_READ = """
SELECT content FROM ledger_folded
WHERE circle IN (SELECT circle FROM ledger_folded_person WHERE person = ANY ($1::text[]))
"""

_WRITE = """
WITH kept AS (
    INSERT INTO ledger_folded (circle, content) SELECT * FROM unnest($1::text[], $2::bytea[])
    ON CONFLICT (circle) DO UPDATE SET content = excluded.content
)
INSERT INTO ledger_folded_person (person, circle)
SELECT given.person, given.circle FROM unnest($3::text[], $4::text[]) AS given (person, circle)
WHERE NOT EXISTS (
    SELECT FROM ledger_folded_person AS known WHERE known.person = given.person AND known.circle = given.circle
)
ON CONFLICT (person) DO UPDATE SET circle = excluded.circle
"""


class _Content(msgspec.Struct, array_like=True):
    version: bytes
    position: int
    persons: list[str]
    state: bytes


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Content)


class FoldedStates:
    """Reads and keeps folded states on the writer's connection, in its transaction.

    ``key``: at least 32 secret bytes. ``version``: of the code that folds (``code_version``); what other code folded is
    as good as not there. ``dump`` and ``load``: a state as bytes, and back.
    """

    def __init__(
        self,
        key: bytes,
        version: bytes,
        dump: Callable[[Any], bytes],
        load: Callable[[bytes], Any],
        facts_between: int = FACTS_BETWEEN,
    ) -> None:
        self._keyed = KeyedHash(key)
        self._version = version
        self._dump = dump
        self._load = load
        self._facts_between = facts_between

    async def read(self, connection: asyncpg.Connection, persons: Collection[str]) -> list[Folded]:
        """The kept circles that any of these persons is in."""
        records = await connection.fetch(_READ, list(persons))
        found = (self.open(record[0]) for record in records)
        return [folded for folded in found if folded is not None]

    async def keep(self, connection: asyncpg.Connection, folded: Iterable[Folded]) -> list[Folded]:
        """Keep those that have grown enough since they were last kept; gives all, as they are from now on."""
        after, kept = [], []
        for each in folded:
            due = each.unkept >= self._facts_between
            after.append(each.as_kept() if due else each)
            if due:
                kept.append(each)
        if kept:
            await self._write(connection, kept)
        return after

    async def _write(self, connection: asyncpg.Connection, kept: Sequence[Folded]) -> None:
        names = [min(folded.persons) for folded in kept]
        await connection.execute(
            _WRITE,
            names,
            [self.seal(folded) for folded in kept],
            [person for folded in kept for person in folded.persons],
            [name for name, folded in zip(names, kept, strict=True) for _ in folded.persons],
        )

    def seal(self, folded: Folded) -> bytes:
        """A folded circle as it is kept."""
        state = self._dump(folded.state)
        read = _Content(self._version, folded.position, sorted(folded.persons), state)
        content = zlib.compress(_encoder.encode(read), zlib.Z_BEST_SPEED)
        return self._keyed.digest(content) + content

    def open(self, kept: bytes) -> Folded | None:
        """What ``seal`` made; None when other code folded it, or when it was not made with this key."""
        content = kept[_MAC:]
        if not self._keyed.is_of(kept[:_MAC], content):
            log.warning("a folded state is not what this hub kept; the facts are read instead")
            return None
        read = _decoder.decode(zlib.decompress(content))
        if read.version != self._version:
            return None
        return Folded(frozenset(read.persons), read.position, self._load(read.state))


def code_version(folder: Path, sources: Iterable[str]) -> bytes:
    """A digest of these sources of Python in a folder: what other code folded is recognised by another digest."""
    digest = hashlib.sha256()
    for source in sorted(sources):
        digest.update((folder / source).read_bytes())
    return digest.digest()[:8]
