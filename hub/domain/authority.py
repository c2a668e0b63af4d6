"""Who holds authority (gezag) over which children, as anybody says: the strictest reading (DOMAIN.md 3.1)."""

from collections.abc import Iterable

from hub.domain.items import Item, Membership, Signal
from hub.domain.registered import Registrations, latest_of

Authority = dict[str, frozenset[str]]
"""child -> everyone of whom anybody states that they hold authority over it."""


def add_stated(authority: Authority, items: Iterable[Item]) -> None:
    """Add what these items state: a signal for every child of its household, a membership for one."""
    for item in items:
        holders, children = _stated(item)
        for child in children if holders else ():
            authority[child] = authority.get(child, frozenset()).union(holders)


def state_anew(authority: Authority, items: Iterable[Item], registrations: Registrations) -> None:
    """Work out the whole again: what the items state, and what the register says now."""
    authority.clear()
    add_stated(authority, items)
    for child, answers in registrations.items():
        found = latest_of(answers).authority
        if found is not None and found.holders:
            authority[child] = authority.get(child, frozenset()).union(found.holders)


def _stated(item: Item) -> tuple[list[str], list[str]]:
    """The holders and the children of one statement."""
    if isinstance(item, Signal):
        holders = [member.person for member in item.household if member.authority]
        return holders, [member.person for member in item.household if member.role == "child"]
    if isinstance(item, Membership) and item.stated_with is None and item.authority and item.role != "child":
        return [item.person], [item.of]
    return [], []
