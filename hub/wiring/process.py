"""How a process that serves is run: the event loop, and how often memory is searched for what nobody needs."""

import asyncio
import gc
import sys
from collections.abc import Coroutine
from typing import Any, Final

COLLECT_AFTER: Final = 50_000
"""New objects before the youngest are searched. Folded families are many objects that live long and form no cycles;
at Python's own 700 a fifth of the time goes into searching them."""


def run_until_done(main: Coroutine[Any, Any, None]) -> None:
    """Run on uvloop where there is one."""
    gc.set_threshold(COLLECT_AFTER, 20, 50)
    if sys.platform == "win32":
        asyncio.run(main)
    else:
        import uvloop

        uvloop.run(main)


def everything_is_loaded() -> None:
    """From now on do not search what was loaded until now: it stays as long as the process."""
    gc.collect()
    gc.freeze()
