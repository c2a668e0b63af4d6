"""Erasing: destroys the keys of whom the ledger forgets, however often it is interrupted (DOMAIN.md 12).

That somebody is forgotten is a fact first, and what was sealed for them is deleted in its transaction. Then their key
is destroyed, and then that is a fact too. Whatever a crash leaves unfinished stands in the view of what is forgotten,
and the next worker takes it up. A database of keys that was restored from a backup says itself up to where it was
erased; what the ledger forgot after that is destroyed again before the hub serves, and so is whatever stands among the
tombstones, for a ledger that was itself restored to before an erasure.
"""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Final, Protocol

import msgspec

from hub.domain.facts import Fact, KeysDestroyed
from hub.domain.organisations import OPERATOR
from hub.domain.slices.base import HubSlice, Situation
from hub.ledger.ports import Command, Outcome
from hub.rounds import rounds

AT_ONCE: Final = 500
PAUSE: Final = 1.0
"""Seconds between two looks."""


class Forgotten(Protocol):
    """An owner of a key that a fact forgets, and the position of that fact."""

    @property
    def owner(self) -> str:
        """A pseudonym, or ``signal:<id>``."""

    @property
    def position(self) -> int:
        """In the ledger."""


class Forgetting(Protocol):
    """The view of what is forgotten."""

    async def to_forget(self, limit: int) -> Sequence[Forgotten]:
        """Whose keys are not destroyed yet, in the order in which they were forgotten."""

    async def forgotten_after(self, position: int, limit: int) -> Sequence[Forgotten]:
        """Whoever was forgotten after a position, in order, done or not."""


class Keys(Protocol):
    """What destroys keys."""

    async def destroy(self, owners: Sequence[str]) -> None:
        """Destroy these keys and what is left of what they sealed."""

    async def forgotten_until(self) -> int:
        """Up to where the database of keys was erased."""

    async def forget_until(self, position: int) -> None:
        """Remember that it was erased up to here."""


class Tombstones(Protocol):
    """The file of whose keys were destroyed."""

    def add(self, owners: Sequence[str]) -> None:
        """Add these; they are on disk when this returns."""

    def pages(self) -> Iterator[list[str]]:
        """All of them, so many at a time."""


class Writer(Protocol):
    """The ledger's writer."""

    async def submit(self, command: Command) -> Outcome:
        """Decide and store one command."""


class Destroyed(msgspec.Struct, frozen=True, kw_only=True):
    """The command (``hub.ledger.ports.Command``) that says that a key is destroyed, once."""

    owner: str
    organisation: str = OPERATOR
    subjects: tuple[()] = ()
    persons: tuple[()] = ()
    handles: tuple[()] = ()

    @property
    def key(self) -> str:
        """A key is destroyed once, however many workers do it."""
        return f"forgotten:{self.owner}"

    def canonical(self) -> bytes:
        """Constant: whatever else is in here follows from the identifier."""
        return b"forgotten"

    def slice(self, situation: Situation) -> HubSlice:
        """The decision this becomes."""
        return RecordDestroyed(situation, self.owner)

    def sealed(self, _: Situation) -> Sequence[object]:
        """It brings no content."""
        return ()

    def recall(self, _: Sequence[Fact]) -> None:
        """Nothing is answered."""


class RecordDestroyed(HubSlice):
    """Record that the key of somebody who was forgotten is destroyed."""

    def __init__(self, situation: Situation, owner: str) -> None:
        super().__init__(situation, situation.policy, OPERATOR)
        self.owner = owner

    def execute(self) -> None:
        """Never refuses."""
        self.record(KeysDestroyed(recorded_at=self.now, owner=self.owner))


class Erasing:
    """Destroys what waits to be destroyed. Any number of workers may; a repeat changes nothing."""

    def __init__(self, view: Forgetting, keys: Keys, writer: Writer, tombstones: Tombstones) -> None:
        self._view = view
        self._keys = keys
        self._writer = writer
        self._tombstones = tombstones

    async def begin(self) -> None:
        """Destroy again whatever restored backups brought back, of the keys or of both databases.

        Call it before the hub serves. Raises what the databases and the file of tombstones raise.
        """
        for page in self._tombstones.pages():
            await self._keys.destroy(page)
        await self.put_right()

    async def put_right(self) -> int:
        """Destroy again whatever a restored backup of the keys brought back; how many owners were looked at.

        Raises what the databases raise.
        """
        done, until = 0, await self._keys.forgotten_until()
        while page := await self._view.forgotten_after(until, AT_ONCE):
            await self._keys.destroy([each.owner for each in page])
            until = page[-1].position
            done += len(page)
            await self._keys.forget_until(until)
        return done

    async def run_due(self) -> int:
        """Destroy what waits now, and record it; how many keys. Raises what the databases or the ledger raise."""
        page = await self._view.to_forget(AT_ONCE)
        if page:
            owners = [each.owner for each in page]
            await asyncio.to_thread(self._tombstones.add, owners)
            await self._keys.destroy(owners)
            await asyncio.gather(*(self._writer.submit(Destroyed(owner=each.owner)) for each in page))
            await self.put_right()
        return len(page)

    async def run(self) -> None:
        """Until cancelled; a database that cannot be reached is tried again."""
        await rounds("erasing", self.run_due, PAUSE)
