"""Items sorted out in columns, which follow what changes: what is looked up is not passed over at every decision.

A *sorting* says in which columns an item stands, and by which key. It is a function of the item alone (and of the items
it was stated with), never of the moment or of who looks. So columns that were made for nearly the same items are made
right by taking out what is gone and putting in what has come: ``Sorted.after`` gives what ``Sorted`` gives.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import gt, is_, itemgetter
from typing import Any, Final, Generic, NamedTuple, TypeVar

from hub.domain.items import Item, Signal
from hub.domain.once import once

Key = TypeVar("Key", int, tuple[datetime, str])
_LAST: Final = "\U0010ffff"
"""No identifier comes after it."""


class Column(Generic[Key]):
    """Items in the order of their keys: their place among all, or a date with their identifier. Never changed."""

    def __init__(self, keys: list[Key], items: list[Any]) -> None:
        self.keys: list[Key] = keys
        self.items = items

    def __len__(self) -> int:
        return len(self.keys)

    def with_changes(self, gone: Iterable[Any], come: Iterable[tuple[Any, Item]]) -> "Column[Key]":
        """The same without the first, each of which is here, and with the others."""
        keys: list[Any] = list(self.keys)
        items = [*self.items]
        for key in gone:
            place = bisect_left(keys, key)
            del keys[place], items[place]
        for key, item in come:
            place = bisect_left(keys, key)
            keys.insert(place, key)
            items.insert(place, item)
        return type(self)(keys, items)

    @once
    def ids(self) -> list[str]:
        """The identifiers of the items."""
        return [item.id for item in self.items]

    @once
    def recorded(self) -> tuple[datetime, datetime]:
        """Between which moments (UTC) they were recorded; of a column that is not empty."""
        moments = [item.recorded_at for item in self.items]
        return min(moments), max(moments)


class Dated(Column[tuple[datetime, str]]):
    """Signals by a date of theirs (UTC)."""

    items: list[Signal]

    def since(self, moment: datetime) -> int:
        """The place of the first of this moment or later."""
        return bisect_left(self.keys, (moment, ""))

    def after(self, moment: datetime) -> int:
        """The place after the last of this moment or earlier."""
        return bisect_right(self.keys, (moment, _LAST))

    def between(self, start: int, end: int) -> "Dated":
        """Those at these places, the last left out."""
        return Dated(self.keys[start:end], self.items[start:end])

    def with_others(self, signals: Iterable[Signal]) -> "Dated":
        """These and others, by when they occurred."""
        changed = self.with_changes((), (((each.occurred_at, each.id), each) for each in signals))
        return Dated(changed.keys, changed.items)

    def place(self, signal: Signal) -> int:
        """Where this signal is, by when it occurred, or would be."""
        return bisect_left(self.keys, (signal.occurred_at, signal.id))

    def __contains__(self, signal: Signal) -> bool:
        place = self.place(signal)
        return place < len(self.keys) and self.items[place] is signal


NOTHING: Final = Column[int]([], [])
NO_DATES: Final = Dated([], [])

Columns = Mapping[Any, Any]
"""Name -> column; none is empty."""


Placed = Iterable[tuple[int, Any]]
"""Items with their places among all."""
Entry = tuple[Hashable, Any, Any]
"""That an item stands in a column: the name of the column, its key there, the item."""


class Sorting(NamedTuple):
    """In which columns items stand, each with its key there."""

    entries: Callable[[Placed, "Sorted"], Iterable[Entry]]
    """Asked of many items at once, which costs less than each by itself. The second argument: all the items, for what
    depends on the signal an item was stated with."""
    column: type[Column[Any]] = Column
    by_stated_with: bool = False
    """It looks at the signal with which an item was stated."""
    of: type[Item] | None = None
    """The one kind of item that stands in it, and the only one it is asked about; None: any kind may."""


def _stated_with(placed: Placed, _: "Sorted") -> Iterator[Entry]:
    return ((item.stated_with, place, item) for place, item in placed if item.stated_with is not None)


STATED_WITH: Final = Sorting(_stated_with)
"""Signal -> what was stated with it."""


class Sorted:
    """A sequence of items, with each sorting of them that somebody asked for."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self._by: dict[Sorting, dict[Any, Column[Any]]] = {}

    def by(self, sorting: Sorting) -> Columns:
        """The columns of this sorting."""
        columns = self._by.get(sorting)
        if columns is None:
            columns = self._by[sorting] = self._from_nothing(sorting)
        return columns

    def of(self, items: Sequence[Item]) -> bool:
        """Whether it is these very items that are sorted here."""
        return len(items) == len(self.items) and all(map(is_, self.items, items))

    @once
    def by_id(self) -> Mapping[str, Item]:
        """The items by identifier."""
        return {item.id: item for item in self.items}

    @once
    def _placed(self) -> Mapping[type[Item], list[tuple[int, Item]]]:
        """The items of each kind with their places: most sortings are of one kind, and pass over no others."""
        placed: dict[type[Item], list[tuple[int, Item]]] = {}
        for entry in enumerate(self.items):
            placed.setdefault(type(entry[1]), []).append(entry)
        return placed

    def after(self, items: Sequence[Item]) -> "Sorted":
        """What ``Sorted(items)`` gives; little work where these are nearly the same items, in the same order."""
        places = _changed(self.items, items)
        if places is not None and not places:
            return self
        made = Sorted(items)
        if places is not None:
            gone = [(place, self.items[place]) for place in places if place < len(self.items)]
            come = [(place, items[place]) for place in places if place < len(items)]
            otherwise = self._reads_otherwise(gone, come)
            for sorting in self._by:
                if not (sorting.by_stated_with and otherwise):
                    made._by[sorting] = self._followed(sorting, gone, come, made)
        return made

    def _from_nothing(self, sorting: Sorting) -> dict[Any, Column[Any]]:
        items = enumerate(self.items) if sorting.of is None else self._placed.get(sorting.of, ())
        found = _entries(sorting, items, self)
        return {name: _column(sorting, keys, items) for name, (keys, items) in found.items()}

    def _followed(self, sorting: Sorting, gone: Placed, come: Placed, made: "Sorted") -> dict[Any, Column[Any]]:
        columns = dict(self._by[sorting])
        lost, won = _entries(sorting, _fit(sorting, gone), self), _entries(sorting, _fit(sorting, come), made)
        for name in {**lost, **won}:
            column = columns.get(name, _EMPTY[sorting.column])
            changed = column.with_changes(lost.get(name, _NONE)[0], zip(*won.get(name, _NONE), strict=True))
            if changed.keys:
                columns[name] = changed
            else:
                columns.pop(name, None)
        return columns

    def _reads_otherwise(self, gone: Placed, come: Placed) -> bool:
        """Whether a signal came, went or is another now, with which something was stated that is here as it was."""
        before = {item.id: (item.kind, item.category) for _, item in gone if isinstance(item, Signal)}
        now = {item.id: (item.kind, item.category) for _, item in come if isinstance(item, Signal)}
        places = {place for place, _ in gone}
        changed = (id_ for id_ in {**before, **now} if before.get(id_) != now.get(id_))
        return any(not places.issuperset(self.by(STATED_WITH).get(id_, NOTHING).keys) for id_ in changed)


