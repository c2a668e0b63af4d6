"""Long work lets others go in between, and tells the database that it goes on."""

import asyncio

from hub.breath import Breath


async def test_others_get_their_turn_between_pieces_of_work() -> None:
    breath, order = Breath(lambda: asyncio.sleep(0), every=0.0), list[str]()

    async def other() -> None:
        order.append("other")

    task = asyncio.create_task(other())
    for number in range(2):
        order.append(f"piece {number}")
        await breath.between()
    await task
    assert order == ["piece 0", "other", "piece 1"]


async def test_nothing_is_paid_for_work_that_is_short() -> None:
    taken = list[int]()

    async def take() -> None:
        taken.append(1)

    breath = Breath(take, every=3600.0)
    for _ in range(100):
        await breath.between()
    assert taken == []
