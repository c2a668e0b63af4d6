"""Numbers 1, 2, 3 within each organisation, so that no number counts what others have (ARCHITECTURE.md 2)."""

from collections.abc import Collection

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.views.statements import last_numbers


class Numbers:
    """Hands out the next number of each organisation, in the order asked, without gaps."""

    def __init__(self, last: dict[str, int]) -> None:
        self._last = last

    @classmethod
    async def of(
        cls, connection: AsyncConnection, table: Table, group: str, organisations: Collection[str]
    ) -> "Numbers":
        """As the table left off; ``group`` is its column that names the organisation."""
        return cls(dict(await last_numbers(connection, table, group, organisations)))

    def next(self, organisation: str) -> int:
        """One more than the last."""
        number = self._last[organisation] = self._last.get(organisation, 0) + 1
        return number
