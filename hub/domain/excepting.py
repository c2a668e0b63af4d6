"""Which safety exceptions open something to somebody, and what they cover (DOMAIN.md 4)."""

from collections.abc import Iterator

from hub.domain.circumstances import Circumstances
from hub.domain.consent import THOSE_INVOLVED, names
from hub.domain.directory import directory_children
from hub.domain.homes import children_in_danger
from hub.domain.items import Item, SafetyException
from hub.domain.organisations import Organisation, Role


def naming(viewer: Organisation, where: Circumstances) -> Iterator[SafetyException]:
    """Open exceptions that name this viewer outright: itself, its sector, or as basic care of a child in that home."""
    by_role = {Role.BASIC_CARE, THOSE_INVOLVED}
    for exception in _not_struck_out(viewer, where):
        if names(tuple(r for r in exception.recipients if r not in by_role), viewer):
            yield exception
        elif Role.BASIC_CARE in exception.recipients and viewer.has(Role.BASIC_CARE):
            served = directory_children(where.family, viewer.id, where.now)
            if not served.isdisjoint(children_in_danger(exception, where)):
                yield exception


def to_those_involved(viewer: Organisation, where: Circumstances) -> Iterator[SafetyException]:
    """Open exceptions for whoever is involved, unless struck out."""
    return (each for each in _not_struck_out(viewer, where) if THOSE_INVOLVED in each.recipients)


def _not_struck_out(viewer: Organisation, where: Circumstances) -> Iterator[SafetyException]:
    exceptions = where.family.exceptions.values()
    return (each for each in exceptions if each.open(where.now) and viewer.id not in each.struck_out)


def covers(exception: SafetyException, item: Item) -> bool:
    """An exception opens own items only (DOMAIN.md 4), with the household stated with them."""
    return exception.owner == item.owner and (item.id in exception.items or item.stated_with in exception.items)
