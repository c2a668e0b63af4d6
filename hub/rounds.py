"""Work that goes round for as long as a process runs: what passes by itself only delays it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from hub.ledger.errors import LedgerError
from hub.passing import passes

log = logging.getLogger("hub.rounds")


async def rounds(name: str, once: Callable[[], Awaitable[object]], pause: float) -> None:
    """Call ``once`` every ``pause`` seconds, until cancelled.

    A database that cannot be reached, or a ledger that refuses, is tried again in the next round, with a line in the
    log that counts the rounds that failed in a row. Anything else is raised: nobody would be helped by trying again.
    """
    failed = 0
    while True:
        try:
            await once()
            failed = 0
        except Exception as error:
            if not (passes(error) or isinstance(error, LedgerError)):
                raise
            failed += 1
            log.warning("%s-delayed error=%s rounds=%d", name, type(error).__name__, failed)
        await asyncio.sleep(pause)
