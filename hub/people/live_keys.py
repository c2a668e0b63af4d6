"""The master keys as a running process knows them: read again from their store, so that a rotation needs no restart."""

import asyncio
import logging
from typing import Final

from hub.people.errors import MasterKeysMissingError, MasterKeysUnusableError
from hub.people.key_stores import MasterKeyStore
from hub.people.lookup import Lookup
from hub.people.master_keys import MasterKeys

log = logging.getLogger(__name__)

EVERY: Final = 5.0
"""Seconds between two looks into the store; a key that is needed and not known is looked for at once."""


class LiveMasterKeys:
    """The keys of now. Without a store they stay as they are."""

    def __init__(self, keys: MasterKeys, store: MasterKeyStore | None = None) -> None:
        self.now = keys
        self._store = store
        self._lookup: Lookup | None = None

    @classmethod
    def of(cls, store: MasterKeyStore) -> "LiveMasterKeys":
        """Those that are in a store. Raises as `MasterKeyStore.load`."""
        return cls(store.load(), store)

    @property
    def lookup(self) -> Lookup:
        """The keyed hashes under the keys of now."""
        if self._lookup is None or self._lookup.versions is not self.now.lookup:
            self._lookup = Lookup(self.now.lookup)
        return self._lookup

    async def refresh(self) -> bool:
        """Read the store again; whether there are other keys now. Raises as `MasterKeyStore.load`."""
        if self._store is None:
            return False
        read = await asyncio.to_thread(self._store.load)
        changed, self.now = read != self.now, read
        return changed

    async def replace(self, after: MasterKeys) -> None:
        """Keep other keys in the store, and know them here. Raises as `MasterKeyStore.replace`."""
        if self._store is not None:
            await asyncio.to_thread(self._store.replace, self.now, after)
        self.now = after

    async def run(self) -> None:
        """Look again and again, until cancelled. A store that cannot be read now leaves the keys as they are."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                if await self.refresh():
                    log.info("master-keys-changed")
            except (MasterKeysMissingError, MasterKeysUnusableError) as failed:
                log.warning("master-keys-delayed error=%s", type(failed).__name__)
