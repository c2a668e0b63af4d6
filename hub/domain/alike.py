"""The disclosure decision for many items at once: what cannot make a difference to it is decided once.

A family of years has thousands of items and a few dozen ways in which they differ for a decision. Items are sorted by
these ways once for everyone who looks; each viewer decides once for each sort (``hub.domain.disclosure`` does, as for
any item). What might differ within a sort is decided item by item.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from operator import is_, itemgetter
from typing import Final

import msgspec

from hub.domain.circumstances import Circumstances
from hub.domain.columns import NO_DATES, Column, Entry, Placed, Sorted, Sorting
from hub.domain.disclosure import Ground, Standing, disclose_by
from hub.domain.informing import everyone_told
from hub.domain.items import FollowUp, Item, Membership, Signal
from hub.domain.reasons import lasts
from hub.domain.sortings import ENDS

SORTED_FROM: Final = 48
"""Items: of fewer, deciding each costs less than sorting them by what decides of them."""


class Sort(msgspec.Struct, kw_only=True):
    """Items that are alike for every decision, in their order, with their places among all items as keys."""

    column: Column[int]
    alone: bool = False
    """Not sorted: each is decided by itself."""


def disclosed(
    standing: Standing, sorted_from: int = SORTED_FROM
) -> tuple[Sequence[Item], dict[str, Ground], frozenset[str]]:
    """Everything of the family that the viewer may see now, in its order, the ground of each, and which are bare."""
    where = standing.circumstances
    if len(where.sorted.items) < sorted_from:
        return _one_by_one(standing)
    places: list[int] = []
    told: dict[int, Item] = {}
    grounds: dict[str, Ground] = {}
    bare = set[str]()
    for sort in _sorts(where):
        column = sort.column
        if sort.alone or _differs_within(column, standing):
            for place, item in zip(column.keys, column.items, strict=True):
                for each in disclose_by(standing, (item,)):
                    told[place], grounds[item.id] = each.item, each.ground
                    if each.bare:
                        bare.add(item.id)
            continue
        ground = standing.decide(column.items[0])
        if ground is not None:
            places += column.keys
            grounds.update(dict.fromkeys(column.ids, ground))
    return _in_order(where.sorted.items, places, told), grounds, frozenset(bare)


def _one_by_one(standing: Standing) -> tuple[Sequence[Item], dict[str, Ground], frozenset[str]]:
    """The same, for a family of which there is little."""
    items = standing.circumstances.sorted.items
    found = tuple(disclose_by(standing, items))
    told = tuple(each.item for each in found)
    everything = len(told) == len(items) and all(map(is_, told, items))
    grounds = {each.item.id: each.ground for each in found}
    return items if everything else told, grounds, frozenset(each.item.id for each in found if each.bare)


def _in_order(items: Sequence[Item], places: list[int], told: Mapping[int, Item]) -> Sequence[Item]:
    """The items at these places, and those that are told as they are given, all in their order."""
    as_told = {place: item for place, item in told.items() if item is not items[place]}
    if len(places) + len(told) == len(items) and not as_told:
        return items
    places = sorted((*places, *told))
    found = itemgetter(*places)(items) if len(places) > 1 else tuple(items[place] for place in places)
    if not as_told:
        return found
    return tuple(as_told.get(place, item) for place, item in zip(places, found, strict=True))


def _differs_within(column: Column[int], standing: Standing) -> bool:
    """Whether a self-made reason begins in between (DOMAIN.md 5.3), or they are told of otherwise than as they are."""
    first = column.items[0]
    if first.owner == standing.viewer.id:
        return False
    allowed = standing.allow(first)
    if allowed is not None and allowed.bare:
        return True
    known = standing.known_since(first)
    if known is None:
        return False
    earliest, latest = column.recorded
    return earliest < known <= latest


def _sorts(where: Circumstances) -> list[Sort]:
    whole = where.sorted
    known = where.sorts.get(id(whole))
    if known is None:
        known = where.sorts[id(whole)] = (whole, list(_sorted(where)))  # held, so that no other comes by its id
    return known[1]


def _sorted(where: Circumstances) -> Iterator[Sort]:
    """The items of the family by what decides of them."""
    apart = _apart(where)
    for name, column in where.sorted.by(ALIKE).items():
        rest = column
        if apart:
            named = [(key, item) for key, item in zip(column.keys, column.items, strict=True) if _is(item, apart)]
            if named:
                yield Sort(column=Column([key for key, _ in named], [item for _, item in named]), alone=True)
                rest = column.with_changes((key for key, _ in named), ())
        if rest.keys:
            yield from _by_lasting(name, rest, where)


def _is(item: Item, named: frozenset[str]) -> bool:
    return item.id in named or item.stated_with in named


def _apart(where: Circumstances) -> frozenset[str]:
    """What is named one by one: by exceptions and restrictions, and what ends after this very moment only."""
    family = where.family
    ends = where.sorted.by(ENDS).get(None, NO_DATES)
    late = ends.items[ends.after(where.now) :]
    named = (item for exception in family.exceptions.values() for item in exception.items)
    return frozenset((*named, *family.restricted, *(each.id for each in late)))


def _by_lasting(name: Hashable, column: Column[int], where: Circumstances) -> Iterator[Sort]:
    """A sort; of signals that nobody ended in two, since some may have expired."""
    if name is None or not isinstance(name, tuple) or name[0] != _UNENDED:
        yield Sort(column=column, alone=name is None)
        return
    going_on = [lasts(item, where.now) for item in column.items]
    for goes_on in (True, False):
        places = [place for place, each in enumerate(going_on) if each is goes_on]
        if len(places) == len(going_on):
            yield Sort(column=column)
        elif places:
            keys, items = column.keys, column.items
            yield Sort(column=Column([keys[place] for place in places], [items[place] for place in places]))


_UNENDED: Final = "unended"


def _alike(placed: Placed, among: Sorted) -> Iterator[Entry]:
    return ((_key(item, among), place, item) for place, item in placed)


def _key(item: Item, among: Sorted) -> Hashable:
    """Everything of an item that a decision may look at but when it was recorded; None: decide by itself."""
    common = (item.owner, item.about, item.category, item.profile, item.profile_version, item.unsafe_to_ask)
    if isinstance(item, Signal):
        if item.shielded:
            return None
        goes_on = _UNENDED if item.ended_at is None and not item.archived else "over"
        return (goes_on, *common, item.concern, item.informed and everyone_told(item))
    if isinstance(item, Membership):
        stated = among.by_id.get(item.stated_with) if item.stated_with else None
        return ("membership", *common, None if stated is None else (stated.kind, stated.category))
    plain = isinstance(item, FollowUp) and item.stated_with is None and item.offered_to is None
    return ("follow-up", *common) if plain else None


ALIKE: Final = Sorting(_alike, by_stated_with=True)
"""What a decision may look at -> the items that have it in common; under None what is decided one by one."""
