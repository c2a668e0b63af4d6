"""The built-in issuer of access tokens, for demonstrations and small hubs; any OAuth 2 provider can take its place.

It follows the NL GOV assurance profile (STANDARDS B3): a signed JWT with iss, azp, exp and jti and a key id in its
header, RS256, at most six hours. There is no token endpoint: ``hub token`` asks it in process.
"""

import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from hub.clock import system_seconds

MAX_LIFETIME: Final = timedelta(hours=6)
_KEY_BITS: Final = 3072
_ALGORITHM: Final = "RS256"


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token as handed out: ``value`` goes into the Authorization header, ``token_id`` is what one revokes."""

    value: str
    token_id: str
    expires_at: datetime
    """UTC."""


class Issuer:
    """Signs tokens with one RSA key, and shows the public half as a JWK set."""

    def __init__(
        self, key: RSAPrivateKey, key_id: str, issuer: str, audience: str, now: Callable[[], float] = system_seconds
    ) -> None:
        self._key = key
        self._key_id = key_id
        self._now = now
        self.issuer = issuer
        self.audience = audience

    @classmethod
    def open(cls, path: Path, issuer: str, audience: str, now: Callable[[], float] = system_seconds) -> "Issuer":
        """The issuer whose key is in ``path``; made there, with mode 600, when there is none.

        Raises PermissionError when others may read the file, TypeError when it holds another kind of key.
        """
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            raise PermissionError(f"{path.name} holds a signing key and must have mode 600")
        stored = json.loads(path.read_text())
        key = RSAAlgorithm.from_jwk(stored)
        if not isinstance(key, RSAPrivateKey):
            raise TypeError(f"{path.name} does not hold a private RSA key")
        return cls(key, stored["kid"], issuer, audience, now)

    def issue(
        self,
        organisation: str,
        *,
        lifetime: timedelta = MAX_LIFETIME,
        professional: str | None = None,
    ) -> IssuedToken:
        """A token for a professional of this organisation, or for its system. What they may do the register says.

        Raises ValueError for a lifetime of nothing or of more than six hours (STANDARDS B3).
        """
        if not timedelta(0) < lifetime <= MAX_LIFETIME:
            raise ValueError("a token lives more than nothing and at most six hours")
        if not organisation:
            raise ValueError("an organisation has an identifier")
        issued_at = int(self._now())
        expires_at = issued_at + max(1, int(lifetime.total_seconds()))
        token_id = secrets.token_hex(16)
        claims = {
            "iss": self.issuer,
            "sub": professional or organisation,
            "azp": organisation,
            "aud": self.audience,
            "iat": issued_at,
            "exp": expires_at,
            "jti": token_id,
        }
        value = jwt.encode(claims, self._key, _ALGORITHM, headers={"kid": self._key_id, "typ": "at+jwt"})
        return IssuedToken(value, token_id, datetime.fromtimestamp(expires_at, UTC))

    def jwks(self) -> Mapping[str, Any]:
        """The public key as a JWK set (RFC 7517)."""
        public = RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": self._key_id, "use": "sig"}]}


def _make(path: Path) -> None:
    """Write a new key beside its place and move it there, so that two hubs that start together agree on one."""
    private = RSAAlgorithm.to_jwk(generate_private_key(65537, _KEY_BITS), as_dict=True)
    body = json.dumps({**private, "kid": secrets.token_hex(8)})
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
