"""How far the relay is, in PostgreSQL, and whose turn it is to relay."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import asyncpg

from hub.outbound.errors import TurnLost

ANEW: Final = -1
"""The position that asks for an empty stream and everything again."""

_LOCK: Final = 0x52454C41
_TAKE = "SELECT pg_try_advisory_lock($1, hashtext($2))"
_ENTER = "INSERT INTO relay_position (stream, position, stream_sequence) VALUES ($1, 0, 0) ON CONFLICT DO NOTHING"
_LOAD = "SELECT position, stream_sequence FROM relay_position WHERE stream = $1"
_SAVE = """
UPDATE relay_position SET position = $3, stream_sequence = $4, saved_at = now()
WHERE stream = $1 AND position = $2
"""
_START_OVER = """
INSERT INTO relay_position (stream, position, stream_sequence) VALUES ($1, -1, 0)
ON CONFLICT (stream) DO UPDATE SET position = -1, stream_sequence = 0, saved_at = now()
"""

_SESSION: Final = {
    "application_name": "samenloop relay",
    # A position lost with the machine costs repeats, which everybody bears; waiting for the disk at each page does not.
    "synchronous_commit": "off",
    # A relay that was suspended, or whose machine is gone, gives its turn up.
    "idle_session_timeout": "60s",
    "statement_timeout": "15s",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}


class Turn:
    """The right to relay, as long as one database session lives. Position and right stand and fall together."""

    def __init__(self, connection: asyncpg.Connection, stream: str) -> None:
        self._connection = connection
        self._stream = stream
        self.position = 0
        """Every fact up to here is in the stream; ``ANEW`` when the stream is to be made anew."""
        self.sequence = 0
        """The highest sequence that the stream acknowledged."""

    async def load(self) -> None:
        """Read the position, which begins at 0."""
        await self._connection.execute(_ENTER, self._stream)
        self.position, self.sequence = await self._connection.fetchrow(_LOAD, self._stream)

    async def save(self, position: int, sequence: int) -> None:
        """Set the position. Raises ``TurnLost`` when somebody else moved it since it was read."""
        done = await self._connection.execute(_SAVE, self._stream, self.position, position, sequence)
        if done != "UPDATE 1":
            raise TurnLost("the position was moved by another")
        self.position, self.sequence = position, sequence

    async def confirm(self) -> None:
        """Raises ``TurnLost`` when the position was moved, an asyncpg error when the session is gone."""
        position, _ = await self._connection.fetchrow(_LOAD, self._stream)
        if position != self.position:
            raise TurnLost("the position was moved by another")


class Turns:
    """Hands out turns for one stream, one at a time over all processes, as the application role.

    A turn is an advisory lock of the session; it ends with the session, however the process ends. So the address must
    be PostgreSQL's own, not that of a pooler that shares sessions.
    """

    def __init__(self, dsn: str, stream: str) -> None:
        self._dsn = dsn
        self._stream = stream

    @asynccontextmanager
    async def take(self) -> AsyncIterator[Turn | None]:
        """A turn with its position read, or None when another process has it. Raises what asyncpg raises."""
        async with self._session() as connection:
            if await connection.fetchval(_TAKE, _LOCK, self._stream):
                turn = Turn(connection, self._stream)
                await turn.load()
                yield turn
            else:
                yield None

    async def position(self) -> int:
        """The position as saved; 0 when nothing was. Raises what asyncpg raises."""
        async with self._session() as connection:
            record = await connection.fetchrow(_LOAD, self._stream)
            return record["position"] if record else 0

    async def start_over(self) -> None:
        """Ask whoever has the turn, or gets it next, for everything again. Raises what asyncpg raises."""
        async with self._session() as connection:
            await connection.execute("SET synchronous_commit = on")
            await connection.execute(_START_OVER, self._stream)

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[asyncpg.Connection]:
        connection = await asyncpg.connect(self._dsn, timeout=5, command_timeout=20, server_settings=_SESSION)
        try:
            yield connection
        finally:
            await _close(connection)


async def _close(connection: asyncpg.Connection) -> None:
    """Politely, or else at once: a turn must not be held by somebody who left."""
    try:
        await asyncio.wait_for(connection.close(), 2)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError):
        connection.terminate()
