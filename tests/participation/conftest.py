"""A clock that tests put forward."""

import pytest


class Clock:
    """The system clock, put forward by a test. In seconds since 1970."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()
