"""A cache with a limit on how much it keeps and how long."""

from collections import OrderedDict
from typing import Generic, TypeVar

from hub.clock import monotonic_seconds

Value = TypeVar("Value")


class BoundedCache(Generic[Value]):
    """Values by name: at most `capacity`, the longest unused go first, and none older than `max_age` seconds.

    The age matters for erasure: another process that deletes a key cannot empty this one's memory, so what is kept
    here outlives the deletion by `max_age` at most.
    """

    def __init__(self, capacity: int, max_age: float) -> None:
        self._capacity = capacity
        self._max_age = max_age
        # Of a plain dict the first key is found by passing over all that were deleted before it.
        self._entries: OrderedDict[str, tuple[Value, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, name: str) -> Value | None:
        """The value under this name, or None."""
        entry = self._entries.get(name)
        if entry is None:
            return None
        if entry[1] <= monotonic_seconds():
            del self._entries[name]
            return None
        self._entries.move_to_end(name)
        return entry[0]

    def put(self, name: str, value: Value) -> None:
        """Keep a value under this name."""
        self._entries[name] = (value, monotonic_seconds() + self._max_age)
        self._entries.move_to_end(name)
        if len(self._entries) > self._capacity:
            self._entries.popitem(last=False)

    def drop(self, name: str) -> None:
        """Keep nothing under this name."""
        self._entries.pop(name, None)
