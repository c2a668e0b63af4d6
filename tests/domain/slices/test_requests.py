"""Requests of the family: who may ask, in which term, who advises, who decides, and what follows (DOMAIN.md 12)."""

from collections.abc import Mapping
from typing import Any

import pytest

from hub.domain.ages import AgeBand
from hub.domain.errors import AlreadyDone, InvalidCommand, NotAllowed, SameProfessional, UnknownThing
from hub.domain.facts import (
    AdviceGiven,
    ErasureDecided,
    Fact,
    HoldLifted,
    HoldPlaced,
    OwnerAsked,
    RequestDecided,
    RequestReceived,
    RequestReminded,
    RestrictionSet,
)
from hub.domain.facts.requests import Requester
from hub.domain.facts.signals import Informed
from hub.domain.rights import WEIGHED
from hub.domain.slices.deadline import ReachDeadline
from hub.domain.slices.deciding import DecideRequest, DecisionDetails, LiftHold, LiftRestriction, PlaceHold
from hub.domain.slices.requests import Advise, ExtendTerm, ReceiveRequest, RequestDetails
from tests.domain.builders import (
    AGES,
    CJG,
    FATHER,
    GP,
    MOTHER,
    SCHOOL,
    TOM,
    consent,
    exception,
    involved,
    on,
    signal,
)
from tests.domain.scenario import MUNICIPALITY, Decided, History, history

DAY = "2014-03-03"
BY, SECOND = "d-1", "d-2"


def details(kind: Any = "access", *capacities: Any, **changes: Any) -> RequestDetails:
    fields: dict[str, Any] = {
        "kind": kind,
        "capacities": capacities or ("self",),
        "authority_shown": True,
        "verified": "in-person",
        "received_at": on(DAY),
    }
    return RequestDetails(**(fields | changes))


def received(past: History, kind: Any = "access", *capacities: Any, of: str = MOTHER, **changes: Any) -> Decided:
    """A request is taken in about somebody; others than the person itself are the mother, then the father."""
    asking = [who for who in (MOTHER, FATHER) if who != of]
    others = [asking.pop(0) for each in capacities if each != "self"]
    return past.when(
        ReceiveRequest,
        MUNICIPALITY,
        "r1",
        BY,
        details(kind, *capacities, **changes),
        on=DAY,
        persons=(of, *others),
    )


def decided(past: History, decision: Any = "granted", *, by: str | None = BY, on: str = DAY, **fields: Any) -> Decided:
    return past.when(DecideRequest, MUNICIPALITY, "r1", by, DecisionDetails(decision=decision, **fields), on=on)


def test_a_request_is_taken_in_with_a_term_of_a_month_that_ends_with_a_working_day() -> None:
    fact = received(history()).only(RequestReceived)
    assert fact.requesters == (Requester(person=MOTHER, capacity="self"),)
    assert (fact.owner, fact.received_by) == (MUNICIPALITY.id, BY)
    assert fact.due == on("2014-04-03T22:00:00")  # the end of Thursday 3 April, in the Netherlands


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2014-01-31", "2014-02-28T23:00:00"),  # no 31 February: the last day of the month, a Friday
        ("2014-02-01", "2014-03-03T23:00:00"),  # 1 March is a Saturday: Monday the 3rd
        ("2014-03-15", "2014-04-15T22:00:00"),
        ("2014-12-15", "2015-01-15T23:00:00"),
    ],
)
def test_a_term_of_a_month_ends_on_the_same_day_or_the_next_working_day(day: str, due: str) -> None:
    past = history()
    taken = past.when(ReceiveRequest, MUNICIPALITY, "r1", BY, details(received_at=on(day)), on=day, persons=(MOTHER,))
    assert taken.only(RequestReceived).due == on(due)


def test_its_decider_is_reminded_when_the_term_nears_and_when_it_has_passed() -> None:
    taken = received(history())
    nears, passed = taken.waits
    past = history().after(taken)
    for deadline in (nears, passed):
        told = past.when(ReachDeadline, None, deadline, on=f"{deadline.due:%Y-%m-%dT%H:%M:%S}")
        reminder = told.only(RequestReminded)
        assert (reminder.recipient, reminder.why) == (MUNICIPALITY.id, deadline.rule)
        past = past.after(told)


def test_nobody_is_reminded_of_what_was_decided_or_has_a_longer_term() -> None:
    taken = received(history())
    nears, passed = taken.waits
    done = (
        history().after(taken).when(DecideRequest, MUNICIPALITY, "r1", BY, DecisionDetails(decision="granted"), on=DAY)
    )
    longer = history().after(taken).when(ExtendTerm, MUNICIPALITY, "r1", BY, reason="complex", on=DAY)
    for later in (done, longer):
        for deadline in (nears, passed):
            told = history().after(later).when(ReachDeadline, None, deadline, on="2014-04-05")
            assert not any(isinstance(each, RequestReminded) for each in told.accepted().facts)


