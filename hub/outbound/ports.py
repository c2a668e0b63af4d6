"""What a stream of notifications is to the rest of the hub: ordered per organisation, at least once, replayable."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from hub.outbound.cloudevent import CloudEvent


@dataclass(frozen=True, slots=True)
class Receipt:
    """That the stream has an event. ``sequence`` counts every organisation's events: it never leaves the hub."""

    sequence: int
    duplicate: bool
    """The stream says that it had the event already. A claim to check, not an error."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that was handed over as often as allowed and never accepted. It stays in the stream."""

    organisation: str
    event: str
    attempts: int


class Delivery(Protocol):
    """One event on its way to one organisation. Exactly one of the three calls ends it; none at all repeats it."""

    @property
    def event(self) -> CloudEvent:
        """What to hand over."""

    @property
    def attempt(self) -> int:
        """1 the first time. Attempts are counted by the stream, also over a crash."""

    async def done(self) -> None:
        """It was handed over; the stream has confirmed that it will not come again. Raises ``StreamUnavailable``."""

    async def later(self, seconds: float) -> None:
        """It was not handed over: deliver again after so many seconds. Raises ``StreamUnavailable``."""

    async def give_up(self) -> None:
        """Never deliver it to this consumer again. Raises ``StreamUnavailable``."""


class Listening(Protocol):
    """Something that is being listened to."""

    async def stop(self) -> None:
        """Hear nothing any more. Never raises."""


class NotificationStream(Protocol):
    """The stream and its consumers. Every call may raise ``StreamUnavailable``; then try again."""

    @property
    def name(self) -> str:
        """The stream's name, under which its position is kept."""

    @property
    def max_attempts(self) -> int:
        """How often an event is delivered before it is a dead letter."""

    async def prepare(self, *, anew: bool = False) -> int:
        """Have the stream exist, with ``anew`` an empty one; the last sequence it gave out, 0 when it is new."""

    async def publish(self, organisation: str, event: CloudEvent, *, again: int = 0) -> Receipt:
        """Store an event and return when the stream has confirmed it.

        An event already stored is not stored twice, as far as the stream remembers its id (minutes, not for ever).
        ``again`` above zero makes it another message, for an event that was wrongly called a duplicate.
        """

    async def held(self, sequence: int) -> str | None:
        """The id of the event that the stream now holds at this sequence, None when it holds none."""

    async def next(self, organisation: str, wait: float) -> Delivery | None:
        """The next event for an organisation, or None after ``wait`` seconds (at least 0.5).

        One at a time and in order: the next comes when this one ended. The organisation's consumer is durable, made
        when it is first asked for and again when it was lost, and shared by every process that asks.
        """

    async def listen(self, heard: Callable[[str], None]) -> Listening:
        """Call ``heard`` with the organisation whenever something is published, until stopped. Misses are possible."""

    async def listen_for_dead_letters(self, heard: Callable[[DeadLetter], None]) -> Listening:
        """Call ``heard`` for each dead letter, in one of the listening processes. Misses are possible."""
