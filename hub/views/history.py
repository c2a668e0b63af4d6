"""Reading the facts about some persons again, on the connection that folds."""

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.ledger import store
from hub.ledger.circles import PERSON
from hub.ledger.mapper import FactRegistry
from hub.ledger.ports import StoredFact


class History:
    """The whole history of persons, in order."""

    def __init__(self, registry: FactRegistry) -> None:
        self._registry = registry

    async def about(self, connection: AsyncConnection, persons: Collection[str], *, until: int) -> list[StoredFact]:
        """Every fact about any of these persons up to a position, each once, in order. Raises ``UnknownFact``.

        Goes through the driver's own connection, since only ``hub.ledger`` knows the tables of the ledger.
        """
        if not persons:
            return []
        driver = (await connection.get_raw_connection()).driver_connection
        rows = await store.history(driver, dict.fromkeys((PERSON + person for person in persons), 0))
        return [
            StoredFact(row.position, self._registry.decode(row.type, row.data), tuple(row.tags))
            for row in rows
            if row.position <= until
        ]