def test_a_longer_term_is_three_months_in_all_and_given_once() -> None:
    past = history().after(received(history()))
    longer = past.when(ExtendTerm, MUNICIPALITY, "r1", BY, reason="complex", on="2014-03-10")
    assert longer.outcome.due == on("2014-06-03T22:00:00")
    past.after(longer).when(ExtendTerm, MUNICIPALITY, "r1", BY, reason="complex", on="2014-03-11").refused(AlreadyDone)
    past.when(ExtendTerm, MUNICIPALITY, "r1", BY, reason="busy", on=DAY).refused(InvalidCommand, "reason-unknown")
    past.when(ExtendTerm, MUNICIPALITY, "r1", BY, reason="complex", on="2014-05-01").refused(
        InvalidCommand, "term-passed"
    )


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"received_at": on("2014-03-04")}, ["date-in-future"]),
        ({"received_at": on("2014-01-31")}, ["term-passed"]),
        ({"capacities": ()}, ["requesters-impossible"]),
        ({"capacities": ("self", "self")}, ["requesters-impossible"]),
        ({"kind": "correction"}, ["things-missing"]),
        ({"things": ("s1",)}, ["things-not-for-kind"]),
        ({"wrong_child": True}, ["wrong-child-not-for-kind"]),
        (
            {"kind": "objection", "capacities": (), "received_at": on("2015-01-01")},
            ["date-in-future", "requesters-impossible", "things-missing"],
        ),
    ],
)
def test_an_impossible_request_is_refused_with_every_fault(changes: dict[str, Any], codes: list[str]) -> None:
    wrong = RequestDetails(**{**{f: getattr(details(), f) for f in details().__struct_fields__}, **changes})
    history().when(ReceiveRequest, MUNICIPALITY, "r1", BY, wrong, on=DAY, persons=(MOTHER,)).refused(
        InvalidCommand, *codes
    )


@pytest.mark.parametrize(("organisation", "by"), [(CJG, BY), (MUNICIPALITY, None)])
def test_only_a_named_professional_of_the_municipality_takes_in_and_decides(organisation: Any, by: str | None) -> None:
    past = history().after(received(history()))
    past.when(ReceiveRequest, organisation, "r2", by, details(), on=DAY, persons=(MOTHER,)).refused(NotAllowed)
    granted = DecisionDetails(decision="granted")
    past.when(DecideRequest, organisation, "r1", by, granted, on=DAY).refused(NotAllowed)
    past.when(PlaceHold, organisation, "h1", by, reason="court", on=DAY, persons=(TOM,)).refused(NotAllowed)


ENTITLED: list[tuple[AgeBand, tuple[str, ...], str | None]] = [
    (AgeBand.EXPECTED, ("representative",), None),
    (AgeBand.UNDER_FOUR, ("self",), "representative-asks"),
    (AgeBand.UNDER_TWELVE, ("representative",), None),
    (AgeBand.UNDER_TWELVE, ("representative", "representative"), None),
    (AgeBand.UNDER_TWELVE, ("self", "representative"), "representative-asks"),
    (AgeBand.TWELVE_TO_FIFTEEN, ("self",), "youth-and-representative-ask-together"),
    (AgeBand.TWELVE_TO_FIFTEEN, ("representative",), "youth-and-representative-ask-together"),
    (AgeBand.TWELVE_TO_FIFTEEN, ("self", "representative"), None),
    (AgeBand.SIXTEEN_SEVENTEEN, ("self",), None),
    (AgeBand.SIXTEEN_SEVENTEEN, ("representative",), "person-asks"),
    (AgeBand.SIXTEEN_SEVENTEEN, ("self", "representative"), "person-asks"),
    (AgeBand.EIGHTEEN_TO_TWENTY_TWO, ("guardian",), None),
    (AgeBand.ADULT, ("self",), None),
    (AgeBand.ADULT, ("representative",), "person-asks"),
    (AgeBand.UNKNOWN, ("self",), "age-unknown"),
]


@pytest.mark.parametrize(("band", "capacities", "lacking"), ENTITLED)
def test_who_may_ask_follows_from_the_age(band: AgeBand, capacities: tuple[str, ...], lacking: str | None) -> None:
    ages: Mapping[str, AgeBand] = {**AGES, TOM: band}
    past = history(ages=ages)
    past = past.after(received(past, "access", *capacities, of=TOM))
    answer = decided(past, child_interest="not-opposed")
    if lacking is None:
        answer.accepted()
    else:
        answer.refused(InvalidCommand, lacking)


