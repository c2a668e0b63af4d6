"""Who calls: a bearer token, verified by the issuer's public keys, becomes a ``Caller``.

Everything under ``/v1`` needs one, unless ``PUBLIC`` names it: a new endpoint is closed until somebody opens it.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final, NamedTuple, Protocol

import jwt
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.api.metrics import Metrics
from hub.api.problems import Problem
from hub.api.version import BASE_PATH
from hub.clock import system_seconds

log = logging.getLogger("hub.api")

PUBLIC: Final = frozenset({("GET", f"{BASE_PATH}/openapi.json"), ("HEAD", f"{BASE_PATH}/openapi.json")})
ALGORITHMS: Final = ("RS256", "PS256")
LEEWAY: Final = 5
"""Seconds that the issuer's clock may be ahead of ours. An expired token gets none."""
_TYPES: Final = frozenset({"at+jwt", "application/at+jwt", "jwt"})
_REQUIRED: Final = ("iss", "exp", "iat", "jti", "aud")
_MAX_TOKEN: Final = 8192


@dataclass(frozen=True, slots=True)
class Caller:
    """The organisation behind a request, as its token says it; moments in seconds since 1970 (UTC).

    What it may do is not in the token: the register says so, at every request (``hub.api.door``).
    """

    organisation: str
    token_id: str
    issued_at: float
    expires_at: float
    professional: str | None = None
    """The professional (meldingsbevoegde) for whom the token was issued, by the organisation's own identifier."""


class Keys(Protocol):
    """The public keys of the issuer whom this hub trusts."""

    def key(self, key_id: str) -> jwt.PyJWK | None:
        """The key with this id, or None when the issuer has no such key. Never waits for a network."""
        ...

    async def renew(self) -> bool:
        """Look whether the issuer has other keys by now; False where that makes no difference."""
        ...


class Claims(NamedTuple):
    """In which claims of a token organisation and professional stand. None: as RFC 9068 and the NL GOV profile say."""

    organisation: str | None = None
    professional: str = "sub"


class Tokens:
    """Verifies access tokens. A verified one is remembered until it expires: RS256 costs over 100 microseconds."""

    def __init__(
        self,
        keys: Keys,
        issuer: str,
        audience: str,
        *,
        claims: Claims = Claims(),  # noqa: B008 - immutable
        now: Callable[[], float] = system_seconds,
        remembered: int = 10_000,
    ) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._named = claims
        self._now = now
        self._remembered = remembered
        self._callers: dict[bytes, tuple[str, Caller]] = {}
        """By a digest of the token: the key it was signed with, and whom it names."""

    async def admit(self, token: str) -> Caller:
        """As ``verify``; a token under a key that is not known yet makes the keys be looked up once more."""
        try:
            return self.verify(token)
        except Problem as refused:
            if refused.code != "token-invalid" or not self._under_new_key(token) or not await self._keys.renew():
                raise
        return self.verify(token)

    def _under_new_key(self, token: str) -> bool:
        try:
            return self._keys.key(str(jwt.get_unverified_header(token).get("kid", ""))) is None
        except (jwt.PyJWTError, ValueError, RecursionError):
            return False

    def verify(self, token: str) -> Caller:
        """The caller whom this token names.

        Raises Problem: ``token-invalid`` (signature, algorithm, key, issuer, audience or a missing claim) or
        ``token-expired``. Whether it was revoked, the door says.
        """
        if len(token) > _MAX_TOKEN:
            raise Problem("token-invalid")
        digest = hashlib.sha256(token.encode()).digest()  # so that a memory dump holds no tokens
        key_id, caller = self._callers.get(digest) or self._decode(token)
        if self._keys.key(key_id) is None:  # remembered from before its key was withdrawn
            raise Problem("token-invalid")
        self.check(caller)
        if digest not in self._callers:
            self._remember(digest, key_id, caller)
        return caller

    def check(self, caller: Caller) -> None:
        """Raise ``token-expired`` when this caller's token counts no longer (long streams ask)."""
        if caller.expires_at <= self._now():
            raise Problem("token-expired")

    def _remember(self, digest: bytes, key_id: str, caller: Caller) -> None:
        if len(self._callers) >= self._remembered:
            now = self._now()
            self._callers = {known: one for known, one in self._callers.items() if one[1].expires_at > now}
        while len(self._callers) >= self._remembered:
            del self._callers[next(iter(self._callers))]
        self._callers[digest] = key_id, caller

    def _decode(self, token: str) -> tuple[str, Caller]:
        try:
            header = jwt.get_unverified_header(token)
            key_id = str(header.get("kid", ""))
            return key_id, _caller(self._claims(token, header, key_id), self._named)
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise Problem("token-invalid") from error

    def _claims(self, token: str, header: Mapping[str, Any], key_id: str) -> dict[str, Any]:
        key = self._keys.key(key_id)
        if key is None or header.get("alg") not in ALGORITHMS or str(header.get("typ", "jwt")).lower() not in _TYPES:
            raise ValueError("key, algorithm or type of the token")
        # The times are compared below, with our own clock.
        options: Any = {"require": list(_REQUIRED), "verify_exp": False, "verify_iat": False, "verify_nbf": False}
        claims: dict[str, Any] = jwt.decode(
            token, key.key, list(ALGORITHMS), options, audience=self._audience, issuer=self._issuer
        )
        if max(_seconds(claims["iat"]), _seconds(claims.get("nbf", 0))) > self._now() + LEEWAY:
            raise ValueError("a token from the future")
        return claims


