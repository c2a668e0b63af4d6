"""What most rules gather from the items they rest on: persons, organisations, moments."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import chain
from operator import attrgetter

from hub.domain.items import Item
from hub.domain.view import FamilyView

_ABOUT, _ID, _OWNER = attrgetter("about"), attrgetter("id"), attrgetter("owner")


def persons_of(items: Iterable[Item]) -> tuple[str, ...]:
    """The persons these items say something about, each once, in the order of the items."""
    abouts = dict.fromkeys(map(_ABOUT, items))  # few, however many items there are
    return tuple(dict.fromkeys(chain.from_iterable(abouts)))


def ids_of(items: Iterable[Item]) -> tuple[str, ...]:
    """The identifiers of these items, each once, in their order."""
    return tuple(dict.fromkeys(map(_ID, items)))


def organisations_of(items: Iterable[Item]) -> frozenset[str]:
    """One token per organisation that owns one of these items, as ``Finding.speaks_for`` has them."""
    return frozenset(f"organisation:{owner}" for owner in set(map(_OWNER, items)))


def told_by_another(view: FamilyView, items: Iterable[Item]) -> bool:
    """Whether one of these items is another organisation's: nobody is told of its own concern alone."""
    viewer = view.viewer.id
    return any(item.owner != viewer for item in items)


def runs_from(item: Item) -> datetime:
    """When a deadline starts (UTC): as it occurred, but never before the hub was told (DOMAIN.md 1, two times)."""
    return max(item.occurred_at, item.recorded_at)


def days(number: int) -> timedelta:
    """A period of configuration, which counts in days."""
    return timedelta(days=number)
