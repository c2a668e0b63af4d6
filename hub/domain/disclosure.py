"""The disclosure decision: one pure function that every way out of the hub passes (DOMAIN.md 5).

``decide`` answers, for one viewer and one item at one moment, allow or seal, with its ground. What may be shown is a
``Disclosed`` item, which only this module makes: views, answers, messages and pages accept nothing else.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Final, Generic, NamedTuple, TypeVar

from hub.domain.bare import as_told, bare, opened_by_profile
from hub.domain.circumstances import Circumstances
from hub.domain.columns import NOTHING
from hub.domain.consent import consent_names, consent_opens
from hub.domain.directory import directory_children
from hub.domain.excepting import covers, naming, to_those_involved
from hub.domain.items import OFFER_STANDS, FollowUp, Item, Signal
from hub.domain.organisations import Organisation
from hub.domain.reasons import GIVEN, asked_to_interpret, lasts, links_since, near, nearer, own_reasons, since
from hub.domain.sortings import LINKING

SomeItem = TypeVar("SomeItem", bound=Item)


class Ground(StrEnum):
    """Why an item may be shown."""

    OWN = "own"
    CONSENT = "consent"
    EXCEPTION = "exception"
    PROFILE = "profile"
    """Of a signal whose profile allows it, once its people were informed: that its owner is involved."""
    REVIEW = "review"
    """Of an exception that the viewer is asked to review: it and its items, to judge it (DOMAIN.md 4)."""
    WEIGH = "weigh"
    """Not content but a bit of it: that an owner is asked to weigh its own sealed concern (DOMAIN.md 6(b))."""
    IDENTIFIER = "identifier"
    """No content at all: an identifier to the municipality's process coordinator (DOMAIN.md 5.1)."""


class Allowed(NamedTuple):
    """That an item may be shown, on which ground; ``bare``: only whose it is, and of whom the viewer knows already."""

    ground: Ground
    bare: bool = False


_MADE_HERE: Final = object()
_OWN: Final = Allowed(Ground.OWN)
_EXCEPTION: Final = Allowed(Ground.EXCEPTION)
_CONSENT: Final = Allowed(Ground.CONSENT)
_BARE: Final = {ground: Allowed(ground, bare=True) for ground in Ground}


class Disclosed(Generic[SomeItem]):
    """An item that the disclosure decision allowed to one viewer, with its ground. Made by ``disclose`` alone.

    ``bare``: no more than that its owner is involved, and with whom of those whom the viewer has reason to know.

    Raises ``TypeError`` when anything else tries to make one.
    """

    __slots__ = ("bare", "ground", "item", "viewer")

    def __init__(self, item: SomeItem, ground: Ground, viewer: str, *, bare: bool, made_by: object) -> None:
        if made_by is not _MADE_HERE:
            raise TypeError("only the disclosure decision makes a disclosed item")
        self.item = item
        self.ground = ground
        self.viewer = viewer
        self.bare = bare


