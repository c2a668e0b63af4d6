"""A ledger that facts are appended to as they come, and the views folded from it."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from hub.domain.facts import ALL_FACTS
from hub.ledger.mapper import FactMapper, FactRegistry
from hub.ledger.reader import LedgerReader
from hub.ledger.recorder import LedgerRecorder
from hub.views.database import open_engine
from tests.conftest import Databases
from tests.views.given import Shelf

REGISTRY = FactRegistry(ALL_FACTS)


@pytest.fixture
async def engine(database: Databases) -> AsyncIterator[AsyncEngine]:
    """An engine of the application role."""
    engine = open_engine(database.app_url, pool_size=6)
    yield engine
    await engine.dispose()


@pytest.fixture
async def shelf(database: Databases, engine: AsyncEngine) -> AsyncIterator[Shelf]:
    """An empty ledger with its views."""
    pool = await asyncpg.create_pool(database.app_url, min_size=1, max_size=3)
    recorder = LedgerRecorder(pool)
    yield Shelf(database, engine, recorder, FactMapper(REGISTRY), LedgerReader(pool, REGISTRY))
    await pool.close()
