"""The disclosure decision: one pure function that every way out of the hub passes (DOMAIN.md 5).

``decide`` answers, for one viewer and one item at one moment, allow or seal, with its ground. What may be shown is a
``Disclosed`` item, which only this module makes: views, answers, messages and pages accept nothing else.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Generic, TypeVar

import msgspec

from hub.domain.circumstances import Circumstances
from hub.domain.consent import THOSE_INVOLVED, consent_opens, consent_opens_to_somebody, names
from hub.domain.directory import directory_children
from hub.domain.homes import children_in_danger
from hub.domain.involvement import involved_with
from hub.domain.items import Item, SafetyException, Signal
from hub.domain.organisations import Organisation, Role

SomeItem = TypeVar("SomeItem", bound=Item)


class Ground(StrEnum):
    """Why an item may be shown."""

    OWN = "own"
    CONSENT = "consent"
    EXCEPTION = "exception"
    IDENTIFIER = "identifier"
    """No content at all: an identifier to the municipality's process coordinator (DOMAIN.md 5.1)."""


OFFER_STANDS: Final = timedelta(days=14)
"""How long an offer is a reason to know (DOMAIN.md 5)."""

_MADE_HERE: Final = object()


class Disclosed(Generic[SomeItem]):
    """An item that the disclosure decision allowed to one viewer, with its ground. Made by ``disclose`` alone.

    Raises ``TypeError`` when anything else tries to make one.
    """

    __slots__ = ("ground", "item", "viewer")

    def __init__(self, item: SomeItem, ground: Ground, viewer: str, *, made_by: object) -> None:
        if made_by is not _MADE_HERE:
            raise TypeError("only the disclosure decision makes a disclosed item")
        self.item = item
        self.ground = ground
        self.viewer = viewer


class Standing:
    """One viewer's standing towards a family, worked out once: whom it has reason to know, which exceptions name it.

    ``asked_about`` is a person about whom the viewer logged a purpose before looking: a reason to know as well, though
    that makes nobody one of those involved.
    """

    __slots__ = ("_exceptions", "_for_those_involved", "_involved", "_reached", "circumstances", "viewer")

    def __init__(self, viewer: Organisation, circumstances: Circumstances, *, asked_about: str | None = None) -> None:
        self.viewer = viewer
        self.circumstances = circumstances
        self._exceptions = tuple(_naming_exceptions(viewer, circumstances))
        self._for_those_involved = tuple(_open_to_those_involved(viewer, circumstances))
        self._involved = self._reached = involved_with(viewer, circumstances)
        while self._reach_further():
            self._involved = self._reached
        if self._reach_family():
            self._involved = self._reached
            while self._reach_further():
                self._involved = self._reached
        if asked_about is not None:
            self._reached |= {asked_about}
            self._reach_family()
            while self._reach_further():
                pass

    def decide(self, item: Item) -> Ground | None:
        """The ground on which the viewer may see this item now, or None: sealed."""
        if item.owner == self.viewer.id:
            return Ground.OWN
        if self.viewer.enforcing:
            return None  # DOMAIN.md 5.4: never another's category, household or membership
        if not self._may_receive(item):
            return None
        if self._excepted(item):
            return Ground.EXCEPTION
        if is_restricted(item, self.circumstances):
            return None
        knows = not self._reached.isdisjoint(item.about) or _offered_to(item, self.viewer, self.circumstances.now)
        return Ground.CONSENT if knows and consent_opens(item, self.viewer, self.circumstances) else None

    def _excepted(self, item: Item) -> bool:
        if not self._exceptions and not self._for_those_involved:
            return False  # as nearly always
        if any(_covers(exception, item) for exception in self._exceptions):
            return True
        involved = not self._involved.isdisjoint(item.about)
        return involved and any(_covers(exception, item) for exception in self._for_those_involved)

    def _reach_further(self) -> bool:
        """Reach those linked to whom it knows, as far as the viewer may see: a sealed link joins nothing."""
        reached = self._reached
        for item in self.circumstances.family.items.values() if reached else ():
            if len(item.about) == 1 or reached.isdisjoint(item.about) or reached.issuperset(item.about):
                continue
            if self.decide(item) is not None:
                reached = reached.union(item.about)
        grew = len(reached) > len(self._reached)
        self._reached = reached
        return grew

    def _reach_family(self) -> bool:
        """Reach who belongs to the family of those it knows by the population register; never for who enforces (5.4).

        One step: parents, children, brothers and sisters, partners, and who lives in that home.
        """
        reached = self._reached
        if not self.viewer.enforcing:
            self._reached = self.circumstances.kinship.around(reached)
        return len(self._reached) > len(reached)

    def _may_receive(self, item: Item) -> bool:
        category = self.circumstances.catalogue.get(item.category) if item.category else None
        if category is None:
            return item.category is None
        if self.viewer.sector not in category.receives:
            return False
        if self.viewer.sector in category.own_child_only:
            own = directory_children(self.circumstances.family, self.viewer.id, self.circumstances.now)
            return any(person in own for person in item.about)
        return True


