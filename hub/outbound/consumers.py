"""From the stream to one organisation: hand over each event, in order, until it is accepted or is a dead letter."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from hub.outage import Outage
from hub.outbound.backoff import Backoff, delay
from hub.outbound.ending import end_if_cancelled
from hub.outbound.errors import OutboundError
from hub.outbound.listening import keep_listening
from hub.outbound.ports import DeadLetter, Delivery, NotificationStream

log = logging.getLogger("hub.outbound")

HandOver = Callable[[Delivery], Awaitable[None]]
"""Takes an event over for good (stores it as something to send). Returns when that is safe; raises to have it again.

It may be given the same event more than once, also after a rebuild of the stream: it must know by the event's id."""

WAIT: Final = 5.0
LONGEST_RETRY: Final = 300.0


def log_dead_letter(letter: DeadLetter) -> None:
    """The least that happens to a dead letter: the operator can read it. The event itself stays in the stream."""
    log.error(
        "delivery-dead-letter organisation=%s event=%s attempts=%d", letter.organisation, letter.event, letter.attempts
    )


class OrganisationConsumer:
    """One organisation's durable consumer at work. Run it in any number of processes: each event goes to one."""

    def __init__(
        self, stream: NotificationStream, organisation: str, hand_over: HandOver, *,
        dead_letter: Callable[[DeadLetter], None] = log_dead_letter, wait: float = WAIT,
    ) -> None:  # fmt: skip
        self._stream = stream
        self._organisation = organisation
        self._hand_over = hand_over
        self._dead_letter = dead_letter
        self._wait = wait

    async def run(self) -> None:
        """Hand over until cancelled. A lost link, server or consumer is bound anew for as long as it takes."""
        backoff, outage = Backoff(), Outage(log, "delivery", f"organisation={self._organisation}")
        while True:
            end_if_cancelled()
            try:
                delivery = await self._stream.next(self._organisation, self._wait)
                if delivery is not None:
                    await self._deliver(delivery)
                backoff.reset()
                outage.is_over()
            except OutboundError as error:
                outage.goes_on(error)
                await backoff.wait()

    async def _deliver(self, delivery: Delivery) -> None:
        """Acknowledge only what was handed over."""
        try:
            await self._hand_over(delivery)
        except Exception as error:  # noqa: BLE001 - whatever it is, the event must come again or be seen
            await self._failed(delivery, error)
        else:
            await delivery.done()

    async def _failed(self, delivery: Delivery, error: Exception) -> None:
        log.warning(
            "delivery-failed organisation=%s event=%s attempt=%d error=%s",
            self._organisation, delivery.event.id, delivery.attempt, type(error).__name__,
        )  # fmt: skip
        if delivery.attempt < self._stream.max_attempts:
            await delivery.later(delay(delivery.attempt, LONGEST_RETRY))
            return
        self._dead_letter(DeadLetter(self._organisation, delivery.event.id, delivery.attempt))
        await delivery.give_up()


class DeadLetters:
    """Hears of events that nobody could even refuse: whoever had them crashed each time."""

    def __init__(self, stream: NotificationStream, dead_letter: Callable[[DeadLetter], None] = log_dead_letter) -> None:
        self._stream = stream
        self._dead_letter = dead_letter

    async def run(self) -> None:
        """Listen until cancelled."""
        await keep_listening(lambda: self._stream.listen_for_dead_letters(self._dead_letter))
