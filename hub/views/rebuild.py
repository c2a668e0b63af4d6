"""Folding every view anew from the first fact, and proving that the live ones are equal, byte for byte.

The hub may serve meanwhile. The rebuilt tables stand in a schema of their own; they are brought to exactly the position
of the live ones, which stand still while the two are compared and what differs is put right, in one transaction.
"""

import asyncio
import contextlib
import gc
from collections.abc import Callable, Iterator

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from hub.clock import monotonic_seconds
from hub.ledger.mapper import FactRegistry
from hub.ledger.news import News
from hub.ledger.ports import StoredFact
from hub.ledger.reader import LedgerReader
from hub.views.comparison import count_differences, empty, put_right
from hub.views.projection import Projection
from hub.views.projector import Projector
from hub.views.statements import lock_position, read_position
from hub.views.tables import REBUILD_SCHEMA, VIEWS

ONE_REBUILD = 0x52454255

Progress = Callable[[int, int], None]
"""Called with the position reached and the position aimed at."""


class RebuildReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a rebuild found."""

    position: int
    """The position at which live and rebuilt views were compared."""
    facts: int
    """How many facts were folded anew."""
    seconds: float
    """How long folding them took (system clock), without the comparison."""
    differences: dict[str, int]
    """Rows that differed, by table. They have been put right."""

    @property
    def equal(self) -> bool:
        """The live views were what the ledger says, byte for byte."""
        return not any(self.differences.values())


async def rebuild(
    engine: AsyncEngine,
    reader: LedgerReader,
    registry: FactRegistry,
    *,
    progress: Progress | None = None,
    page: int = 20_000,
) -> RebuildReport:
    """Rebuild all views, compare, put right what differs, and fold on to the end of the ledger.

    Needs three connections, of an engine without a statement time-out; ``page`` facts are in memory at a time, with
    their families. A second rebuild waits for the first. Live views that were dropped (no rows and no position) are
    simply folded again. Raises what the database raises; the live views are then as they were.
    """
    async with engine.connect() as live, engine.connect() as shadow:
        await live.execute(select(func.pg_advisory_lock(ONE_REBUILD)))
        await live.commit()
        try:
            report = await _Rebuild(reader, registry, live, shadow, page, progress).run()
        finally:
            await live.rollback()
            await live.execute(select(func.pg_advisory_unlock(ONE_REBUILD)))
            await live.commit()
    await Projector(engine, reader, registry, News(), page=page).catch_up()
    return report


class _Rebuild:
    def __init__(
        self,
        reader: LedgerReader,
        registry: FactRegistry,
        live: AsyncConnection,
        shadow: AsyncConnection,
        page: int,
        progress: Progress | None,
    ) -> None:
        self._reader = reader
        self._projection = Projection(registry)
        self._live = live
        self._shadow = shadow
        self._page = page
        self._progress = progress
        self._position = 0
        self._facts = 0
        self._seconds = 0.0

    async def run(self) -> RebuildReport:
        await empty(self._shadow)
        await self._shadow.commit()
        await self._shadow.execution_options(schema_translate_map={None: REBUILD_SCHEMA})
        target = await read_position(self._live)
        await self._live.commit()
        await self._fold_until(target)
        async with self._live.begin():
            target = await lock_position(self._live)
            await self._fold_until(target)
            differences = {table.name: await count_differences(self._live, table) for table in VIEWS}
            for table in VIEWS:
                if differences[table.name]:
                    await put_right(self._live, table)
        await empty(self._shadow)
        await self._shadow.commit()
        return RebuildReport(position=target, facts=self._facts, seconds=self._seconds, differences=differences)

    async def _fold_until(self, target: int) -> None:
        """Fold up to exactly this position; the next page is read while this one is folded."""
        begun = monotonic_seconds()
        with _no_search_for_cycles():
            await self._fold_pages(target)
        self._seconds += monotonic_seconds() - begun

    async def _fold_pages(self, target: int) -> None:
        page = await self._read(self._position, target)
        while page:
            reading = asyncio.create_task(self._read(page[-1].position, target))
            try:
                self._position = await self._projection.apply(self._shadow, self._position, page)
            finally:
                following = await reading
            self._facts += len(page)
            page = following
            if self._progress is not None:
                self._progress(self._position, target)

    async def _read(self, after: int, target: int) -> list[StoredFact]:
        page = await self._reader.page(after, self._page) if after < target else []
        return [stored for stored in page if stored.position <= target]


@contextlib.contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Facts and states hold no reference cycles, and looking for some takes 40% of the time of a rebuild."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
