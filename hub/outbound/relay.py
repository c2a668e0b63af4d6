"""The relay: publishes what the ledger tells organisations, at least once, in order per organisation.

The ledger is its own outbox. The position stands in PostgreSQL and moves only after the stream confirmed; so a crash
anywhere costs repeats, never a gap. Intake never waits for it. The stream is not believed: what it calls a duplicate is
looked up, and sequences that go back mean that it lost what it had confirmed, which is then published again.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Final

from hub.disclosures.asking import Asking
from hub.disclosures.errors import LogUnavailable
from hub.disclosures.told import Disclosures
from hub.disclosures.trace import Trace
from hub.ledger.connect import DATABASE_ERRORS
from hub.ledger.news import News
from hub.ledger.ports import StoredFact
from hub.ledger.reader import LedgerReader
from hub.ledger.subscription import LONGEST_SLEEP, wait_for_news
from hub.outage import Outage
from hub.outbound.backoff import Backoff
from hub.outbound.cloudevent import CloudEvent, Outgoing, check_source, outgoing
from hub.outbound.ending import end_if_cancelled
from hub.outbound.errors import OutboundError, StreamUnavailable, StreamWentBack
from hub.outbound.ports import NotificationStream, Receipt
from hub.outbound.position import ANEW, Turn, Turns

log = logging.getLogger("hub.outbound")

PAGE: Final = 200
"""Facts whose events are on their way at the same time, in order per organisation."""
TIMES_AGAIN: Final = 5
PASSING: Final[tuple[type[Exception], ...]] = (OutboundError, LogUnavailable, *DATABASE_ERRORS)
OPERATION: Final = "notify"
"""What the disclosure log calls the sending of an event."""
BETWEEN_LOOKS: Final = 0.5
"""Seconds, at most, between two looks whether the turn is free."""


class Relay:
    """Follows the ledger and publishes. Any number of processes may run one; one of them works at a time."""

    def __init__(
        self, reader: LedgerReader, news: News, turns: Turns, stream: NotificationStream, disclosures: Disclosures, *,
        source: str, page: int = PAGE, poll: float = LONGEST_SLEEP,
    ) -> None:  # fmt: skip
        """Prepare; nothing is opened yet.

        Args:
            reader: the ledger, through a pool of the application role.
            news: wakes the relay when this process appends.
            turns: of the same stream.
            stream: where events go.
            disclosures: where each event is logged before it goes; without the log none does.
            source: the hub's URN, the ``source`` of every event.
            page: facts read at once.
            poll: seconds, at most one, between two looks at an idle ledger.

        Raises:
            ValueError: the source is no URN of namespace nld.
        """
        self._reader = reader
        self._news = news
        self._turns = turns
        self._stream = stream
        self._disclosures = disclosures
        self._source = check_source(source)
        self._page = page
        self._poll = min(poll, LONGEST_SLEEP)
        self._outage = Outage(log, "relay", f"stream={stream.name}")

    async def run(self) -> None:
        """Relay until cancelled, whatever happens to NATS or PostgreSQL meanwhile."""
        await self._work(until=None)

    async def catch_up(self, until: int) -> None:
        """Return when every fact up to a position is in the stream, by this process or another."""
        await self._work(until)

    async def rebuild(self) -> int:
        """Make the stream anew and publish everything again; returns the ledger's position up to which it did.

        May be called while another process relays: that one then does it. Durable consumers begin again too, so who
        hands events over must know what it handed over before.
        """
        head = await self._reader.head()
        await self._turns.start_over()
        log.warning("relay-rebuild-asked stream=%s", self._stream.name)
        await self._work(until=head)
        return head

    async def _work(self, until: int | None) -> None:
        backoff, waiting = Backoff(), Backoff(BETWEEN_LOOKS)
        while True:
            end_if_cancelled()
            try:
                if until is not None and await self._turns.position() >= until:
                    return
                async with self._turns.take() as turn:
                    if turn is not None:
                        await self._follow(turn, until, backoff)
                        continue
                await waiting.wait()
            except PASSING as error:
                self._outage.goes_on(error)
                await backoff.wait()

    async def _follow(self, turn: Turn, until: int | None, backoff: Backoff) -> None:
        await self._resume(turn)
        woken = self._news.listen()
        try:
            while until is None or turn.position < until:
                end_if_cancelled()
                woken.clear()
                page = await self._reader.page(turn.position, self._page)
                if not page:
                    await turn.confirm()
                    await wait_for_news(woken, self._poll)
                    continue
                await self._relay(turn, page)
                backoff.reset()
                self._outage.is_over()
        finally:
            self._news.forget(woken)

    async def _resume(self, turn: Turn) -> None:
        """Have a stream, and go back to where it ends when it has less than it confirmed."""
        if turn.position == ANEW:
            await self._begin_anew(turn)
            return
        last = await self._stream.prepare()
        if last < turn.sequence:
            await self._go_back(turn, last)

    async def _begin_anew(self, turn: Turn) -> None:
        await self._stream.prepare(anew=True)
        await turn.save(0, 0)
        log.warning("relay-stream-made-anew stream=%s", self._stream.name)

    async def _relay(self, turn: Turn, page: Sequence[StoredFact]) -> None:
        """Publish a page, then move the position."""
        try:
            sequence = await self._publish(page, turn.sequence)
        except StreamWentBack as lost:
            await self._go_back(turn, lost.kept)
            return
        await turn.save(page[-1].position, sequence)

    async def _publish(self, page: Sequence[StoredFact], before: int) -> int:
        """Publish what a page tells, organisations side by side; the highest sequence. All lanes end before an error
        is raised, so that nothing is on its way when the page is repeated."""
        told = [each for stored in page if (each := outgoing(stored.fact, self._source)) is not None]
        receipt = await self._disclosures.record_all((self._asking(each), each.event.trail) for each in told)
        lanes: dict[str, list[CloudEvent]] = {}
        for each in told:
            lanes.setdefault(each.organisation, []).append(each.event.after(receipt))
        ended = await asyncio.gather(
            *(self._lane(organisation, events) for organisation, events in lanes.items()), return_exceptions=True
        )
        receipts = list[Receipt]()
        for end in ended:
            if isinstance(end, BaseException):
                raise end
            receipts.extend(end)
        new = [receipt.sequence for receipt in receipts if not receipt.duplicate]
        if new and min(new) <= before:
            raise StreamWentBack(min(new) - 1)
        return max([before, *(receipt.sequence for receipt in receipts)])

    def _asking(self, told: Outgoing) -> Asking:
        """The hub tells of itself; each event begins a trace."""
        now = self._disclosures.now()
        return Asking(organisation=told.organisation, operation=OPERATION, began=now, trace=Trace.new())

    async def _lane(self, organisation: str, events: Sequence[CloudEvent]) -> list[Receipt]:
        return [await self._store(organisation, event) for event in events]

    async def _store(self, organisation: str, event: CloudEvent) -> Receipt:
        """Publish one event so that the stream has it, whatever it says."""
        for again in range(TIMES_AGAIN):
            receipt = await self._stream.publish(organisation, event, again=again)
            if not receipt.duplicate:
                return receipt
            if await self._stream.held(receipt.sequence) == event.id:
                log.info("relay-duplicate stream=%s event=%s", self._stream.name, event.id)
                return receipt
            log.error("relay-duplicate-not-held stream=%s event=%s", self._stream.name, event.id)
        raise StreamUnavailable("the stream calls an event a duplicate and does not hold it")

    async def _go_back(self, turn: Turn, kept: int) -> None:
        """The stream lost its end: publish again what comes after the last event that it kept, in a new stream when
        that is not to be found. What was published since the loss may then stand before what was lost."""
        log.error("relay-stream-lost stream=%s kept=%d had=%d", self._stream.name, kept, turn.sequence)
        last = await self._stream.held(kept)
        position = await self._position_of(last, turn.position) if last is not None else ANEW
        if position != ANEW:
            await turn.save(position, kept)
            return
        await turn.save(ANEW, 0)
        await self._begin_anew(turn)

    async def _position_of(self, event: str, before: int) -> int:
        """Where in the ledger an event stands; ``ANEW`` when it does not."""
        position = 0
        while position < before:
            page = await self._reader.page(position, self._page)
            for stored in page:
                told = outgoing(stored.fact, self._source)
                if told is not None and told.id == event:
                    return stored.position
            if not page:
                break
            position = page[-1].position
        return ANEW
