"""How somebody comes to a page: a code that works once, and the session it opens. Kept in memory only."""

import hashlib
import secrets
from collections.abc import Callable
from typing import Final, NamedTuple

from hub.clock import monotonic_seconds, system_seconds

CODE_SECONDS: Final = 600.0
SESSION_SECONDS: Final = 1800.0
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that are mistaken for each other."""
_GROUPS: Final = 4


class Login(NamedTuple):
    """What a code or a session stands for: a professional of an organisation, and the page to begin with."""

    organisation: str
    professional: str
    begins_at: str
    """The path of a page, such as ``/web/families/<reference>``."""
    issued_at: float
    """When the code was given out, in seconds since 1970: access that was revoked after that opens no page."""


class Logins:
    """Codes and sessions, each until its time has passed; hashed, so that a memory dump opens nothing."""

    def __init__(self, now: Callable[[], float] = monotonic_seconds) -> None:
        self._now = now
        self._codes: dict[bytes, tuple[float, Login]] = {}
        self._sessions: dict[bytes, tuple[float, Login]] = {}

    def issue(self, organisation: str, begins_at: str, *, professional: str) -> str:
        """A code for one login within ten minutes: four groups of five characters (99 bits)."""
        groups = ("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(_GROUPS))
        code = "-".join(groups)
        login = Login(organisation, professional, begins_at, system_seconds())
        _keep(self._codes, code, self._now() + CODE_SECONDS, login, self._now())
        return code

    def redeem(self, code: str) -> tuple[str, Login] | None:
        """A new session for a code, and what it stands for; the code works no more. None for a code that does not."""
        known = self._codes.pop(_hashed(code.strip().lower()), None)
        if known is None or known[0] <= self._now():
            return None
        session = secrets.token_urlsafe(32)
        _keep(self._sessions, session, self._now() + SESSION_SECONDS, known[1], self._now())
        return session, known[1]

    def session(self, session: str) -> Login | None:
        """What a session stands for, or None when it is over."""
        known = self._sessions.get(_hashed(session))
        return known[1] if known is not None and known[0] > self._now() else None

    def close(self, session: str) -> None:
        """End a session."""
        self._sessions.pop(_hashed(session), None)


def _keep(kept: dict[bytes, tuple[float, Login]], secret: str, until: float, login: Login, now: float) -> None:
    for over in [digest for digest, (end, _) in kept.items() if end <= now]:
        del kept[over]
    kept[_hashed(secret)] = (until, login)


def _hashed(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
