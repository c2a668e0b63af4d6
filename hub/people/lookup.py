"""Keyed hashes under a key that can be rotated: every version hashes what the version before it made.

So a hash that is stored is brought to the next version by hashing it once more, whatever it is of: nobody is opened for
it, and what one organisation said in its own words, which is kept nowhere, goes along. Who has the key of one version
alone can guess at no hash of a later one. The keys of older versions stay needed, and only to hash.
"""

import hmac
from collections.abc import Mapping

from hub.people.master_keys import KeyVersions


class Lookup:
    """Hashes under the current version, and under those that rows may still have while keys are rotated."""

    def __init__(self, versions: KeyVersions) -> None:
        self.versions = versions
        self.current = versions.current
        self._keys = {version: key for version, key in sorted(versions.keys.items()) if version <= versions.current}
        self.older = tuple(version for version in self._keys if versions.oldest <= version < versions.current)
        """Versions of which rows may be left, the oldest first."""

    def hash(self, content: bytes, size: int | None = None) -> bytes:
        """The hash of a content under the current version, at most so many bytes of it."""
        return self._chained(content, self._keys, size)[-1]

    def hashes(self, content: bytes, size: int | None = None) -> dict[int, bytes]:
        """By version, under the current one and those of which rows may be left."""
        made = dict(zip(self._keys, self._chained(content, self._keys, size), strict=True))
        return {version: made[version] for version in (*self.older, self.current)}

    def first_hash(self, content: bytes) -> bytes:
        """What every hash of a content began with: under the first version."""
        return hmac.digest(next(iter(self._keys.values())), content, "sha256")

    def again(self, hashed: bytes, version: int, size: int | None = None) -> bytes:
        """A hash that was made under a version, under the current one."""
        later = {each: key for each, key in self._keys.items() if each > version}
        return self._chained(hashed, later, size)[-1] if later else hashed

    def _chained(self, content: bytes, keys: Mapping[int, bytes], size: int | None) -> list[bytes]:
        made: list[bytes] = []
        for key in keys.values():
            content = hmac.digest(key, content, "sha256")[:size]
            made.append(content)
        return made
