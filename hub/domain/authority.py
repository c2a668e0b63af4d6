"""Who is stated to hold authority (gezag) over which children: by anyone, the strictest reading (DOMAIN.md 3.1)."""

from collections.abc import Iterable

from hub.domain.items import Item, Membership, Signal

Authority = dict[str, frozenset[str]]
"""child -> everyone of whom anybody states that they hold authority over it."""


def add_stated(authority: Authority, items: Iterable[Item]) -> None:
    """Add what these items state: a signal for every child of its household, a membership for one."""
    for item in items:
        holders, children = _stated(item)
        for child in children if holders else ():
            authority[child] = authority.get(child, frozenset()).union(holders)


def _stated(item: Item) -> tuple[list[str], list[str]]:
    """The holders and the children of one statement."""
    if isinstance(item, Signal):
        holders = [member.person for member in item.household if member.authority]
        return holders, [member.person for member in item.household if member.role == "child"]
    if isinstance(item, Membership) and item.stated_with is None and item.authority and item.role != "child":
        return [item.person], [item.of]
    return [], []
