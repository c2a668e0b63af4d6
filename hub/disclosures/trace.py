"""W3C Trace Context: one identifier for what several organisations do for one question (STANDARDS.md B5)."""

import os
import re
from collections.abc import Sequence
from typing import Final, NamedTuple, Self

HEADER: Final = b"traceparent"
_FORM: Final = re.compile(rb"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")
_NEVER: Final = b"ff"
"""The version that the standard forbids."""
_OURS: Final = b"00"
_RECORDED: Final = b"01"
"""The flag that says that this part is recorded: the log leaves nothing out."""


class Trace(NamedTuple):
    """Where this hub's part stands in a trace: its own span, below the ``parent`` of who called, if it told one."""

    trace: bytes
    """16 bytes."""
    span: bytes
    """8 bytes."""
    parent: bytes | None = None
    """8 bytes."""

    @classmethod
    def new(cls) -> Self:
        """The begin of a trace."""
        return cls(os.urandom(16), os.urandom(8))

    def below(self) -> "Trace":
        """A new span below this one."""
        return Trace(self.trace, os.urandom(8), self.span)

    def header(self) -> bytes:
        """The value of ``traceparent`` with which an answer tells of this span."""
        return b"-".join((_OURS, self.trace.hex().encode(), self.span.hex().encode(), _RECORDED))


def continued(values: Sequence[bytes]) -> Trace:
    """The trace that a caller began, by the values of its ``traceparent``; a new one where there is no valid one."""
    found = _FORM.fullmatch(values[0]) if len(values) == 1 else None
    if found is None:
        return Trace.new()
    version, trace, parent, _, more = found.groups()
    if version == _NEVER or (version == _OURS and more) or not trace.strip(b"0") or not parent.strip(b"0"):
        return Trace.new()
    return Trace(bytes.fromhex(trace.decode()), os.urandom(8), bytes.fromhex(parent.decode()))
