"""Opening people: pools of connections to both databases, with settings that suit look-ups by key."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from hub.people.key_ring import KeyRing
from hub.people.live_keys import LiveMasterKeys
from hub.people.master_keys import MasterKeys
from hub.people.people import People

# Everything here is found by an index. Without these a plan made while a table was small would read all of it later.
PLANNER = {"enable_seqscan": "off", "enable_hashjoin": "off", "enable_mergejoin": "off", "jit": "off"}
ANSWERED_WITHIN = 5.0
"""Seconds after which a query is given up."""


@asynccontextmanager
async def open_people(
    database_url: str, keys_database_url: str, live: LiveMasterKeys | MasterKeys, *, connections: int = 4
) -> AsyncIterator[People]:
    """People on pools of their own, for as long as the context lasts; at most so many connections to each database.

    Raises:
        WrongMasterKeysError: the keys database knows other master keys; nothing was written.
    """
    async with (
        _pool(database_url, "samenloop people", connections) as pool,
        _pool(keys_database_url, "samenloop keys", connections) as keys_pool,
    ):
        live = live if isinstance(live, LiveMasterKeys) else LiveMasterKeys(live)
        keys = KeyRing(keys_pool, live)
        await keys.check()
        people = People(pool, keys, live)
        await people.make_ready()
        yield people


def _pool(url: str, name: str, connections: int) -> asyncpg.Pool:
    settings = PLANNER | {"application_name": name}
    return asyncpg.create_pool(
        url,
        min_size=1,
        max_size=connections,
        command_timeout=ANSWERED_WITHIN,
        server_settings=settings,
        reset=_leave_as_it_is,
    )


async def _leave_as_it_is(_: asyncpg.Connection) -> None:
    """Nothing here changes a session, so a connection that is given back needs no round trip to be made as new."""
