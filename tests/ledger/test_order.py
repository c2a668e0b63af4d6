"""Positions become visible in rising order, whoever appends and however: so a reader that follows skips nothing."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import msgspec
import pytest

from hub.ledger.news import News
from hub.ledger.reader import LedgerReader
from hub.ledger.subscription import LedgerSubscription
from tests.conftest import Databases
from tests.ledger.village import NOON, REGISTRY, Noted, NoteDown, hall, prepare

WRITERS = 32
ROUNDS = 12
INSERT = "INSERT INTO samenloop_events_tt_main (type, data, tags) VALUES ('noted', $1, '{}') RETURNING id"


async def test_a_reader_skips_no_fact_of_32_writers_that_dawdle_and_roll_back(database: Databases) -> None:
    written, read = await _write_and_follow(database)
    assert read == sorted(written)
    assert len(written) < WRITERS * ROUNDS, "some must have been rolled back, or this proves little"


async def test_without_the_trigger_that_takes_the_lock_the_reader_would_skip(database: Databases) -> None:
    owner = await asyncpg.connect(database.owner_url)
    await owner.execute("DROP TRIGGER ledger_guard_insert ON samenloop_events_tt_main")
    await owner.close()
    async with asyncpg.create_pool(database.app_url, min_size=3, max_size=4) as pool:
        slow, quick = await pool.acquire(), await pool.acquire()
        dawdling = slow.transaction()
        await dawdling.start()
        early = await slow.fetchval(INSERT, _note("draws its position first, commits last"))
        late = await quick.fetchval(INSERT, _note("draws its position last, commits first"))
        reader = LedgerReader(pool, REGISTRY)
        (seen,) = await reader.page(0, 10)
        await dawdling.commit()
        skipped = await reader.page(seen.position, 10)
        await pool.release(slow)
        await pool.release(quick)
    assert early < late == seen.position
    assert skipped == []


async def _write_and_follow(database: Databases) -> tuple[list[int], list[int]]:
    """Positions as the writers got them, and as a subscriber that listened all the while got them."""
    async with asyncpg.create_pool(database.app_url, min_size=1, max_size=WRITERS + 2) as pool:
        subscription = LedgerSubscription(LedgerReader(pool, REGISTRY), News(), page=7, poll=0.001)
        reading = asyncio.create_task(_follow(subscription))
        dice = random.Random(4)
        committed = await asyncio.gather(*(_write(pool, random.Random(dice.random())) for _ in range(WRITERS)))
        last = await pool.fetchval(INSERT, _note("the last"))
        async with asyncio.timeout(30):
            read = await reading
    return [position for positions in committed for position in positions] + [last], read


async def _follow(subscription: LedgerSubscription) -> list[int]:
    """The positions as they come, up to the fact that was noted last."""
    read = []
    async for stored in subscription:
        read.append(stored.position)
        if isinstance(stored.fact, Noted) and stored.fact.note == "the last":
            break
    return read


async def _write(pool: asyncpg.Pool, dice: random.Random) -> list[int]:
    """Facts inserted directly, as the application role, by somebody who knows nothing of a lock."""
    committed = []
    async with pool.acquire() as connection:
        for number in range(ROUNDS):
            transaction = connection.transaction()
            await transaction.start()
            await asyncio.sleep(dice.random() * 0.004)
            position = await connection.fetchval(INSERT, _note(str(number)))
            await asyncio.sleep(dice.random() * 0.004)
            if dice.random() < 0.25:
                await transaction.rollback()
            else:
                await transaction.commit()
                committed.append(position)
    return committed


def _note(text: str) -> bytes:
    return msgspec.msgpack.encode(Noted(recorded_at=NOON, note=text, about=()))


@asynccontextmanager
async def _subscribed(database: Databases, news: News, after: int = 0) -> AsyncIterator[LedgerSubscription]:
    async with asyncpg.create_pool(database.reader_url, min_size=1, max_size=2) as pool:
        yield LedgerSubscription(LedgerReader(pool, REGISTRY), news, after=after)


async def test_a_subscriber_gets_old_and_new_facts_decoded_and_in_order(database: Databases) -> None:
    await prepare(database)
    async with hall(database) as town, _subscribed(database, town.writer.news) as subscription:
        await town.writer.submit(NoteDown("old", subjects=["Noa"], thing="t1"))
        facts = aiter(subscription)
        first = await anext(facts)
        waiting = asyncio.ensure_future(anext(facts))
        outcome = await town.writer.submit(NoteDown("new", subjects=["Noa"]))
        second = await waiting
    assert isinstance(first.fact, Noted)
    assert isinstance(second.fact, Noted)
    assert (first.fact.note, second.fact.note) == ("old", "new")
    assert "thing:t1" in first.tags
    assert subscription.position == second.position == outcome.position


async def test_a_subscriber_finds_what_another_process_appended_without_being_woken(database: Databases) -> None:
    await prepare(database)
    deaf = News()
    async with hall(database) as town, _subscribed(database, deaf) as subscription:
        waiting = asyncio.ensure_future(anext(aiter(subscription)))
        await town.writer.submit(NoteDown("new", subjects=["Noa"]))
        async with asyncio.timeout(30):
            assert isinstance((await waiting).fact, Noted)


async def test_a_subscriber_begins_where_it_left_off(database: Databases) -> None:
    await prepare(database)
    async with hall(database) as town:
        first = await town.writer.submit(NoteDown("one", subjects=["Noa"]))
        second = await town.writer.submit(NoteDown("two", subjects=["Noa"]))
    async with _subscribed(database, News(), after=first.position) as subscription:
        assert (await anext(aiter(subscription))).position == second.position


@pytest.mark.parametrize("poll", [1000.0, 1.0])
async def test_no_subscriber_sleeps_longer_than_a_second(database: Databases, poll: float) -> None:
    async with asyncpg.create_pool(database.reader_url, min_size=1, max_size=1) as pool:
        subscription = LedgerSubscription(LedgerReader(pool, REGISTRY), News(), poll=poll)
    assert subscription.longest_sleep == 1.0
