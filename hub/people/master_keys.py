"""The master keys, which are in no database: versions of each, so that one can be replaced while the hub runs."""

import hmac
import os
from typing import Literal

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from hub.people.errors import MasterKeysUnusableError

SIZES = {"wrapping": 32, "lookup": 32, "reference": 64, "service": 32}
HIGHEST_VERSIONS = {"wrapping": 9_999, "lookup": 9_999, "reference": 9, "service": 9}
"""A version of a reference is one character of it."""
Rotated = Literal["wrapping", "lookup"]
"""The master keys that can be rotated."""


class KeyVersions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The versions of one master key: new things use `current`, old things the version they were made with."""

    current: int
    keys: dict[int, bytes]
    oldest: int = 1
    """The oldest version with which anything that is stored may have been made."""

    def __repr__(self) -> str:
        return f"KeyVersions(current={self.current}, versions={sorted(self.keys)})"

    @property
    def newest(self) -> bytes:
        """The key of the current version."""
        return self.keys[self.current]

    def with_another(self, size: int) -> "KeyVersions":
        """With a new version, which is not current yet: first every process has to know it."""
        return KeyVersions(self.current, {**self.keys, max(self.keys) + 1: os.urandom(size)}, self.oldest)

    def from_current(self) -> "KeyVersions":
        """With nothing left that was made with an older version."""
        return KeyVersions(self.current, self.keys, self.current)

    def with_latest(self) -> "KeyVersions":
        """With the latest version as the current one."""
        return KeyVersions(max(self.keys), self.keys, self.oldest)

    def without(self, version: int) -> "KeyVersions":
        """Without a version that nothing is made with any more."""
        left = {known: key for known, key in self.keys.items() if known != version}
        return KeyVersions(self.current, left, max(self.oldest, min(left)))


class MasterKeys(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every secret that the databases do not hold."""

    wrapping: KeyVersions
    """Wraps the data keys (AES-256-GCM)."""
    lookup: KeyVersions
    """Hashes what persons are found by (HMAC-SHA-256). Hashes of one version are hashed again under the next, so every
    version stays needed (hub/people/lookup.py).
    """
    reference: KeyVersions
    """Makes the references of organisations (AES-256-SIV)."""
    service: KeyVersions
    """Root of the keys that other parts derive for themselves."""

    @classmethod
    def generate(cls) -> "MasterKeys":
        """New keys, all of version 1."""
        return cls(**{purpose: KeyVersions(1, {1: os.urandom(size)}) for purpose, size in SIZES.items()})

    def derived(self, purpose: str) -> bytes:
        """A key of 32 bytes for another part of the hub, for one purpose (`command-identifier`, `wait-token`).

        The same purpose gives the same key on every process and after every start.
        """
        return HKDFExpand(SHA256(), 32, f"samenloop {purpose}".encode()).derive(self.service.newest)

    def fingerprints(self) -> list[tuple[str, int, bytes]]:
        """Purpose, version and a keyed fingerprint of every key, by which it is recognised but not found."""
        return [
            (purpose, version, hmac.digest(key, b"samenloop fingerprint", "sha256"))
            for purpose in SIZES
            for version, key in sorted(self.versions(purpose).keys.items())
        ]

    def versions(self, purpose: str) -> KeyVersions:
        """The versions of one key."""
        found: KeyVersions = getattr(self, purpose)
        return found

    def replaced(self, purpose: str, versions: KeyVersions) -> "MasterKeys":
        """With other versions of one key."""
        return msgspec.structs.replace(self, **{purpose: versions})


def to_json(keys: MasterKeys) -> bytes:
    """Master keys as they are kept in a file or a variable."""
    return msgspec.json.format(msgspec.json.encode(keys)) + b"\n"


def from_json(text: bytes, place: str) -> MasterKeys:
    """The master keys again. Raises `MasterKeysUnusableError`, which names the place and nothing of the text."""
    try:
        keys = msgspec.json.decode(text, type=MasterKeys)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise MasterKeysUnusableError(place, "not the JSON of master keys") from None
    for purpose, size in SIZES.items():
        versions, highest = keys.versions(purpose), HIGHEST_VERSIONS[purpose]
        if versions.current not in versions.keys:
            raise MasterKeysUnusableError(place, f"{purpose} has no key of its current version")
        if not all(1 <= version <= highest for version in versions.keys):
            raise MasterKeysUnusableError(place, f"{purpose} has a version outside 1 to {highest}")
        if any(len(key) != size for key in versions.keys.values()):
            raise MasterKeysUnusableError(place, f"{purpose} has a key that is not {size} bytes long")
    return keys
