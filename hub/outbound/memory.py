"""The stream in the memory of one process: for tests of what uses a stream, held to the same contract as JetStream."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from hub.outbound.cloudevent import CloudEvent, decode, encode
from hub.outbound.errors import StreamUnavailable
from hub.outbound.ports import DeadLetter, Delivery, Receipt


@dataclass(slots=True)
class _Consumer:
    """What a durable consumer remembers."""

    acknowledged: int = 0
    attempts: dict[int, int] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)
    due: dict[int, float] = field(default_factory=dict)


@dataclass(slots=True)
class _Stored:
    sequence: int
    organisation: str
    data: bytes


class MemoryNotifications:
    """``NotificationStream`` without a server. It keeps its state when everyone who used it is gone."""

    def __init__(self, name: str = "memory", *, ack_wait: float = 30, max_attempts: int = 20) -> None:
        self.name = name
        self.max_attempts = max_attempts
        self.down = False
        """Set it and every call raises ``StreamUnavailable``."""
        self._ack_wait = ack_wait
        self._stored: list[_Stored] | None = None
        self._last = 0
        self._ids: dict[str, int] = {}
        self._consumers: dict[str, _Consumer] = {}
        self._ears: set[Callable[[str], None]] = set()
        self._dead_letter_ears: list[Callable[[DeadLetter], None]] = []
        self._news = asyncio.Condition()

    def lose(self, last: int | None = None) -> None:
        """Lose the last events, as a server does that acknowledged them before its disk had them; None: everything."""
        if last is None:
            self._stored = None
            self._last, self._ids = 0, {}
            self._consumers.clear()
            return
        kept = self._kept()
        self._stored = kept[: len(kept) - last]
        self._last -= last
        self._ids = {name: at for name, at in self._ids.items() if at <= self._last}

    def forget_ids(self) -> None:
        """The time in which duplicates are recognised is over."""
        self._ids.clear()

    def events(self, organisation: str | None = None) -> list[CloudEvent]:
        """All that the stream holds, in order."""
        return [decode(each.data) for each in self._kept() if organisation in (None, each.organisation)]

    async def prepare(self, *, anew: bool = False) -> int:
        """As the port says."""
        self._reach(there=False)
        if anew:
            self.lose()
        if self._stored is None:
            self._stored = []
        return self._last

    async def publish(self, organisation: str, event: CloudEvent, *, again: int = 0) -> Receipt:
        """As the port says."""
        self._reach()
        name = f"{event.id}~{again}" if again else event.id
        if name in self._ids:
            return Receipt(self._ids[name], duplicate=True)
        self._last += 1
        self._kept().append(_Stored(self._last, organisation, encode(event)))
        self._ids[name] = self._last
        for heard in tuple(self._ears):
            heard(organisation)
        async with self._news:
            self._news.notify_all()
        return Receipt(self._last, duplicate=False)

    async def held(self, sequence: int) -> str | None:
        """As the port says."""
        self._reach()
        return next((decode(each.data).id for each in self._kept() if each.sequence == sequence), None)

    async def next(self, organisation: str, wait: float) -> Delivery | None:
        """As the port says."""
        self._reach()
        consumer = self._consumers.setdefault(organisation, _Consumer())
        loop = asyncio.get_running_loop()
        end = loop.time() + wait
        while True:
            taken, soonest = self._take(organisation, consumer, loop.time())
            if taken is not None or loop.time() >= end:
                return taken
            await self._sleep(min(soonest, end) - loop.time())

    async def listen(self, heard: Callable[[str], None]) -> "_Ear":
        """As the port says."""
        self._reach(there=False)
        self._ears.add(heard)
        return _Ear(lambda: self._ears.discard(heard))

    async def listen_for_dead_letters(self, heard: Callable[[DeadLetter], None]) -> "_Ear":
        """As the port says: one of those who listen hears it."""
        self._reach(there=False)
        self._dead_letter_ears.append(heard)
        return _Ear(lambda: self._dead_letter_ears.remove(heard))

    def _reach(self, *, there: bool = True) -> None:
        if self.down or (there and self._stored is None):
            raise StreamUnavailable("the stream is down")

    def _kept(self) -> list[_Stored]:
        return self._stored if self._stored is not None else []

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(max(0, seconds)), self._news:
                await self._news.wait()
        except TimeoutError:
            return

    def _take(self, organisation: str, consumer: _Consumer, now: float) -> tuple[Delivery | None, float]:
        """The next event that may be delivered now, or when to look again."""
        for each in self._kept():
            if each.organisation != organisation or each.sequence in consumer.ended:
                continue
            if consumer.due.get(each.sequence, 0) > now:
                return None, consumer.due[each.sequence]
            tried = consumer.attempts.get(each.sequence, 0)
            if tried >= self.max_attempts:
                consumer.ended.add(each.sequence)
                self._tell_dead_letter(DeadLetter(organisation, decode(each.data).id, tried))
                continue
            consumer.attempts[each.sequence] = tried + 1
            consumer.due[each.sequence] = now + self._ack_wait
            return _MemoryDelivery(self, consumer, each.sequence, decode(each.data), tried + 1), 0
        return None, float("inf")

    def _tell_dead_letter(self, letter: DeadLetter) -> None:
        for heard in self._dead_letter_ears[:1]:
            heard(letter)


class _Ear:
    def __init__(self, forget: Callable[[], None]) -> None:
        self._forget = forget

    async def stop(self) -> None:
        """As the port says."""
        self._forget()


class _MemoryDelivery:
    def __init__(
        self, stream: MemoryNotifications, consumer: _Consumer, sequence: int, event: CloudEvent, attempt: int
    ) -> None:
        self._stream = stream
        self._consumer = consumer
        self._sequence = sequence
        self.event = event
        self.attempt = attempt

    async def done(self) -> None:
        """As the port says."""
        self._stream._reach()  # noqa: SLF001 - one module, one stream
        self._consumer.ended.add(self._sequence)

    async def later(self, seconds: float) -> None:
        """As the port says."""
        self._stream._reach()  # noqa: SLF001 - one module, one stream
        self._consumer.due[self._sequence] = asyncio.get_running_loop().time() + seconds

    async def give_up(self) -> None:
        """As the port says."""
        await self.done()
