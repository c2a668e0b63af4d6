"""The safety exception: an act of a named professional over items of the own organisation (DOMAIN.md 4)."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

from hub.domain.access import second_professional
from hub.domain.errors import AlreadyDone, Fault, InvalidCommand, UnknownThing
from hub.domain.facts.sharing import ExceptionRecorded, ExceptionReviewed
from hub.domain.items import Item, SafetyException
from hub.domain.matching import Occasion, raise_matches
from hub.domain.policy import Policy
from hub.domain.professionals import ProfessionalRole
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.consent_faults import known_recipient
from hub.domain.slices.sharing import Recorded, wait_for_the_end
from hub.domain.withdrawing import withdraw_matches

FOUR_TESTS = ("outweighs", "not-otherwise", "consent-sought", "least")
"""The harm outweighs confidentiality; it cannot be averted otherwise; everything was done to get consent, or asking is
unsafe; the least, to the fewest. Source: DOMAIN.md 4."""

LONGEST = timedelta(days=90)
"""An exception ends, or is reviewed, within 90 days (DOMAIN.md 4)."""


class ExceptionDetails(msgspec.Struct, frozen=True, kw_only=True):
    """The coded part of an exception. Risk, reasoning and the professional's name are kept encrypted elsewhere."""

    items: tuple[str, ...] = ()
    """Left out for an exception that comes with the signal it opens."""
    recipients: tuple[str, ...]
    struck_out: tuple[str, ...] = ()
    tests: tuple[str, ...]
    consulted: tuple[str, ...] = ()
    review_on: datetime


class RecordException(HubSlice):
    """Record a safety exception. Sharing does not wait for its confirmation."""

    def __init__(
        self, situation: Situation, policy: Policy, organisation: str, exception: str, details: ExceptionDetails
    ) -> None:
        super().__init__(situation, policy, organisation)
        self.exception = exception
        self.details = details

    def execute(self) -> None:
        """Raises ``UnknownThing`` for items of others, ``InvalidCommand`` with every fault."""
        items = tuple(self.own(item) for item in self.details.items)
        faults = exception_faults(self.details, self.policy, self.now)
        if not items:
            faults.append(Fault("items", "items-missing", "An exception names the items it opens."))
        if faults:
            raise InvalidCommand(*faults)
        record_exception(self, self.exception, items, self.details)
        raise_matches(self, Occasion(touched=items))
        self.outcome = Recorded(id=self.exception)


def exception_faults(details: ExceptionDetails, policy: Policy, now: datetime) -> list[Fault]:
    """Everything that is wrong with an exception beside its items, at once."""
    faults = []
    if not set(FOUR_TESTS).issubset(details.tests):
        message = "All four tests are answered: outweighs, not-otherwise, consent-sought, least."
        faults.append(Fault("tests", "test-missing", message))
    if not details.recipients:
        faults.append(Fault("recipients", "recipients-missing", "An exception names its recipients."))
    faults.extend(
        Fault(f"recipients[{index}]", "organisation-unknown", "No such organisation, sector or role.")
        for index, recipient in enumerate(details.recipients)
        if not known_recipient(recipient, policy)
    )
    faults.extend(
        Fault(f"struck_out[{index}]", "organisation-unknown", "An organisation is struck out, by its identifier.")
        for index, struck_out in enumerate(details.struck_out)
        if struck_out not in policy.organisations
    )
    faults.extend(_date_faults(details.review_on, now))
    return faults


def record_exception(slice_: HubSlice, exception: str, items: tuple[Item, ...], details: ExceptionDetails) -> None:
    """Record the decision of a professional over these own items, and let its date come."""
    slice_.record(
        ExceptionRecorded(
            recorded_at=slice_.now,
            exception=exception,
            owner=slice_.organisation,
            persons=tuple(dict.fromkeys(person for item in items for person in slice_.stated(item).about)),
            items=tuple(item.id for item in items),
            recipients=details.recipients,
            struck_out=details.struck_out,
            tests=details.tests,
            consulted=details.consulted,
            review_on=details.review_on,
            violence=any(slice_.policy.catalogue.is_violence(item.category) for item in items),
        )
    )
    wait_for_review(slice_, slice_.state.exceptions[exception])


class ReviewException(HubSlice):
    """Confirm, continue, reject or end an exception of the own organisation."""

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
        found = self.state.exceptions.get(self.exception)
        if found is None or found.owner != self.organisation:
            raise UnknownThing
        if not found.open(self.now):
            raise AlreadyDone
        if self.decision in {"confirmed", "rejected"}:
            role = ProfessionalRole.SAFETY_REVIEWER
            second_professional(self.policy, found.owner, found.professional, self.professional, role, self.now)
        dated = self.decision == "continued" or self.review_on is not None
        faults = _date_faults(self.review_on, self.now) if dated else []
        if faults:
            raise InvalidCommand(*faults)
        self.record(
            ExceptionReviewed(
                recorded_at=self.now,
                exception=found.id,
                persons=found.persons,
                decision=self.decision,
                review_on=self.review_on,
                reason=self.reason,
            )
        )
        if dated and not self.state.exceptions[found.id].ended:
            wait_for_review(self, self.state.exceptions[found.id])
        withdraw_matches(self, "sharing-ended")
        self.outcome = Recorded(id=found.id)


def wait_for_review(slice_: HubSlice, exception: SafetyException) -> None:
    """An exception for violence stays open past its date; any other closes then, with what rested on it."""
    if not exception.violence:
        wait_for_the_end(slice_, exception.id, exception.persons, exception.review_on)


def _date_faults(review_on: datetime | None, now: datetime) -> list[Fault]:
    if review_on is None:
        return [Fault("review_on", "review-date-missing", "The next review has a date.")]
    if not now < review_on <= now + LONGEST:
        return [Fault("review_on", "review-date-impossible", "The review is within 90 days from now.")]
    return []
