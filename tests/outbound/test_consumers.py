"""Handing over to one organisation."""

import asyncio

import pytest

from hub.outbound.consumers import DeadLetters, OrganisationConsumer
from hub.outbound.memory import MemoryNotifications
from hub.outbound.ports import DeadLetter, Delivery, NotificationStream
from tests.outbound.conftest import ATTEMPTS
from tests.outbound.given import event, running, until


async def test_events_are_handed_over_in_order_also_when_one_fails_at_first(stream: NotificationStream) -> None:
    await stream.prepare()
    events = [event() for _ in range(4)]
    for each in events:
        await stream.publish("school", each)
    taken = list[str]()

    async def take(delivery: Delivery) -> None:
        if delivery.event == events[1] and delivery.attempt == 1:
            raise ConnectionError
        taken.append(delivery.event.id)

    async with running(OrganisationConsumer(stream, "school", take, wait=0.5).run()):
        await until(lambda: len(taken) == len(events))
    assert taken == [each.id for each in events]


async def test_an_event_that_fails_each_time_is_a_dead_letter_and_is_logged(
    stream: NotificationStream, caplog: pytest.LogCaptureFixture
) -> None:
    await stream.prepare()
    for each in (stuck := event(), fine := event()):
        await stream.publish("school", each)
    taken = list[str]()

    async def take(delivery: Delivery) -> None:
        if delivery.event == stuck:
            raise ValueError("999990342")
        taken.append(delivery.event.id)

    async with running(OrganisationConsumer(stream, "school", take, wait=0.5).run()):
        await until(lambda: bool(taken))
    assert taken == [fine.id]
    assert f"delivery-dead-letter organisation=school event={stuck.id} attempts={ATTEMPTS}" in caplog.text
    assert "999990342" not in caplog.text, "what an error says may be anything"


async def test_what_a_stopped_consumer_did_not_finish_the_next_one_does(stream: NotificationStream) -> None:
    await stream.prepare()
    await stream.publish("school", published := event())
    abandoned = await stream.next("school", 5)
    assert abandoned is not None
    taken = list[Delivery]()

    async def take(delivery: Delivery) -> None:
        taken.append(delivery)

    async with running(OrganisationConsumer(stream, "school", take, wait=0.5).run()):
        await until(lambda: bool(taken))
    assert [(each.event.id, each.attempt) for each in taken] == [(published.id, 2)]


async def test_a_consumer_ends_although_its_cancellation_was_swallowed_on_the_way() -> None:
    class Swallowing(MemoryNotifications):
        async def next(self, organisation: str, wait: float) -> Delivery | None:
            try:
                return await super().next(organisation, wait)
            except asyncio.CancelledError:
                return None

    stream = Swallowing()
    await stream.prepare()

    async def take(_: Delivery) -> None:
        return

    async with running(OrganisationConsumer(stream, "school", take, wait=60).run()) as consumer:
        await asyncio.sleep(0)
    assert consumer.cancelled()


async def test_a_consumer_outlives_a_stream_that_is_down() -> None:
    stream = MemoryNotifications()
    stream.down = True
    taken = list[str]()

    async def take(delivery: Delivery) -> None:
        taken.append(delivery.event.id)

    async with running(OrganisationConsumer(stream, "school", take, wait=0.5).run()):
        stream.down = False
        await stream.prepare()
        await stream.publish("school", event())
        await until(lambda: len(taken) == 1)


async def test_dead_letters_of_takers_that_crash_are_heard_too(stream: NotificationStream) -> None:
    await stream.prepare()
    letters = list[DeadLetter]()
    async with running(DeadLetters(stream, letters.append).run()):
        await stream.publish("school", stuck := event())

        async def crash_and_look() -> bool:
            await stream.next("school", 0.5)
            return bool(letters)

        await until(crash_and_look)
    assert letters == [DeadLetter("school", stuck.id, ATTEMPTS)]
