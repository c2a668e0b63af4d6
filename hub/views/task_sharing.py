"""What facts about sharing ask of whom: consents that end or wait to be confirmed, exceptions and looks to judge."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from msgspec.structs import replace

from hub.domain.facts import (
    ConsentConfirmed,
    ConsentRecorded,
    ConsentWithdrawn,
    ExceptionRecorded,
    ExceptionReviewed,
    Fact,
    LookRecorded,
    LookReviewed,
    SharingTold,
)
from hub.domain.tasks import CONFIRMED_WITHIN, CONSENT_ASKED_BEFORE, Kind
from hub.domain.terms import answer_by
from hub.views.task_rows import Change, Done, Moved, Over, task_row


def _consent(fact: ConsentRecorded) -> Iterator[Change]:
    if fact.until is not None:
        yield task_row(
            Kind.CONSENT_ENDS,
            fact,
            fact.owner,
            fact.consent,
            fact.persons[0],
            due=fact.until,
            until=fact.until,
            before=CONSENT_ASKED_BEFORE,
            professional=fact.by,
        )


def _told_of_sharing(fact: SharingTold) -> Iterator[Change]:
    if fact.what == "consent-noted":
        due = fact.answer_by or answer_by("ordinary", fact.recorded_at)
        row = task_row(Kind.CONSENT_NOTED, fact, fact.recipient, fact.thing, fact.persons[0], due=due)
        yield replace(row, task=f"{row.task}:{fact.recipient}")
    elif fact.what == "exception-review":
        due = fact.answer_by or answer_by("ordinary", fact.recorded_at)
        row = task_row(Kind.EXCEPTION_OUTSIDE, fact, fact.recipient, fact.thing, fact.persons[0], due=due, second=True)
        yield replace(row, task=f"{row.task}:{fact.recipient}")


def _consent_confirmed(fact: ConsentConfirmed) -> Iterator[Change]:
    yield Done(f"{Kind.CONSENT_NOTED}:{fact.consent}:{fact.owner}")


def _withdrawn(fact: ConsentWithdrawn) -> Iterator[Change]:
    yield Over(fact.consent)


def _exception(fact: ExceptionRecorded) -> Iterator[Change]:
    whose: dict[str, Any] = {"professional": fact.by}
    about = (fact.owner, fact.exception, fact.persons[0])
    due = fact.recorded_at + CONFIRMED_WITHIN
    yield task_row(Kind.EXCEPTION_CONFIRM, fact, *about, due=due, second=True, **whose)
    yield task_row(
        Kind.EXCEPTION_REVIEW,
        fact,
        *about,
        due=fact.review_on,
        until=None if fact.violence else fact.review_on,
        **whose,
    )


def _reviewed(fact: ExceptionReviewed) -> Iterator[Change]:
    if fact.decision in ("rejected", "ended"):
        yield Over(fact.exception)
        return
    if fact.decision == "confirmed":
        yield Over(fact.exception, (Kind.EXCEPTION_CONFIRM, Kind.EXCEPTION_OUTSIDE))
    if fact.review_on is not None:
        yield Moved(f"{Kind.EXCEPTION_REVIEW}:{fact.exception}", fact.review_on)


def _looked(fact: LookRecorded) -> Iterator[Change]:
    due = answer_by("ordinary", fact.recorded_at)
    about = (fact.owner, fact.look, fact.persons[0])
    yield task_row(Kind.LOOK_REVIEW, fact, *about, due=due, professional=fact.by, second=True)


def _look_judged(fact: LookReviewed) -> Iterator[Change]:
    yield Over(fact.look)


SHARING_CHANGES: Final[Mapping[type[Fact], Callable[[Any], Iterator[Change]]]] = {
    ConsentRecorded: _consent,
    ConsentWithdrawn: _withdrawn,
    ConsentConfirmed: _consent_confirmed,
    SharingTold: _told_of_sharing,
    ExceptionRecorded: _exception,
    ExceptionReviewed: _reviewed,
    LookRecorded: _looked,
    LookReviewed: _look_judged,
}
"""What each of these facts changes."""
