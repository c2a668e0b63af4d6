"""Requests that open or close sharing: the safety exception, the shelter's recipients, the directory."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from hub.commands.request import Asked, Code, Day, Professional, Request, Some, Text, start_of
from hub.domain.errors import Fault
from hub.domain.facts import (
    DirectoryEntryRecorded,
    ExceptionRecorded,
    ExceptionReviewed,
    Fact,
    RecipientsNamed,
)
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.exceptions import (
    FOUR_TESTS,
    ExceptionDetails,
    RecordException,
    exception_faults,
)
from hub.domain.slices.publish_sharing import below
from hub.domain.slices.reviewing import ReviewException
from hub.domain.slices.sharing import (
    NameRecipients,
    RecordDirectoryEntry,
    Recorded,
)
from hub.people.subject import Subject


class FourTests(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """The professional's answers to the four tests, in words; kept encrypted (DOMAIN.md 4)."""

    outweighs: Text
    """The harm outweighs confidentiality."""
    not_otherwise: Text
    """It cannot be averted otherwise."""
    consent_sought: Text
    """Everything was done to get consent, or why asking is unsafe."""
    least: Text
    """The least, to the fewest."""


class Meldcode(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Steps 4 and 5 of the meldcode, in words; kept encrypted. That they were taken is kept as a number."""

    step_4: Text
    step_5: Text


def meldcode_steps(stated: tuple[int, ...], words: Meldcode | None) -> tuple[int, ...]:
    """The steps taken: those stated by number, and those of which the words say it."""
    return stated if words is None else (*stated, *(step for step in (4, 5) if step not in stated))


class StruckOut(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An organisation that is not told, although it is basic care of a child in that home, and why."""

    organisation: Code
    reason: Code


class ExceptionRequest(Request, frozen=True, kw_only=True):
    """A named professional decides that a safety risk requires sharing without consent (DOMAIN.md 4)."""

    items: Some
    recipients: Some
    struck_out: tuple[StruckOut, ...] = ()
    risk: Text
    at_risk: tuple[Subject, ...] = ()
    """Whom the risk is to, beside those the items are about."""
    tests: FourTests
    consulted: tuple[Code, ...] = ()
    meldcode_steps: tuple[int, ...] = ()
    """Which steps were taken, 1 to 5."""
    meldcode: Meldcode | None = None
    review_on: Day
    professional: Professional

    def subjects(self) -> Iterator[tuple[str, Subject]]:
        for index, subject in enumerate(self.at_risk):
            yield f"$.at_risk[{index}]", subject

    def handles(self, _: str | None) -> tuple[str, ...]:
        return tuple(f"{kind}:{item}" for item in self.items for kind in ("signal", "item"))

    def content(self) -> bytes | None:
        kept = {
            "risk": self.risk,
            "tests": self.tests,
            "meldcode": self.meldcode,
            "professional": self.professional,
        }
        return msgspec.json.encode(kept)

    def faults(self, policy: Policy, organisation: str, now: datetime) -> Sequence[Fault]:  # noqa: ARG002 - any may
        return below("$", exception_faults(self.details(), policy, now))

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return RecordException(situation, policy, asked.organisation, asked.id, self.details())

    def details(self) -> ExceptionDetails:
        """The coded part; the words are kept encrypted."""
        return ExceptionDetails(
            items=self.items,
            recipients=self.recipients,
            struck_out=tuple(each.organisation for each in self.struck_out),
            struck_out_for=tuple(each.reason for each in self.struck_out),
            tests=FOUR_TESTS,
            consulted=self.consulted,
            meldcode=meldcode_steps(self.meldcode_steps, self.meldcode),
            review_on=start_of(self.review_on),
        )

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.exception for each in facts if isinstance(each, ExceptionRecorded)))


class ReviewExceptionRequest(Request, frozen=True, kw_only=True):
    """Confirm, continue, reject or end an exception."""

    decision: Literal["confirmed", "continued", "rejected", "ended"]
    review_on: Day | None = None
    reason: Code | None = None

    def handles(self, thing: str | None) -> tuple[str, ...]:
        return (f"exception:{thing}",)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return ReviewException(
            situation,
            policy,
            asked.organisation,
            asked.id,
            decision=self.decision,
            review_on=start_of(self.review_on),
            reason=self.reason,
        )

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.exception for each in facts if isinstance(each, ExceptionReviewed)))


class ShieldedRecipientsRequest(Request, frozen=True, kw_only=True):
    """A shielded organisation names who may be told about persons in its care (DOMAIN.md 5.5)."""

    about: Annotated[tuple[Subject, ...], msgspec.Meta(min_length=1, max_length=20)]
    recipients: Some

    def subjects(self) -> Iterator[tuple[str, Subject]]:
        for index, subject in enumerate(self.about):
            yield f"$.about[{index}]", subject

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return NameRecipients(situation, policy, asked.organisation, self.recipients)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.owner for each in facts if isinstance(each, RecipientsNamed)))


class DirectoryRequest(Request, frozen=True, kw_only=True):
    """One line of a roster: this person is our pupil or patient. Not a signal (DOMAIN.md 1)."""

    IN_ITS_STEAD: ClassVar[Mapping[str, Any]] = {"subject": {}, "since": "0001-01-02"}

    subject: Subject
    since: Day
    until: Day | None = None

    def is_act(self) -> bool:
        """A roster is a system's."""
        return False

    def subjects(self) -> Iterator[tuple[str, Subject]]:
        yield "$.subject", self.subject

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return RecordDirectoryEntry(
            situation,
            policy,
            asked.organisation,
            asked.id,
            since=start_of(self.since),
            until=start_of(self.until),
        )

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        fact = next(each for each in facts if isinstance(each, DirectoryEntryRecorded))
        return Recorded(id=fact.entry, subject=fact.person)
