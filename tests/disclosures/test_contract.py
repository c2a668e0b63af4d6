"""What every disclosure log keeps to: the one in memory and the one in PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from hub.disclosures.memory import MemoryLog
from hub.disclosures.ports import Log, Wanted
from tests.conftest import Databases
from tests.disclosures.given import CHILD, MOTHER, NOON, line, logging_to


class LogContract:
    """The tests; a subclass gives the fixture ``log``."""

    async def test_what_is_appended_is_read_whole_the_latest_first(self, log: Log) -> None:
        lines = [line("s1"), line("s2"), line("s3")]
        await log.append(lines[:2])
        await log.append(lines[2:])
        assert [each.line for each in await log.read(Wanted(), None, 10)] == lines[::-1]

    async def test_appending_nothing_is_nothing(self, log: Log) -> None:
        await log.append([])
        assert await log.read(Wanted(), None, 10) == []

    async def test_a_page_goes_on_below_the_last(self, log: Log) -> None:
        await log.append([line(f"s{number}") for number in range(5)])
        first = await log.read(Wanted(), None, 2)
        second = await log.read(Wanted(), first[-1].id, 2)
        third = await log.read(Wanted(), second[-1].id, 2)
        shown = [each.line.shown[0].thing for page in (first, second, third) for each in page]
        assert shown == ["s4", "s3", "s2", "s1", "s0"]

    async def test_lines_are_found_by_person_organisation_and_period(self, log: Log) -> None:
        later = NOON + timedelta(days=1)
        await log.append([line("s1"), line("s2", MOTHER), line("s3", organisation="school"), line("s4", at=later)])

        async def found(wanted: Wanted) -> list[str]:
            return [each.line.shown[0].thing for each in await log.read(wanted, None, 10)]

        assert await found(Wanted(persons=(MOTHER,))) == ["s2"]
        assert await found(Wanted(organisation="school")) == ["s3"]
        assert await found(Wanted(since=later)) == ["s4"]
        assert await found(Wanted(until=later)) == ["s3", "s2", "s1"]
        assert await found(Wanted((CHILD,), "cjg", NOON, later)) == ["s1"]
        assert await found(Wanted(persons=("nobody",))) == []

    async def test_many_at_once_are_all_there(self, log: Log) -> None:
        lines = [line(f"s{number}") for number in range(300)]
        await asyncio.gather(*(log.append([each]) for each in lines))
        stored = await log.read(Wanted(), None, 1000)
        assert sorted(each.line.span for each in stored) == sorted(each.span for each in lines)
        assert [each.id for each in stored] == sorted((each.id for each in stored), reverse=True)

    async def test_a_caller_that_goes_away_disturbs_nobody(self, log: Log) -> None:
        tasks = [asyncio.create_task(log.append([line(f"s{number}")])) for number in range(20)]
        await asyncio.sleep(0)
        for task in tasks[::2]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        shown = {each.line.shown[0].thing for each in await log.read(Wanted(), None, 100)}
        assert shown >= {f"s{number}" for number in range(1, 20, 2)}


class TestMemoryLog(LogContract):
    @pytest.fixture
    def log(self) -> Log:
        return MemoryLog()


class TestDisclosureLog(LogContract):
    @pytest.fixture
    async def log(self, database: Databases) -> AsyncIterator[Log]:
        async with logging_to(database) as opened:
            yield opened


del LogContract
