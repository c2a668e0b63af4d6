"""Homes by a keyed pseudonym, and which addresses say nothing of who belongs together."""

import hmac
from typing import Final

import msgspec

_LENGTH: Final = 32


class Institutions(msgspec.Struct, frozen=True, kw_only=True):
    """Addresses at which people live together who are no family: institutions, shelters, foster organisations.

    The register does not mark them (STANDARDS.md A1; Wet BRP 2.40), so a municipality lists them, by the identifier of
    the addressable object.
    """

    homes: frozenset[str] = frozenset()
    most_in_a_home: int = 20
    """Where more than these are registered it is no home of one family, listed or not (chosen)."""


class HomeKeys:
    """Pseudonyms of addresses: the same home has the same one, and nobody finds it without the key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def home(self, addressable_object: str) -> str:
        """The pseudonym of an addressable object."""
        return self._pseudonym("home", addressable_object)

    def municipality(self, code: str) -> str:
        """The pseudonym of a municipality."""
        return self._pseudonym("municipality", code)

    def _pseudonym(self, kind: str, value: str) -> str:
        return hmac.digest(self._key, f"{kind} {value}".encode(), "sha256").hex()[:_LENGTH]