def test_who_asks_for_another_has_shown_that_they_may() -> None:
    past = history()
    past = past.after(received(past, "access", "representative", of=TOM, authority_shown=False))
    decided(past, child_interest="not-opposed").refused(InvalidCommand, "authority-not-shown")


def test_a_childs_record_is_granted_to_a_parent_only_after_the_childs_interest_was_weighed() -> None:
    past = history()
    past = past.after(received(past, "access", "representative", of=TOM))
    decided(past).refused(InvalidCommand, "child-interest-missing")
    decided(past, child_interest="opposes").refused(InvalidCommand, "child-interest-opposes")
    decided(past, child_interest="not-opposed").accepted()
    decided(past, "refused", reasons=("child-interest",), child_interest="opposes").accepted()


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({}, ["reason-missing"]),
        ({"reasons": ("because",)}, ["reason-unknown"]),
        ({"reasons": ("protects-another",), "weighed": ("purposes",)}, ["points-not-weighed"]),
        ({"reasons": ("not-identified",), "weighed": ("mood",)}, ["point-unknown"]),
    ],
)
def test_a_refusal_without_a_sound_reason_is_refused(fields: dict[str, Any], codes: list[str]) -> None:
    past = history().after(received(history()))
    decided(past, "refused", **fields).refused(InvalidCommand, *codes)


def test_a_refusal_to_protect_another_weighs_all_eight_points() -> None:
    past = history().after(received(history()))
    fact = decided(past, "refused", reasons=("protects-another",), weighed=WEIGHED).only(RequestDecided)
    assert fact.weighed == WEIGHED


def test_a_decision_is_taken_once_and_on_a_name() -> None:
    past = history().after(received(history()))
    done = decided(past)
    assert done.only(RequestDecided).decided_by == BY
    decided(past.after(done)).refused(AlreadyDone)
    past.when(DecideRequest, MUNICIPALITY, "r9", BY, DecisionDetails(decision="granted"), on=DAY).refused(UnknownThing)


PARENTING = signal(
    CJG, "parenting", MOTHER, date="2014-02-01", id_="s1", informed=(Informed(addressee="mother", on=on("2014-02-02")),)
)


def test_an_objection_goes_to_the_owner_who_advises_before_it_is_decided() -> None:
    past = history(PARENTING)
    taken = received(past, "objection", things=("s1", "nothing"))
    asked = taken.only(OwnerAsked)
    assert (asked.recipient, asked.things, asked.asks) == (CJG.id, ("s1",), "advice")
    past = past.after(taken)
    decided(past).refused(InvalidCommand, "advice-awaited")
    past.when(Advise, GP, "r1", "p-1", advice="agree", on=DAY).refused(UnknownThing)
    past.when(Advise, CJG, "r1", "p-1", advice="disagree", on=DAY).refused(InvalidCommand, "reason-missing")
    advised = past.when(Advise, CJG, "r1", "p-1", advice="disagree", reason="facts-are-right", on=DAY)
    advised.only(AdviceGiven)
    past.after(advised).when(Advise, CJG, "r1", "p-1", advice="agree", on=DAY).refused(AlreadyDone)
    decided(past.after(advised), "refused", reasons=("facts-are-right",)).accepted()


def test_an_owner_who_does_not_advise_in_time_holds_nobody_up() -> None:
    past = history(PARENTING)
    past = past.after(received(past, "correction", things=("s1",)))
    decided(past, on="2014-03-17T08:00:00").accepted()


def test_a_granted_objection_is_shown_to_nobody_and_its_owner_is_told_to_remove_it() -> None:
    past = history(PARENTING)
    past = past.after(received(past, "objection", things=("s1",)))
    past = past.after(past.when(Advise, CJG, "r1", "p-1", advice="agree", on=DAY))
    done = decided(past)
    assert done.only(OwnerAsked).asks == "remove"
    assert done.only(RestrictionSet).things == ("s1",)
    assert "s1" in done.state.restricted


def test_owners_are_asked_nothing_on_the_word_of_who_may_not_ask() -> None:
    past = history(PARENTING)
    taken = received(past, "objection", "representative", of=TOM, things=("s1",), authority_shown=False)
    assert not any(isinstance(each, OwnerAsked) for each in taken.accepted().facts)


SHARED = (
    consent(CJG),
    consent(SCHOOL),
    signal(CJG, "parenting", TOM, date="2014-02-01", id_="tom"),
    involved(SCHOOL, TOM, date="2014-02-02"),
    involved(CJG, TOM, date="2014-02-02"),
)


