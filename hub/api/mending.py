"""What can be read of a body in which something is wrong: so that one answer names faults of form and of content.

A body that is malformed in one place is mostly well-formed in all others, and who sent it wants to hear everything at
once. What is malformed is left out, and the rest is read as if it had been sent so; nothing of that is ever decided on.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import msgspec

from hub.domain.errors import Fault

_STEP: Final = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]")
_UNKNOWN: Final = re.compile(r"unknown field `([^`]*)`(?: - at `\$([^`]*)`)?")
_UNKNOWN_FIELD: Final = "unknown-field"
_ATTEMPTS: Final = 24

Place = tuple[str | int, ...]


class Mended(NamedTuple):
    """What could be read, and the places where something is left out of it."""

    value: Any
    left_out: frozenset[Place]


def mended(type_: Any, value: Any, faults: Iterable[Fault]) -> Mended | None:  # noqa: ANN401 - of any type
    """The value without what is wrong in it, as its type reads it; None where what is left says too little.

    ``value`` is as JSON decodes, and is changed: copying a large body would hold up everybody else. A field that is
    wrong is left out; where it may not be missing, what it is a field of, or what the type has in its stead.
    """
    stead: Mapping[str, Any] = getattr(type_, "IN_ITS_STEAD", {})
    places = {_place(fault.path) for fault in faults if fault.code != _UNKNOWN_FIELD}
    if () in places:
        return None
    _leave_out(value, places, stead)
    for _ in range(_ATTEMPTS):
        try:
            return Mended(msgspec.convert(value, type_), frozenset(places))
        except msgspec.ValidationError as error:
            unknown = _UNKNOWN.search(str(error))
            if unknown is not None:
                _leave_out(value, [(*_place(unknown[2] or ""), unknown[1])], {})
            elif any(len(place) > 1 for place in places):
                places = {_wider(place) for place in places}
                _leave_out(value, places, stead)
            else:
                return None
    return None


def beside(
    content: Iterable[Fault], left_out: Iterable[Place], rests_on: Mapping[str, frozenset[str]]
) -> tuple[Fault, ...]:
    """Of the faults of content, those that are no consequence of what was left out.

    ``rests_on``: by code, the fields beside its own from which a fault may follow.
    """
    names = frozenset(place[0] for place in left_out)
    return tuple(
        each
        for each in content
        if names.isdisjoint(rests_on.get(each.code, ()))
        and not any(_touch(_place(each.path), place) for place in left_out)
    )


def _touch(one: Place, other: Place) -> bool:
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def _place(path: str) -> Place:
    return tuple(int(number) if number else name for name, number in _STEP.findall(path))


def _wider(place: Place) -> Place:
    """What this is a part of, but for the whole; of a list all of it, since its other places would be others."""
    shorter = place[:-1] or place
    return shorter[:-1] if shorter and isinstance(shorter[-1], int) else shorter


def _leave_out(value: Any, places: Iterable[Place], stead: Mapping[str, Any]) -> None:  # noqa: ANN401 - any JSON
    for place in places:
        *above, last = place[:-1] if place and isinstance(place[-1], int) else (place or ("",))
        within = value
        for step in above:
            try:
                within = within[step]
            except (KeyError, IndexError, TypeError):
                within = None
        if isinstance(within, dict):
            within.pop(last, None)
            if within is value and isinstance(last, str) and last in stead:
                within[last] = stead[last]
