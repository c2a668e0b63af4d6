"""No log, no answer: what discloses something is handed out only to who has the log's receipt for it.

An answer that tells anything of others is a ``Told``. What is in it comes out by ``after`` alone, which wants the
``Receipt`` that ``Disclosures.record`` gives when the lines of exactly this answer are stored. So there is no way to
send an answer and forget its lines.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final, Generic, TypeVar

from hub.clock import DomainClock
from hub.disclosures.asking import Asking
from hub.disclosures.line import Line, lines_of
from hub.disclosures.ports import Log
from hub.disclosures.trail import Trail

Content_co = TypeVar("Content_co", covariant=True)
Other = TypeVar("Other")
_MADE_HERE: Final = object()


class Receipt:
    """That the lines of these trails are stored. Made by ``Disclosures`` alone; raises ``TypeError`` otherwise."""

    __slots__ = ("_trails",)

    def __init__(self, trails: Iterable[Trail], *, made_by: object) -> None:
        if made_by is not _MADE_HERE:
            raise TypeError("only the disclosure log gives a receipt")
        self._trails = {id(trail): trail for trail in trails}

    def covers(self, trail: Trail) -> bool:
        """Whether the lines of this very trail are stored."""
        return id(trail) in self._trails


class Told(Generic[Content_co]):
    """An answer, with the trail that it leaves. ``Told(None, trail)``: nothing may be said, and that was asked."""

    __slots__ = ("_content", "trail")

    def __init__(self, content: Content_co, trail: Trail) -> None:
        self._content = content
        self.trail = trail

    def after(self, receipt: Receipt) -> Content_co:
        """What is told. Raises ``TypeError`` for a receipt of something else."""
        if not receipt.covers(self.trail):
            raise TypeError("this answer is not in the disclosure log")
        return self._content

    def then(self, make: Callable[[Content_co], Other]) -> "Told[Other]":
        """The same in another form, such as a page, with the same trail."""
        return Told(make(self._content), self.trail)


class Disclosures:
    """Writes what answers tell. ``clock`` is the domain clock."""

    def __init__(self, log: Log, clock: DomainClock) -> None:
        self._log = log
        self._clock = clock

    def now(self) -> datetime:
        """The present moment of the domain, UTC."""
        return self._clock.now()

    async def record(self, asking: Asking, trail: Trail) -> Receipt:
        """Store the lines of one answer. Raises ``LogUnavailable``: then nothing may be told."""
        return await self.record_all([(asking, trail)])

    async def record_all(self, answers: Iterable[tuple[Asking, Trail]]) -> Receipt:
        """The same for several answers at once; the receipt is for all of them."""
        now, kept = self._clock.now(), list(answers)
        lines = [line for asking, trail in kept for line in lines_of(asking, trail, now)]
        return await self._stored(lines, [trail for _, trail in kept])

    async def before_looking(self, asking: Asking, person: str | None) -> Receipt:
        """Log for what somebody is about to be looked at, where that gives the reason to know (DOMAIN.md 5)."""
        trail = Trail([person])
        return await self._stored([*lines_of(asking, trail, self._clock.now(), before=True)], [trail])

    async def _stored(self, lines: list[Line], trails: list[Trail]) -> Receipt:
        if lines:
            await self._log.append(lines)
        return Receipt(trails, made_by=_MADE_HERE)