def test_what_is_recorded_of_a_restricted_person_is_shown_to_nobody_and_those_told_of_it_are_told_so() -> None:
    past = history(SHARED)
    past = past.after(received(past, "restriction", "representative", of=TOM))
    raised = past.when(_look_again, SCHOOL, on=DAY)
    past = past.after(raised)
    done = decided(past, child_interest="not-opposed")
    assert ("school", "sharing-ended") in done.took_back
    lifted = past.after(done).when(LiftRestriction, MUNICIPALITY, "r1", BY, reason="settled", on="2014-03-10")
    assert lifted.accepted().state.restricted == {}
    past.after(lifted).when(LiftRestriction, MUNICIPALITY, "r1", BY, reason="settled", on="2014-03-11").refused(
        AlreadyDone
    )


def _look_again(situation: Any, policy: Any, organisation: str) -> Any:
    """Something new is recorded, so that the rules look."""
    from hub.domain.slices.publish import PublishSignal, SignalDetails

    situation = type(situation)(situation.state, (TOM,), situation.now, situation.ages, situation.ids)
    details = SignalDetails(kind="involvement", occurred_at=on("2014-03-01"), state="started")
    return PublishSignal(situation, policy, organisation, "again", details)


def test_a_person_is_erased_when_nothing_needs_the_data() -> None:
    past = history(involved(CJG, MOTHER, date="2014-02-01"))
    past = past.after(received(past, "erasure"))
    fact = decided(past).only(ErasureDecided)
    assert (fact.outcome, fact.person, fact.second_by) == ("erased", MOTHER, None)


@pytest.mark.parametrize("what", ["exception", "open safety concern", "hold"])
def test_erasure_is_restriction_while_something_protects(what: str) -> None:
    worry = signal(SCHOOL, "parenting", MOTHER, date="2014-02-01", id_="s1")
    protecting: dict[str, list[Fact]] = {
        "exception": [worry, exception(SCHOOL, worry, recipients=["cjg"], date="2014-02-02")],
        "open safety concern": [signal(SCHOOL, "neglect", TOM, date="2014-02-01")],
        "hold": [HoldPlaced(recorded_at=on("2014-02-01"), hold="h1", person=MOTHER, owner="m", reason="court", by="x")],
    }
    past = history(*protecting[what])
    past = past.after(received(past, "erasure"))
    done = decided(past)
    assert done.only(ErasureDecided).outcome == "restricted"
    assert MOTHER in done.state.restricted


def test_a_wrong_child_is_erased_at_once_by_two_persons_who_are_not_the_same() -> None:
    past = history(signal(SCHOOL, "neglect", TOM, date="2014-02-01"))
    past = past.after(received(past, "erasure", "representative", of=TOM, wrong_child=True))
    first = decided(past)
    assert first.outcome.state == "proposed"
    assert not any(isinstance(each, ErasureDecided) for each in first.facts)
    past = past.after(first)
    decided(past, by=BY).refused(SameProfessional)
    fact = decided(past, by=SECOND).only(ErasureDecided)
    assert (fact.outcome, fact.decided_by, fact.second_by) == ("erased", BY, SECOND)


def test_one_of_the_two_suffices_to_refuse() -> None:
    past = history(signal(SCHOOL, "neglect", TOM, date="2014-02-01"))
    past = past.after(received(past, "erasure", "representative", of=TOM, wrong_child=True))
    past = past.after(decided(past))
    fact = decided(past, "refused", by=SECOND, reasons=("facts-are-right",)).only(RequestDecided)
    assert (fact.decided_by, fact.second_by) == (SECOND, None)


def test_the_municipality_itself_may_find_out_that_it_is_a_wrong_child() -> None:
    past = history()
    taken = past.when(
        ReceiveRequest,
        MUNICIPALITY,
        "r1",
        BY,
        RequestDetails(
            kind="erasure", capacities=(), authority_shown=False, verified="own", wrong_child=True, received_at=on(DAY)
        ),
        on=DAY,
        persons=(TOM,),
    )
    decided(past.after(taken)).accepted()


def test_a_hold_is_placed_and_lifted_by_name() -> None:
    past = history()
    placed = past.when(PlaceHold, MUNICIPALITY, "h1", BY, reason="death-reviewed", on=DAY, persons=(TOM,))
    assert placed.only(HoldPlaced).person == TOM
    lifted = past.after(placed).when(LiftHold, MUNICIPALITY, "h1", SECOND, reason="done", on=DAY)
    assert lifted.only(HoldLifted).by == SECOND
    past.when(LiftHold, MUNICIPALITY, "h1", BY, reason="done", on=DAY).refused(UnknownThing)
