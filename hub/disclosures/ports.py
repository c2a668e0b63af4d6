"""What a disclosure log is to the rest of the hub: written before an answer leaves, read by few."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from hub.disclosures.line import Line


class Wanted(NamedTuple):
    """Which lines; what is None leaves nothing out. ``since`` is included, ``until`` is not; both UTC.

    ``persons`` are all pseudonyms of one data subject.
    """

    persons: tuple[str, ...] | None = None
    organisation: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class Numbered(NamedTuple):
    """A line with its place in the log. The place counts what everybody asked: it stays inside the hub."""

    id: int
    line: Line


class Log(Protocol):
    """Where lines go. Lines are never changed; they may go when they are old enough."""

    async def append(self, lines: Sequence[Line]) -> None:
        """Return when these lines are stored for good: a crash after this loses none of them.

        Raises ``LogUnavailable`` when that is not known; then some, all or none may be stored, or stored twice. Who is
        cancelled meanwhile disturbs nobody.
        """

    async def read(self, wanted: Wanted, before: int | None, limit: int) -> list[Numbered]:
        """At most ``limit`` lines, the latest first, all of them below the place ``before``; what was sealed included.

        Raises ``LogUnavailable``.
        """
