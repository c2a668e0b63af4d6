"""Reading the ledger in order: in pages, or what is about some persons."""

from collections.abc import Collection

import asyncpg

from hub.ledger import store
from hub.ledger.circles import PERSON
from hub.ledger.mapper import FactRegistry
from hub.ledger.ports import StoredFact

_PAGE = "SELECT id, type, data, tags FROM samenloop_events_tt_main WHERE id > $1 ORDER BY id LIMIT $2"
_HEAD = "SELECT coalesce(max(id), 0) FROM samenloop_events_tt_main"


class LedgerReader:
    """Reads facts through a pool. Positions rise in the order of commits, so a page never hides a later arrival."""

    def __init__(self, pool: asyncpg.Pool, registry: FactRegistry) -> None:
        self._pool = pool
        self._registry = registry

    async def head(self) -> int:
        """The position of the last fact, 0 when there is none."""
        position: int = await self._pool.fetchval(_HEAD)
        return position

    async def page(self, after: int, limit: int) -> list[StoredFact]:
        """The next facts after a position, at most ``limit``, in order. Raises ``UnknownFact``."""
        records = await self._pool.fetch(_PAGE, after, limit)
        return [
            StoredFact(record["id"], self._registry.decode(record["type"], record["data"]), tuple(record["tags"]))
            for record in records
        ]

    async def about(self, persons: Collection[str]) -> list[StoredFact]:
        """Every fact about one of these persons (pseudonyms), once and in order. Raises ``UnknownFact``."""
        rows = await store.history(self._pool, {PERSON + person: 0 for person in persons})
        decode = self._registry.decode
        return [StoredFact(row.position, decode(row.type, row.data), tuple(row.tags)) for row in rows]
