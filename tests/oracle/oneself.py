"""Who is one person under several pseudonyms, and facts as they read then."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from hub.domain.facts import Fact, PersonsLinked, PersonsUnlinked

SomeFact = TypeVar("SomeFact", bound=Fact)


def renamed(fact: SomeFact, names: Mapping[str, str]) -> SomeFact:
    """The fact with these words in it replaced, wherever they stand; who is named twice then is named once."""
    if not names:
        return fact
    return msgspec.convert(_replaced(msgspec.to_builtins(fact, builtin_types=(datetime,)), names), type(fact))


def _replaced(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, dict):
        return {key: _replaced(each, names) for key, each in value.items()}
    if isinstance(value, list | tuple):
        after = [_replaced(each, names) for each in value]
        return list(dict.fromkeys(after)) if all(isinstance(each, str) for each in after) else after
    return value


def groups_of(facts: Iterable[Fact]) -> list[set[str]]:
    """Who is one person, a set of pseudonyms each: by the links that were made and not undone."""
    links: dict[str, tuple[str, str]] = {}
    for fact in facts:
        if isinstance(fact, PersonsLinked):
            links[fact.link] = fact.persons
        elif isinstance(fact, PersonsUnlinked):
            links.pop(fact.link, None)
    groups: list[set[str]] = []
    for pair in links.values():
        touched = [group for group in groups if group & set(pair)]
        groups = [group for group in groups if group not in touched] + [set(pair).union(*touched)]
    return groups


def names_of(groups: Iterable[set[str]]) -> dict[str, str]:
    """Pseudonym -> the one by which its person is called: the first of the alphabet."""
    return {each: min(group) for group in groups for each in group}
