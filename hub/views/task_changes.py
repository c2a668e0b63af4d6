"""What each fact asks of whom, and what it does of what was asked: the rows behind a calendar."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from hub.domain.facts import (
    AdviceGiven,
    ConsentConfirmed,
    ConsentRecorded,
    ConsentWithdrawn,
    CoordinationRecorded,
    ExceptionRecorded,
    ExceptionReviewed,
    Fact,
    FollowUpRecorded,
    HandoverRecorded,
    InformingRecorded,
    MatchRaised,
    MatchWithdrawn,
    NotificationAnswered,
    OwnerAsked,
    ReportToVeiligThuisRecorded,
    SharingTold,
    SignalEnded,
    SignalRecorded,
    SignalRetracted,
    WatchRecorded,
)
from hub.domain.follow_up_codes import CONFIRMED
from hub.domain.informing import addressees
from hub.domain.items import OFFER_STANDS, SIGNAL_LIFETIME
from hub.domain.tasks import (
    CONCERN_ASKED_BEFORE,
    CONFIRMED_WITHIN,
    CONSENT_ASKED_BEFORE,
    INFORMING_ASKED_AFTER,
    REVIEWED_BY,
    Kind,
)
from hub.domain.terms import answer_by
from hub.views.rows import TaskRow


class Done(msgspec.Struct, frozen=True):
    """Something is not to be done any more."""

    task: str


class Moved(msgspec.Struct, frozen=True):
    """Something that is there already is due at another moment, and stands in a calendar from ``opens``."""

    task: str
    due: datetime
    opens: datetime | None = None
    """None: as before."""


Change = TaskRow | Done | Moved


def changes_of(fact: Fact) -> Iterator[Change]:
    """What a fact asks of whom, and what it does of what was asked."""
    found = _CHANGES.get(type(fact))
    if found is not None:
        yield from found(fact)


def _task(
    kind: Kind,
    fact: Fact,
    organisation: str,
    thing: str,
    person: str,
    *,
    due: datetime | None = None,
    term: str | None = None,
    since: datetime | None = None,
    before: timedelta | None = None,
    professional: str | None = None,
    second: bool = False,
) -> TaskRow:
    """``before``: how long before it is due it stands in a calendar; from the beginning where that is None."""
    since = since or fact.recorded_at
    return TaskRow(
        task=f"{kind}:{thing}",
        organisation=organisation,
        kind=kind.value,
        thing=thing,
        professional=professional,
        second=second,
        person=person,
        opens=since if due is None or before is None else due - before,
        since=since,
        due=due,
        term=term,
    )


def _done(thing: str, *kinds: Kind) -> Iterator[Done]:
    return (Done(f"{kind}:{thing}") for kind in kinds)


def _raised(fact: MatchRaised) -> Iterator[Change]:
    if fact.notification is not None and fact.answer_by is not None:
        yield _task(
            Kind.ANSWER,
            fact,
            fact.recipient,
            fact.match,
            fact.anchor,
            due=fact.answer_by,
            professional=fact.for_professional,
        )


def _settled(fact: MatchWithdrawn | NotificationAnswered) -> Iterator[Change]:
    yield from _done(fact.match, Kind.ANSWER)


def _asked(fact: OwnerAsked) -> Iterator[Change]:
    row = _task(Kind.REQUEST, fact, fact.recipient, fact.request, fact.person, due=fact.answer_by)
    yield replace(row, task=f"{Kind.REQUEST}:{fact.notification}")


def _advised(fact: AdviceGiven) -> Iterator[Change]:
    yield from _done(fact.notification, Kind.REQUEST)


def _coordination(fact: CoordinationRecorded) -> Iterator[Change]:
    yield from _done(fact.coordination, Kind.COORDINATION_OFFER, Kind.FAMILY_PLAN)
    since = max(fact.at, fact.recorded_at)
    if fact.step == "proposed":
        yield _task(
            Kind.COORDINATION_OFFER,
            fact,
            fact.coordinator,
            fact.coordination,
            fact.about[0],
            due=fact.at + OFFER_STANDS,
        )
    elif fact.step == "accepted":
        yield _task(
            Kind.FAMILY_PLAN,
            fact,
            fact.coordinator,
            fact.coordination,
            fact.about[0],
            since=since,
            term="no-plan.within_days",
            professional=fact.by,
        )


def _watch(fact: WatchRecorded) -> Iterator[Change]:
    yield from _done(fact.watch, Kind.WATCH_OFFER)
    if fact.step == "proposed":
        yield _task(Kind.WATCH_OFFER, fact, fact.watcher, fact.watch, fact.child, due=fact.at + OFFER_STANDS)


def _handover(fact: HandoverRecorded) -> Iterator[Change]:
    yield from _done(fact.handover, Kind.HANDOVER_OFFER, Kind.FIRST_CONTACT)
    since = max(fact.at, fact.recorded_at)
    if fact.step == "offered":
        term = "handover-unconfirmed.accept_within_days"
        yield _task(Kind.HANDOVER_OFFER, fact, fact.receiver, fact.handover, fact.about[0], since=since, term=term)
    elif fact.step == "accepted":
        term = "handover-unconfirmed.start_within_days"
        yield _task(
            Kind.FIRST_CONTACT,
            fact,
            fact.receiver,
            fact.handover,
            fact.about[0],
            since=since,
            term=term,
            professional=fact.by,
        )


def _follow_up(fact: FollowUpRecorded) -> Iterator[Change]:
    if fact.code == "referral-made":
        since, term = max(fact.occurred_at, fact.recorded_at), "referral-not-arrived.within_days"
        yield _task(
            Kind.REFERRAL, fact, fact.owner, fact.followup, fact.about[0], since=since, term=term, professional=fact.by
        )
    elif fact.code == "referral-arrived" and fact.of is not None:
        yield from _done(fact.of, Kind.REFERRAL)
    elif fact.code == CONFIRMED and fact.of is not None:
        due = fact.recorded_at + SIGNAL_LIFETIME
        yield Moved(f"{Kind.CONCERN_EXPIRES}:{fact.of}", due, due - CONCERN_ASKED_BEFORE)
    elif fact.code == "review-planned" and fact.until is not None:
        for party in dict.fromkeys((fact.owner, *fact.parties)):
            row = _task(Kind.REVIEW, fact, party, fact.followup, fact.about[0], due=fact.until + REVIEWED_BY)
            whose = fact.by if party == fact.owner else None
            yield replace(row, task=f"{row.task}:{party}", professional=whose)
    elif fact.code == "review-held" and fact.of is not None:
        yield from (Done(f"{Kind.REVIEW}:{fact.of}:{party}") for party in dict.fromkeys((fact.owner, *fact.parties)))


def _signal(fact: SignalRecorded) -> Iterator[Change]:
    def own(kind: Kind, **when: Any) -> TaskRow:  # noqa: ANN401 - as ``_task`` has them
        return _task(kind, fact, fact.owner, fact.signal, fact.subject, professional=fact.by, **when)

    if fact.kind == "concern":
        yield own(Kind.CONCERN_EXPIRES, due=fact.recorded_at + SIGNAL_LIFETIME, before=CONCERN_ASKED_BEFORE)
    if fact.report_to_veilig_thuis == "intended":
        yield own(Kind.REPORT, term="report-not-made.within_days")
    yield from _informing(fact)


def _informing(fact: SignalRecorded) -> Iterator[Change]:
    """One task for each addressee who was not told with the signal."""
    said = {each.person: each for each in fact.informed if each.person is not None}
    for person in addressees(fact):
        told = said.get(person)
        if told is not None and told.on is not None:
            continue
        deferred = None if told is None else told.deferred_until
        term = None if deferred is not None else "informing-overdue.within_days"
        about = (fact.owner, fact.signal, person)
        row = _task(Kind.INFORMING, fact, *about, due=deferred, term=term, professional=fact.by)
        opens = row.opens if deferred is not None else row.since + INFORMING_ASKED_AFTER
        yield replace(row, task=_informing_of(fact.signal, person), opens=opens)


def _informing_of(signal: str, person: str) -> str:
    return f"{Kind.INFORMING}:{signal}:{person}"


def _informed(fact: InformingRecorded) -> Iterator[Change]:
    for each in fact.informed:
        if each.person is not None and each.on is not None:
            yield Done(_informing_of(fact.signal, each.person))
        elif each.person is not None and each.deferred_until is not None:
            yield Moved(_informing_of(fact.signal, each.person), each.deferred_until, fact.recorded_at)


def _ended(fact: SignalEnded) -> Iterator[Change]:
    yield from _done(fact.signal, Kind.CONCERN_EXPIRES)


def _retracted(fact: SignalRetracted) -> Iterator[Change]:
    yield from _done(fact.signal, Kind.CONCERN_EXPIRES, Kind.REPORT)


def _reported(fact: ReportToVeiligThuisRecorded) -> Iterator[Change]:
    yield from _done(fact.signal, Kind.REPORT)


def _consent(fact: ConsentRecorded) -> Iterator[Change]:
    if fact.until is not None:
        yield _task(
            Kind.CONSENT_ENDS,
            fact,
            fact.owner,
            fact.consent,
            fact.persons[0],
            due=fact.until,
            before=CONSENT_ASKED_BEFORE,
            professional=fact.by,
        )


def _told_of_sharing(fact: SharingTold) -> Iterator[Change]:
    if fact.what == "consent-noted":
        due = fact.answer_by or answer_by("ordinary", fact.recorded_at)
        row = _task(Kind.CONSENT_NOTED, fact, fact.recipient, fact.thing, fact.persons[0], due=due)
        yield replace(row, task=f"{row.task}:{fact.recipient}")
    elif fact.what == "exception-review":
        due = fact.answer_by or answer_by("ordinary", fact.recorded_at)
        row = _task(Kind.EXCEPTION_OUTSIDE, fact, fact.recipient, fact.thing, fact.persons[0], due=due, second=True)
        yield replace(row, task=f"{row.task}:{fact.recipient}")


def _consent_confirmed(fact: ConsentConfirmed) -> Iterator[Change]:
    yield Done(f"{Kind.CONSENT_NOTED}:{fact.consent}:{fact.owner}")


def _withdrawn(fact: ConsentWithdrawn) -> Iterator[Change]:
    yield from _done(fact.consent, Kind.CONSENT_ENDS)


def _exception(fact: ExceptionRecorded) -> Iterator[Change]:
    whose: dict[str, Any] = {"professional": fact.by}
    about = (fact.owner, fact.exception, fact.persons[0])
    due = fact.recorded_at + CONFIRMED_WITHIN
    yield _task(Kind.EXCEPTION_CONFIRM, fact, *about, due=due, second=True, **whose)
    yield _task(Kind.EXCEPTION_REVIEW, fact, *about, due=fact.review_on, **whose)


def _reviewed(fact: ExceptionReviewed) -> Iterator[Change]:
    if fact.decision in ("confirmed", "rejected", "ended"):
        yield from _done(fact.exception, Kind.EXCEPTION_CONFIRM)
    if fact.decision in ("rejected", "ended"):
        yield from _done(fact.exception, Kind.EXCEPTION_REVIEW)
    elif fact.review_on is not None:
        yield Moved(f"{Kind.EXCEPTION_REVIEW}:{fact.exception}", fact.review_on)


_CHANGES: Final[Mapping[type[Fact], Callable[[Any], Iterator[Change]]]] = {
    MatchRaised: _raised,
    MatchWithdrawn: _settled,
    NotificationAnswered: _settled,
    OwnerAsked: _asked,
    AdviceGiven: _advised,
    CoordinationRecorded: _coordination,
    WatchRecorded: _watch,
    HandoverRecorded: _handover,
    FollowUpRecorded: _follow_up,
    SignalRecorded: _signal,
    InformingRecorded: _informed,
    SignalEnded: _ended,
    SignalRetracted: _retracted,
    ReportToVeiligThuisRecorded: _reported,
    ConsentRecorded: _consent,
    ConsentWithdrawn: _withdrawn,
    ConsentConfirmed: _consent_confirmed,
    SharingTold: _told_of_sharing,
    ExceptionRecorded: _exception,
    ExceptionReviewed: _reviewed,
}
