"""The key ring: a data key per person and per signal, wrapped in the second database, opened when needed."""

import os
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import asyncpg
import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.people.cache import BoundedCache
from hub.people.cipher import KEY_BYTES, NONCE_BYTES
from hub.people.errors import StillUsedError, UnreadableError, WrongMasterKeysError
from hub.people.live_keys import LiveMasterKeys
from hub.people.master_keys import MasterKeys

KEPT_OPEN = 20_000
KEPT_OPEN_FOR = 300.0
SWEPT_AFTER = timedelta(hours=1)
SWEPT_UNTIL = timedelta(days=8)
_SWEEP_PAGE = 5_000

_EXCHANGE = """
    WITH stored AS (
        INSERT INTO person_key (owner, wrapped, master_version)
        SELECT owner, wrapped, $3 FROM unnest($1::text[], $2::bytea[]) AS new (owner, wrapped)
    )
    SELECT owner, wrapped, master_version FROM person_key WHERE owner = ANY ($4::text[])"""
_WRAPPED = "SELECT owner, wrapped, master_version FROM person_key WHERE owner = ANY ($1::text[])"
_REMEMBER = """
    INSERT INTO master_key_check (purpose, version, fingerprint)
    SELECT * FROM unnest($1::text[], $2::smallint[], $3::bytea[]) ON CONFLICT DO NOTHING"""
_PAGE = """
    SELECT owner FROM person_key
    WHERE stored_at > now() - $1::interval AND stored_at <= now() - $2::interval AND owner > $3
    ORDER BY owner LIMIT $4"""

_FORGET_UNTIL = """
    INSERT INTO forgotten_until (position) VALUES ($1)
    ON CONFLICT (one) DO UPDATE SET position = greatest(forgotten_until.position, excluded.position)"""

_OUTDATED = "SELECT count(*) FROM person_key WHERE master_version <> $1"
_TO_REWRAP = """
    SELECT owner, wrapped, master_version FROM person_key
    WHERE master_version <> $1 AND owner > $2 ORDER BY owner LIMIT $3 FOR UPDATE SKIP LOCKED"""
_REWRAPPED = """
    UPDATE person_key AS k SET wrapped = new.wrapped, master_version = $3
    FROM unnest($1::text[], $2::bytea[]) AS new (owner, wrapped) WHERE k.owner = new.owner"""
_RETIRE = """
    UPDATE master_key_check SET retired = true
    WHERE purpose = 'wrapping' AND version = $1 AND NOT EXISTS (SELECT FROM person_key WHERE master_version = $1)"""
_RETIRED = "SM001"
"""What the database answers to keys that are wrapped under a version that was retired (deploy/sql/keys)."""


class NewKey(msgspec.Struct, frozen=True):
    """A data key that was made and is not stored yet: nothing may be stored that is sealed under it."""

    owner: str
    key: bytes

    def __repr__(self) -> str:
        return f"NewKey({self.owner})"


