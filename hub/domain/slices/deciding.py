"""Deciding a request of the family: by a named professional, of a wrong child by two (DOMAIN.md 12)."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from hub.domain.errors import AlreadyDone, Fault, InvalidCommand, SameProfessional, UnknownThing
from hub.domain.facts.requests import (
    ChildInterest,
    Decision,
    DecisionProposed,
    ErasureDecided,
    HoldLifted,
    HoldPlaced,
    RequestDecided,
    RestrictionLifted,
    RestrictionSet,
)
from hub.domain.forgetting import goes_with, words_about
from hub.domain.matching import Occasion, raise_matches
from hub.domain.policy import Policy
from hub.domain.requests import DataRequest
from hub.domain.rights import REFUSALS, WEIGHED, is_held, protects, standing_of, weighs_child_interest
from hub.domain.slices.base import Situation
from hub.domain.slices.requests import RequestSlice
from hub.domain.slices.sharing import Recorded
from hub.domain.withdrawing import withdraw_matches

PROTECTS_ANOTHER = "protects-another"
"""The reason of UAVG 41(1)(i), of which the eight points are weighed."""


class DecisionDetails(msgspec.Struct, frozen=True, kw_only=True):
    """What a decider decides, and on what."""

    decision: Decision
    reasons: tuple[str, ...] = ()
    weighed: tuple[str, ...] = ()
    child_interest: ChildInterest | None = None


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of deciding: ``proposed`` waits for the second professional."""

    id: str
    state: Literal["proposed", "decided"]
    erasure: Literal["erased", "restricted"] | None = None


class DecideRequest(RequestSlice):
    """Decide a request, and let follow from it what follows."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        request: str,
        details: DecisionDetails,
    ) -> None:
        super().__init__(situation, policy, organisation, request)
        self.details = details

    def execute(self) -> None:
        """Raises ``NotAllowed``, ``UnknownThing``, ``AlreadyDone``, ``SameProfessional``, or ``InvalidCommand``."""
        by, request = self.decider(), self.own_request()
        faults = [*self._faults(request)]
        if faults:
            raise InvalidCommand(*faults)
        granted = self.details.decision == "granted"
        if request.two_persons and granted and request.proposed is None:
            self._propose(request, by)
            return
        if granted and request.proposed_by == by:
            raise SameProfessional
        self._decide(request, by)
        if granted:
            self._carry_out(self.state.requests[request.id], by)
        self.outcome = Decided(id=request.id, state="decided", erasure=self.state.requests[request.id].erasure)

    def _faults(self, request: DataRequest) -> Iterator[Fault]:
        details = self.details
        for index, reason in enumerate(details.reasons):
            if reason not in REFUSALS:
                yield Fault(f"reasons[{index}]", "reason-unknown", "This is not a reason to refuse.")
        for index, point in enumerate(details.weighed):
            if point not in WEIGHED:
                yield Fault(f"weighed[{index}]", "point-unknown", "This is not a point of UAVG 41(2).")
        if details.decision == "refused":
            yield from self._refusal_faults()
        else:
            yield from self._grant_faults(request)

    def _refusal_faults(self) -> Iterator[Fault]:
        if not self.details.reasons:
            yield Fault("reasons", "reason-missing", "A refusal has a reason.")
        if PROTECTS_ANOTHER in self.details.reasons and set(self.details.weighed) != set(WEIGHED):
            yield Fault("weighed", "points-not-weighed", "All eight points of UAVG 41(2) are weighed.")

    def _grant_faults(self, request: DataRequest) -> Iterator[Fault]:
        if self.details.reasons:
            yield Fault("reasons", "reason-not-for-decision", "What is granted needs no reason.")
        lacking = standing_of(request, self.ages)
        if lacking is not None:
            yield Fault("decision", lacking, "Those who ask may not ask this, or not by themselves.")
        if weighs_child_interest(request, self.ages) and self.details.child_interest is None:
            yield Fault("child_interest", "child-interest-missing", "The child's interest is weighed first.")
        if self.details.child_interest == "opposes":
            yield Fault("child_interest", "child-interest-opposes", "Then the request is refused.")
        if any(
            each.asks == "advice" and each.advice is None and self.now < each.answer_by
            for each in request.owners.values()
        ):
            yield Fault("decision", "advice-awaited", "The owner advises first (Jeugdwet 7.1.5.2).")

    def _propose(self, request: DataRequest, by: str) -> None:
        self.record(
            DecisionProposed(
                recorded_at=self.now,
                request=request.id,
                person=request.person,
                decision=self.details.decision,
                by=by,
            )
        )
        self.outcome = Decided(id=request.id, state="proposed")

    def _decide(self, request: DataRequest, by: str) -> None:
        first = request.proposed_by if request.proposed == self.details.decision else None
        self.record(
            RequestDecided(
                recorded_at=self.now,
                request=request.id,
                person=request.person,
                decision=self.details.decision,
                reasons=self.details.reasons,
                weighed=self.details.weighed,
                child_interest=self.details.child_interest,
                decided_by=first or by,
                second_by=by if first else None,
            )
        )

    def _carry_out(self, request: DataRequest, by: str) -> None:
        match request.kind:
            case "correction":
                self._settle(request, "correct")
            case "objection":
                self._settle(request, "remove")
            case "restriction":
                self._restrict(request)
            case "erasure":
                self._erase(request, by)
            case "access":
                return
        withdraw_matches(self, "sharing-ended")

    def _settle(self, request: DataRequest, asks: Literal["correct", "remove"]) -> None:
        """What the request names, as far as it is the data subject's to name, waits for its owner and is not shown."""
        theirs = [thing for own in self.by_owner(request, request.things).values() for thing in own]
        if theirs:
            self._restrict(request, *theirs)
            self.ask_owners(request, theirs, asks)

    def _restrict(self, request: DataRequest, *things: str) -> None:
        """From now on these things, or all about the person, are shown to nobody, but by an exception that protects."""
        self.record(RestrictionSet(recorded_at=self.now, request=request.id, person=request.person, things=things))

    def _erase(self, request: DataRequest, by: str) -> None:
        """Erased, or restricted while what protects somebody needs it; a wrong child's data protect nobody."""
        where = self.circumstances()
        kept = is_held(request.person, self.state) if request.wrong_child else any(protects(request.person, where))
        persons = self.state.pseudonyms_of(request.person)
        things = () if kept else goes_with(persons, self.state)
        first = request.proposed_by
        self.record(
            ErasureDecided(
                recorded_at=self.now,
                request=request.id,
                person=request.person,
                outcome="restricted" if kept else "erased",
                wrong_child=request.wrong_child,
                decided_by=first or by,
                second_by=by if first else None,
                pseudonyms=persons,
                things=things,
                contents=() if kept else words_about(persons, things, self.state),
            )
        )


