"""The disclosure decision for many items at once: what cannot make a difference to it is decided once.

A family of years has thousands of items and a few dozen ways in which they differ for a decision. Items are sorted by
these ways once for everyone who looks; each viewer decides once for each sort (``hub.domain.disclosure`` does, as for
any item). What might differ within a sort is decided item by item.
"""

from collections.abc import Hashable, Iterator
from datetime import datetime

import msgspec

from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import Ground, Standing, disclose_by
from hub.domain.items import FollowUp, Item, Membership, Signal
from hub.domain.reasons import lasts


class Sort(msgspec.Struct, kw_only=True):
    """Items that are alike for every decision, in their order, with their places among all items."""

    items: list[Item]
    places: list[int]
    earliest: datetime
    latest: datetime
    """Between these moments (UTC) they were recorded."""
    alone: bool
    """Not sorted: each is decided by itself."""


def disclosed(standing: Standing) -> tuple[tuple[Item, ...], dict[str, Ground], frozenset[str]]:
    """Everything of the family that the viewer may see now, in its order, the ground of each, and which are bare."""
    where = standing.circumstances
    shown: dict[int, Item] = {}
    grounds: dict[str, Ground] = {}
    bare = set[str]()
    for sort in _sorts(where):
        if sort.alone or _differs_within(sort, standing):
            for place, item in zip(sort.places, sort.items, strict=True):
                for each in disclose_by(standing, (item,)):
                    shown[place], grounds[item.id] = each.item, each.ground
                    if each.bare:
                        bare.add(item.id)
            continue
        ground = standing.decide(sort.items[0])
        if ground is not None:
            shown.update(zip(sort.places, sort.items, strict=True))
            grounds.update((item.id, ground) for item in sort.items)
    return tuple(shown[place] for place in sorted(shown)), grounds, frozenset(bare)


def _differs_within(sort: Sort, standing: Standing) -> bool:
    """Whether a self-made reason begins in between (DOMAIN.md 5.3), or they are told of otherwise than as they are."""
    if sort.items[0].owner == standing.viewer.id:
        return False
    allowed = standing.allow(sort.items[0])
    if allowed is not None and allowed.bare:
        return True
    known = standing.known_since(sort.items[0])
    return known is not None and sort.earliest < known <= sort.latest


def _sorts(where: Circumstances) -> list[Sort]:
    if not where.sorts:
        where.sorts.extend(_sorted(where))
    return where.sorts


def _sorted(where: Circumstances) -> Iterator[Sort]:
    """The items of the family by what decides of them, in the order of the first of each sort."""
    rare = bool(where.family.exceptions or where.family.restricted)
    """Exceptions and restrictions name items one by one."""
    sorts: dict[Hashable, Sort] = {}
    for place, item in enumerate(where.family.items.values()):
        key = None if rare else _key(item, where)
        sort = sorts.get(key)
        if sort is None:
            at = item.recorded_at
            sorts[key] = Sort(items=[item], places=[place], earliest=at, latest=at, alone=key is None)
        else:
            sort.items.append(item)
            sort.places.append(place)
            sort.earliest = min(sort.earliest, item.recorded_at)
            sort.latest = max(sort.latest, item.recorded_at)
    yield from sorts.values()


def _key(item: Item, where: Circumstances) -> Hashable:
    """Everything of an item that a decision may look at but when it was recorded; None: decide by itself."""
    common = (item.owner, item.about, item.category, item.profile, item.profile_version, item.unsafe_to_ask)
    if isinstance(item, Signal):
        if item.shielded:
            return None
        return (*common, item.concern, item.informed, item.deferred_until, lasts(item, where.now))
    if isinstance(item, Membership):
        stated = where.family.items.get(item.stated_with) if item.stated_with else None
        return (*common, "membership", None if stated is None else (stated.kind, stated.category))
    return (*common, "follow-up") if isinstance(item, FollowUp) and item.stated_with is None else None
