"""Areas: where an organisation works, and whether a person lives there (DOMAIN.md 1, and 5: "wijkteam, own area").

An area is written as ``postcode:3071``, ``postcode:3071AB``, ``postcode:3011-3089`` or ``municipality:0599`` (the code
of four digits by which the population register calls a municipality).
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

_POSTCODES: Final = re.compile(r"postcode:([1-9][0-9]{3})(?:([A-Z]{2})|-([1-9][0-9]{3}))?")
_MUNICIPALITY: Final = re.compile(r"municipality:([0-9]{4})")
_DIGITS: Final = 4


class Lives(StrEnum):
    """Whether a person lives where an organisation works."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"
    """No address is known that could tell."""


def is_area(written: str) -> bool:
    """Whether this is an area as it should be written."""
    found = _POSTCODES.fullmatch(written)
    if found is None:
        return _MUNICIPALITY.fullmatch(written) is not None
    return found[3] is None or found[1] <= found[3]


def lives(area: Iterable[str], postcode: str | None, municipality: str | None = None) -> Lives:
    """Whether somebody with this address lives in one of these areas; everybody does where there are none.

    ``postcode`` as ``3071AB``, with or without a space; ``municipality`` is the code of four digits. Only what is known
    of the address is compared: who is inside by either is inside, and who cannot be compared at all is unknown.
    """
    areas = tuple(area)
    if not areas:
        return Lives.INSIDE
    code = None if postcode is None else postcode.replace(" ", "").upper()
    verdicts = {_compared(each, code, municipality) for each in areas}
    if True in verdicts:
        return Lives.INSIDE
    return Lives.OUTSIDE if verdicts == {False} else Lives.UNKNOWN


def _compared(area: str, postcode: str | None, municipality: str | None) -> bool | None:
    """Whether the address is in this area; None where it does not tell."""
    if (found := _MUNICIPALITY.fullmatch(area)) is not None:
        return None if municipality is None else found[1] == municipality
    found = _POSTCODES.fullmatch(area)
    if found is None or postcode is None:
        return None
    first, letters, last = found.groups()
    if letters is not None:
        return postcode == first + letters
    return first <= postcode[:_DIGITS] <= (last or first)
