"""What each fact asks of whom, and what it does of what was asked: the rows behind a calendar."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from msgspec.structs import replace

from hub.domain.facts import (
    AdviceGiven,
    CoordinationRecorded,
    Fact,
    FollowUpRecorded,
    HandoverRecorded,
    InformingRecorded,
    MatchRaised,
    MatchWithdrawn,
    NotificationAnswered,
    OwnerAsked,
    PersonForgotten,
    ReportToVeiligThuisRecorded,
    SignalArchived,
    SignalEnded,
    SignalForgotten,
    SignalRecorded,
    SignalRetracted,
    WatchRecorded,
)
from hub.domain.follow_up_codes import CONFIRMED, INTERPRETATION_ASKED, INTERPRETATION_GIVEN
from hub.domain.informing import addressees
from hub.domain.items import OFFER_STANDS, SIGNAL_LIFETIME
from hub.domain.tasks import (
    CONCERN_ASKED_BEFORE,
    INFORMING_ASKED_AFTER,
    REVIEWED_BY,
    Kind,
)
from hub.views.rows import TaskRow
from hub.views.task_rows import Change, Done, Forgotten, Moved, Over, done, task_row
from hub.views.task_sharing import SHARING_CHANGES


def changes_of(fact: Fact) -> Iterator[Change]:
    """What a fact asks of whom, and what it does of what was asked."""
    found = _CHANGES.get(type(fact))
    if found is not None:
        yield from found(fact)


def _raised(fact: MatchRaised) -> Iterator[Change]:
    if fact.notification is not None and fact.answer_by is not None:
        yield task_row(
            Kind.ANSWER,
            fact,
            fact.recipient,
            fact.match,
            fact.anchor,
            due=fact.answer_by,
            professional=fact.for_professional,
        )


def _settled(fact: MatchWithdrawn | NotificationAnswered) -> Iterator[Change]:
    yield from done(fact.match, Kind.ANSWER)


def _asked(fact: OwnerAsked) -> Iterator[Change]:
    row = task_row(Kind.REQUEST, fact, fact.recipient, fact.request, fact.person, due=fact.answer_by)
    yield replace(row, task=f"{Kind.REQUEST}:{fact.notification}")


def _advised(fact: AdviceGiven) -> Iterator[Change]:
    yield from done(fact.notification, Kind.REQUEST)


def _coordination(fact: CoordinationRecorded) -> Iterator[Change]:
    yield from done(fact.coordination, Kind.COORDINATION_OFFER, Kind.FAMILY_PLAN)
    since = max(fact.at, fact.recorded_at)
    if fact.step == "proposed":
        yield task_row(
            Kind.COORDINATION_OFFER,
            fact,
            fact.coordinator,
            fact.coordination,
            fact.about[0],
            due=fact.at + OFFER_STANDS,
            until=fact.at + OFFER_STANDS,
        )
    elif fact.step == "accepted":
        yield task_row(
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
    yield from done(fact.watch, Kind.WATCH_OFFER)
    if fact.step == "proposed":
        lapses = fact.at + OFFER_STANDS
        yield task_row(Kind.WATCH_OFFER, fact, fact.watcher, fact.watch, fact.child, due=lapses, until=lapses)


def _handover(fact: HandoverRecorded) -> Iterator[Change]:
    yield from done(fact.handover, Kind.HANDOVER_OFFER, Kind.FIRST_CONTACT)
    since = max(fact.at, fact.recorded_at)
    if fact.step == "offered":
        term = "handover-unconfirmed.accept_within_days"
        about = (fact.receiver, fact.handover, fact.about[0])
        until = fact.at + OFFER_STANDS
        yield task_row(Kind.HANDOVER_OFFER, fact, *about, since=since, term=term, until=until)
    elif fact.step == "accepted":
        term = "handover-unconfirmed.start_within_days"
        yield task_row(
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
    found = _FOLLOW_UPS.get(fact.code)
    if found is not None:
        yield from found(fact)


def _arrived(fact: FollowUpRecorded) -> Iterator[Change]:
    if fact.of is not None:
        yield from done(fact.of, *_REFERRALS)


def _interpretation_asked(fact: FollowUpRecorded) -> Iterator[Change]:
    if fact.towards is not None:
        lapses = fact.occurred_at + OFFER_STANDS
        about = (fact.towards, fact.followup, fact.about[0])
        yield task_row(Kind.INTERPRETATION, fact, *about, due=lapses, until=lapses)


def _interpretation_given(fact: FollowUpRecorded) -> Iterator[Change]:
    if fact.of is not None:
        yield from done(fact.of, Kind.INTERPRETATION)


def _confirmed(fact: FollowUpRecorded) -> Iterator[Change]:
    if fact.of is not None:
        due = fact.recorded_at + SIGNAL_LIFETIME
        yield Moved(f"{Kind.CONCERN_EXPIRES}:{fact.of}", due, due - CONCERN_ASKED_BEFORE)


def _review_planned(fact: FollowUpRecorded) -> Iterator[Change]:
    if fact.until is None:
        return
    for party in dict.fromkeys((fact.owner, *fact.parties)):
        row = task_row(Kind.REVIEW, fact, party, fact.followup, fact.about[0], due=fact.until + REVIEWED_BY)
        whose = fact.by if party == fact.owner else None
        yield replace(row, task=f"{row.task}:{party}", professional=whose)


def _review_held(fact: FollowUpRecorded) -> Iterator[Change]:
    """Of the others each is asked no more where it may see that it was held, which is decided when it is shown."""
    if fact.of is not None:
        yield Done(f"{Kind.REVIEW}:{fact.of}:{fact.owner}")


_REFERRALS: Final[Mapping[Kind, str]] = {
    Kind.REFERRAL: "referral-not-arrived.within_days",
    Kind.REFERRAL_WHEN_UNSAFE: "referral-not-arrived.within_days_when_unsafe",
}


def _referral(fact: FollowUpRecorded) -> Iterator[Change]:
    """By either term; which of the two stands depends on what its owner sees then."""
    since = max(fact.occurred_at, fact.recorded_at)
    for kind, term in _REFERRALS.items():
        yield task_row(
            kind, fact, fact.owner, fact.followup, fact.about[0], since=since, term=term, professional=fact.by
        )


_FOLLOW_UPS: Final[Mapping[str, Callable[[FollowUpRecorded], Iterator[Change]]]] = {
    "referral-made": _referral,
    "referral-arrived": _arrived,
    INTERPRETATION_ASKED: _interpretation_asked,
    INTERPRETATION_GIVEN: _interpretation_given,
    CONFIRMED: _confirmed,
    "review-planned": _review_planned,
    "review-held": _review_held,
}


def _signal(fact: SignalRecorded) -> Iterator[Change]:
    def own(kind: Kind, **when: Any) -> TaskRow:  # noqa: ANN401 - as ``task_row`` has them
        return task_row(kind, fact, fact.owner, fact.signal, fact.subject, professional=fact.by, **when)

    if fact.kind == "concern":
        expires = fact.recorded_at + SIGNAL_LIFETIME
        yield own(Kind.CONCERN_EXPIRES, due=expires, before=CONCERN_ASKED_BEFORE, until=expires)
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
        row = task_row(Kind.INFORMING, fact, *about, due=deferred, term=term, professional=fact.by)
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
    yield Over(fact.signal, (Kind.CONCERN_EXPIRES, Kind.INFORMING))


def _signal_over(fact: SignalRetracted | SignalArchived | SignalForgotten) -> Iterator[Change]:
    yield Over(fact.signal)


def _forgotten(fact: PersonForgotten) -> Iterator[Change]:
    yield Forgotten(fact.person)


def _reported(fact: ReportToVeiligThuisRecorded) -> Iterator[Change]:
    yield from done(fact.signal, Kind.REPORT)


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
    SignalRetracted: _signal_over,
    ReportToVeiligThuisRecorded: _reported,
    SignalArchived: _signal_over,
    SignalForgotten: _signal_over,
    PersonForgotten: _forgotten,
    **SHARING_CHANGES,
}
