"""Requests that follow a match: facts, members, coordinator, watcher, handover, answers (DOMAIN.md 10)."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Final, Literal

import msgspec

from hub.commands.request import About, Asked, Code, Day, Moment, Request, start_of
from hub.domain.errors import UnknownThing
from hub.domain.facts import (
    CoordinationRecorded,
    Fact,
    FollowUpRecorded,
    HandoverRecorded,
    MembershipStated,
    NotificationAnswered,
    WatchRecorded,
)
from hub.domain.facts.signals import FamilyRole
from hub.domain.policy import Policy
from hub.domain.slices.answering import AnswerNotification
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.coordinating import Coordinate, HandOver, WatchChild
from hub.domain.slices.followup import FollowUpDetails, RecordFollowUp, StateMember
from hub.domain.slices.sharing import Recorded
from hub.people.subject import Subject

Step = Literal["propose", "accept", "decline", "end"]
TAKEN: Final[dict[Step, Literal["proposed", "accepted", "declined", "ended"]]] = {
    "propose": "proposed",
    "accept": "accepted",
    "decline": "declined",
    "end": "ended",
}
"""What an organisation asks, and the step that is then recorded."""


class FamilyRequest(Request, frozen=True, kw_only=True):
    """Something about a family named in the address; without ``about`` it is about the person named there."""

    about: tuple[Subject, ...] = ()

    def subjects(self) -> Iterator[tuple[str, Subject]]:
        for index, subject in enumerate(self.about):
            yield f"$.about[{index}]", subject


def persons_of(situation: Situation, asked: Asked) -> Situation:
    """The situation with the person of the address where the body states nobody."""
    return situation if situation.persons or asked.family is None else About(situation, (asked.family,))


def known_or_new(situation: Situation, goes_on_with: str | None, asked: Asked) -> str:
    """The identifier of what a step goes on with, or of something new: the hub makes identifiers, nobody else.

    Raises ``UnknownThing`` for one that is not there, which the slice does for one that is another's.
    """
    if goes_on_with is not None and goes_on_with not in situation.state.items:
        raise UnknownThing
    return goes_on_with or asked.id


class FactRequest(FamilyRequest, frozen=True, kw_only=True):
    """A coded follow-up fact: a date and a code, never contents."""

    code: Code
    occurred_at: Moment
    towards: Code | None = None
    of: Code | None = None
    until: Day | None = None
    """The day until which it holds, or on which those involved look back together."""
    outcome: Code | None = None
    instrument: Code | None = None
    """Of an assessment of safety: by which instrument. Never a score."""

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        details = FollowUpDetails(
            code=self.code,
            occurred_at=self.occurred_at,
            towards=self.towards,
            of=self.of,
            until=start_of(self.until),
            outcome=self.outcome,
            instrument=self.instrument,
        )
        return RecordFollowUp(persons_of(situation, asked), policy, asked.organisation, asked.id, details)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.followup for each in facts if isinstance(each, FollowUpRecorded)))


class MemberRequest(Request, frozen=True, kw_only=True):
    """A person belongs to, joins or left the family named in the address."""

    subject: Subject
    role: FamilyRole
    since: Day
    until: Day | None = None
    """The day from which this person belongs there no more."""
    in_home: bool = True
    joins: bool = False
    authority: bool = False
    """Holds authority (gezag) over the person in the address."""

    def subjects(self) -> Iterator[tuple[str, Subject]]:
        yield "$.subject", self.subject

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        of = (asked.family,) if asked.family is not None else ()
        return StateMember(
            About(situation, (*situation.persons, *of)),
            policy,
            asked.organisation,
            asked.id,
            role=self.role,
            since=start_of(self.since),
            in_home=self.in_home,
            joins=self.joins,
            until=start_of(self.until),
            authority=self.authority,
        )

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.membership for each in facts if isinstance(each, MembershipStated)))


class CoordinatorRequest(FamilyRequest, frozen=True, kw_only=True):
    """A coordinator is proposed, accepts, declines or ends. Without ``organisation`` it is the one who asks."""

    step: Step
    at: Moment
    organisation: Code | None = None
    goes_on_with: Code | None = None
    """The offer or coordination this goes on with; left out for a new one."""
    offered_by: Code | None = None
    takes_over: Code | None = None
    """Handing over: one's own coordination, which ends once the one who is asked accepts."""

    def handles(self, _: str | None) -> tuple[str, ...]:
        return tuple(f"item:{each}" for each in (self.goes_on_with, self.takes_over) if each is not None)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return Coordinate(
            persons_of(situation, asked),
            policy,
            asked.organisation,
            known_or_new(situation, self.goes_on_with, asked),
            step=TAKEN[self.step],
            at=self.at,
            coordinator=self.organisation or asked.organisation,
            offered_by=self.offered_by,
            takes_over=self.takes_over,
        )

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.coordination for each in facts if isinstance(each, CoordinationRecorded)))


