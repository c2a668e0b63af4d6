"""Following the ledger: every fact once, in order, from a position on, for as long as somebody listens."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

from hub.ledger.news import News
from hub.ledger.ports import StoredFact
from hub.ledger.reader import LedgerReader

LONGEST_SLEEP = 1.0
"""Seconds: no reader waits longer before it looks again, whoever forgot to wake it."""


class LedgerSubscription:
    """An asynchronous iterator over facts; never skips one, never ends by itself.

    Woken by ``news`` of this process, and by a poll every ``poll`` seconds (at most one) for other processes' appends.
    Skipping nothing rests on the ledger's lock: no fact becomes visible below a position that was visible before.
    """

    def __init__(
        self, reader: LedgerReader, news: News, *, after: int = 0, page: int = 500, poll: float = LONGEST_SLEEP
    ) -> None:
        self._reader = reader
        self._news = news
        self._page = page
        self.longest_sleep = min(poll, LONGEST_SLEEP)
        self.position = after
        """Position of the last fact handed out."""

    async def pages(self) -> AsyncIterator[list[StoredFact]]:
        """Non-empty pages in order, for a reader that writes its rows and its position in one transaction."""
        woken = self._news.listen()
        try:
            while True:
                woken.clear()
                page = await self._reader.page(self.position, self._page)
                if page:
                    self.position = page[-1].position
                    yield page
                else:
                    await wait_for_news(woken, self.longest_sleep)
        finally:
            self._news.forget(woken)

    async def __aiter__(self) -> AsyncIterator[StoredFact]:
        """The facts one by one."""
        async with aclosing(self.pages()) as pages:  # type: ignore[type-var]
            async for page in pages:
                for fact in page:
                    yield fact


async def wait_for_news(woken: asyncio.Event, seconds: float) -> None:
    """Sleep until something was appended, or so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            await woken.wait()
    except TimeoutError:
        return
