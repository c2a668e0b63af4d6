"""What goes to the stream is logged first; without the log nothing goes, and nothing is lost."""

import asyncpg

from hub.disclosures.memory import MemoryLog
from hub.outbound.memory import MemoryNotifications
from tests.conftest import Databases
from tests.outbound.given import PERSON, a_relay, raised, read, record, running, until, withdrawn


async def test_each_event_has_its_lines_by_recipient_person_identifier_and_ground(
    pool: asyncpg.Pool, database: Databases
) -> None:
    log, stream = MemoryLog(), MemoryNotifications()
    match, end = raised(), withdrawn("gp")
    await a_relay(pool, database, stream, log=log).catch_up(await record(pool, [match, end]))

    told = [(line.organisation, line.person, line.operation, line.shown[0].thing) for line in log.lines]
    assert told == [
        ("school", PERSON, "notify", match.notification),
        ("gp", PERSON, "notify", end.notification),
    ]
    assert len({line.trace for line in log.lines}) == 2


async def test_without_the_log_nothing_goes_and_with_it_everything_does(
    pool: asyncpg.Pool, database: Databases
) -> None:
    log, stream, fact = MemoryLog(), MemoryNotifications(), raised()
    log.away = True
    await stream.prepare()
    last = await record(pool, [fact])
    async with running(a_relay(pool, database, stream, log=log).catch_up(last)) as relaying:
        assert await read(stream, "school") == []
        log.away = False
        await until(relaying.done)
    assert await read(stream, "school") == [fact.notification]
