"""The projector: nothing lost and nothing doubled, whoever is killed and however many run."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import asyncpg
import pytest

from hub.ledger.errors import UnknownFact
from hub.views.database import open_engine
from hub.views.projector import Projector
from hub.views.queries import Queries
from tests.views.given import NOON, Shelf, families_of, raised, signal, waits

PATIENCE = 30.0


@asynccontextmanager
async def running(*projectors: Projector) -> AsyncIterator[None]:
    """Projectors at work, stopped at the end."""
    tasks = [asyncio.create_task(projector.run()) for projector in projectors]
    try:
        yield
    finally:
        for projector in projectors:
            projector.stop()
        await asyncio.gather(*tasks)


async def append_many(shelf: Shelf, batches: int, between: Callable[[int], object] = lambda _: None) -> int:
    """Batches about six persons who become two families; the last position."""
    position = 0
    for number in range(batches):
        person, other = f"p{number % 6}", f"p{(number + 2) % 6}"
        linked = (person, other) if number % 3 else (person,)
        position = await shelf.append(
            signal(f"s{number}", *linked), raised(f"m{number}", f"n{number}", person), waits(f"d{number}", NOON, person)
        )
        between(number)
    return position


async def every_fact_is_folded_once(shelf: Shelf, facts: int) -> None:
    """The views hold what the ledger says, and the inbox counts to the number of notifications."""
    rows = await shelf.as_admin("SELECT family, persons, state FROM view_family")
    folded = {row["family"]: (frozenset(row["persons"]), row["state"]) for row in rows}
    assert folded == families_of(await shelf.everything())
    numbers = await shelf.as_admin("SELECT number FROM view_inbox ORDER BY number")
    assert [row["number"] for row in numbers] == list(range(1, facts + 1))


async def test_a_running_projector_folds_what_is_appended_and_a_waiter_sees_it(shelf: Shelf) -> None:
    projector = shelf.projector()
    async with running(projector):
        queries = shelf.queries(projector.viewed)
        position = await append_many(shelf, 10)
        assert await queries.wait_for(position, PATIENCE)
        assert await queries.notification("n9") is not None
        assert not await queries.wait_for(position + 1, 0.01)
    assert projector.position() == position
    await every_fact_is_folded_once(shelf, 10)


async def test_a_waiter_in_another_process_sees_it_without_being_woken(shelf: Shelf) -> None:
    async with running(shelf.projector()):
        position = await append_many(shelf, 1)
        assert await Queries(shelf.engine).wait_for(position, PATIENCE)


async def test_several_projectors_take_turns(shelf: Shelf) -> None:
    first, *others = (shelf.projector(page=7) for _ in range(2))
    async with running(first, *others):
        await append_many(shelf, 20)
        await asyncio.gather(*(projector.catch_up() for projector in (first, *others)))
    await every_fact_is_folded_once(shelf, 20)


async def test_another_takes_over_from_one_that_stops(shelf: Shelf) -> None:
    first, second = shelf.projector(), shelf.projector()
    async with running(second):
        async with running(first):
            await append_many(shelf, 2)
        position = await shelf.append(signal("last", "p1"))
        assert await shelf.queries(second.viewed).wait_for(position, PATIENCE)


@pytest.mark.parametrize("page", [1, 5])
async def test_a_projector_cancelled_between_and_in_batches_loses_and_doubles_nothing(shelf: Shelf, page: int) -> None:
    position = await append_many(shelf, 20)
    for moments in range(0, 60, 3):
        task = asyncio.create_task(shelf.projector(page).run())
        for _ in range(moments):
            await asyncio.sleep(0.001)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await shelf.projector(page).catch_up() == position
    await every_fact_is_folded_once(shelf, 20)


async def test_a_projector_survives_that_its_connections_are_terminated(shelf: Shelf) -> None:
    projector = shelf.projector(page=4)
    async with running(projector):
        for round_ in range(5):
            await shelf.append(*(raised(f"m{round_}.{n}", f"n{round_}.{n}", f"p{n}") for n in range(20)))
            await shelf.as_admin(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'samenloop views'"
            )
        position = (await shelf.everything())[-1].position
        other = open_engine(shelf.database.app_url, application_name="a patient reader")
        assert await Queries(other).wait_for(position, PATIENCE)
        await other.dispose()
    await every_fact_is_folded_once(shelf, 100)


async def test_the_views_stand_still_before_a_fact_that_cannot_be_folded_and_say_so(shelf: Shelf) -> None:
    position = await append_many(shelf, 3)
    connection = await asyncpg.connect(shelf.database.app_url)
    await connection.execute(
        "INSERT INTO samenloop_events_tt_main (type, data, tags) VALUES ('from-the-future', '', '{person:p1}')"
    )
    await connection.close()
    projector = shelf.projector()
    async with running(projector):
        while not projector.poisoned:  # noqa: ASYNC110 - counted, not announced
            await asyncio.sleep(0.01)
    assert list(projector.poisoned) == [position] == [projector.position()]
    with pytest.raises(UnknownFact):
        await projector.catch_up()
