"""Gathering: work that many callers bring at the same time is done together, one batch after another."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Work = TypeVar("Work")
Result = TypeVar("Result")


class Gatherer(Generic[Work, Result]):
    """Runs `run` over what was brought while the batch before it was running.

    Nobody waits for company: alone, work starts at once. A batch that fails is run again one by one, so that a failure
    reaches only the one who caused it; who is cancelled while waiting disturbs nobody.
    """

    def __init__(self, run: Callable[[Sequence[Work]], Awaitable[Sequence[Result]]], limit: int) -> None:
        self._run = run
        self._limit = limit
        self._waiting: deque[tuple[Work, asyncio.Future[Result]]] = deque()
        self._task: asyncio.Task[None] | None = None

    async def bring(self, work: Work) -> Result:
        """The result of this work. Raises what `run` raised for it."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, future))
        if self._task is None:
            self._task = asyncio.create_task(self._drain())
        return await future

    async def _drain(self) -> None:
        try:
            while self._waiting:
                count = min(self._limit, len(self._waiting))
                batch = [self._waiting.popleft() for _ in range(count)]
                await self._answer([(work, future) for work, future in batch if not future.done()])
        finally:
            self._task = None
            for _, future in self._waiting:  # only when this task was cancelled with its loop
                future.cancel()
            self._waiting.clear()

    async def _answer(self, batch: list[tuple[Work, asyncio.Future[Result]]]) -> None:
        if not batch:
            return
        try:
            results = await self._run([work for work, _ in batch])
        except asyncio.CancelledError:
            for _, future in batch:
                future.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - handed to the one who brought the work
            await self._answer_failed(batch, error)
        else:
            for (_, future), result in zip(batch, results, strict=True):
                if not future.done():
                    future.set_result(result)

    async def _answer_failed(self, batch: list[tuple[Work, asyncio.Future[Result]]], error: Exception) -> None:
        if len(batch) > 1:
            for single in batch:
                await self._answer([single])
        elif not batch[0][1].done():
            batch[0][1].set_exception(error)
