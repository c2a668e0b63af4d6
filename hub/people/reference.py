"""What an organisation calls a person: a reference that is its own, stable, and says nothing to anybody else."""

import base64
import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from hub.people.master_keys import KeyVersions
from hub.people.pseudonym import pseudonym_from_bytes, pseudonym_to_bytes

_PREFIX = "r"


class References:
    """Pseudonyms, encrypted deterministically per organisation (AES-SIV, the organisation as associated data).

    One organisation always gets the same reference for a person; two organisations get references that cannot be
    linked; a reference that was altered, or is used by another organisation, resolves to nobody.
    """

    def __init__(self, keys: KeyVersions) -> None:
        self._current = keys.current
        self._ciphers = {str(version): AESSIV(key) for version, key in keys.keys.items()}

    def reference(self, organisation: str, pseudonym: str) -> str:
        """The reference of a person for an organisation: `r`, the key version, and 52 characters of base 32."""
        return self._spelled(str(self._current), organisation, pseudonym)

    def resolve(self, organisation: str, reference: str) -> str | None:
        """The pseudonym behind a reference of this organisation, or None when it is not one."""
        cipher = self._ciphers.get(reference[1:2])
        if cipher is None or reference[:1] != _PREFIX:
            return None
        try:
            sealed = base64.b32decode(_padded(reference[2:].upper()))
            pseudonym = pseudonym_from_bytes(cipher.decrypt(sealed, [organisation.encode()]))
        except (binascii.Error, InvalidTag, ValueError):
            return None
        # Several spellings decode to the same bytes; only the one that was given out is a reference.
        return pseudonym if self._spelled(reference[1], organisation, pseudonym) == reference else None

    def _spelled(self, version: str, organisation: str, pseudonym: str) -> str:
        sealed = self._ciphers[version].encrypt(pseudonym_to_bytes(pseudonym), [organisation.encode()])
        return _PREFIX + version + base64.b32encode(sealed).decode().rstrip("=").lower()


def _padded(text: str) -> str:
    return text + "=" * (-len(text) % 8)
