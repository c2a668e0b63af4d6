"""Showing: what one organisation may be shown of one family, decided once per request by ``hub.domain.disclosure``.

Everything that an answer or a page tells of others comes out of here as ``Disclosed`` items or a ``ShownFamily``.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Final

from hub.domain.ages import AgeBand
from hub.domain.circumstances import Circumstances
from hub.domain.directory import directory_children
from hub.domain.disclosure import Disclosed, Ground, Standing, disclose_by
from hub.domain.facts.base import Fact
from hub.domain.facts.sharing import ConsentRecorded
from hub.domain.items import FollowUp, Handover, Item, SafetyException, Signal
from hub.domain.known_then import as_known_on
from hub.domain.linked import called, renamed
from hub.domain.looks import Basis, Look, looked_before
from hub.domain.match import Match
from hub.domain.opening import Opening, persons_of
from hub.domain.openness import openness
from hub.domain.organisations import Organisation, Sector
from hub.domain.policy import Policy
from hub.domain.relatives import relatives_of
from hub.domain.requests import Asked
from hub.domain.slices.reviewing import outside_pool
from hub.domain.under_review import UnderReview, under_review
from hub.domain.view import FamilyView, see

SEARCHES_BY_PURPOSE: Final = frozenset({Sector.WIJKTEAM})
"""Sectors for which a purpose, logged before looking, is a reason to know (DOMAIN.md 5)."""


class ShownFamily:
    """One family as one viewer may be shown it now.

    ``view`` serves rules, ended signals included. ``disclosed`` are the items that a page may show: an ended or expired
    signal is on no page, timeline or query any more (DOMAIN.md 12).
    """

    def __init__(self, view: FamilyView, by_id: Mapping[str, Disclosed[Item]]) -> None:
        self.view = view
        self._by_id = by_id

    @cached_property
    def disclosed(self) -> list[Disclosed[Item]]:
        """The items that may be shown, in the order in which the hub met them."""
        return [self._by_id[item.id] for item in self.view.items if may_stand_on_a_page(item, self.view.now)]

    @property
    def viewer(self) -> Organisation:
        """For whom this was decided."""
        return self.view.viewer

    def of(self, items: Iterable[str]) -> list[Disclosed[Item]]:
        """Those of these items that were disclosed, ended signals included: for the reason of a match."""
        return [self._by_id[item] for item in dict.fromkeys(items) if item in self._by_id]

    @cached_property
    def persons(self) -> tuple[str, ...]:
        """The persons about whom something may be shown."""
        return tuple(dict.fromkeys(person for each in self.disclosed for person in each.item.about))


class Showing:
    """One viewer before one family: decides, and hands out nothing that was not disclosed.

    ``asked_about``: the person about whom the viewer logged a purpose before looking, which gives a wijkteam a reason
    to know.
    """

    def __init__(
        self, viewer: Organisation, circumstances: Circumstances, policy: Policy, *, asked_about: str | None = None
    ) -> None:
        self.viewer = viewer
        self.policy = policy
        self.now = circumstances.now
        self._where = circumstances
        searches = viewer.sector in SEARCHES_BY_PURPOSE
        asked_about = circumstances.family.names.get(asked_about or "", asked_about)
        self._standing = Standing(viewer, circumstances, asked_about=asked_about if searches else None)

    @cached_property
    def _disclosed(self) -> dict[str, Disclosed[Item]]:
        items = self._where.family.items.values()
        return {each.item.id: each for each in disclose_by(self._standing, items)}

    @cached_property
    def families(self) -> tuple[ShownFamily, ...]:
        """What may be shown, split where no disclosed item links its persons."""
        return tuple(ShownFamily(view, self._disclosed) for view in see(self._standing).families())

    def family_of(self, person: str) -> ShownFamily | None:
        """The family in which something about this person may be shown, or None: the same as for someone unknown."""
        person = self._where.family.names.get(person, person)
        return next((family for family in self.families if person in family.persons), None)

    def read_as(self, person: str) -> str:
        """The pseudonym by which a person is read, the same for all that are linked: one data subject of the log."""
        return self._where.family.names.get(person, person)

    def is_of_own(self, person: str, professional: str | None) -> bool:
        """Whether this person, or anybody whom the viewer may see with it, is declared a relative of who looks."""
        relatives = self._where.family.relatives
        own = relatives_of(relatives.values(), self.viewer.id, professional) if relatives else frozenset[str]()
        if not own:
            return False  # as nearly always
        family = self.family_of(person)
        return self.read_as(person) in own or (family is not None and not own.isdisjoint(family.persons))

    def to_review(self, person: str) -> tuple[Basis, datetime] | None:
        """On which reason of its own the viewer may look at this person, and since when: the first look on it is
        reviewed (5.3). By its own doing alone, or since a second professional of its own confirmed that; else None.
        """
        person = self.read_as(person)
        made = self._standing.made_itself(person)
        if made is not None:
            return "own-reason", made
        confirmed = self._where.family.confirmed_reasons.get((self.viewer.id, person))
        return None if confirmed is None else ("confirmed-reason", confirmed.recorded_at)

    def looked_before(self, family: ShownFamily, since: datetime) -> bool:
        """Whether a look of the viewer at this family since then (UTC) was recorded, to be reviewed."""
        looks = self._where.family.looks.values()
        return looked_before(looks, self.viewer.id, family.persons, since) is not None

    def own_look(self, look: str) -> Look | None:
        """A look of the viewer that nobody judged yet."""
        found = self._where.family.looks.get(look)
        return found if found is not None and found.owner == self.viewer.id and found.decision is None else None

    def pseudonyms_of(self, person: str) -> tuple[str, ...]:
        """Every pseudonym that is read as one person with this."""
        return self._where.family.pseudonyms_of(person)

    def called(self, person: str) -> str:
        """The pseudonym by which the viewer is told of a person: one of its own, where several are linked."""
        return self._called.get(person, person) if self._called else person

    @cached_property
    def _called(self) -> Mapping[str, str]:
        family = self._where.family
        if not family.names:
            return {}
        items = family.as_stated.items
        own = [entry for entry in family.as_stated.directory.values() if entry.owner == self.viewer.id]
        seen = [(items[item].owner, items[item].about) for item in self._disclosed if item in items]
        return called([*seen, *((entry.owner, (entry.person,)) for entry in own)], self.viewer.id, family.names)

    @cached_property
    def known(self) -> frozenset[str]:
        """The persons of whom the viewer may know now: of disclosed items, and its own pupils or patients."""
        own = directory_children(self._where.family, self.viewer.id, self.now)
        return own.union(*(each.item.about for each in self._disclosed.values()))

    @property
    def circle(self) -> tuple[str, ...]:
        """Every pseudonym of the circle, to read its history with; never to show."""
        return tuple(self._where.family.everyone)

    def as_known_on(self, family: ShownFamily, history: Iterable[Fact], moment: datetime) -> list[Disclosed[Item]]:
        """What may be shown of a family now, as it had been recorded by a moment (UTC): decided as of now.

        ``history`` are the facts about the circle, in order.
        """
        then, names = as_known_on(history, moment).as_stated.items, self._where.family.names
        known = [then[each.item.id] for each in family.disclosed if each.item.id in then]
        return list(disclose_by(self._standing, (renamed(item, names) for item in known)))

    def opening(self, persons: Iterable[str]) -> Opening:
        """Those of these persons whom the viewer may be told by name."""
        return persons_of(self._disclosed.values(), persons, self.called)

    def of(self, items: Iterable[str]) -> list[Disclosed[Item]]:
        """Those of these items that may be shown to the viewer now."""
        return [self._disclosed[item] for item in dict.fromkeys(items) if item in self._disclosed]

    @cached_property
    def sealed(self) -> tuple[Item, ...]:
        """What is known of this family and may not be shown: for the disclosure log alone."""
        return tuple(item for item in self._where.family.items.values() if item.id not in self._disclosed)

    def sealed_of(self, items: Iterable[str]) -> tuple[Item, ...]:
        """Those of these items that may not be shown: for the disclosure log alone."""
        wanted = frozenset(items)
        return tuple(item for item in self.sealed if item.id in wanted)

    def match(self, match: str) -> Match | None:
        """A match of the viewer itself. What it rests on is in it by identifier only: ask ``of`` for the items."""
        found = self._where.family.matches.get(match)
        return found if found is not None and found.recipient == self.viewer.id else None

    def states_of(self, match: Match) -> list[Disclosed[Item]]:
        """What the other organisations answered that have the same match, each as something that it recorded itself.

        It passes the decision like a follow-up fact of theirs, and so does that they have not answered yet: whom the
        hub told what is nothing that another may know without a ground.
        """
        about = set(match.about)
        others = [
            other
            for other in self._where.family.matches.values()
            if other.recipient != self.viewer.id and other.rule == match.rule and not about.isdisjoint(other.about)
            if other.notifications and other.answer_by is not None and not other.withdrawn
        ]
        return list(disclose_by(self._standing, map(_as_recorded, others)))

    def matches_on(self, item: str) -> list[Match]:
        """The viewer's own matches that rest on this item and of which everything may still be shown."""
        return [
            match
            for match in self.own_matches
            if not match.withdrawn and any(item == shown for shown, _ in match.shown) and self._holds(match)
        ]

    @property
    def own_matches(self) -> list[Match]:
        """The viewer's own matches."""
        return [match for match in self._where.family.matches.values() if match.recipient == self.viewer.id]

    @property
    def own_exceptions(self) -> list[SafetyException]:
        """The exceptions that the viewer itself recorded and that are open."""
        exceptions = self._where.family.exceptions.values()
        return [each for each in exceptions if each.owner == self.viewer.id and each.open(self.now)]

    def asked_to_review(self, exception: str) -> SafetyException | None:
        """An exception of another that the viewer is asked to review, and that nobody decided on yet."""
        found = self._where.family.exceptions.get(exception)
        if found is None or not found.asked_outside or found.confirmed_at is not None or not found.open(self.now):
            return None
        return found if self.viewer.id in outside_pool(self.policy, found.owner) else None

    def under_review(self, exception: str) -> UnderReview | None:
        """An exception as the viewer may read it to review it; None where it is not the viewer's to review."""
        return under_review(self.viewer, exception, self._where)

    def age_of(self, person: str) -> AgeBand:
        """How old a person is, as coarsely as a decision knows it."""
        return self._where.ages.get(self.read_as(person), AgeBand.UNKNOWN)

    def own_consent(self, consent: str) -> ConsentRecorded | None:
        """A consent that the viewer itself recorded and that still counts for one of its givers."""
        consents = self._where.family.consents.values()
        return next((each for each in consents if each.consent == consent and each.owner == self.viewer.id), None)

    def noted_for(self, consent: str) -> ConsentRecorded | None:
        """A consent that another noted for the viewer's own signals and that the viewer did not confirm yet."""
        family = self._where.family
        found = next((each for each in family.consents.values() if each.consent == consent), None)
        if found is None or self.viewer.id not in found.noted_for:
            return None
        confirmed = (family.confirmed.get((self.viewer.id, giver.person), ()) for giver in found.givers)
        return None if any((found.owner, consent) in each for each in confirmed) else found

    def asked_of(self, request: str) -> Asked | None:
        """What the viewer was asked last about a request of the family, as long as it did not answer."""
        found = self._where.family.requests.get(request)
        asked = None if found is None else found.owners.get(self.viewer.id)
        return asked if asked is not None and asked.advice is None else None

    def openness_of(self, item: str) -> frozenset[Ground] | None:
        """On which grounds an own item is open to anybody; None when the viewer has no such item."""
        found = self._where.family.items.get(item)
        if found is None or found.owner != self.viewer.id:
            return None
        return openness(found, self._where)

    def _holds(self, match: Match) -> bool:
        return all(item in self._disclosed for item, _ in match.shown)


def _as_recorded(match: Match) -> Item:
    """How far a recipient is with its match, as an item of its own."""
    return FollowUp(
        id=match.notifications[-1],
        owner=match.recipient,
        about=match.about,
        recorded_at=match.raised_at,
        occurred_at=match.raised_at,
        code=match.answered or "waits",
    )


def may_stand_on_a_page(item: Item, now: datetime) -> bool:
    """Whether a page may show this item once disclosed: not an ended or expired signal, nor a handover that is over."""
    if isinstance(item, Signal):
        return item.active(now) and not item.over(now)
    return not (isinstance(item, Handover) and item.step == "declined")
