"""Looks that are reviewed: the first at a family on a reason to know that the viewer made itself (DOMAIN.md 5.3)."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final, Literal

import msgspec

NOT_IN_ORDER: Final = frozenset({"no-involvement", "not-for-the-task", "own-interest", "wrong-person"})
"""Why a look was not in order, coded: none of the organisation's business; more than the task needed; out of interest
of one's own; somebody else was meant."""


Basis = Literal["own-reason", "confirmed-reason", "purpose"]
"""An own involvement or statement that nobody else confirmed; one that a second professional did; or a purpose, of
somebody of whom no address is known."""


class Look(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One look that is to be judged, or was; ``looked_at`` and ``decided_at`` UTC."""

    id: str
    owner: str
    """The organisation for which somebody looked: the look is its own, and nobody else is told of it."""
    persons: tuple[str, ...]
    looked_at: datetime
    basis: Basis
    by: str | None = None
    """Who looked, by the owner's own code; None: its system."""
    decision: Literal["in-order", "not-in-order"] | None = None
    decided_at: datetime | None = None
    reason: str | None = None


def looked_before(looks: Iterable[Look], owner: str, persons: Collection[str], since: datetime) -> Look | None:
    """The organisation's look at any one of these persons at ``since`` (UTC) or later, if any."""
    own = (look for look in looks if look.owner == owner and look.looked_at >= since)
    return next((look for look in own if not set(look.persons).isdisjoint(persons)), None)