def _caller(claims: Mapping[str, Any], named: Claims) -> Caller:
    organisation, token_id = _organisation(claims, named), claims["jti"]
    if not all(isinstance(word, str) for word in (organisation, token_id)) or not organisation or not token_id:
        raise TypeError("a claim is empty or has another type than RFC 9068 gives it")
    professional = claims.get(named.professional, organisation)
    if not isinstance(professional, str) or not professional:
        raise TypeError("the subject of a token is a string")
    return Caller(
        organisation,
        token_id,
        _seconds(claims["iat"]),
        _seconds(claims["exp"]),
        None if professional in (organisation, claims.get("azp"), claims.get("client_id")) else professional,
    )


def _organisation(claims: Mapping[str, Any], named: Claims) -> Any:  # noqa: ANN401 - checked by who asks
    """By the claim that the settings name, else the authorised party (NL GOV), the client (RFC 9068), the subject."""
    if named.organisation is not None:
        return claims.get(named.organisation)
    return next((claims[name] for name in ("azp", "client_id", "sub") if name in claims), None)


def _seconds(claim: object) -> float:
    """A moment in seconds since 1970. Not "NaN", which would be later than nothing and so never expire."""
    if isinstance(claim, bool) or not isinstance(claim, int | float) or not isfinite(claim):
        raise TypeError("a moment is a number")
    return float(claim)


class Guard:
    """Middleware that lets nobody past ``/v1`` without a token. Only the Authorization header is looked at."""

    def __init__(self, app: ASGIApp, tokens: Tokens, metrics: Metrics) -> None:
        self._app = app
        self._tokens = tokens
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _is_closed(scope):
            try:
                scope["hub.caller"] = await self._tokens.admit(_bearer(scope))
            except Problem as refused:
                self._metrics.refused(refused.code)
                log.info("token-refused code=%s", refused.code)
                raise
        await self._app(scope, receive, send)


def _is_closed(scope: Scope) -> bool:
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    inside = path == BASE_PATH or path.startswith(f"{BASE_PATH}/")
    return inside and (scope["method"], path) not in PUBLIC


def _bearer(scope: Scope) -> str:
    found: list[bytes] = [value for name, value in scope["headers"] if name == b"authorization"]
    if not found:
        raise Problem("token-missing")
    kind, _, token = found[0].decode("latin-1").partition(" ")
    token = token.strip()
    if len(found) > 1 or kind.lower() != "bearer" or not token.isascii() or not token:
        raise Problem("token-invalid")
    return token


def caller_of(request: Request) -> Caller:
    """The caller of this request, whom the guard let in. Raises ``token-missing`` where the guard did not look."""
    caller: Caller | None = request.scope.get("hub.caller")
    if caller is None:
        raise Problem("token-missing")
    return caller
