"""A disclosure log in memory, for hubs that are thrown away with their process."""

from collections.abc import Sequence

from hub.disclosures.errors import LogUnavailable
from hub.disclosures.line import Line
from hub.disclosures.ports import Numbered, Wanted


class MemoryLog:
    """Keeps lines as long as it lives. ``away``: as if it could not be reached."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.away = False

    async def append(self, lines: Sequence[Line]) -> None:
        """See ``Log``."""
        if self.away:
            raise LogUnavailable
        self.lines.extend(lines)

    async def read(self, wanted: Wanted, before: int | None, limit: int) -> list[Numbered]:
        """See ``Log``."""
        if self.away:
            raise LogUnavailable
        numbered = (Numbered(place, line) for place, line in enumerate(self.lines, start=1))
        found = [each for each in numbered if _is_wanted(each.line, wanted) and (before is None or each.id < before)]
        return found[::-1][:limit]


def _is_wanted(line: Line, wanted: Wanted) -> bool:
    return (
        (wanted.persons is None or line.person in wanted.persons)
        and (wanted.organisation is None or line.organisation == wanted.organisation)
        and (wanted.since is None or line.began >= wanted.since)
        and (wanted.until is None or line.began < wanted.until)
    )