class LiftRestriction(RequestSlice):
    """End the restriction that a request brought."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        request: str,
        *,
        reason: str,
    ) -> None:
        super().__init__(situation, policy, organisation, request)
        self.reason = reason

    def execute(self) -> None:
        """Raises ``NotAllowed``, ``UnknownThing``, or ``AlreadyDone``: nothing is restricted by it, or it erased."""
        by = self.decider()
        request = self.state.requests.get(self.request)
        if request is None or request.owner != self.organisation or self.is_of_relative(request):
            raise UnknownThing
        if request.erasure == "erased" or not any(request.id in each for each in self.state.restricted.values()):
            raise AlreadyDone
        self.record(
            RestrictionLifted(
                recorded_at=self.now, request=request.id, person=request.person, reason=self.reason, by=by
            )
        )
        about = (item for item in self.state.items.values() if request.person in item.about)
        raise_matches(self, Occasion(touched=tuple(about)))
        self.outcome = Recorded(id=request.id)


class PlaceHold(RequestSlice):
    """Keep a person from being erased."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        hold: str,
        *,
        reason: str,
    ) -> None:
        super().__init__(situation, policy, organisation, hold)
        self.reason = reason

    def execute(self) -> None:
        """Raises ``NotAllowed``."""
        by, (person,) = self.decider(), self.persons
        self.record(
            HoldPlaced(
                recorded_at=self.now,
                hold=self.request,
                person=person,
                owner=self.organisation,
                reason=self.reason,
                by=by,
            )
        )
        self.outcome = Recorded(id=self.request)


class LiftHold(PlaceHold):
    """End a hold."""

    def execute(self) -> None:
        """Raises ``NotAllowed``, or ``UnknownThing`` for a hold that does not stand."""
        by = self.decider()
        person = self.state.held.get(self.request)
        if person is None:
            raise UnknownThing
        self.record(HoldLifted(recorded_at=self.now, hold=self.request, person=person, reason=self.reason, by=by))
        self.outcome = Recorded(id=self.request)
