"""The writer's own connection, with every time-out that keeps one stuck writer from holding up the others."""

from dataclasses import dataclass

import asyncpg

DATABASE_ERRORS: tuple[type[Exception], ...] = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)
"""What spoils a whole batch, as against a command that fails alone."""

_LASTING = (
    asyncpg.DataError,
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.SyntaxOrAccessError,
    asyncpg.FeatureNotSupportedError,
    ValueError,  # asyncpg's own error for an argument that it cannot encode is an InterfaceError and this
)


def may_pass(error: Exception) -> bool:
    """Whether a second try may succeed: after a lost connection, a time-out, a server that went down."""
    return isinstance(error, DATABASE_ERRORS) and not isinstance(error, _LASTING)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """In seconds. A writer that hangs while it holds the lock loses it after ``idle`` (its session is ended)."""

    connect: float = 5.0
    lock: float = 10.0
    """How long a batch waits for the lock."""
    idle: float = 2.0
    """How long a transaction may wait for its writer."""
    statement: float = 15.0
    answer: float = 20.0
    """How long the writer waits for an answer of the server before it gives the connection up."""


def _milliseconds(seconds: float) -> str:
    return str(max(1, round(seconds * 1000)))


def writer_settings(timeouts: Timeouts) -> dict[str, str]:
    """Session settings. The planner ones keep to index look-ups, whatever size a table had when a plan was made."""
    return {
        "application_name": "samenloop ledger writer",
        "default_transaction_isolation": "read committed",
        "lock_timeout": _milliseconds(timeouts.lock),
        "statement_timeout": _milliseconds(timeouts.statement),
        "idle_in_transaction_session_timeout": _milliseconds(timeouts.idle),
        "tcp_keepalives_idle": "5",
        "tcp_keepalives_interval": "2",
        "tcp_keepalives_count": "3",
        "enable_seqscan": "off",
        "enable_hashjoin": "off",
        "enable_mergejoin": "off",
        "jit": "off",
    }


async def connect_writer(dsn: str, timeouts: Timeouts) -> asyncpg.Connection:
    """A connection for appending. Raises what asyncpg raises."""
    return await asyncpg.connect(
        dsn, timeout=timeouts.connect, command_timeout=timeouts.answer, server_settings=writer_settings(timeouts)
    )
