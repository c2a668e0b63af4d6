"""The Dutch citizen service number (burgerservicenummer, BSN)."""

LENGTH = 9
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_MODULUS = 11


def is_bsn(text: str) -> bool:
    """Whether this is nine digits that pass the 11-test.

    The weighted sum of the digits (9 down to 2, and -1 for the last) is a multiple of eleven. Passing says that the
    number was probably typed correctly, not that it was ever issued or belongs to this person (Wabb 12 asks the one
    who uses it to verify that).
    """
    if len(text) != LENGTH or not (text.isascii() and text.isdigit()) or text == "0" * LENGTH:
        return False
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text, strict=True)) % _MODULUS == 0
