"""Requests about the rights of the family: taken in by the municipality, advised on, decided (DOMAIN.md 12)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Literal

import msgspec

from hub.commands.request import Asked, Code, Day, Request, Text, start_of
from hub.domain.errors import Fault
from hub.domain.facts import (
    AdviceGiven,
    DecisionProposed,
    ErasureDecided,
    Fact,
    HoldLifted,
    HoldPlaced,
    RequestDecided,
    RequestExtended,
    RequestReceived,
    RestrictionLifted,
)
from hub.domain.facts.requests import Capacity, ChildInterest, Decision, RequestKind
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.deciding import (
    Decided,
    DecideRequest,
    DecisionDetails,
    LiftHold,
    LiftRestriction,
    PlaceHold,
)
from hub.domain.slices.publish_sharing import below
from hub.domain.slices.requests import (
    Advise,
    ExtendTerm,
    Received,
    ReceiveRequest,
    RequestDetails,
    request_faults,
)
from hub.domain.slices.sharing import Recorded
from hub.people.subject import Subject

Things = Annotated[tuple[Code, ...], msgspec.Meta(max_length=100)]


class RightsRequester(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Who asks: the person itself, or somebody for them, who is then stated here."""

    capacity: Capacity
    subject: Subject | None = None
    """Left out for who asks for itself."""


class RightsRequest(Request, frozen=True, kw_only=True):
    """What somebody asks about what is recorded of ``subject``, as a professional of the municipality takes it in.

    ``verified`` says how it was made sure who asks (``digid``, ``in-person``); ``authority_shown`` that who asks for
    another may, by the register of authority (gezagsregister) or an appointment. ``things`` are entries of the record.
    """

    kind: RequestKind
    subject: Subject
    requesters: Annotated[tuple[RightsRequester, ...], msgspec.Meta(max_length=4)] = ()
    """Empty only where the municipality itself found out that it is about a wrong child."""
    received_on: Day
    verified: Code
    authority_shown: bool = False
    things: Things = ()
    wrong_child: bool = False
    words: Text | None = None
    """What they ask, in their words; kept encrypted, for the owner who advises and who decides."""

    def subjects(self) -> Iterator[tuple[str, Subject]]:
        yield "$.subject", self.subject
        for index, requester in enumerate(self.requesters):
            if requester.subject is not None:
                yield f"$.requesters[{index}].subject", requester.subject

    def faults(self, policy: Policy, organisation: str, now: datetime) -> Sequence[Fault]:  # noqa: ARG002 - any may
        found = [
            Fault(f"requesters[{index}].subject", "requester-unclear", "Who asks for another is stated, and only then.")
            for index, requester in enumerate(self.requesters)
            if (requester.capacity == "self") == (requester.subject is not None)
        ]
        return below("$", [*request_faults(self.details(), now), *found])

    def content(self) -> bytes | None:
        return None if self.words is None else msgspec.json.encode({"words": self.words})

    def details(self) -> RequestDetails:
        """The request without its persons."""
        return RequestDetails(
            kind=self.kind,
            capacities=tuple(each.capacity for each in self.requesters),
            authority_shown=self.authority_shown,
            verified=self.verified,
            things=self.things,
            wrong_child=self.wrong_child,
            received_at=start_of(self.received_on),
        )

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return ReceiveRequest(situation, policy, asked.organisation, asked.id, self.details())

    def recall(self, facts: Sequence[Fact]) -> Received:
        fact = next(each for each in facts if isinstance(each, RequestReceived))
        return Received(id=fact.request, received_at=fact.received_at, due=fact.due)


class RequestStep(Request, frozen=True, kw_only=True):
    """A step in a request that the address names."""

    def handles(self, thing: str | None) -> tuple[str, ...]:
        return (f"request:{thing}",)


class ExtendRequest(RequestStep, frozen=True, kw_only=True):
    """The term is two months longer: ``complex``, or ``many-requests`` (GDPR 12(3))."""

    reason: Code

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return ExtendTerm(situation, policy, asked.organisation, asked.id, reason=self.reason)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.request for each in facts if isinstance(each, RequestExtended)))


class AdviseRequest(RequestStep, frozen=True, kw_only=True):
    """The owner of what a request is about answers what it was asked (Jeugdwet 7.1.5.2)."""

    advice: Literal["agree", "disagree"]
    reason: Code | None = None

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return Advise(
            situation,
            policy,
            asked.organisation,
            asked.id,
            advice=self.advice,
            reason=self.reason,
        )

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.request for each in facts if isinstance(each, AdviceGiven)))


class DecideOnRequest(RequestStep, frozen=True, kw_only=True):
    """The decision, with what it rests on; on a wrong child two professionals decide, one after the other."""

    decision: Decision
    reasons: tuple[Code, ...] = ()
    weighed: tuple[Code, ...] = ()
    """The points of UAVG 41(2), where something is withheld to protect another."""
    child_interest: ChildInterest | None = None

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        details = DecisionDetails(
            decision=self.decision, reasons=self.reasons, weighed=self.weighed, child_interest=self.child_interest
        )
        return DecideRequest(situation, policy, asked.organisation, asked.id, details)

    def recall(self, facts: Sequence[Fact]) -> Decided:
        erasure = next((each.outcome for each in facts if isinstance(each, ErasureDecided)), None)
        for each in facts:
            if isinstance(each, DecisionProposed):
                return Decided(id=each.request, state="proposed")
        decided = next(each for each in facts if isinstance(each, RequestDecided))
        return Decided(id=decided.request, state="decided", erasure=erasure)


class LiftRestrictionRequest(RequestStep, frozen=True, kw_only=True):
    """The restriction that a request brought ends; who asked for it was told first (GDPR 18(3))."""

    reason: Code

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return LiftRestriction(situation, policy, asked.organisation, asked.id, reason=self.reason)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.request for each in facts if isinstance(each, RestrictionLifted)))


class HoldRequest(Request, frozen=True, kw_only=True):
    """Nothing of this person is erased for now."""

    subject: Subject
    reason: Code

    def subjects(self) -> Iterator[tuple[str, Subject]]:
        yield "$.subject", self.subject

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return PlaceHold(situation, policy, asked.organisation, asked.id, reason=self.reason)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.hold for each in facts if isinstance(each, HoldPlaced)))


class LiftHoldRequest(Request, frozen=True, kw_only=True):
    """The hold ends."""

    reason: Code

    def handles(self, thing: str | None) -> tuple[str, ...]:
        return (f"hold:{thing}",)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return LiftHold(situation, policy, asked.organisation, asked.id, reason=self.reason)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.hold for each in facts if isinstance(each, HoldLifted)))
