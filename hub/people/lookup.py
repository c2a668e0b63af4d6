"""Keyed hashes under a key that can be rotated: every version hashes what the version before it made.

So a hash that is stored is brought to the next version by hashing it once more, whatever it is of: nobody is opened for
it, and what one organisation said in its own words, which is kept nowhere, goes along. Who has the key of one version
alone can guess at no hash of a later one. The keys of older versions stay needed, and only to hash.
"""

from collections.abc import Sequence

from hub.keyed import KeyedHash
from hub.people.master_keys import KeyVersions


class Lookup:
    """Hashes under the current version, and under those that rows may still have while keys are rotated."""

    def __init__(self, versions: KeyVersions) -> None:
        self.versions = versions
        self.current = versions.current
        keys = sorted((version, key) for version, key in versions.keys.items() if version <= versions.current)
        self._versions = tuple(version for version, _ in keys)
        self._chain = tuple(KeyedHash(key) for _, key in keys)
        self.older = tuple(version for version in self._versions if versions.oldest <= version < versions.current)
        """Versions of which rows may be left, the oldest first."""

    def hash(self, content: bytes, size: int | None = None) -> bytes:
        """The hash of a content under the current version, at most so many bytes of it."""
        for keyed in self._chain:
            content = keyed.digest(content)[:size]
        return content

    def hashes(self, content: bytes, size: int | None = None) -> dict[int, bytes]:
        """By version, under the current one and those of which rows may be left."""
        if not self.older:
            return {self.current: self.hash(content, size)}
        made: dict[int, bytes] = {}
        for version, keyed in zip(self._versions, self._chain, strict=True):
            made[version] = content = keyed.digest(content)[:size]
        return {version: made[version] for version in (*self.older, self.current)}

    def first_hash(self, content: bytes) -> bytes:
        """What every hash of a content began with: under the first version."""
        return self._chain[0].digest(content)

    def again(self, hashed: bytes, version: int, size: int | None = None) -> bytes:
        """A hash that was made under a version, under the current one."""
        for keyed in self._later(version):
            hashed = keyed.digest(hashed)[:size]
        return hashed

    def _later(self, version: int) -> Sequence[KeyedHash]:
        return self._chain[sum(each <= version for each in self._versions) :] if version != self.current else ()
