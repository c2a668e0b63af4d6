"""What a reviewer reads of the safety exception that it must review: that one and its items alone (DOMAIN.md 4)."""

from typing import NamedTuple

from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import Allowed, Disclosed, Ground, Standing
from hub.domain.items import Item, SafetyException
from hub.domain.organisations import Organisation


class UnderReview(NamedTuple):
    """An exception as its reviewer may read it."""

    exception: SafetyException
    items: tuple[Disclosed[Item], ...]
    """The items that it opens, as far as they still are; without the household stated with them."""
    ground: Ground
    """``OWN``, or ``REVIEW`` of another organisation's."""


def under_review(viewer: Organisation, exception: str, where: Circumstances) -> UnderReview | None:
    """The exception, where it is open and the viewer's own, or one that the viewer is asked to decide on; else None.

    To be asked gives no reason to know: nothing else of the family opens by it, nor anything once it was decided.
    """
    found = where.family.exceptions.get(exception)
    if found is None or not found.open(where.now):
        return None
    if found.owner == viewer.id:
        ground = Ground.OWN
    elif _is_asked(viewer, found, where):
        ground = Ground.REVIEW
    else:
        return None
    standing, allowed = Standing(viewer, where), Allowed(ground)
    items = [where.family.items[each] for each in found.items if each in where.family.items]
    return UnderReview(found, tuple(standing.told(item, allowed) for item in items), ground)


def _is_asked(viewer: Organisation, exception: SafetyException, where: Circumstances) -> bool:
    """Whether the viewer is of the outside pool that its owner named, was asked, and nobody confirmed it since."""
    owner = where.organisations.get(exception.owner)
    waits = exception.asked_outside and exception.confirmed_at is None
    return waits and owner is not None and viewer.id in owner.reviewers