class KeyRing:
    """Data keys by owner (a pseudonym, or `signal:<id>`), on a pool of connections to the second database."""

    def __init__(
        self,
        pool: asyncpg.Pool,
        live: LiveMasterKeys | MasterKeys,
        *,
        kept_open: int = KEPT_OPEN,
        kept_open_for: float = KEPT_OPEN_FOR,
    ) -> None:
        self._pool = pool
        self._live = live if isinstance(live, LiveMasterKeys) else LiveMasterKeys(live)
        self._ciphers: dict[bytes, AESGCM] = {}
        self._open: BoundedCache[bytes] = BoundedCache(kept_open, kept_open_for)

    async def check(self) -> None:
        """Compare the master keys with those this database was filled with; remember those that it does not know.

        Call before serving, and after a rotation. Without this a lost and newly made file would split every person in
        two.

        Raises:
            WrongMasterKeysError: they differ.
        """
        own = self._live.now.fingerprints()
        purposes, versions, fingerprints = zip(*own, strict=True)
        await self._pool.execute(_REMEMBER, purposes, versions, fingerprints)
        rows = await self._pool.fetch("SELECT purpose, version, fingerprint FROM master_key_check")
        known = {(row["purpose"], row["version"]): row["fingerprint"] for row in rows}
        for purpose, version, fingerprint in own:
            if known[purpose, version] != fingerprint:
                raise WrongMasterKeysError(purpose, version)

    async def answer(self) -> None:
        """Whether the database of keys answers. Raises what asyncpg raises."""
        await self._pool.fetchval("SELECT 1")

    def make(self, owner: str) -> NewKey:
        """A new data key for an owner. Store it with `exchange` before anything that is sealed under it."""
        return NewKey(owner, os.urandom(KEY_BYTES))

    def wrapped(self, made: NewKey) -> bytes:
        """A new key as it is stored, under the current version; `exchange` stores it so."""
        return self._wrap(made.owner, made.key, self._live.now.wrapping.current)

    async def exchange(self, new: Sequence[NewKey], wanted: Sequence[str]) -> dict[str, bytes]:
        """Store new keys and open wanted ones, in one round trip; when it returns the new ones are committed.

        Gives the new keys and those of the wanted owners that exist; an owner that is missing in the answer was erased.

        Raises:
            UnreadableError: a wrapped key does not open under the master key.
        """
        opened = {owner: key for owner in wanted if (key := self._open.get(owner)) is not None}
        missing = [owner for owner in wanted if owner not in opened]
        if new or missing:
            opened |= await self._unwrapped(await self._stored(new, missing))
        opened.update((made.owner, made.key) for made in new)
        for owner, key in opened.items():
            self._open.put(owner, key)
        return opened

    async def open(self, owners: Sequence[str]) -> dict[str, bytes]:
        """The keys of those owners that have one. Raises as `exchange` does."""
        return await self.exchange((), owners)

    async def open_once(self, owners: Sequence[str]) -> dict[str, bytes]:
        """As `open`, for who goes through everybody: keys that were not open are not kept open. Raises as it does."""
        return await self._unwrapped(await self._pool.fetch(_WRAPPED, list(owners)))

    async def destroy(self, owners: Sequence[str]) -> None:
        """Delete keys: what is sealed under them is unreadable from now on, and within `kept_open_for` seconds in
        every other process.
        """
        for owner in owners:
            self._open.drop(owner)
        await self._pool.execute("DELETE FROM person_key WHERE owner = ANY ($1::text[])", list(owners))

    async def forgotten_until(self) -> int:
        """The position in the ledger up to which whoever it forgets has no key in this database."""
        return int(await self._pool.fetchval("SELECT coalesce(max(position), 0) FROM forgotten_until"))

    async def forget_until(self, position: int) -> None:
        """Remember that keys were destroyed up to this position; never less than before."""
        await self._pool.execute(_FORGET_UNTIL, position)

    async def sweep(
        self,
        in_use: Callable[[list[str]], Awaitable[set[str]]],
        *,
        after: timedelta = SWEPT_AFTER,
        until: timedelta = SWEPT_UNTIL,
    ) -> int:
        """Delete keys that nothing was ever sealed under, and give their number.

        `in_use` tells which of a page of owners exist in the first database. Only keys stored between `until` and
        `after` ago are looked at: a younger one may be about to be used, an older one was looked at before.
        """
        swept, last = 0, ""
        while page := [row["owner"] for row in await self._pool.fetch(_PAGE, until, after, last, _SWEEP_PAGE)]:
            last = page[-1]
            used = await in_use(page)
            orphans = [owner for owner in page if owner not in used]
            await self.destroy(orphans)
            swept += len(orphans)
        return swept

    # Rotation of the wrapping key.

    async def outdated(self) -> int:
        """How many keys are wrapped under another version than the current one."""
        return int(await self._pool.fetchval(_OUTDATED, self._live.now.wrapping.current))

    async def rewrap(self, after: str, most: int) -> list[str]:
        """Wrap the next keys of other versions under the current one, and give their owners, in order.

        Those that somebody is at work on are passed over.

        Raises:
            UnreadableError: a wrapped key does not open under the master key.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            current = self._live.now.wrapping.current
            opened = await self._unwrapped(await connection.fetch(_TO_REWRAP, current, after, most))
            wrapped = [self._wrap(owner, key, current) for owner, key in opened.items()]
            await connection.execute(_REWRAPPED, list(opened), wrapped, current)
        return list(opened)

    async def retire(self, version: int) -> None:
        """See to it that nothing is ever wrapped under a version again.

        Raises:
            StillUsedError: something is, or it is the current one.
        """
        current = self._live.now.wrapping.current
        if version == current or await self._pool.execute(_RETIRE, version) != "UPDATE 1":
            raise StillUsedError("wrapping", version)

    async def _stored(self, new: Sequence[NewKey], wanted: Sequence[str]) -> Sequence[asyncpg.Record]:
        """Store new keys and fetch wanted ones. A version that was retired meanwhile is known after another look."""
        for _ in range(2):
            current = self._live.now.wrapping.current
            wrapped = [self._wrap(made.owner, made.key, current) for made in new]
            try:
                rows: Sequence[asyncpg.Record] = await self._pool.fetch(
                    _EXCHANGE, [made.owner for made in new], wrapped, current, wanted
                )
            except asyncpg.PostgresError as refused:
                if refused.sqlstate != _RETIRED or not await self._live.refresh():
                    raise
            else:
                return rows
        raise UnreadableError(new[0].owner)

    def _wrap(self, owner: str, key: bytes, version: int) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher(self._live.now.wrapping.keys[version]).encrypt(nonce, key, owner.encode())

    async def _unwrapped(self, rows: Sequence[asyncpg.Record]) -> dict[str, bytes]:
        if any(row["master_version"] not in self._live.now.wrapping.keys for row in rows):
            await self._live.refresh()  # another process rotates
        return {row["owner"]: self._unwrap(row["owner"], row["wrapped"], row["master_version"]) for row in rows}

    def _unwrap(self, owner: str, wrapped: bytes, version: int) -> bytes:
        key = self._live.now.wrapping.keys.get(version)
        if key is None:
            raise UnreadableError(owner)
        try:
            return self._cipher(key).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], owner.encode())
        except InvalidTag:
            raise UnreadableError(owner) from None

    def _cipher(self, key: bytes) -> AESGCM:
        known = self._ciphers.get(key)
        if known is None:
            known = self._ciphers[key] = AESGCM(key)
        return known
