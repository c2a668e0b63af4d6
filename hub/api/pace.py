"""How long an answer takes says nothing of whether somebody is known (DOMAIN.md 6).

Reading a family of which all is sealed takes some milliseconds longer than finding nobody. So what asks about a person
whom the caller names is answered in step: at a whole number of steps since it came in.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hub.clock import monotonic_seconds


def rest_of_step(elapsed: float, step: float) -> float:
    """How long is left, in seconds, of the step that is going on; without a step (0) nothing is."""
    return step - elapsed % step if step > 0 else 0.0


@asynccontextmanager
async def in_step(step: float) -> AsyncIterator[None]:
    """Leave, with an answer or an error, when a whole number of steps of ``step`` seconds has passed."""
    began = monotonic_seconds()
    try:
        yield
    finally:
        await asyncio.sleep(rest_of_step(monotonic_seconds() - began, step))
