"""Retention carried out over one family: signals are archived and forgotten, erasures that waited are decided again."""

from collections.abc import Set as AbstractSet
from typing import Final

import msgspec

from hub.domain.facts.forgetting import PersonForgotten, RequestForgotten, SignalArchived, SignalForgotten
from hub.domain.facts.matches import MatchWithdrawn
from hub.domain.facts.requests import ErasureDecided
from hub.domain.forgetting import asking, goes_with, left_over, requests_over, words_about
from hub.domain.items import Membership, Signal
from hub.domain.organisations import OPERATOR
from hub.domain.policy import Policy
from hub.domain.registered import latest_of
from hub.domain.requests import DataRequest
from hub.domain.retention import Step, step_due
from hub.domain.rights import is_held, protects
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.withdrawing import withdraw_matches

NOBODY: Final = ""


class Retained(msgspec.Struct, frozen=True, kw_only=True):
    """How many facts the retention of a family came to."""

    facts: int
    beside: tuple[str, ...] = ()
    """Persons of other circles, whom only a consent or a request names here, and of whom nothing is left as far as it
    was read."""


class Retain(HubSlice):
    """Apply to one family what is due: by its signals' terms, by a birthday, and where nothing protects any more.

    ``retracted`` are signals of the family that were retracted so long ago that nothing of them is kept.
    """

    def __init__(
        self, situation: Situation, policy: Policy, about: tuple[str, ...], retracted: tuple[str, ...]
    ) -> None:
        super().__init__(situation, policy, OPERATOR)  # nobody's view, nobody's item
        self.about = about
        self.retracted = retracted

    def execute(self) -> None:
        """Never refuses."""
        for signal in self.retracted:
            self.record(SignalForgotten(recorded_at=self.now, signal=signal, persons=self.about, why="retracted"))
        if self._apply_terms():
            withdraw_matches(self, "sharing-ended")
        self._erase_who_waits()
        self._close_matches()
        asked, unread = self._forget_requests()
        for person in left_over(self.read((*self.state.as_stated.members, *asked)), self.state, self.now):
            self.record(PersonForgotten(recorded_at=self.now, person=person))
        left = tuple(left_over(self.state.as_stated.members, self.state, self.now))
        self.outcome = Retained(facts=len(self.new_decisions), beside=(*left, *unread))

    def _forget_requests(self) -> tuple[list[str], list[str]]:
        """Forget requests that were kept long enough; whom they named, and whom to read before others can be.

        Who asked for another belongs to a circle of their own, in which more may be recorded about them.
        """
        named: list[str] = []
        unread: list[str] = []
        for request in list(requests_over(self.state, self.now, self.policy.retention)):
            persons = asking(request)
            if self.read(persons) != persons:
                unread.extend(persons)
                continue
            self.record(RequestForgotten(recorded_at=self.now, request=request.id, persons=persons))
            named.extend(persons)
        return named, unread

    def _apply_terms(self) -> bool:
        """Archive and forget signals; whether anything went that was active still."""
        signals = [item for item in self.state.items.values() if isinstance(item, Signal)]
        steps = {each.id: self._step(each) for each in signals}
        active = [each for each in signals if steps[each.id] is None and not each.archived]
        in_view = {person for each in active for person in (*each.about, *(m.person for m in each.household))}
        went = False
        for signal in signals:
            step = steps[signal.id]
            if step in (Step.FORGET, Step.OF_AGE):
                went = went or signal.active(self.now)
                self._forget(signal, step)
            elif step is Step.ARCHIVE or signal.archived:
                self._archive(signal, in_view)
        return went

    def _step(self, signal: Signal) -> Step | None:
        category = None if signal.category is None else self.policy.catalogue.get(signal.category)
        died = frozenset[str]()
        if category is None or category.about != "home":  # of a home it goes on (DOMAIN.md 10)
            died = frozenset(person for person, each in self.state.registered.items() if latest_of(each).died)
        return step_due(signal, self.now, self.state.ages(self.ages), self.policy.retention, died)

    def _forget(self, signal: Signal, why: Step) -> None:
        about = self.stated(signal).about
        self.record(
            SignalForgotten(recorded_at=self.now, signal=signal.id, persons=about, why=why.value)  # type: ignore[arg-type]
        )

    def _archive(self, signal: Signal, in_view: AbstractSet[str]) -> None:
        """The household stated with it goes too, once no active signal is about anybody in it."""
        things = tuple(
            item.id
            for item in self.state.items.values()
            if isinstance(item, Membership) and item.stated_with == signal.id and in_view.isdisjoint(item.about)
        )
        if things or not signal.archived:
            about = self.stated(signal).about
            self.record(SignalArchived(recorded_at=self.now, signal=signal.id, persons=about, things=things))

    def _erase_who_waits(self) -> None:
        """Who was restricted instead of erased is erased once nothing protects anybody by it any more."""
        for request in [each for each in self.state.requests.values() if each.erasure == "restricted"]:
            where = self.circumstances()
            if is_held(request.person, self.state) if request.wrong_child else any(protects(request.person, where)):
                continue
            self._erase(request)

    def _erase(self, request: DataRequest) -> None:
        persons = self.state.pseudonyms_of(request.person)
        things = goes_with(persons, self.state)
        self.record(
            ErasureDecided(
                recorded_at=self.now,
                request=request.id,
                person=request.person,
                outcome="erased",
                wrong_child=request.wrong_child,
                decided_by=request.decided_by or NOBODY,
                second_by=request.second_by,
                pseudonyms=persons,
                things=things,
                contents=words_about(persons, things, self.state),
            )
        )

    def _close_matches(self) -> None:
        """What rested on something that is not kept any more is closed, without a word where it was over before."""
        for match in list(self.state.matches.values()):
            rests_on = [self.state.items.get(item) for item, _ in match.shown]
            if match.withdrawn or not rests_on or any(item is not None for item in rests_on):
                continue
            self.record(
                MatchWithdrawn(
                    recorded_at=self.now,
                    match=match.id,
                    recipient=match.recipient,
                    persons=self.state.as_stated.matches[match.id].persons,
                    reason="no-longer-holds",
                )
            )