_EMPTY: Final[Mapping[type[Column[Any]], Column[Any]]] = {Column: NOTHING, Dated: NO_DATES}
_NONE: Final[tuple[list[Any], list[Any]]] = ([], [])
_FEW: Final = 16
"""So many changes, or one in so many items: with more it is as quick to sort from nothing."""


def _column(sorting: Sorting, keys: list[Any], items: list[Any]) -> Column[Any]:
    if sorting.column is Dated and any(map(gt, keys, keys[1:])):
        ordered = sorted(zip(keys, items, strict=True), key=itemgetter(0))
        keys, items = [key for key, _ in ordered], [item for _, item in ordered]
    return sorting.column(keys, items)


def _entries(sorting: Sorting, placed: Placed, among: Sorted) -> dict[Any, tuple[list[Any], list[Any]]]:
    """Column -> the keys in it, and their items."""
    found: dict[Any, tuple[list[Any], list[Any]]] = {}
    for name, key, item in sorting.entries(placed, among):
        column = found.get(name)
        if column is None:
            found[name] = [key], [item]
        else:
            column[0].append(key)
            column[1].append(item)
    return found


def _fit(sorting: Sorting, items: Placed) -> Placed:
    """Those that the sorting is asked about."""
    kind = sorting.of
    return items if kind is None else [entry for entry in items if type(entry[1]) is kind]


def _changed(before: Sequence[Item], after: Sequence[Item]) -> list[int] | None:
    """The places at which another item is than there was, or one where was none; None: too many to follow."""
    same = list(map(is_, before, after))
    few = max(_FEW, len(after) // _FEW)
    length = max(len(before), len(after))
    if length - len(same) > few:
        return None
    places = list[int]()
    for place in _false(same):
        places.append(place)
        if len(places) > few:
            return None
    return [*places, *range(len(same), length)]


def _false(same: list[bool]) -> Iterator[int]:
    place = -1
    try:
        while True:
            place = same.index(False, place + 1)
            yield place
    except ValueError:
        return
