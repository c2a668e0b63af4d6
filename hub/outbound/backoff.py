"""Waiting between tries: longer each time, never in step with the others."""

import asyncio
import random

SHORTEST = 0.1
LONGEST = 5.0


def delay(tries: int, longest: float = LONGEST) -> float:
    """Seconds before the next try after so many that failed: random, up to a bound that doubles."""
    bound = min(longest, SHORTEST * 2.0 ** min(tries, 16))
    return bound / 2 + random.uniform(0, bound / 2)  # noqa: S311 - spreads load, guards nothing


class Backoff:
    """Counts failures and sleeps accordingly."""

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest
        self._failures = 0

    def reset(self) -> None:
        """It worked."""
        self._failures = 0

    async def wait(self) -> None:
        """It failed: sleep before the next try."""
        self._failures += 1
        await asyncio.sleep(delay(self._failures, self._longest))
