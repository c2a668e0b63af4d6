"""From the ledger to the stream: everything that tells somebody something, once if possible, never not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from hub.outbound.cloudevent import CloudEvent
from hub.outbound.errors import StreamUnavailable, TurnLost
from hub.outbound.memory import MemoryNotifications
from hub.outbound.ports import NotificationStream, Receipt
from hub.outbound.position import Turn, Turns
from tests.conftest import Databases
from tests.outbound.given import a_relay, event, raised, read, record, running, until, withdrawn


class Crash(Exception):  # noqa: N818
    """The process ends here."""


class CrashingTurns(Turns):
    """Publishes are acknowledged, and then the process ends before it saves the position."""

    @asynccontextmanager
    async def take(self) -> AsyncIterator[Turn | None]:
        """A turn that cannot save."""
        async with super().take() as turn:
            if turn is not None:
                turn.save = self._crash  # type: ignore[method-assign]
            yield turn

    async def _crash(self, position: int, sequence: int) -> None:
        raise Crash


class Liar(MemoryNotifications):
    """Calls some events a duplicate of another, as servers have done, and stores nothing."""

    def __init__(self, lies: set[str]) -> None:
        super().__init__()
        self.lies = lies

    async def publish(self, organisation: str, event: CloudEvent, *, again: int = 0) -> Receipt:
        """Lie once about each."""
        if event.id in self.lies:
            self.lies.discard(event.id)
            return Receipt(1, duplicate=True)
        return await super().publish(organisation, event, again=again)


async def test_what_tells_somebody_something_is_published_in_order_and_nothing_else_is(
    pool: asyncpg.Pool, database: Databases, stream: NotificationStream
) -> None:
    facts = [raised(), raised(notification=None), raised("gp"), withdrawn(), raised("gp"), raised()]
    head = await record(pool, facts)
    await a_relay(pool, database, stream, page=2).catch_up(head)
    school = [facts[0], facts[3], facts[5]]
    assert await read(stream, "school") == [event(fact).id for fact in school]
    assert await read(stream, "gp") == [event(facts[2]).id, event(facts[4]).id]
    assert await Turns(database.app_url, stream.name).position() == head


async def test_a_running_relay_publishes_what_comes(
    pool: asyncpg.Pool, database: Databases, stream: NotificationStream
) -> None:
    turns = Turns(database.app_url, stream.name)
    async with running(a_relay(pool, database, stream).run()):
        for _ in range(3):
            head = await record(pool, [fact := raised()])
            await until(lambda head=head: _is_at(turns, head))
            assert await read(stream, "school") == [event(fact).id]


async def _is_at(turns: Turns, position: int) -> bool:
    return await turns.position() >= position


async def test_a_relay_that_ends_between_publishing_and_saving_repeats_under_the_same_ids(
    pool: asyncpg.Pool, database: Databases, stream: NotificationStream
) -> None:
    facts = [raised() for _ in range(5)]
    head = await record(pool, facts)
    relay = a_relay(pool, database, stream)
    relay._turns = CrashingTurns(database.app_url, stream.name)
    with pytest.raises(Crash):
        await relay.catch_up(head)
    assert await Turns(database.app_url, stream.name).position() == 0
    await a_relay(pool, database, stream).catch_up(head)
    assert await read(stream, "school") == [event(fact).id for fact in facts]


async def test_repeats_after_the_stream_forgot_the_ids_are_stored_twice_and_none_is_missing(
    pool: asyncpg.Pool, database: Databases
) -> None:
    stream, facts = MemoryNotifications(), [raised() for _ in range(3)]
    head = await record(pool, facts)
    relay = a_relay(pool, database, stream)
    relay._turns = CrashingTurns(database.app_url, stream.name)
    with pytest.raises(Crash):
        await relay.catch_up(head)
    stream.forget_ids()
    await a_relay(pool, database, stream).catch_up(head)
    assert [each.id for each in stream.events()] == 2 * [event(fact).id for fact in facts]


async def test_an_event_wrongly_called_a_duplicate_is_published_all_the_same(
    pool: asyncpg.Pool, database: Databases, caplog: pytest.LogCaptureFixture
) -> None:
    facts = [raised() for _ in range(4)]
    stream = Liar({event(facts[2]).id})
    await a_relay(pool, database, stream).catch_up(await record(pool, facts))
    assert [each.id for each in stream.events()] == [event(fact).id for fact in facts]
    assert "relay-duplicate-not-held" in caplog.text


async def test_a_stream_lost_wholly_is_made_again_with_the_same_events(
    pool: asyncpg.Pool, database: Databases, caplog: pytest.LogCaptureFixture
) -> None:
    stream, facts = MemoryNotifications(), [raised() for _ in range(4)]
    await a_relay(pool, database, stream).catch_up(await record(pool, facts))
    before = stream.events()
    stream.lose()
    await a_relay(pool, database, stream).catch_up(await record(pool, [more := raised()]))
    assert stream.events() == [*before, event(more)]
    assert "relay-stream-lost" in caplog.text


async def test_a_stream_that_lost_its_end_gets_that_again_and_no_more(pool: asyncpg.Pool, database: Databases) -> None:
    stream, facts = MemoryNotifications(), [raised("gp"), *(raised() for _ in range(9))]
    await a_relay(pool, database, stream, page=3).catch_up(await record(pool, facts))
    before = stream.events()
    stream.lose(last=4)
    await a_relay(pool, database, stream, page=3).catch_up(await record(pool, [more := raised()]))
    assert stream.events() == [*before, event(more)]


async def test_a_stream_that_loses_its_end_under_a_running_relay_misses_nothing(
    pool: asyncpg.Pool, database: Databases
) -> None:
    stream, facts = MemoryNotifications(), [raised() for _ in range(8)]
    async with running(a_relay(pool, database, stream, page=3).run()):
        turns = Turns(database.app_url, stream.name)
        head = await record(pool, facts)
        await until(lambda: _is_at(turns, head))
        before = stream.events()
        stream.lose(last=5)
        head = await record(pool, more := [raised() for _ in range(2)])
        await until(lambda: _is_at(turns, head))
    assert {each.id for each in stream.events()} == {each.id for each in before} | {event(fact).id for fact in more}


async def test_a_relay_outlives_a_stream_that_is_down_and_intake_does_not_notice(
    pool: asyncpg.Pool, database: Databases
) -> None:
    stream = MemoryNotifications()
    stream.down = True
    async with running(a_relay(pool, database, stream).run()) as relay:
        head = await record(pool, facts := [raised(), raised()])
        with pytest.raises(StreamUnavailable):
            await stream.prepare()
        assert not relay.done()
        stream.down = False
        await until(lambda: _is_at(Turns(database.app_url, stream.name), head))
    assert [each.id for each in stream.events()] == [event(fact).id for fact in facts]


async def test_of_two_relays_one_works_and_the_other_takes_over_when_it_ends(
    pool: asyncpg.Pool, database: Databases
) -> None:
    stream = MemoryNotifications()
    turns = Turns(database.app_url, stream.name)
    async with running(a_relay(pool, database, stream).run()) as first:
        head = await record(pool, [raised()])
        await until(lambda: _is_at(turns, head))
        async with turns.take() as turn:
            assert turn is None, "the first one has it"
        async with running(a_relay(pool, database, stream).run()):
            first.cancel()
            head = await record(pool, [raised()])
            await until(lambda: _is_at(turns, head))
    assert len(stream.events()) == 2


async def test_a_relay_whose_session_was_ended_takes_a_new_turn(pool: asyncpg.Pool, database: Databases) -> None:
    stream = MemoryNotifications()
    admin = await asyncpg.connect(database.admin_url)
    async with running(a_relay(pool, database, stream).run()):
        head = await record(pool, [raised()])
        await until(lambda: _is_at(Turns(database.app_url, stream.name), head))
        ended = await admin.fetch(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'samenloop relay' "
            "AND datname = current_database()"
        )
        assert ended
        head = await record(pool, [raised()])
        await until(lambda: _is_at(Turns(database.app_url, stream.name), head))
    await admin.close()
    assert len(stream.events()) == 2


async def test_a_position_moved_by_another_is_not_overwritten(database: Databases) -> None:
    turns = Turns(database.app_url, "any")
    async with turns.take() as turn:
        assert turn is not None
        await turns.start_over()
        with pytest.raises(TurnLost):
            await turn.confirm()
        with pytest.raises(TurnLost):
            await turn.save(7, 7)
    assert await turns.position() == -1


async def test_a_rebuild_makes_the_stream_anew_with_the_same_events(
    pool: asyncpg.Pool, database: Databases, stream: NotificationStream
) -> None:
    facts = [raised("gp" if number % 3 else "school") for number in range(20)]
    head = await record(pool, facts)
    relay = a_relay(pool, database, stream, page=6)
    await relay.catch_up(head)
    before = {organisation: await read(stream, organisation) for organisation in ("gp", "school")}
    await stream.publish("school", event())  # something that the ledger does not have
    assert await relay.rebuild() == head
    assert {organisation: await read(stream, organisation) for organisation in ("gp", "school")} == before


async def test_a_rebuild_is_done_by_the_relay_that_runs(pool: asyncpg.Pool, database: Databases) -> None:
    stream = MemoryNotifications()
    await record(pool, facts := [raised() for _ in range(5)])
    async with running(a_relay(pool, database, stream).run()):
        await until(lambda: len(stream.events()) == 5)
        stray = event()
        await stream.publish("school", stray)
        await asyncio.wait_for(a_relay(pool, database, stream).rebuild(), 30)
    assert [each.id for each in stream.events()] == [event(fact).id for fact in facts]


async def test_a_rebuild_of_an_empty_ledger_empties_the_stream(pool: asyncpg.Pool, database: Databases) -> None:
    stream = MemoryNotifications()
    await stream.prepare()
    await stream.publish("school", event())
    assert await a_relay(pool, database, stream).rebuild() == 0
    assert stream.events() == []


def test_the_source_of_events_must_be_a_urn_of_the_dutch_namespace() -> None:
    from hub.outbound.cloudevent import check_source

    for wrong in ("https://hub.example", "urn:isbn:1", "", "urn:nld:oin"):
        with pytest.raises(ValueError, match="urn:nld"):
            check_source(wrong)
