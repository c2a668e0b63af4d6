"""A cache with a limit on how much it keeps and how long."""

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
        self._entries: dict[str, tuple[Value, float]] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, name: str) -> Value | None:
        """The value under this name, or None."""
        entry = self._entries.pop(name, None)
        if entry is None or entry[1] <= monotonic_seconds():
            return None
        self._entries[name] = entry
        return entry[0]

    def put(self, name: str, value: Value) -> None:
        """Keep a value under this name."""
        self._entries.pop(name, None)
        self._entries[name] = (value, monotonic_seconds() + self._max_age)
        if len(self._entries) > self._capacity:
            del self._entries[next(iter(self._entries))]

    def drop(self, name: str) -> None:
        """Keep nothing under this name."""
        self._entries.pop(name, None)
