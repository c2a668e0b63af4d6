"""Rotating master keys while the hub runs: in batches, to be gone on with after a crash, without rewriting a fact.

Everything made under the older version is brought to the current one: wrapped keys by wrapping them anew, keyed hashes
by hashing them once more (hub/people/lookup.py). Nobody is opened for it.
"""

import asyncio
from collections.abc import Callable
from typing import Final

import asyncpg
import msgspec

from hub.people.errors import StillUsedError
from hub.people.key_ring import KeyRing
from hub.people.linkage.entries import Entries
from hub.people.linkage.rehashing import rehash_blocks
from hub.people.live_keys import EVERY, LiveMasterKeys
from hub.people.master_keys import SIZES, Rotated
from hub.people.person_table import count_older, rehash_marks

BATCH: Final = 1_000

Progress = Callable[[int, int], None]
"""Called with how many were brought along so far, and how many were left at the start."""


class Rotation(msgspec.Struct, frozen=True, kw_only=True):
    """What a rotation did."""

    purpose: str
    version: int
    """The version under which everything is made now."""
    keys: int = 0
    """Data keys that were wrapped anew."""
    marks: int = 0
    """Keyed hashes of persons that were hashed again."""
    rows: int = 0
    """Rows of linkage that were hashed again."""


class Rotator:
    """Rotates the keys of one hub, on pools of connections to both databases."""

    def __init__(
        self, pool: asyncpg.Pool, keys: KeyRing, live: LiveMasterKeys, *, batch: int = BATCH, settle: float = 2 * EVERY
    ) -> None:
        self._pool = pool
        self._keys = keys
        self._live = live
        self._batch = batch
        self._settle = settle

    async def rotate(self, purpose: Rotated, *, resume: bool, progress: Progress = lambda _, __: None) -> Rotation:
        """Make a new version of a key and bring everything to it; with `resume`, only go on with what was left.

        Raises:
            MasterKeysFixedError: the store of master keys is written by somebody else.
            MasterKeysChangedError: somebody else rotates at this moment.
            StillUsedError: an earlier rotation of the lookup key is not finished; go on with that first.
        """
        await self._live.refresh()
        versions = self._live.now.versions(purpose)
        if purpose == "lookup" and not resume and versions.oldest < versions.current:
            raise StillUsedError(purpose, versions.oldest)
        if not resume:
            versions = versions.with_another(SIZES[purpose]).with_latest()
            await self._live.replace(self._live.now.replaced(purpose, versions))
        await self._keys.check()
        if purpose == "wrapping":
            return await self._wrapping(progress)
        return await self._lookup(progress)

    async def retire(self, version: int) -> None:
        """Let go of a wrapping key under which nothing is wrapped any more. From then on nothing can be.

        Raises:
            StillUsedError: keys are wrapped under it, or it is the current one.
        """
        await self._keys.retire(version)
        versions = self._live.now.wrapping.without(version)
        await self._live.replace(self._live.now.replaced("wrapping", versions))

    async def _wrapping(self, progress: Progress) -> Rotation:
        """Until nothing is left: a process that did not know the new version may have wrapped some more meanwhile."""
        done, left = 0, await self._keys.outdated()
        while await self._keys.outdated():
            last = ""
            while moved := await self._keys.rewrap(last, self._batch):
                last = moved[-1]
                done += len(moved)
                progress(done, left)
        return Rotation(purpose="wrapping", version=self._live.now.wrapping.current, keys=done)

    async def _lookup(self, progress: Progress) -> Rotation:
        """First every process knows the new version: one that does not would miss who is moved, if only to read."""
        await asyncio.sleep(self._settle)
        lookup, entries, marks, rows = self._live.lookup, Entries(self._live), 0, 0
        left = await count_older(self._pool, lookup)
        while await count_older(self._pool, lookup):
            last = b""
            while moved := await rehash_marks(self._pool, lookup, last, self._batch):
                last = moved[-1]
                marks += len(moved)
                progress(marks, left)
        while count := await rehash_blocks(self._pool, entries, self._batch):
            rows += count
            progress(marks + rows, left)
        versions = self._live.now.lookup.from_current()
        await self._live.replace(self._live.now.replaced("lookup", versions))
        return Rotation(purpose="lookup", version=lookup.current, marks=marks, rows=rows)
