"""Codes and sessions of the pages, in PostgreSQL: once, in time, over processes, of no use to who reads them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from hub.participation.logins import CODE_LASTS, SESSION_LASTS, Logins
from tests.conftest import Databases
from tests.participation.conftest import Clock


@pytest.fixture
async def pool(database: Databases) -> AsyncIterator[Any]:
    async with asyncpg.create_pool(database.app_url, min_size=2, max_size=8) as pool:
        yield pool


async def test_a_code_opens_a_session_once_until_its_time(pool: Any, clock: Clock) -> None:
    logins = Logins(pool, clock)
    late = await logins.issue("cjg", "/web/tasks", professional="p-1")
    clock.seconds += CODE_LASTS.total_seconds()
    assert await logins.redeem(late) is None

    given = clock.seconds
    redeemed = await logins.redeem(f" {(await logins.issue('cjg', '/web/tasks', professional='p-1')).upper()} ")

    assert redeemed is not None
    session, login = redeemed
    assert login == ("cjg", "p-1", "/web/tasks", given)
    assert await logins.session(session) == login
    clock.seconds += SESSION_LASTS.total_seconds()
    assert await logins.session(session) is None


async def test_of_many_who_bring_one_code_at_once_one_gets_in(pool: Any, clock: Clock) -> None:
    one, other = Logins(pool, clock), Logins(pool, clock)
    code = await one.issue("cjg", "/web/tasks", professional="p-1")

    found = await asyncio.gather(*(each.redeem(code) for each in (one, other) * 4))

    assert sum(each is not None for each in found) == 1


async def test_a_session_is_known_to_another_process_and_closed_for_all(pool: Any, clock: Clock) -> None:
    code = await Logins(pool, clock).issue("cjg", "/web/tasks", professional="p-1")
    redeemed = await Logins(pool, clock).redeem(code)
    assert redeemed is not None
    session, login = redeemed
    assert await Logins(pool, clock).session(session) == login

    await Logins(pool, clock).close(session)

    assert await Logins(pool, clock).session(session) is None


async def test_nobody_logs_in_with_what_the_tables_hold(pool: Any, clock: Clock) -> None:
    logins = Logins(pool, clock)
    redeemed = await logins.redeem(await logins.issue("cjg", "/web/tasks", professional="p-1"))
    assert redeemed is not None
    waiting = await logins.issue("cjg", "/web/tasks", professional="p-1")

    rows = await pool.fetch("TABLE page_code UNION ALL TABLE page_session")

    assert len(rows) == 2
    for row in rows:
        assert waiting not in str(tuple(row))
        assert redeemed[0] not in str(tuple(row))
        for held in (row["digest"].hex(), row["digest"].decode("latin-1")):
            assert await logins.session(held) is None
            assert await logins.redeem(held) is None


async def test_what_is_over_does_not_stay(pool: Any, clock: Clock) -> None:
    logins = Logins(pool, clock)
    await logins.redeem(await logins.issue("cjg", "/web/tasks", professional="p-1"))
    await logins.issue("cjg", "/web/tasks", professional="p-1")
    clock.seconds += SESSION_LASTS.total_seconds()

    await logins.redeem(await logins.issue("gp", "/web/tasks", professional="p-1"))

    assert await pool.fetchval("SELECT count(*) FROM page_code") == 0
    assert await pool.fetchval("SELECT array_agg(organisation) FROM page_session") == ["gp"]
