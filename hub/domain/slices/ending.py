"""Ending: an involvement ends, a concern is closed, a signal turns out to be wrong."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from hub.domain.ages import AgeBand
from hub.domain.disclosure import Standing
from hub.domain.errors import AlreadyDone, Fault, InvalidCommand, NobodyWatching, SafetyNotAssessed, UnknownThing
from hub.domain.facts.followup import CoordinationRecorded
from hub.domain.facts.matches import MatchRaised
from hub.domain.facts.signals import ReportToVeiligThuisRecorded, SignalEnded, SignalRetracted
from hub.domain.items import Coordination, FollowUp, Handover, Signal
from hub.domain.looking import Looked, shown
from hub.domain.matching import Occasion, raise_matches
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.reviewing import end_spent_exceptions
from hub.domain.withdrawing import close_matches, withdraw_matches


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of ending or retracting a signal."""

    signal: str


class SignalSlice(HubSlice):
    """A decision about one signal of the acting organisation itself."""

    def __init__(self, situation: Situation, policy: Policy, organisation: str, signal: str) -> None:
        super().__init__(situation, policy, organisation)
        self.signal = signal

    def own_signal(self) -> Signal:
        """The signal. Raises ``UnknownThing`` where it is not the organisation's own."""
        found = self.own(self.signal)
        if not isinstance(found, Signal):
            raise UnknownThing
        return found


def _takes_over(handover: Handover, concern: Signal) -> bool:
    later = handover.step == "completed" and handover.stepped_at >= concern.occurred_at
    return later and not set(handover.about).isdisjoint(concern.about)


class EndSignal(SignalSlice):
    """End an involvement or close a concern. Who ends is warned first where nobody watches the children."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        signal: str,
        *,
        ended_at: datetime,
        outcome: Literal["ended", "resolved", "refuted", "taken-over"],
        confirm_unwatched: bool,
    ) -> None:
        super().__init__(situation, policy, organisation, signal)
        self.ended_at = ended_at
        self.how = outcome
        self.confirm_unwatched = confirm_unwatched

    def execute(self) -> None:
        """Raises ``AlreadyDone``, ``SafetyNotAssessed``, ``InvalidCommand``, or ``NobodyWatching`` unless confirmed."""
        signal = self.own_signal()
        self._check(signal)
        before = Standing(self.policy.organisations[self.organisation], self.circumstances())
        self.record(
            SignalEnded(
                recorded_at=self.now,
                signal=signal.id,
                persons=signal.about,
                ended_at=self.ended_at,
                outcome=self.how,
                unwatched_confirmed=self.confirm_unwatched,
            )
        )
        ended = self.state.items[signal.id]
        raised = raise_matches(self, Occasion(change="ended", touched=(ended,), actor=before))
        warned = [each for each in raised if each.rule == "nobody-watching" and each.recipient == self.organisation]
        if warned and not self.confirm_unwatched:
            raise NobodyWatching(looked=self._looked(warned))
        if not signal.concern:
            self._end_coordination(before)
        close_matches(self, kept=(each.match for each in raised))
        end_spent_exceptions(self)
        self.outcome = Ended(signal=signal.id)

    def _looked(self, warnings: Sequence[MatchRaised]) -> Iterator[Looked]:
        """The concerns, own and others', on which a warning rests."""
        rests_on = {each.item: each.ground for warning in warnings for each in warning.shown}
        return (shown(self.state.items[item], ground) for item, ground in rests_on.items())

    def _check(self, signal: Signal) -> None:
        if signal.ended_at is not None:
            raise AlreadyDone
        if not signal.occurred_at <= self.ended_at <= self.now:
            raise InvalidCommand(Fault("ended_at", "date-impossible", "The end lies between the start and now."))
        if signal.concern == (self.how == "ended"):
            raise InvalidCommand(Fault("outcome", "outcome-not-fitting", "A concern is closed with a code."))
        if self.how == "taken-over":
            self._check_taken_over(signal)
        elif self.policy.catalogue.is_safety(signal.category) and not self._assessed(signal):
            raise SafetyNotAssessed

    def _check_taken_over(self, signal: Signal) -> None:
        """A concern is taken over by a completed handover, and not before (DOMAIN.md 1, open concern)."""
        items = self.state.items.values()
        completed = (i for i in items if isinstance(i, Handover) and i.owner == self.organisation)
        if not any(_takes_over(handover, signal) for handover in completed):
            message = "No completed handover has taken this over."
            raise InvalidCommand(Fault("outcome", "handover-not-completed", message))

    def _assessed(self, signal: Signal) -> bool:
        """Whether every child the concern is about, or whose home it is about, was assessed safe after it occurred.

        Where no child is known of, those it is about must have been.
        """
        safe = {
            person
            for item in self.state.items.values()
            if isinstance(item, FollowUp) and item.code == "safety-assessment-safe"
            if item.owner == self.organisation and item.occurred_at > signal.occurred_at
            for person in item.about
        }
        return safe.issuperset(self._children(signal) or signal.about)

    def _children(self, signal: Signal) -> frozenset[str]:
        stated = {member.person: member.role for member in signal.household}
        ages = self.state.ages(self.ages)
        young = {p for p in signal.about if p not in stated and ages.get(p, AgeBand.UNKNOWN).is_child}
        return frozenset(young.union(person for person, role in stated.items() if role == "child"))

    def _end_coordination(self, before: Standing) -> None:
        """A coordination ends with its organisation's last involvement (DOMAIN.md 1, coordinator)."""
        own = [item for item in self.state.items.values() if item.owner == self.organisation]
        if any(isinstance(item, Signal) and not item.concern and item.ended_at is None for item in own):
            return
        for item in own:
            if isinstance(item, Coordination) and item.step == "accepted":
                self.record(
                    CoordinationRecorded(
                        recorded_at=self.now,
                        coordination=item.id,
                        owner=item.owner,
                        coordinator=item.coordinator,
                        about=self.stated(item).about,
                        step="ended",
                        at=self.ended_at,
                        offered_by=item.offered_by,
                    )
                )
                touched = (self.state.items[item.id],)
                raise_matches(self, Occasion(change="coordination", touched=touched, actor=before))


