"""Sealing with AES-256-GCM: what is sealed for one owner opens only under that owner's key, and only for that owner."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.people.errors import UnreadableError

KEY_BYTES = 32
NONCE_BYTES = 12
_FORMAT = b"\x01"


def seal(key: bytes, owner: str, content: bytes) -> bytes:
    """Content sealed for an owner: a format byte, a random nonce, and the ciphertext with its tag."""
    nonce = os.urandom(NONCE_BYTES)
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, content, owner.encode())


def unseal(key: bytes, owner: str, sealed: bytes) -> bytes:
    """The content that was sealed for this owner.

    Raises:
        UnreadableError: it was changed, or sealed for somebody else or under another key.
    """
    if sealed[:1] != _FORMAT:
        raise UnreadableError(owner)
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], owner.encode())
    except (InvalidTag, ValueError):
        raise UnreadableError(owner) from None
