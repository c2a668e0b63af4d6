"""The hub is killed at random moments: no answer ever reached anybody without its line in the disclosure log."""

import asyncio
import json
import random
import signal
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import asyncpg
import httpx
import pytest

from hub.disclosures.line import Line
from hub.disclosures.stored import COLUMNS, closed
from tests.conftest import Databases
from tests.end_to_end.asking import Asker
from tests.end_to_end.load import Load, families_of
from tests.end_to_end.processes import Place
from tests.end_to_end.victim import Victim, to_be_killed, tokens_of

ASKED = 12
"""Rounds of questions about each family."""
QUESTIONS = 4


@pytest.fixture
def place(tmp_path: Path, database: Databases) -> Iterator[Place]:
    with to_be_killed(tmp_path, database) as place:
        yield place


async def under_fire(place: Place, database: Databases, families: int, seed: int) -> Asker:
    """Ask about so many families at once while the hub is killed again and again."""
    victim = Victim(place, families * ASKED * QUESTIONS // 2, random.Random(seed))
    tokens = await tokens_of(place, database)
    base_url = f"http://127.0.0.1:{place.environment['HUB_PORT']}"
    load = Load(base_url, tokens, victim.up, lambda: None)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(load.close)
        stack.callback(victim.gone, signal.SIGKILL)
        clients = {
            organisation: await stack.enter_async_context(
                httpx.AsyncClient(base_url=base_url, headers={"Authorization": f"Bearer {token}"}, timeout=60)
            )
            for organisation, token in tokens.items()
        }
        await victim.start()
        asker = Asker(load, clients, victim.noticed)
        killing = asyncio.create_task(victim.keep_killing())
        await asyncio.gather(*(asker.ask(family, ASKED, victim.up) for family in families_of(families)))
        killing.cancel()
        await asyncio.gather(killing, return_exceptions=True)
        assert victim.kills >= 3
    return asker


async def logged(database: Databases) -> dict[str, list[Line]]:
    """The lines of the log by trace."""
    found = defaultdict[str, list[Line]](list)
    connection = await asyncpg.connect(database.reader_url)
    try:
        for record in await connection.fetch(f"SELECT {', '.join(COLUMNS)} FROM disclosure_line"):
            line = closed(tuple(record))
            found[line.trace.hex()].append(line)
    finally:
        await connection.close()
    return found


def no_answer_without_its_line(place: Place, database: Databases, families: int) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")  # noqa: T201 - to repeat a failure with
    asker = asyncio.run(under_fire(place, database, families, seed))
    lines = asyncio.run(logged(database))

    assert asker.lost > 0, "nothing was under way when the hub was killed"
    assert sum(bool(each.told) for each in asker.received) > len(asker.received) // 2
    for received in asker.received:
        told = {one.thing for line in lines[received.trace] for one in line.shown}
        assert received.told <= told, received.path
    verified = place.hub("verify", "--json")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert json.loads(verified.stdout)["disclosures"]["lines"] == sum(map(len, lines.values()))


@pytest.mark.slow
def test_no_answer_reaches_anybody_without_its_line(place: Place, database: Databases) -> None:
    no_answer_without_its_line(place, database, families=16)


@pytest.mark.soak
def test_no_answer_reaches_anybody_without_its_line_however_many_ask(place: Place, database: Databases) -> None:
    no_answer_without_its_line(place, database, families=100)
