"""A line as it is stored, and back: what was shown as JSON, what was sealed padded and encrypted."""

from typing import Any, Final

import msgspec

from hub.disclosures.line import Line
from hub.disclosures.trail import Shown
from hub.people.cipher import seal, unseal

PADDED_TO: Final = 256
"""Bytes: what is sealed takes a multiple of this, so that its size does not tell how much it is."""
COLUMNS: Final = (
    "trace",
    "span",
    "parent",
    "began",
    "ended",
    "organisation",
    "professional",
    "principal",
    "person",
    "operation",
    "purpose",
    "outcome",
    "shown",
    "sealed",
)
"""The columns of ``disclosure_line`` beside its id: those of a ``StoredLine``, in this order."""

_json: Final = msgspec.json.Encoder().encode
_shown: Final = msgspec.json.Decoder(tuple[Shown, ...]).decode
_pack: Final = msgspec.msgpack.Encoder().encode
_sealed: Final = msgspec.msgpack.Decoder(tuple[str, ...]).decode
_LENGTH: Final = 4

StoredLine = tuple[Any, ...]
"""One value per column of ``COLUMNS``."""


class LineCipher:
    """Keeps what was sealed from who only reads the table. ``key``: 32 secret bytes that no database holds."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def stored(self, line: Line) -> StoredLine:
        """The line as it goes into the table."""
        packed = _pack(line.sealed)
        content = len(packed).to_bytes(_LENGTH, "big") + packed
        padding = b"\0" * (-len(content) % PADDED_TO)
        return (
            line.trace,
            line.span,
            line.parent,
            line.began,
            line.ended,
            line.organisation,
            line.professional,
            line.principal,
            line.person,
            line.operation,
            line.purpose,
            line.outcome,
            _json(line.shown).decode(),
            seal(self._key, line.span.hex(), content + padding),
        )

    def opened(self, stored: StoredLine) -> Line:
        """The line with what was sealed. Raises ``UnreadableError`` where that does not open under this key."""
        line = closed(stored)
        content = unseal(self._key, line.span.hex(), stored[-1])
        end = _LENGTH + int.from_bytes(content[:_LENGTH], "big")
        return msgspec.structs.replace(line, sealed=_sealed(content[_LENGTH:end]))


def closed(stored: StoredLine) -> Line:
    """The line without what was sealed."""
    *fields, shown, _ = stored
    return Line(**dict(zip(COLUMNS, fields, strict=False)), shown=_shown(shown))
