"""Ending when asked to."""

import asyncio


def end_if_cancelled() -> None:
    """Raise CancelledError when the running task was cancelled; every endless loop here asks at each turn.

    A cancellation can get lost: on Python 3.11 ``asyncio.wait_for``, which nats-py waits with, returns a result that
    arrives at the same moment in its stead. The loop would then run on, and who waits for its end would wait for ever.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