class RetractSignal(SignalSlice):
    """Withdraw a signal that was wrong; what it raised is taken back."""

    def execute(self) -> None:
        """Raises ``UnknownThing`` where it is not the organisation's own."""
        signal = self.own_signal()
        self.record(SignalRetracted(recorded_at=self.now, signal=signal.id, persons=signal.about))
        withdraw_matches(self, "retracted")
        end_spent_exceptions(self)
        self.outcome = Ended(signal=signal.id)


class AnswerReport(SignalSlice):
    """Say that an intended report to Veilig Thuis has been made, or is not needed."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        signal: str,
        answer: Literal["made", "not-needed"],
        *,
        on: datetime | None = None,
        reason: str | None = None,
    ) -> None:
        super().__init__(situation, policy, organisation, signal)
        self.answer: Literal["made", "not-needed"] = answer
        self.on = on
        self.reason = reason

    def execute(self) -> None:
        """Raises ``AlreadyDone`` where no report was intended any more, ``InvalidCommand`` for what cannot be said."""
        signal = self.own_signal()
        if signal.report_to_veilig_thuis != "intended":
            raise AlreadyDone
        if self.answer == "not-needed" and self.reason is None:
            raise InvalidCommand(Fault("reason", "reason-missing", "No, because: say why with a code."))
        if self.on is not None and self.on > self.now:
            raise InvalidCommand(Fault("on", "date-in-future", "A report was made before now."))
        self.record(
            ReportToVeiligThuisRecorded(
                recorded_at=self.now,
                signal=signal.id,
                persons=signal.about,
                answer=self.answer,
                on=self.on,
                reason=self.reason,
            )
        )
        self.outcome = Ended(signal=signal.id)
