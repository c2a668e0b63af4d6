"""How somebody comes to a page: a code that works once, and the session it opens.

Both stand in PostgreSQL, hashed: any process that serves may give out the code, another take it, and a restart logs
nobody out. Whoever reads the table can log in with nothing of it.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from hub.clock import system_seconds

CODE_LASTS: Final = timedelta(minutes=10)
SESSION_LASTS: Final = timedelta(minutes=30)
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that are mistaken for each other."""
_GROUPS: Final = 4

_ISSUE: Final = """
WITH over AS (DELETE FROM page_code WHERE until <= $5)
INSERT INTO page_code (digest, organisation, professional, begins_at, issued_at, until) VALUES ($1, $2, $3, $4, $5, $6)
"""
_REDEEM: Final = """
WITH over AS (DELETE FROM page_session WHERE until <= $3),
     code AS (DELETE FROM page_code WHERE digest = $1 RETURNING *)
INSERT INTO page_session SELECT $2, organisation, professional, begins_at, issued_at, $4 FROM code WHERE until > $3
RETURNING organisation, professional, begins_at, issued_at
"""
"""One statement: of two who bring the same code at once, in whatever processes, one finds it."""
_SESSION: Final = """
SELECT organisation, professional, begins_at, issued_at FROM page_session WHERE digest = $1 AND until > $2
"""
_CLOSE: Final = "DELETE FROM page_session WHERE digest = $1"


class Login(NamedTuple):
    """What a code or a session stands for: a professional of an organisation, and the page to begin with."""

    organisation: str
    professional: str
    begins_at: str
    """The path of a page, such as ``/web/families/<reference>``."""
    issued_at: float
    """When the code was given out, in seconds since 1970: access that was revoked after that opens no page."""


class Logins:
    """Codes and sessions, each until its time has passed. Every call raises what asyncpg raises."""

    def __init__(self, pool: Any, now: Callable[[], float] = system_seconds) -> None:  # noqa: ANN401 - untyped driver
        self._pool = pool
        self._now = now

    async def issue(self, organisation: str, begins_at: str, *, professional: str) -> str:
        """A code for one login within ten minutes: four groups of five characters (99 bits)."""
        groups = ("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(_GROUPS))
        code, now = "-".join(groups), self._moment()
        await self._pool.execute(_ISSUE, _hashed(code), organisation, professional, begins_at, now, now + CODE_LASTS)
        return code

    async def redeem(self, code: str) -> tuple[str, Login] | None:
        """A new session for a code, and what it stands for; the code works no more. None for a code that does not."""
        session, now = secrets.token_urlsafe(32), self._moment()
        row = await self._pool.fetchrow(
            _REDEEM, _hashed(code.strip().lower()), _hashed(session), now, now + SESSION_LASTS
        )
        return None if row is None else (session, _login(row))

    async def session(self, session: str) -> Login | None:
        """What a session stands for, or None when it is over."""
        row = await self._pool.fetchrow(_SESSION, _hashed(session), self._moment())
        return None if row is None else _login(row)

    async def close(self, session: str) -> None:
        """End a session."""
        await self._pool.execute(_CLOSE, _hashed(session))

    def _moment(self) -> datetime:
        return datetime.fromtimestamp(self._now(), UTC)


def _login(row: Any) -> Login:  # noqa: ANN401 - untyped driver
    return Login(row["organisation"], row["professional"], row["begins_at"], row["issued_at"].timestamp())


def _hashed(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
