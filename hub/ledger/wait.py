"""Tokens for read-your-writes: a position that nobody outside the hub can read, compare or count with."""

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.ledger.errors import InvalidWaitToken

_NONCE = 12
_POSITION = 8


class WaitTokens:
    """Encrypts positions under a key of 32 bytes (AES-256-GCM). Every token has 48 characters, fit for a URL."""

    LENGTH = 48

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, position: int) -> str:
        """A token for a position; another one every time."""
        nonce = os.urandom(_NONCE)
        sealed = self._cipher.encrypt(nonce, position.to_bytes(_POSITION, "big"), None)
        return base64.urlsafe_b64encode(nonce + sealed).decode()

    def open(self, token: str) -> int:
        """The position of a token. Raises ``InvalidWaitToken`` for anything this key did not seal."""
        try:
            raw = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
            return int.from_bytes(self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], None), "big")
        except (InvalidTag, UnicodeEncodeError, binascii.Error, ValueError) as unreadable:
            raise InvalidWaitToken("not a token of this hub") from unreadable