class Standing:
    """One viewer's standing towards a family, worked out once: whom it has reason to know, which exceptions name it.

    ``asked_about`` is a person about whom the viewer logged a purpose before looking: a reason to know as well, though
    that makes nobody one of those involved.
    """

    __slots__ = (
        "_decided",
        "_exceptions",
        "_for_those_involved",
        "_involved",
        "_limit",
        "_reasons",
        "_settled",
        "circumstances",
        "viewer",
    )

    def __init__(self, viewer: Organisation, circumstances: Circumstances, *, asked_about: str | None = None) -> None:
        self.viewer = viewer
        self.circumstances = circumstances
        self._decided: dict[str, tuple[Item, Allowed | None]] = {}
        self._settled = False
        self._limit = circumstances.rules.limits.get(viewer.sector)
        self._exceptions = tuple(naming(viewer, circumstances))
        self._for_those_involved = tuple(to_those_involved(viewer, circumstances))
        self._involved = self._reasons = own_reasons(viewer, circumstances)
        self._reach()
        if asked_about is not None:
            self._reasons = {**self._involved, asked_about: GIVEN}
            self._reach()
        self._settled = True

    def decide(self, item: Item) -> Ground | None:
        """The ground on which the viewer may see anything of this item now, or None: sealed."""
        allowed = self.allow(item)
        return None if allowed is None else allowed.ground

    def allow(self, item: Item) -> Allowed | None:
        """The whole decision: the ground, and whether all of the item may be seen; None: sealed.

        Worked out once per item: what may be seen in full stays so while the viewer comes to know more people.
        """
        if item.owner == self.viewer.id:
            return _OWN
        known = self._decided.get(item.id)
        if known is not None and known[0] is item:
            return known[1]
        allowed = self._work_out(item)
        if self._settled or (allowed is not None and not allowed.bare):
            self._decided[item.id] = (item, allowed)
        return allowed

    def _work_out(self, item: Item) -> Allowed | None:
        if not self._may_receive(item):
            return None
        if self._limit is not None:
            return self._within_limit(item)
        excepted = self._by_exception(item)
        if excepted is not None and not excepted.bare:
            return excepted
        return self._by_consent(item) or excepted

    def _by_exception(self, item: Item) -> Allowed | None:
        if not self._exceptions and not self._for_those_involved:
            return None  # as nearly always
        if any(covers(exception, item) for exception in self._exceptions):
            return _EXCEPTION
        known = since(item.about, self._involved)
        if known is None or not any(covers(exception, item) for exception in self._for_those_involved):
            return None
        return _EXCEPTION if item.recorded_at >= known else self._bare(item, Ground.EXCEPTION)

    def _by_consent(self, item: Item) -> Allowed | None:
        """By consent, or bare by the profile; what was recorded before a self-made reason only as 5.3 says."""
        where = self.circumstances
        known = since(item.about, self._reasons)
        offered = _offered_to(item, self.viewer, where.now)
        if (known is None and not offered) or is_restricted(item, where):
            return None
        if not consent_opens(item, self.viewer, where):
            return self._bare(item, Ground.PROFILE) if opened_by_profile(item, where) else None
        if offered or known is None or item.recorded_at >= known or consent_names(item, self.viewer, where):
            return _CONSENT
        return self._bare(item, Ground.CONSENT)

    def known_since(self, item: Item) -> datetime | None:
        """Since when the viewer has reason to know those the item is about (UTC); None: it has none."""
        return since(item.about, self._reasons)

    def shows_all_of(self, item: Item) -> bool:
        """Whether the viewer may see all of this item, and not just that its owner is involved."""
        allowed = self.allow(item)
        return allowed is not None and not allowed.bare

    def made_itself(self, person: str) -> datetime | None:
        """Since when (UTC) the viewer has reason to know this person by its own doing, which nobody confirmed."""
        known = self._reasons.get(person)
        return None if known is None or known == GIVEN else known

    def told(self, item: SomeItem, allowed: Allowed) -> Disclosed[SomeItem]:
        """The item as its viewer is told of it, where ``allow`` allowed it."""
        if allowed.bare:
            shown = bare(item, self._told_of(item))
        else:
            shown = as_told(item, self.viewer.id, self.circumstances.family)
        return Disclosed(shown, allowed.ground, self.viewer.id, bare=allowed.bare, made_by=_MADE_HERE)

    def _bare(self, item: Item, ground: Ground) -> Allowed | None:
        """Only a signal that goes on can be told of so: that somebody is involved now, and how to reach them."""
        goes_on = isinstance(item, Signal) and lasts(item, self.circumstances.now)
        return _BARE[ground] if goes_on and self._told_of(item) else None

    def _told_of(self, item: Item) -> tuple[str, ...]:
        """Whom a bare item may be told to be about: those whom the viewer has reason to know, and of a limited one the
        children among them alone, so that it links nobody to anybody."""
        known = tuple(person for person in item.about if person in self._reasons)
        if self._limit is None:
            return known
        ages = self.circumstances.ages
        return tuple(person for person in known if person in ages and ages[person].is_minor)

    def _within_limit(self, item: Item) -> Allowed | None:
        """DOMAIN.md 5.4: that a child needs contact and with whom, where its owner opened that to them by name."""
        if self._limit is None or not self._limit.of_children:
            return None
        if any(covers(exception, item) for exception in self._exceptions):
            return self._bare(item, Ground.EXCEPTION)
        where = self.circumstances
        if is_restricted(item, where) or not consent_names(item, self.viewer, where):
            return None
        return self._bare(item, Ground.CONSENT)

    def _reach(self) -> None:
        """Reach the family of those it knows: by links that it may see, and one step by the population register.

        The register counts for nobody who is limited (5.4): parents, children, partners, and who lives in that home.
        """
        self._reach_further()
        registered = {} if self._limit is not None else near(self.circumstances.kinship.groups, self._reasons)
        if registered:
            self._reasons.update(registered)
            self._reach_further()

    def _reach_further(self) -> None:
        """Reach those linked to whom it knows, as far as the viewer may see: a sealed link joins nothing."""
        reasons = self._reasons
        asks = asked_to_interpret(self.viewer, self.circumstances)
        grew = bool(reasons or asks)
        while grew:
            grew = self._take_roles(asks)
            idle = set[tuple[str, ...]]()  # whom nothing can bring nearer now: no item about the same is looked at
            for item in self.circumstances.sorted.by(LINKING).get(None, NOTHING).items:
                if item.about in idle:
                    continue
                best = nearer(item.about, reasons)
                if best is None:
                    idle.add(item.about)
                elif self.shows_all_of(item):
                    linked = links_since(self.viewer.id, item, self.circumstances)
                    if linked is None:
                        continue
                    known = max(best, linked)
                    nearer_now = [person for person in item.about if person not in reasons or known < reasons[person]]
                    if nearer_now:
                        reasons.update(dict.fromkeys(nearer_now, known))
                        idle.clear()
                        grew = True

    def _take_roles(self, asks: list[tuple[FollowUp, frozenset[str]]]) -> bool:
        """Reasons by a role that another gave: to interpret what comes together, where it may see that it is asked."""
        given = {person for ask, persons in asks if self.shows_all_of(ask) for person in persons}
        new = [person for person in given if self._reasons.get(person) != GIVEN]
        self._reasons.update(dict.fromkeys(new, GIVEN))
        return bool(new)

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
        allowed = standing.allow(item)
        if allowed is not None:
            yield standing.told(item, allowed)


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
