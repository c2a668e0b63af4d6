"""Linked pseudonyms count as one person: what was stated of several is read as stated of one.

What was stated never changes. A family with links keeps it as it was stated, and is read with every pseudonym of a
group replaced by one of them; so a link that is undone leaves nothing behind, whatever was recorded meanwhile.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from hub.domain.ages import AgeBand

Links = Mapping[str, tuple[str, str]]
"""Identifier of a link -> the two pseudonyms that are one person."""

Readings = dict[str, dict[Any, tuple[Any, Any]]]
"""Name of a container -> its keys as stated, with what was stated there and how that is read."""


def representatives(links: Links) -> dict[str, str]:
    """Every linked pseudonym -> the one by which its group is read: the first by name, whatever the order of links."""
    groups: dict[str, set[str]] = {}
    for one, other in links.values():
        joined = groups.get(one, {one}) | groups.get(other, {other})
        groups.update(dict.fromkeys(joined, joined))
    return {person: min(group) for person, group in groups.items()}


def renamed(value: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401 - walks whatever a state is made of
    """A value with pseudonyms replaced wherever they stand; itself where none does."""
    match value:
        case str():
            return names.get(value, value)
        case tuple():
            return _tuple(value, names)
        case frozenset():
            return frozenset(renamed(each, names) for each in value)
        case dict():
            return _mapping(value, names)
        case msgspec.Struct():
            return _struct(value, names)
        case _:
            return value


def as_one(bands: Mapping[str, AgeBand], names: Mapping[str, str]) -> Mapping[str, AgeBand]:
    """Age bands by representative. Where the statements about one person disagree, the age counts as unknown, which
    every decision counts the strictest way (DOMAIN.md 3.1).
    """
    known = {person: band for person, band in bands.items() if band is not AgeBand.UNKNOWN}
    merged: dict[str, AgeBand] = {}
    for person, band in known.items():
        name = names.get(person, person)
        merged[name] = band if merged.get(name, band) is band else AgeBand.UNKNOWN
    return merged


def called(stated: Iterable[tuple[str, tuple[str, ...]]], viewer: str, names: Mapping[str, str]) -> dict[str, str]:
    """By which pseudonym a viewer is told of each linked person, by representative.

    ``stated`` are owner and persons of the items that the viewer may see, as they were stated. It is told of a person
    by a pseudonym of its own where it has one, and never by one of which it sees nothing: that would tell of a link.
    """
    found: dict[str, str] = {}
    for _, about in sorted(stated, key=lambda each: each[0] != viewer):
        for person in about:
            if person in names:
                found.setdefault(names[person], person)
    return found


def _tuple(value: tuple[Any, ...], names: Mapping[str, str]) -> tuple[Any, ...]:
    after = tuple(renamed(each, names) for each in value)
    if after == value:
        return value
    return tuple(dict.fromkeys(after)) if all(isinstance(each, str) for each in after) else after


def _struct(value: msgspec.Struct, names: Mapping[str, str]) -> msgspec.Struct:
    changes = {}
    for field in value.__struct_fields__:
        before = getattr(value, field)
        after = renamed(before, names)
        if after is not before and after != before:
            changes[field] = after
    return msgspec.structs.replace(value, **changes) if changes else value


def read_mapping(
    value: Mapping[Any, Any], names: Mapping[str, str], known: dict[Any, tuple[Any, Any]]
) -> dict[Any, Any]:
    """``renamed`` for a mapping of values that never change, most of which were read before: ``known`` keeps those.

    ``known`` is for these names only. A family is read anew after each of its facts, and a fact changes little.
    """
    after: dict[Any, Any] = {}
    for key, each in value.items():
        before = known.get(key)
        if before is not None and before[0] is each:
            one = before[1]
        else:
            one = renamed(each, names)
            known[key] = each, one
        name = _key(key, names)
        after[name] = _merged(after[name], one) if name in after else one
    return after


def _mapping(value: dict[Any, Any], names: Mapping[str, str]) -> dict[Any, Any]:
    return read_mapping(value, names, {})


def _key(key: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401 - a string or a tuple of them
    return tuple(names.get(each, each) for each in key) if isinstance(key, tuple) else names.get(key, key)


def _merged(one: Any, other: Any) -> Any:  # noqa: ANN401 - two values of one key
    """What two entries about one person come to: everything that was said, or what was said last."""
    if isinstance(one, frozenset):
        return one | other
    if isinstance(one, tuple):
        return tuple(dict.fromkeys((*one, *other)))
    if isinstance(one, AgeBand):
        return one if one is other else AgeBand.UNKNOWN
    if hasattr(one, "recorded_at"):
        return max(one, other, key=lambda each: (each.recorded_at, msgspec.json.encode(each, order="deterministic")))
    return other