def decide(viewer: Organisation, item: Item, circumstances: Circumstances) -> Ground | None:
    """The disclosure decision for one viewer and one item: its ground, or None where the item stays sealed."""
    return Standing(viewer, circumstances).decide(item)


def disclose(
    viewer: Organisation, circumstances: Circumstances, items: Iterable[SomeItem]
) -> Iterator[Disclosed[SomeItem]]:
    """Of these items, those the viewer may see now, each with its ground; the sealed ones leave no trace."""
    return disclose_by(Standing(viewer, circumstances), items)


def disclose_by(standing: Standing, items: Iterable[SomeItem]) -> Iterator[Disclosed[SomeItem]]:
    """``disclose`` for a viewer whose standing was worked out before."""
    for item in items:
        ground = standing.decide(item)
        if ground is not None:
            yield Disclosed(_as_told(item, standing), ground, standing.viewer.id, made_by=_MADE_HERE)


def _as_told(item: SomeItem, standing: Standing) -> SomeItem:
    """The end of a shielded involvement is told only to those whom its owner names; to others it goes on (5.5)."""
    ended = isinstance(item, Signal) and item.shielded and not item.concern and item.ended_at is not None
    if not ended or item.owner == standing.viewer.id:
        return item
    named = standing.circumstances.family.named_by_shelter
    if any(standing.viewer.id in named.get((item.owner, person), ()) for person in item.about):
        return item
    return msgspec.structs.replace(item, ended_at=None, end_recorded_at=None, outcome=None)


def _naming_exceptions(viewer: Organisation, where: Circumstances) -> Iterator[SafetyException]:
    """Open exceptions that name this viewer outright: itself, its sector, or as basic care of a child in that home."""
    by_role = {Role.BASIC_CARE, THOSE_INVOLVED}
    for exception in _not_struck_out(viewer, where):
        if names(tuple(r for r in exception.recipients if r not in by_role), viewer):
            yield exception
        elif Role.BASIC_CARE in exception.recipients and viewer.has(Role.BASIC_CARE):
            served = directory_children(where.family, viewer.id, where.now)
            if not served.isdisjoint(children_in_danger(exception, where)):
                yield exception


def _open_to_those_involved(viewer: Organisation, where: Circumstances) -> Iterator[SafetyException]:
    return (each for each in _not_struck_out(viewer, where) if THOSE_INVOLVED in each.recipients)


def _not_struck_out(viewer: Organisation, where: Circumstances) -> Iterator[SafetyException]:
    exceptions = where.family.exceptions.values()
    return (each for each in exceptions if each.open(where.now) and viewer.id not in each.struck_out)


def _covers(exception: SafetyException, item: Item) -> bool:
    """An exception opens own items only (DOMAIN.md 4), with the household stated with them."""
    return exception.owner == item.owner and (item.id in exception.items or item.stated_with in exception.items)


def _offered_to(item: Item, viewer: Organisation, now: datetime) -> bool:
    """An offer made to the viewer is a reason to know that offer for 14 days; it still needs a ground (DOMAIN.md 5)."""
    return item.offered_to == viewer.id and now < item.offered_at + OFFER_STANDS


def is_restricted(item: Item, circumstances: Circumstances) -> bool:
    """Whether this item, or a person it is about, is restricted (GDPR 18): then no consent opens it to anybody.

    An exception does: that is for the protection of the rights of another (GDPR 18(2)).
    """
    restricted = circumstances.family.restricted
    if not restricted:
        return False  # as nearly always
    return item.id in restricted or item.stated_with in restricted or any(p in restricted for p in item.about)


def openness(item: Item, circumstances: Circumstances) -> frozenset[Ground]:
    """The grounds on which an item is open to anybody at all, whoever is there; none: it is sealed (DOMAIN.md 6).

    Depends on the owner's own consents and exceptions only, so that the answer tells the owner nothing of others.
    """
    grounds = set[Ground]()
    if any(e.open(circumstances.now) and _covers(e, item) for e in circumstances.family.exceptions.values()):
        grounds.add(Ground.EXCEPTION)
    if consent_opens_to_somebody(item, circumstances) and not is_restricted(item, circumstances):
        grounds.add(Ground.CONSENT)
    return frozenset(grounds)
