"""What every stream of notifications does, in memory and in JetStream alike."""

import asyncio

from hub.outbound.ports import DeadLetter, NotificationStream
from tests.outbound.conftest import ATTEMPTS
from tests.outbound.given import event, read, until


async def test_a_new_stream_is_empty_and_preparing_it_again_keeps_what_it_has(stream: NotificationStream) -> None:
    assert await stream.prepare() == 0
    receipt = await stream.publish("school", event())
    assert await stream.prepare() == receipt.sequence


async def test_each_organisation_gets_its_own_events_in_order(stream: NotificationStream) -> None:
    await stream.prepare()
    events = [event() for _ in range(6)]
    for number, each in enumerate(events):
        await stream.publish("school" if number % 2 else "gp.rotterdam", each)
    assert await read(stream, "school") == [each.id for each in events[1::2]]
    assert await read(stream, "gp.rotterdam") == [each.id for each in events[0::2]]


async def test_an_event_comes_out_as_it_went_in(stream: NotificationStream) -> None:
    await stream.prepare()
    published = event()
    await stream.publish("school", published)
    delivery = await stream.next("school", 5)
    assert delivery is not None
    assert delivery.event == published


async def test_an_event_published_twice_is_stored_once_and_says_where(stream: NotificationStream) -> None:
    await stream.prepare()
    twice = event()
    first, second = await stream.publish("school", twice), await stream.publish("school", twice)
    assert (first.duplicate, second.duplicate) == (False, True)
    assert second.sequence == first.sequence
    assert await stream.held(second.sequence) == twice.id
    assert await read(stream, "school") == [twice.id]


async def test_an_event_wrongly_called_a_duplicate_can_be_published_again(stream: NotificationStream) -> None:
    await stream.prepare()
    twice = event()
    first, second = await stream.publish("school", twice), await stream.publish("school", twice, again=1)
    assert not second.duplicate
    assert second.sequence > first.sequence
    assert await stream.held(second.sequence) == twice.id


async def test_a_stream_made_anew_is_empty_and_remembers_no_event(stream: NotificationStream) -> None:
    await stream.prepare()
    known = event()
    await stream.publish("school", known)
    assert await stream.prepare(anew=True) == 0
    assert await read(stream, "school") == []
    assert not (await stream.publish("school", known)).duplicate
    assert await read(stream, "school") == [known.id]


async def test_it_says_when_it_holds_nothing_at_a_sequence(stream: NotificationStream) -> None:
    await stream.prepare()
    assert await stream.held(0) is None
    assert await stream.held(17) is None


async def test_what_was_done_does_not_come_again_and_what_was_not_does(stream: NotificationStream) -> None:
    await stream.prepare()
    first, second = event(), event()
    for each in (first, second):
        await stream.publish("school", each)
    done = await stream.next("school", 5)
    assert done is not None
    await done.done()
    forgotten = await stream.next("school", 5)
    assert forgotten is not None
    again = await stream.next("school", 5)
    assert again is not None
    assert (again.event.id, forgotten.attempt, again.attempt) == (second.id, 1, 2)


async def test_the_next_event_waits_until_the_one_before_has_ended(stream: NotificationStream) -> None:
    await stream.prepare()
    for each in (first := event(), event()):
        await stream.publish("school", each)
    delivery = await stream.next("school", 5)
    assert delivery is not None
    await delivery.later(0.1)
    again = await stream.next("school", 5)
    assert again is not None
    assert again.event.id == first.id


async def test_an_event_never_accepted_becomes_a_dead_letter_and_lets_others_pass(stream: NotificationStream) -> None:
    await stream.prepare()
    letters = list[DeadLetter]()
    ear = await stream.listen_for_dead_letters(letters.append)
    for each in (stuck := event(), fine := event()):
        await stream.publish("school", each)
    for attempt in range(1, ATTEMPTS + 1):
        delivery = await stream.next("school", 5)
        assert delivery is not None
        assert (delivery.event.id, delivery.attempt) == (stuck.id, attempt)
    after = await stream.next("school", 5)
    assert after is not None
    assert after.event.id == fine.id
    await until(lambda: bool(letters))
    assert letters == [DeadLetter("school", stuck.id, ATTEMPTS)]
    await ear.stop()


async def test_what_was_given_up_lets_others_pass(stream: NotificationStream) -> None:
    await stream.prepare()
    for each in (event(), fine := event()):
        await stream.publish("school", each)
    delivery = await stream.next("school", 5)
    assert delivery is not None
    await delivery.give_up()
    assert await read(stream, "school") == [fine.id]


async def test_who_waits_gets_an_event_when_it_comes(stream: NotificationStream) -> None:
    await stream.prepare()
    waiting = asyncio.ensure_future(stream.next("school", 20))
    await asyncio.sleep(0)
    published = event()
    await stream.publish("school", published)
    delivery = await waiting
    assert delivery is not None
    assert delivery.event.id == published.id


async def test_who_listens_hears_for_whom_something_came_and_then_no_more(stream: NotificationStream) -> None:
    await stream.prepare()
    heard, also = list[str](), list[str]()
    ears = [await stream.listen(heard.append), await stream.listen(also.append)]
    await stream.publish("gp.rotterdam", event())
    await until(lambda: heard == also == ["gp.rotterdam"])
    await ears[0].stop()
    await stream.publish("school", event())
    await until(lambda: also == ["gp.rotterdam", "school"])
    assert heard == ["gp.rotterdam"]
    await ears[1].stop()
