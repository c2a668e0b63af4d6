"""Work brought at the same time is done together, and everybody gets the own answer."""

import asyncio
from collections.abc import Sequence

import pytest

from hub.people.gathering import Gatherer


class Workshop:
    """Doubles numbers, refuses 13, and remembers which batches it was given."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()

    async def run(self, numbers: Sequence[int]) -> list[int]:
        self.batches.append(list(numbers))
        await self.may_go_on.wait()
        if 13 in numbers:
            message = "thirteen"
            raise ValueError(message)
        return [number * 2 for number in numbers]


async def test_what_comes_while_a_batch_runs_is_the_next_batch() -> None:
    workshop = Workshop()
    gatherer: Gatherer[int, int] = Gatherer(workshop.run, 100)
    answers = await asyncio.gather(*(gatherer.bring(number) for number in range(5)))
    assert answers == [0, 2, 4, 6, 8]
    workshop.may_go_on.clear()
    first = asyncio.create_task(gatherer.bring(7))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    others = [asyncio.create_task(gatherer.bring(number)) for number in (8, 9)]
    await asyncio.sleep(0)
    workshop.may_go_on.set()
    assert await asyncio.gather(first, *others) == [14, 16, 18]
    assert workshop.batches == [[0, 1, 2, 3, 4], [7], [8, 9]]


async def test_a_batch_is_never_larger_than_its_limit() -> None:
    workshop = Workshop()
    gatherer: Gatherer[int, int] = Gatherer(workshop.run, 4)
    await asyncio.gather(*(gatherer.bring(number) for number in range(10)))
    assert [len(batch) for batch in workshop.batches] == [4, 4, 2]


async def test_a_failure_reaches_only_the_one_who_caused_it() -> None:
    gatherer: Gatherer[int, int] = Gatherer(Workshop().run, 100)
    answers = await asyncio.gather(*(gatherer.bring(n) for n in (1, 13, 2)), return_exceptions=True)
    assert answers[0] == 2
    assert isinstance(answers[1], ValueError)
    assert answers[2] == 4


async def test_who_is_cancelled_disturbs_nobody() -> None:
    workshop = Workshop()
    gatherer: Gatherer[int, int] = Gatherer(workshop.run, 100)
    workshop.may_go_on.clear()
    running = [asyncio.create_task(gatherer.bring(number)) for number in (1, 2)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiting = [asyncio.create_task(gatherer.bring(number)) for number in (3, 4)]
    await asyncio.sleep(0)
    running[0].cancel()
    waiting[0].cancel()
    await asyncio.sleep(0)
    workshop.may_go_on.set()
    assert [await running[1], await waiting[1]] == [4, 8]
    assert workshop.batches == [[1, 2], [4]]
    with pytest.raises(asyncio.CancelledError):
        await running[0]
