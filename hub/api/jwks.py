"""The public keys of an external OAuth 2 or OpenID Connect provider, fetched and kept fresh (RFC 7517).

Keys are looked up in memory. They are fetched anew every few minutes, and at once for a token under a key that is not
known yet, so that a provider may rotate its keys at any moment; but not more often than every ten seconds, so that
forged tokens make nobody hammer the provider. While it cannot be reached the known keys go on counting.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

import httpx
import jwt

from hub.clock import monotonic_seconds

log = logging.getLogger("hub.api")

EVERY: Final = 300.0
"""Seconds between two looks at the provider."""
AT_MOST_EVERY: Final = 10.0
"""Seconds within which the provider is not asked twice, whoever brings whatever token."""
_PATIENCE: Final = 5.0


class JwkSet:
    """Keys from a JWK set, such as ``Issuer.jwks`` shows or a provider publishes."""

    def __init__(self, jwks: Mapping[str, Any]) -> None:
        self._keys: dict[str, jwt.PyJWK] = {}
        self.replace(jwks)

    def replace(self, jwks: Mapping[str, Any]) -> None:
        """Trust exactly these keys from now on. Raises what PyJWT, KeyError or TypeError say of what is no JWK set."""
        found = (jwt.PyJWK(key) for key in jwks["keys"] if key.get("use", "sig") == "sig" and key.get("kty") == "RSA")
        self._keys = {key.key_id: key for key in found if key.key_id}

    def key(self, key_id: str) -> jwt.PyJWK | None:
        """See ``hub.api.auth.Keys``."""
        return self._keys.get(key_id)

    async def renew(self) -> bool:
        """These keys come from nowhere else: there is nothing to renew."""
        return False


class RemoteKeys:
    """The keys at an address. ``client`` is closed by who made it; ``now`` is the system clock, in seconds."""

    def __init__(self, url: str, client: httpx.AsyncClient, now: Callable[[], float] = monotonic_seconds) -> None:
        self._url = url
        self._client = client
        self._now = now
        self._keys = JwkSet({"keys": []})
        self._asked = float("-inf")
        self._asking = asyncio.Lock()

    def key(self, key_id: str) -> jwt.PyJWK | None:
        """See ``hub.api.auth.Keys``."""
        return self._keys.key(key_id)

    async def renew(self) -> bool:
        """Fetch the keys, unless that was done a moment ago; whether they are newer than before."""
        before = self._asked
        async with self._asking:
            if self._asked > before:
                return True  # somebody else did, while we waited
            if self._now() - self._asked < AT_MOST_EVERY:
                return False
            self._asked = self._now()
            return await self._fetch()

    async def run(self) -> None:
        """Fetch the keys again and again, until cancelled."""
        while True:
            await self.renew()
            await asyncio.sleep(EVERY)

    async def _fetch(self) -> bool:
        try:
            answer = await self._client.get(self._url, timeout=_PATIENCE, headers={"accept": "application/json"})
            self._keys.replace(answer.raise_for_status().json())
        except (httpx.HTTPError, jwt.PyJWTError, ValueError, KeyError, TypeError, AttributeError) as failed:
            log.warning("keys-not-renewed error=%s", type(failed).__name__)
            return False
        return True
