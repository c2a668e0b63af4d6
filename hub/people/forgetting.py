"""Forgetting persons and contents: what finds them and what is sealed goes, then the keys, so also out of backups."""

from collections.abc import Sequence

import asyncpg

from hub.people import person_table
from hub.people.births import Births
from hub.people.cipher import unseal
from hub.people.identity import Identity, from_bytes
from hub.people.key_ring import KeyRing
from hub.people.linkage.matcher import Matcher
from hub.people.preparation import SIGNAL_OWNER


class Forgetting:
    """Forgets owners of data keys: pseudonyms, and `signal:<id>` for the words about a thing."""

    def __init__(self, pool: asyncpg.Pool, keys: KeyRing, matcher: Matcher, births: Births) -> None:
        self._pool = pool
        self._keys = keys
        self._matcher = matcher
        self._births = births

    async def let_go(self, connection: asyncpg.Connection, owners: Sequence[str]) -> None:
        """Delete who these owners are, and the contents among them, in the transaction that decides to forget them.

        No statement finds them from then on, so whoever is stated again is somebody new. Their keys are destroyed
        afterwards, by `destroy`.

        Raises:
            UnreadableError: a stored identity was tampered with.
        """
        persons, signals = _persons_and_signals(owners)
        for person, identity in (await self._identities(connection, persons)).items():
            await self._matcher.leave(connection, person, identity)
            self._births.forget(person)
        await person_table.delete(connection, persons, signals)

    async def destroy(self, owners: Sequence[str]) -> None:
        """Destroy the keys of owners whom a fact forgets, and whatever a restored backup brought back of them.

        Asked again it changes nothing. What finds somebody goes first: the rows of linkage, which are made from the
        persons of a restored backup too, can be told only while the identity opens.

        Raises:
            UnreadableError: a stored identity was tampered with.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            await self.let_go(connection, owners)
        await self._keys.destroy(owners)

    async def forget_contents(self, signals: Sequence[str]) -> None:
        """Forget what is kept under these identifiers: unreadable from now on, here, and soon in every process.

        Asked again, or of what was never kept, it changes nothing.
        """
        await self.destroy([SIGNAL_OWNER + signal for signal in signals])

    async def forgotten_until(self) -> int:
        """The position in the ledger up to which the database of keys was erased."""
        return await self._keys.forgotten_until()

    async def forget_until(self, position: int) -> None:
        """Remember that it was erased up to this position."""
        await self._keys.forget_until(position)

    async def in_use(self, owners: Sequence[str]) -> set[str]:
        """Which of these owners have something sealed."""
        return await person_table.existing(self._pool, *_persons_and_signals(owners))

    async def _identities(self, connection: asyncpg.Connection, persons: Sequence[str]) -> dict[str, Identity]:
        stored = await person_table.identities(connection, persons) if persons else []
        keys = await self._keys.open([each.pseudonym for each in stored])
        return {
            each.pseudonym: from_bytes(unseal(keys[each.pseudonym], each.pseudonym, each.sealed))
            for each in stored
            if each.pseudonym in keys
        }


def _persons_and_signals(owners: Sequence[str]) -> tuple[list[str], list[str]]:
    persons = [owner for owner in owners if not owner.startswith(SIGNAL_OWNER)]
    return persons, [owner.removeprefix(SIGNAL_OWNER) for owner in owners if owner.startswith(SIGNAL_OWNER)]