class WatcherRequest(FamilyRequest, frozen=True, kw_only=True):
    """A watcher for one child is proposed, accepts, declines or ends."""

    step: Step
    at: Moment
    organisation: Code | None = None
    goes_on_with: Code | None = None
    """The offer or watch this goes on with; left out for a new one."""

    def handles(self, _: str | None) -> tuple[str, ...]:
        return () if self.goes_on_with is None else (f"item:{self.goes_on_with}",)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return WatchChild(
            persons_of(situation, asked),
            policy,
            asked.organisation,
            known_or_new(situation, self.goes_on_with, asked),
            step=TAKEN[self.step],
            at=self.at,
            watcher=self.organisation or asked.organisation,
        )

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.watch for each in facts if isinstance(each, WatchRecorded)))


class ReviewRequest(FamilyRequest, frozen=True, kw_only=True):
    """Looking back together: a day is set, with whom; or it was done, by whom."""

    step: Literal["plan", "hold"]
    on: Day
    """The day to look back, or on which that was done."""
    organisations: Annotated[tuple[Code, ...], msgspec.Meta(max_length=50)] = ()
    """Who is asked, or who took part, beside the one who says so."""
    goes_on_with: Code | None = None
    """The plan that was carried out."""

    def handles(self, _: str | None) -> tuple[str, ...]:
        return () if self.goes_on_with is None else (f"item:{self.goes_on_with}",)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        plans = self.step == "plan"
        details = FollowUpDetails(
            code="review-planned" if plans else "review-held",
            occurred_at=situation.now if plans else start_of(self.on),
            until=start_of(self.on) if plans else None,
            of=self.goes_on_with,
            parties=self.organisations,
        )
        return RecordFollowUp(persons_of(situation, asked), policy, asked.organisation, asked.id, details)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.followup for each in facts if isinstance(each, FollowUpRecorded)))


class HandoverRequest(FamilyRequest, frozen=True, kw_only=True):
    """A handover is offered to another organisation."""

    to: Code
    at: Moment

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return HandOver(
            persons_of(situation, asked),
            policy,
            asked.organisation,
            asked.id,
            step="offered",
            at=self.at,
            receiver=self.to,
        )

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.handover for each in facts if isinstance(each, HandoverRecorded)))


class HandoverStepRequest(Request, frozen=True, kw_only=True):
    """The receiver accepts or declines a handover, or completes it at the first contact with the child."""

    step: Literal["accepted", "declined", "completed"]
    at: Moment
    reason: Code | None = None

    def handles(self, thing: str | None) -> tuple[str, ...]:
        return (f"item:{thing}",)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return HandOver(
            situation,
            policy,
            asked.organisation,
            asked.id,
            step=self.step,
            at=self.at,
            reason=self.reason,
        )

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.handover for each in facts if isinstance(each, HandoverRecorded)))


class AnswerRequest(Request, frozen=True, kw_only=True):
    """An answer to a notification, in one click."""

    answer: Literal["contact-made", "already-in-contact", "not-needed", "could-not-reach"]
    reason: Code | None = None

    def handles(self, thing: str | None) -> tuple[str, ...]:
        return (f"notification:{thing}",)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return AnswerNotification(
            situation,
            policy,
            asked.organisation,
            asked.id,
            answer=self.answer,
            reason=self.reason,
        )

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.notification for each in facts if isinstance(each, NotificationAnswered)))
