"""What an organisation calls a person: a reference that is its own, stable, and says nothing to anybody else."""

import base64
import binascii
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from hub.people.master_keys import KeyVersions
from hub.people.pseudonym import pseudonym_from_bytes, pseudonym_to_bytes

_PREFIX = "r"
_PERSON: Final = 16
"""Bytes of a pseudonym."""
_SALT: Final = 8


class References:
    """Pseudonyms, encrypted deterministically per organisation (AES-SIV, the organisation as associated data).

    One organisation always gets the same reference for a person; two organisations get references that cannot be
    linked; a reference that was altered, or is used by another organisation, resolves to nobody.

    A reference that is given out *apart* names the same person and can be compared with no other: of two statements
    of one organisation nobody learns from it whether they are about one person, which another may have stated.
    """

    def __init__(self, keys: KeyVersions) -> None:
        self._current = keys.current
        self._ciphers = {str(version): AESSIV(key) for version, key in keys.keys.items()}

    def reference(self, organisation: str, pseudonym: str, apart: bytes = b"") -> str:
        """The reference of a person for an organisation: `r`, the key version, and 52 characters of base 32.

        ``apart``: what sets this reference apart, such as the key of the statement it answers; it is longer then.
        """
        salt = sha256(apart).digest()[:_SALT] if apart else b""
        return self._spelled(str(self._current), organisation, pseudonym_to_bytes(pseudonym) + salt)

    def resolve(self, organisation: str, reference: str) -> str | None:
        """The pseudonym behind a reference of this organisation, or None when it is not one."""
        cipher = self._ciphers.get(reference[1:2])
        if cipher is None or reference[:1] != _PREFIX:
            return None
        try:
            sealed = base64.b32decode(_padded(reference[2:].upper()))
            content = cipher.decrypt(sealed, [organisation.encode()])
        except (binascii.Error, InvalidTag, ValueError):
            return None
        # Several spellings decode to the same bytes; only the one that was given out is a reference.
        given_out = self._spelled(reference[1], organisation, content) == reference
        return pseudonym_from_bytes(content[:-_SALT] if len(content) > _PERSON else content) if given_out else None

    def _spelled(self, version: str, organisation: str, content: bytes) -> str:
        sealed = self._ciphers[version].encrypt(content, [organisation.encode()])
        return _PREFIX + version + base64.b32encode(sealed).decode().rstrip("=").lower()


def _padded(text: str) -> str:
    return text + "=" * (-len(text) % 8)
