"""Work that goes round for as long as a process runs: what passes by itself only delays it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from hub.ledger.errors import LedgerError, LedgerUnavailable
from hub.outage import Outage
from hub.passing import passes

T = TypeVar("T")
log = logging.getLogger("hub.rounds")


async def rounds(name: str, once: Callable[[], Awaitable[object]], pause: float) -> None:
    """Call ``once`` every ``pause`` seconds, until cancelled.

    A database that cannot be reached, or a ledger that refuses, is tried again in the next round, and told as an outage
    is. Anything else is raised: nobody would be helped by trying again.
    """
    outage = Outage(log, name)
    while True:
        try:
            await once()
            outage.is_over()
        except Exception as error:
            if not (passes(error) or isinstance(error, LedgerError)):
                raise
            outage.goes_on(error)
        await asyncio.sleep(pause)


async def apart(name: str, work: Sequence[tuple[str, Awaitable[T]]]) -> list[T | None]:
    """Do all of this at once; what each came to, None of what failed.

    One that fails holds up no other: it is logged by the words beside it, which name no person. Raises what passes by
    itself, and what no work may survive (being cancelled).
    """
    outcomes = await asyncio.gather(*(each for _, each in work), return_exceptions=True)
    failed = [
        (what, error) for (what, _), error in zip(work, outcomes, strict=True) if isinstance(error, BaseException)
    ]
    for what, error in failed:
        if not isinstance(error, Exception) or passes(error) or isinstance(error, LedgerUnavailable):
            raise error
        log.error("%s-failed %s error=%s", name, what, type(error).__name__)
    return [None if isinstance(each, BaseException) else each for each in outcomes]
