"""The connections on which views are folded and queried."""

from datetime import timedelta

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


def open_engine(
    dsn: str,
    *,
    pool_size: int = 8,
    statement_timeout: timedelta | None = None,
    application_name: str = "samenloop views",
) -> AsyncEngine:
    """An engine of at most ``pool_size`` connections; connects when first used, so it needs no running server.

    ``dsn`` is an ordinary ``postgresql://`` address, whatever asyncpg takes (``?host=/folder/of/socket``, ``sslmode``):
    the driver reads it itself. It must be of the primary, since consent is read through it (ARCHITECTURE.md 3).
    Dispose of the engine at the end: ``await engine.dispose()``.
    """
    settings = {"application_name": application_name, "jit": "off"}
    if statement_timeout is not None:
        settings["statement_timeout"] = str(max(1, round(statement_timeout.total_seconds() * 1000)))

    async def connect() -> asyncpg.Connection:
        return await asyncpg.connect(dsn, timeout=5, server_settings=settings)

    return create_async_engine(
        "postgresql+asyncpg://", async_creator=connect, pool_size=pool_size, max_overflow=0, pool_use_lifo=True
    )
