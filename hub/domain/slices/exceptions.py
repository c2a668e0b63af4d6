"""The safety exception: an act of a named professional over items of the own organisation (DOMAIN.md 4)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from hub.domain.errors import Fault, InvalidCommand
from hub.domain.facts.sharing import ExceptionRecorded
from hub.domain.items import Item, SafetyException
from hub.domain.matching import Occasion, raise_matches
from hub.domain.organisations import Role
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.consent_faults import NO_SUCH_RECIPIENT, known_recipient
from hub.domain.slices.sharing import Recorded, wait_for_the_end

FOUR_TESTS = ("outweighs", "not-otherwise", "consent-sought", "least")
"""The harm outweighs confidentiality; it cannot be averted otherwise; everything was done to get consent, or asking is
unsafe; the least, to the fewest. Source: DOMAIN.md 4."""

STRIKES_OUT = frozenset({"telling-raises-danger", "source-of-danger-works-there", "would-reach-source-of-danger"})
"""Why basic care of a child in danger is not told (DOMAIN.md 4)."""

CONSULTED = frozenset({"colleague", "attention-officer", "confidential-doctor", "injury-expert", "veilig-thuis"})
"""Whom a professional consults before sharing (meldcode, step 2: Besluit verplichte meldcode 2(2))."""

MELDCODE_STEPS = frozenset({1, 2, 3, 4, 5})
"""Map the signs; consult; talk with those it is about; weigh; decide (Besluit verplichte meldcode 2(2))."""

LONGEST = timedelta(days=90)
"""An exception ends, or is reviewed, within 90 days (DOMAIN.md 4)."""


class ExceptionDetails(msgspec.Struct, frozen=True, kw_only=True):
    """The coded part of an exception. Risk, reasoning and the professional's name are kept encrypted elsewhere."""

    items: tuple[str, ...] = ()
    """Left out for an exception that comes with the signal it opens."""
    recipients: tuple[str, ...]
    struck_out: tuple[str, ...] = ()
    struck_out_for: tuple[str, ...] = ()
    """Why each of these is struck out, in the same order."""
    tests: tuple[str, ...]
    consulted: tuple[str, ...] = ()
    meldcode: tuple[int, ...] = ()
    """The steps of the meldcode that were taken."""
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
        record_exception(self, self.exception, items, self.details, at_risk=self.persons)
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
        Fault(f"recipients[{index}]", "organisation-unknown", NO_SUCH_RECIPIENT)
        for index, recipient in enumerate(details.recipients)
        if not known_recipient(recipient, policy)
    )
    faults.extend(
        Fault(f"struck_out[{index}]", "organisation-unknown", "An organisation is struck out, by its identifier.")
        for index, struck_out in enumerate(details.struck_out)
        if struck_out not in policy.organisations
    )
    faults.extend(
        Fault(f"struck_out[{index}].reason", "reason-unknown", "This is not a reason to strike somebody out.")
        for index, reason in enumerate(details.struck_out_for)
        if reason not in STRIKES_OUT
    )
    faults.extend(
        Fault(f"consulted[{index}]", "consultation-unknown", "This is not somebody whom one consults.")
        for index, consulted in enumerate(details.consulted)
        if consulted not in CONSULTED
    )
    faults.extend(
        Fault(f"meldcode_steps[{index}]", "step-unknown", "The meldcode has the steps 1 to 5.")
        for index, step in enumerate(details.meldcode)
        if step not in MELDCODE_STEPS
    )
    faults.extend(date_faults(details.review_on, now))
    return faults


def record_exception(
    slice_: HubSlice,
    exception: str,
    items: tuple[Item, ...],
    details: ExceptionDetails,
    *,
    at_risk: Sequence[str] = (),
) -> None:
    """Record the decision of a professional over these own items, and let its date come.

    Of violence and abuse basic care of the children in that home is told, as far as it is not struck out; a shielded
    owner names by itself who is told (DOMAIN.md 4 and 5.5).
    """
    violence = any(slice_.policy.catalogue.is_violence(item.category) for item in items)
    automatic = violence and not slice_.policy.organisations[slice_.organisation].shielded
    recipients = dict.fromkeys((*details.recipients, *((Role.BASIC_CARE.value,) if automatic else ())))
    about = (person for item in items for person in slice_.stated(item).about)
    slice_.record(
        ExceptionRecorded(
            recorded_at=slice_.now,
            exception=exception,
            owner=slice_.organisation,
            persons=tuple(dict.fromkeys((*about, *at_risk))),
            items=tuple(item.id for item in items),
            recipients=tuple(recipients),
            struck_out=details.struck_out,
            struck_out_for=details.struck_out_for,
            at_risk=tuple(dict.fromkeys(at_risk)),
            tests=details.tests,
            consulted=details.consulted,
            meldcode=tuple(sorted(set(details.meldcode))),
            review_on=details.review_on,
            violence=violence,
        )
    )
    wait_for_review(slice_, slice_.state.exceptions[exception])


def wait_for_review(slice_: HubSlice, exception: SafetyException) -> None:
    """An exception for violence stays open past its date; any other closes then, with what rested on it."""
    if not exception.violence:
        wait_for_the_end(slice_, exception.id, exception.persons, exception.review_on)


def date_faults(review_on: datetime | None, now: datetime) -> list[Fault]:
    """What is wrong with the date of a review, or of the end."""
    if review_on is None:
        return [Fault("review_on", "review-date-missing", "The next review has a date.")]
    if not now < review_on <= now + LONGEST:
        return [Fault("review_on", "review-date-impossible", "The review is within 90 days from now.")]
    return []
