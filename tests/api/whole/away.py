"""What a whole hub does without: its disclosure log."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from tests.api.whole.conftest import Whole


@asynccontextmanager
async def without_the_log(whole: Whole) -> AsyncIterator[None]:
    """As if the log's table were gone."""
    connection = await asyncpg.connect(whole.owner_urls[0])
    try:
        await connection.execute("ALTER TABLE disclosure_line RENAME TO gone")
        yield
        await connection.execute("ALTER TABLE gone RENAME TO disclosure_line")
    finally:
        await connection.close()
