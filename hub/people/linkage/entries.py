"""Entries: what the block tables hold of a key and its person, readable under a key that is in no database."""

import hmac
import os
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from hub.people.linkage.blocks import MOST_KEYS
from hub.people.master_keys import MasterKeys
from hub.people.pseudonym import pseudonym_from_bytes, pseudonym_to_bytes

HASH_BYTES = 8
CHECK_BYTES = 16
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

    def __init__(self, master: MasterKeys) -> None:
        self._lookup = master.lookup.newest
        self._cipher = AESSIV(master.derived("linkage-entries") + master.derived("linkage-entries-2"))
        self.check = hmac.digest(self._lookup, master.derived("linkage-check"), "sha256")[:CHECK_BYTES]
        """By which rows made under other keys are recognised."""

    def hash(self, key: str) -> bytes:
        """The keyed hash of a composite blocking key."""
        return hmac.digest(self._lookup, b"block " + key.encode(), "sha256")[:HASH_BYTES]

    def rows(self, person: str, hashes: Sequence[bytes], bits: int) -> list[Row]:
        """The rows of a person: of the hashes of its keys, filled up with rows that belong to nobody."""
        if not hashes:
            return []
        owner = pseudonym_to_bytes(person)
        rows = [self._row(hashed, owner, bits) for hashed in hashes[:MOST_KEYS]]
        missing = (FEWER_KEYS if len(rows) <= FEWER_KEYS else MOST_KEYS) - len(rows)
        return rows + [self._row(os.urandom(HASH_BYTES), os.urandom(len(owner)), bits) for _ in range(missing)]

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

    def _row(self, hashed: bytes, owner: bytes, bits: int) -> Row:
        return Row(bucket_of(hashed, bits), self._cipher.encrypt(hashed + owner, None))


def bucket_of(hashed: bytes, bits: int) -> int:
    """The bucket of a hash: its first bits."""
    return int.from_bytes(hashed) >> (8 * HASH_BYTES - bits)


def buckets(hashes: Sequence[bytes], bits: int) -> list[int]:
    """The buckets of some hashes, each once."""
    return list({bucket_of(hashed, bits) for hashed in hashes})
