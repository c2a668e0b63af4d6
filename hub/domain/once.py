"""A property that is worked out once per object."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class once(Generic[Value]):  # noqa: N801 - reads as the decorator it is
    """``functools.cached_property`` without the lock that Python 3.11 still takes: a view belongs to one decision."""

    def __init__(self, work_out: Callable[[Any], Value]) -> None:
        self._work_out = work_out
        self.__doc__ = work_out.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type) -> Value:  # noqa: ANN401 - on objects of any class
        value = instance.__dict__[self._name] = self._work_out(instance)
        return value
