"""Who is one person: a steward decides, links and undoes; and what a statement itself brings with it.

Source: DOMAIN.md 5 and 9 (a link opens matches; what it raised is taken back when it turns out wrong); docs/linkage.md.
"""

from collections.abc import Iterable, Iterator

import msgspec

from hub.domain.disclosure import Standing
from hub.domain.errors import AlreadyDone, Fault, InvalidCommand, UnknownThing
from hub.domain.facts.identity import (
    IdentityReviewDecided,
    IdentityReviewOpened,
    PersonsLinked,
    PersonsUnlinked,
)
from hub.domain.facts.matches import MatchRaised, MatchWithdrawn
from hub.domain.found_out import FoundOut
from hub.domain.items import Item
from hub.domain.match import Match
from hub.domain.matching import Occasion, raise_matches
from hub.domain.policy import Policy
from hub.domain.raising import match_as_it_stands
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.sharing import Recorded
from hub.domain.view import FamilyView, see


def take_in(slice_: HubSlice, found: Iterable[FoundOut]) -> None:
    """Record what was found out, before the slice decides: it then decides on one person where there is one."""
    for each in found:
        if each.same_as is None:
            slice_.record(
                IdentityReviewOpened(
                    recorded_at=slice_.now,
                    review=slice_.ids(),
                    person=each.person,
                    likely=each.likely,
                    failing=each.failing,
                )
            )
        elif not slice_.as_one([each.person]) & slice_.as_one([each.same_as]):
            link = PersonsLinked(
                recorded_at=slice_.now,
                link=slice_.ids(),
                persons=(each.person, each.same_as),
                decided_by="rules",
                reasons=each.reasons,
            )
            link_persons(slice_, link)


def link_persons(slice_: HubSlice, fact: PersonsLinked) -> None:
    """Record a link, and raise what it makes converge where both persons had something stated about them."""
    before = [list(_about(slice_, {person})) for person in fact.persons]
    slice_.record(fact)
    if all(before):
        slice_.joined = True
        touched = tuple(slice_.state.items[item.id] for items in before for item in items)
        raise_matches(slice_, Occasion(touched=touched))


def _about(slice_: HubSlice, persons: Iterable[str]) -> Iterator[Item]:
    group = slice_.as_one(persons)
    return (item for item in slice_.state.items.values() if not group.isdisjoint(item.about))


class DecideReview(HubSlice):
    """A steward decides whether a new person is one of those whom it may be."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        review: str,
        *,
        same_as: str | None,
    ) -> None:
        super().__init__(situation, policy, organisation)
        self.review = review
        self.same_as = same_as

    def execute(self) -> None:
        """Raises ``UnknownThing`` for no review or who was erased, ``AlreadyDone`` once decided, ``InvalidCommand``."""
        review = self.state.as_stated.reviews.get(self.review)
        erased = self.state.as_stated.erased
        if review is None or review.person in erased or self.same_as in erased:
            raise UnknownThing
        if review.decided:
            raise AlreadyDone
        reasons = {each.person: each.reasons for each in review.likely}
        if self.same_as is not None and self.same_as not in reasons:
            raise InvalidCommand(Fault("same_as", "not-among-likely", "Not one of those whom this review shows."))
        self.record(
            IdentityReviewDecided(
                recorded_at=self.now,
                review=self.review,
                person=review.person,
                decision="different" if self.same_as is None else "same",
                same_as=self.same_as,
                organisation=self.organisation,
                professional=self.professional,
            )
        )
        if self.same_as is not None and not self.as_one([review.person]) & self.as_one([self.same_as]):
            link_persons(self, self._link(review.person, self.same_as, reasons[self.same_as]))
        self.outcome = Recorded(id=self.review)

    def _link(self, person: str, same_as: str, reasons: tuple[str, ...]) -> PersonsLinked:
        return PersonsLinked(
            recorded_at=self.now,
            link=self.ids(),
            persons=(person, same_as),
            decided_by="steward",
            reasons=reasons,
            review=self.review,
            organisation=self.organisation,
            professional=self.professional,
        )


class UndoLink(HubSlice):
    """A link was wrong: take it back, with the matches made through it, and tell those who were told."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        link: str,
        *,
        reason: str,
    ) -> None:
        super().__init__(situation, policy, organisation)
        self.link = link
        self.reason = reason

    def execute(self) -> None:
        """Raises ``UnknownThing`` where there is no such link now."""
        persons = self.state.links.get(self.link)
        if persons is None:
            raise UnknownThing
        group = self._group(persons)
        rested = [
            match for match in self.state.matches.values() if not match.withdrawn and self._rests_on(match, group)
        ]
        self.record(
            PersonsUnlinked(
                recorded_at=self.now,
                link=self.link,
                persons=persons,
                reason=self.reason,
                organisation=self.organisation,
                professional=self.professional,
            )
        )
        for match in rested:
            if not self._stands(self.state.matches[match.id], group):
                self._take_back(match)
        self.outcome = Recorded(id=self.link)

    def _group(self, persons: tuple[str, str]) -> frozenset[str]:
        """Every pseudonym that was one person with these."""
        names = self.state.names
        return frozenset(each for each, name in names.items() if name == names[persons[0]])

    def _rests_on(self, match: Match, group: frozenset[str]) -> bool:
        """Whether a match may have been made through the link: something it rests on, or its family, has the person."""
        stated = self.state.as_stated.items
        shown = (stated[item].about for item, _ in match.shown if item in stated)
        persons = self.as_one(group)
        return any(not group.isdisjoint(about) for about in shown) or not persons.isdisjoint(match.persons)

    def _stands(self, match: Match, group: frozenset[str]) -> bool:
        """Whether the rule holds without the link; then the match goes on over what is left, quietly."""
        configured = next((each for each in self.policy.rules if each.rule.id == match.rule), None)
        recipient = self.policy.organisations.get(match.recipient)
        if configured is None or recipient is None or match.identifier_only:
            return recipient is None or match.identifier_only
        for family in see(Standing(recipient, self.circumstances())).families():
            for finding in configured.rule.find(family, configured.parameters):
                if _is_same(finding.key, match.key, group) and set(finding.items) <= {item for item, _ in match.shown}:
                    self._go_on(match_as_it_stands(self, family, configured, finding, match), family)
                    return True
        return False

    def _go_on(self, fact: MatchRaised, family: FamilyView) -> None:
        anchor = fact.anchor if fact.anchor in fact.persons else family.persons[0]
        self.record(msgspec.structs.replace(fact, anchor=anchor))

    def _take_back(self, match: Match) -> None:
        self.record(
            MatchWithdrawn(
                recorded_at=self.now,
                match=match.id,
                recipient=match.recipient,
                persons=match.persons,
                reason="not-one-person",
                notification=self.ids(),
            )
        )


def _is_same(key: str, other: str, group: frozenset[str]) -> bool:
    return key == other or {key, other} <= group
