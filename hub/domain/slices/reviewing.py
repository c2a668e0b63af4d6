"""Reviewing a safety exception: by a second professional, the outside pool, its owner, and by time (DOMAIN.md 4)."""

from datetime import datetime
from typing import Literal

from hub.domain.access import second_professional
from hub.domain.errors import AlreadyDone, InvalidCommand, UnknownThing
from hub.domain.facts.sharing import ExceptionReviewed, SharingTold
from hub.domain.items import SafetyException, Signal
from hub.domain.policy import Policy
from hub.domain.professionals import ProfessionalRole
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.exceptions import date_faults, wait_for_review
from hub.domain.slices.sharing import Recorded
from hub.domain.tasks import CONFIRMED_WITHIN
from hub.domain.withdrawing import withdraw_matches


class ReviewException(HubSlice):
    """Confirm, continue, reject or end an exception: of the own organisation, or as its outside pool of reviewers."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        exception: str,
        *,
        decision: Literal["confirmed", "continued", "rejected", "ended"],
        review_on: datetime | None = None,
        reason: str | None = None,
    ) -> None:
        super().__init__(situation, policy, organisation)
        self.exception = exception
        self.decision: Literal["confirmed", "continued", "rejected", "ended"] = decision
        self.review_on = review_on
        self.reason = reason

    def execute(self) -> None:
        """Raises ``UnknownThing``, ``AlreadyDone`` once it has ended, ``InvalidCommand`` for an impossible date.

        A second professional confirms or rejects: what ``second_professional`` raises of anybody else.
        """
        found = self._reviewed()
        if not found.open(self.now):
            raise AlreadyDone
        if self.decision in {"confirmed", "rejected"}:
            self._check_second(found)
        dated = self.decision == "continued" or self.review_on is not None
        faults = date_faults(self.review_on, self.now) if dated else []
        if faults:
            raise InvalidCommand(*faults)
        self.record(
            ExceptionReviewed(
                recorded_at=self.now,
                exception=found.id,
                persons=self.state.as_stated.exceptions[found.id].persons,
                decision=self.decision,
                review_on=self.review_on,
                reason=self.reason,
            )
        )
        if dated and not self.state.exceptions[found.id].ended:
            wait_for_review(self, self.state.exceptions[found.id])
        withdraw_matches(self, "sharing-ended")
        self.outcome = Recorded(id=found.id)

    def _reviewed(self) -> SafetyException:
        """The exception. Raises ``UnknownThing`` for another's, but for who was asked to review it."""
        found = self.state.exceptions.get(self.exception)
        if found is None or (found.owner != self.organisation and not self._asked_to_review(found)):
            raise UnknownThing
        return found

    def _asked_to_review(self, exception: SafetyException) -> bool:
        pool = outside_pool(self.policy, exception.owner)
        return exception.asked_outside and self.organisation in pool and self.decision in {"confirmed", "rejected"}

    def _check_second(self, exception: SafetyException) -> None:
        second_professional(
            self.policy,
            exception.owner,
            exception.professional,
            self.professional,
            ProfessionalRole.SAFETY_REVIEWER,
            self.now,
            of=self.organisation,
        )


def outside_pool(policy: Policy, owner: str) -> tuple[str, ...]:
    """The organisations whose safety reviewers take over where the owner's own do not decide."""
    known = policy.organisations.get(owner)
    return () if known is None else tuple(each for each in known.reviewers if each in policy.organisations)


def look_after_exceptions(slice_: HubSlice) -> None:
    """When a moment of an exception comes: end what protects nothing any more, ask the outside pool for the rest."""
    end_spent_exceptions(slice_)
    for exception in tuple(slice_.state.exceptions.values()):
        late = exception.confirmed_at is None and exception.recorded_at + CONFIRMED_WITHIN <= slice_.now
        if late and exception.open(slice_.now) and not exception.asked_outside:
            _ask_outside(slice_, exception)


def _ask_outside(slice_: HubSlice, exception: SafetyException) -> None:
    """By identifier: an unconfirmed exception goes to reviewers outside, and sharing does not wait (DOMAIN.md 4)."""
    for reviewer in outside_pool(slice_.policy, exception.owner):
        slice_.record(
            SharingTold(
                recorded_at=slice_.now,
                recipient=reviewer,
                what="exception-review",
                thing=exception.id,
                persons=slice_.state.as_stated.exceptions[exception.id].persons,
                notification=slice_.ids(),
                ground="identifier",
                answer_by=slice_.now + CONFIRMED_WITHIN,
            )
        )


def end_spent_exceptions(slice_: HubSlice) -> None:
    """An exception for violence ends with its last active item (DOMAIN.md 4), and those told of it are told so."""
    spent = [each for each in slice_.state.exceptions.values() if each.violence and each.open(slice_.now)]
    spent = [each for each in spent if not any(_protects(slice_, item) for item in each.items)]
    for exception in spent:
        slice_.record(
            ExceptionReviewed(
                recorded_at=slice_.now,
                exception=exception.id,
                persons=slice_.state.as_stated.exceptions[exception.id].persons,
                decision="ended",
                reason="last-item-ended",
            )
        )
    if spent:
        withdraw_matches(slice_, "sharing-ended")


def _protects(slice_: HubSlice, item: str) -> bool:
    """Whether an item is still there and still active; an end at this very moment counts as one."""
    found = slice_.state.items.get(item)
    if isinstance(found, Signal):
        return found.active(slice_.now) and not found.over(slice_.now)
    return found is not None
