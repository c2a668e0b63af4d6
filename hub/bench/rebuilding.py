"""The figure ``rebuild``: folding every view anew, on families of its own so that no other figure decides it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

import asyncpg

from hub.bench.place import Place, open_place
from hub.domain.facts import ALL_FACTS
from hub.ledger.mapper import FactRegistry
from hub.ledger.news import News
from hub.ledger.reader import LedgerReader
from hub.views.database import open_engine
from hub.views.projector import Projector
from hub.views.rebuild import rebuild

REBUILT: Final = 5_000
"""Families at most, of twenty facts: five pages, each of all of them."""


@asynccontextmanager
async def folded_families(families: int) -> AsyncIterator[tuple[Place, Callable[[], Awaitable[float]]]]:
    """A place with so many families whose views are up to date, and what rebuilds them: facts folded per second.

    Raises ``EmbeddedError`` with what to do about it.
    """
    async with AsyncExitStack() as stack:
        empty = await asyncio.to_thread(stack.enter_context, open_place())
        place = await empty.fill(families, lambda _: None)
        pool = await stack.enter_async_context(
            asyncpg.create_pool(place.addresses.database_url, min_size=1, max_size=2)
        )
        engine = open_engine(place.addresses.database_url, pool_size=4)
        stack.push_async_callback(engine.dispose)
        registry = FactRegistry(ALL_FACTS)
        reader = LedgerReader(pool, registry)
        await Projector(engine, reader, registry, News(), page=20_000).catch_up()

        async def measured() -> float:
            report = await rebuild(engine, reader, registry)
            if not report.equal:
                raise ValueError(f"the views differ from what is folded: {report.differences}")
            return report.facts / report.seconds

        yield place, measured
