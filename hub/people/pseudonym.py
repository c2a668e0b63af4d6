"""Pseudonyms: the only name that a person has in the ledger. Random: nothing can be read from them."""

import base64
import os

_PREFIX = "p"
_CHARACTERS = 25
# Every byte to one of 32 characters, eight bytes to each, so that all are equally likely.
_BASE_32 = b"abcdefghijklmnopqrstuvwxyz234567" * 8
LENGTH = len(_PREFIX) + _CHARACTERS


def new_pseudonym() -> str:
    """A pseudonym that nobody has: `p` and 25 characters of base 32, 125 random bits."""
    return _PREFIX + os.urandom(_CHARACTERS).translate(_BASE_32).decode()


def pseudonym_to_bytes(pseudonym: str) -> bytes:
    """The 16 bytes behind a pseudonym.

    Raises:
        ValueError: this is not a pseudonym.
    """
    if len(pseudonym) != LENGTH or pseudonym[0] != _PREFIX:
        message = "not a pseudonym"
        raise ValueError(message)
    return base64.b32decode(pseudonym[1:].upper() + "A======")


def pseudonym_from_bytes(content: bytes) -> str:
    """The pseudonym of these 16 bytes."""
    return _PREFIX + base64.b32encode(content).decode()[:_CHARACTERS].lower()
