"""How organisations are named in NATS."""

from typing import Final

STREAM: Final = "SAMENLOOP_NOTIFICATIONS"
SUBJECTS: Final = "samenloop.notification"

_PLAIN: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def token(organisation: str) -> str:
    """One token of a subject, fit for a consumer's name too. Two organisations never have the same.

    Letters, digits, ``-`` and ``_`` stand for themselves; any other becomes ``=`` and two hexadecimal digits a byte,
    because NATS gives points, stars, spaces and slashes a meaning of their own.
    """
    if not organisation:
        raise ValueError("an organisation has an identifier")
    return "".join(
        character if character in _PLAIN else "".join(f"={byte:02X}" for byte in character.encode())
        for character in organisation
    )


def organisation_of(name: str) -> str:
    """The organisation that a token stands for. Raises ValueError when no organisation has it."""
    head, *rest = name.split("=")
    raw = head.encode() + b"".join(bytes.fromhex(part[:2]) + part[2:].encode() for part in rest)
    return raw.decode()
