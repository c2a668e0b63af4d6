"""Entries: what the block tables hold of a key and its person, readable under a key that is in no database."""

import os
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from hub.people.linkage.blocks import MOST_KEYS
from hub.people.live_keys import LiveMasterKeys
from hub.people.master_keys import MasterKeys
from hub.people.pseudonym import pseudonym_from_bytes, pseudonym_to_bytes

HASH_BYTES = 8
CHECK_BYTES = 16
SECOND_HALF = 1 << 30
"""Buckets from here on are of even versions of the lookup key."""
FEWER_KEYS = 10
"""Rows of a person are as many as this or as ``MOST_KEYS``: their number says only whether a name is double."""


class Row(msgspec.Struct, frozen=True):
    """One row of a block table."""

    bucket: int
    entry: bytes


class Entries:
    """Hashes keys, and seals and opens entries.

    An entry is the whole hash of its key with the pseudonym, sealed deterministically (AES-SIV): no two are alike,
    since no person has a key twice, and one that was tampered with opens to nothing. Only the first bits of the hash
    stand outside, as the bucket, which many keys share.
    """

    def __init__(self, live: LiveMasterKeys | MasterKeys) -> None:
        self._live = live if isinstance(live, LiveMasterKeys) else LiveMasterKeys(live)
        master = self._live.now
        self._cipher = AESSIV(master.derived("linkage-entries") + master.derived("linkage-entries-2"))
        self.check = self._live.lookup.first_hash(master.derived("linkage-check"))[:CHECK_BYTES]
        """Recognises rows made under other keys. Every version of the lookup key goes on from the first."""

    @property
    def version(self) -> int:
        """The version of the lookup key under which rows are made now."""
        return self._live.lookup.current

    def hashes(self, keys: Iterable[str]) -> tuple[bytes, ...]:
        """The keyed hashes of composite blocking keys, in order."""
        make = self._live.lookup.hash
        return tuple([make(b"block " + key.encode(), HASH_BYTES) for key in keys])

    def older_of(self, keys: Sequence[str], hashes: Sequence[bytes]) -> dict[bytes, tuple[bytes, int]]:
        """What rows of older versions may have as hashes of these keys: the hash that it is now, and the version."""
        lookup = self._live.lookup
        if not lookup.older:
            return {}
        made = (
            (lookup.hashes(b"block " + key.encode(), HASH_BYTES), now) for key, now in zip(keys, hashes, strict=True)
        )
        return {by_version[version]: (now, version) for by_version, now in made for version in lookup.older}

    def rows(self, person: str, hashes: Sequence[bytes], bits: int, version: int | None = None) -> list[Row]:
        """The rows of a person: of the hashes of its keys, filled up with rows that belong to nobody.

        Made under the current version of the lookup key, unless the hashes are of another.
        """
        if not hashes:
            return []
        under = self.version if version is None else version
        owner = pseudonym_to_bytes(person)
        rows = [self._row(hashed, owner, bits, under) for hashed in hashes[:MOST_KEYS]]
        missing = (FEWER_KEYS if len(rows) <= FEWER_KEYS else MOST_KEYS) - len(rows)
        fill = (self._row(os.urandom(HASH_BYTES), os.urandom(len(owner)), bits, under) for _ in range(missing))
        return [*rows, *fill]

    def again(self, entry: bytes, bits: int) -> Row | None:
        """The row of the version before as it is under the current one; None for one that does not open."""
        lookup = self._live.lookup
        try:
            opened = self._cipher.decrypt(entry, None)
        except InvalidTag:
            return None
        hashed = lookup.again(opened[:HASH_BYTES], lookup.current - 1, HASH_BYTES)
        return self._row(hashed, opened[HASH_BYTES:], bits, lookup.current)

    def open(self, entries: Iterable[bytes], wanted: Container[bytes]) -> dict[bytes, list[str]]:
        """The pseudonyms in these entries by the hash of their key, for the hashes that are wanted; most are not.

        What does not open is left out.
        """
        found: dict[bytes, list[str]] = defaultdict(list)
        decrypt = self._cipher.decrypt
        for entry in entries:
            try:
                opened = decrypt(entry, None)
            except InvalidTag:
                continue
            hashed = opened[:HASH_BYTES]
            if hashed in wanted:
                found[hashed].append(pseudonym_from_bytes(opened[HASH_BYTES:]))
        return found

    def owner(self, entry: bytes) -> str:
        """The pseudonym in one entry; of a row that belongs to nobody, nobody's.

        Raises:
            InvalidTag: it was not sealed under these keys.
        """
        return pseudonym_from_bytes(self._cipher.decrypt(entry, None)[HASH_BYTES:])

    def _row(self, hashed: bytes, owner: bytes, bits: int, version: int) -> Row:
        return Row(bucket_of(hashed, bits, version), self._cipher.encrypt(hashed + owner, None))


def first_bucket(version: int) -> int:
    """Where the buckets of a version begin: two versions that follow one another share none, so a row tells which."""
    return 0 if version % 2 else SECOND_HALF


def bucket_of(hashed: bytes, bits: int, version: int) -> int:
    """The bucket of a hash under a version of the lookup key: its first bits."""
    return first_bucket(version) + (int.from_bytes(hashed) >> (8 * HASH_BYTES - bits))


def buckets(hashes: Iterable[tuple[bytes, int]], bits: int) -> list[int]:
    """The buckets of some hashes, each with its version; every bucket once."""
    return list({bucket_of(hashed, bits, version) for hashed, version in hashes})
