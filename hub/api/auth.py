"""Who calls: a bearer token, verified by the issuer's public keys, becomes a ``Caller``.

Everything under ``/v1`` needs one, unless ``PUBLIC`` names it: a new endpoint is closed until somebody opens it.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final, Protocol

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
    """The organisation behind a request, as its token says it. ``expires_at`` is in seconds since 1970 (UTC)."""

    organisation: str
    roles: frozenset[str]
    token_id: str
    issued_at: float
    expires_at: float
    professional: str | None = None
    """The professional (meldingsbevoegde) for whom the token was issued, by the organisation's own identifier."""

    def require(self, role: str) -> None:
        """Raise the problem ``role-missing`` unless the token carries this role."""
        if role not in self.roles:
            raise Problem("role-missing")

    def named(self) -> str:
        """The professional who acts. Raises the problem ``professional-unnamed`` for a token of a system."""
        if self.professional is None:
            raise Problem("professional-unnamed")
        return self.professional


class Keys(Protocol):
    """The public keys of the issuer whom this hub trusts."""

    def key(self, key_id: str) -> jwt.PyJWK | None:
        """The key with this id, or None when the issuer has no such key. Never waits for a network."""
        ...


class Revocations(Protocol):
    """Tokens that count no longer although they have not expired."""

    def is_revoked(self, caller: Caller) -> bool:
        """Whether this caller's token was revoked. Asked at every request, so it must be quick and never stale."""
        ...


class JwkSet:
    """Keys from a JWK set (RFC 7517), such as ``Issuer.jwks`` shows or a provider publishes."""

    def __init__(self, jwks: Mapping[str, Any]) -> None:
        self._keys: dict[str, jwt.PyJWK] = {}
        self.replace(jwks)

    def replace(self, jwks: Mapping[str, Any]) -> None:
        """Trust exactly these keys from now on; for a provider that changes its keys."""
        found = (jwt.PyJWK(key) for key in jwks["keys"] if key.get("use", "sig") == "sig" and key.get("kty") == "RSA")
        self._keys = {key.key_id: key for key in found if key.key_id}

    def key(self, key_id: str) -> jwt.PyJWK | None:
        """See ``Keys``."""
        return self._keys.get(key_id)


class RevokedTokens:
    """Revocations kept in memory, each until its token would have expired anyway."""

    def __init__(self, now: Callable[[], float] = system_seconds) -> None:
        self._now = now
        self._tokens: dict[str, float] = {}
        self._organisations: dict[str, float] = {}

    def revoke(self, token_id: str, expires_at: float) -> None:
        """End one token; ``expires_at`` in seconds since 1970."""
        now = self._now()
        self._tokens = {known: until for known, until in self._tokens.items() if until > now}
        self._tokens[token_id] = expires_at

    def revoke_organisation(self, organisation: str) -> None:
        """End every token that this organisation holds now; one issued later counts again."""
        self._organisations[organisation] = self._now()

    def is_revoked(self, caller: Caller) -> bool:
        """See ``Revocations``."""
        if caller.token_id in self._tokens:
            return True
        since = self._organisations.get(caller.organisation)
        return since is not None and caller.issued_at <= since


class Tokens:
    """Verifies access tokens. A verified one is remembered until it expires: RS256 costs over 100 microseconds."""

    def __init__(
        self,
        keys: Keys,
        issuer: str,
        audience: str,
        revocations: Revocations,
        *,
        now: Callable[[], float] = system_seconds,
        remembered: int = 10_000,
    ) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._revocations = revocations
        self._now = now
        self._remembered = remembered
        self._callers: dict[bytes, Caller] = {}

    def verify(self, token: str) -> Caller:
        """The caller whom this token names.

        Raises Problem: ``token-invalid`` (signature, algorithm, key, issuer, audience or a missing claim),
        ``token-expired`` or ``token-revoked``.
        """
        if len(token) > _MAX_TOKEN:
            raise Problem("token-invalid")
        digest = hashlib.sha256(token.encode()).digest()  # so that a memory dump holds no tokens
        caller = self._callers.get(digest)
        if caller is None:
            caller = self._decode(token)
            self._remember(digest, caller)
        self.check(caller)
        return caller

    def check(self, caller: Caller) -> None:
        """Raise ``token-expired`` or ``token-revoked`` when this caller's token counts no longer (long streams ask)."""
        if caller.expires_at <= self._now():
            raise Problem("token-expired")
        if self._revocations.is_revoked(caller):
            raise Problem("token-revoked")

    def _remember(self, digest: bytes, caller: Caller) -> None:
        if len(self._callers) >= self._remembered:
            now = self._now()
            self._callers = {known: one for known, one in self._callers.items() if one.expires_at > now}
        while len(self._callers) >= self._remembered:
            del self._callers[next(iter(self._callers))]
        self._callers[digest] = caller

    def _decode(self, token: str) -> Caller:
        try:
            return _caller(self._claims(token))
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise Problem("token-invalid") from error

    def _claims(self, token: str) -> dict[str, Any]:
        header = jwt.get_unverified_header(token)
        key = self._keys.key(str(header.get("kid", "")))
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


def _caller(claims: Mapping[str, Any]) -> Caller:
    organisation = claims.get("azp", claims.get("sub"))
    token_id = claims["jti"]
    scope = claims.get("scope", "")
    if not all(isinstance(word, str) for word in (organisation, token_id, scope)) or not organisation or not token_id:
        raise TypeError("a claim is empty or has another type than RFC 9068 gives it")
    professional = claims.get("sub", organisation)
    if not isinstance(professional, str):
        raise TypeError("the subject of a token is a string")
    return Caller(
        organisation,
        frozenset(scope.split()),
        token_id,
        _seconds(claims["iat"]),
        _seconds(claims["exp"]),
        professional if professional != organisation else None,
    )


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
                scope["hub.caller"] = self._tokens.verify(_bearer(scope))
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
