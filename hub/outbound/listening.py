"""Staying subscribed, whatever becomes of the link."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from hub.outbound.backoff import Backoff
from hub.outbound.ending import end_if_cancelled
from hub.outbound.errors import StreamUnavailable
from hub.outbound.ports import Listening

LISTEN_ANEW: Final = 60.0
"""Seconds after which to subscribe again: the subscription may be on a client that was replaced."""


async def keep_listening(listen: Callable[[], Awaitable[Listening]], anew: float = LISTEN_ANEW) -> None:
    """Listen until cancelled; the new subscription stands before the old one ends."""
    ear: Listening | None = None
    backoff = Backoff()
    try:
        while True:
            end_if_cancelled()
            try:
                fresh = await listen()
            except StreamUnavailable:
                await backoff.wait()
                continue
            ear, old = fresh, ear
            await _stop(old)
            backoff.reset()
            await asyncio.sleep(anew)
    finally:
        await _stop(ear)


async def _stop(ear: Listening | None) -> None:
    if ear is not None:
        await ear.stop()
