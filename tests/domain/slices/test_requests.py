"""Requests of the family: who may ask, in which term, and who takes them in (DOMAIN.md 12)."""

from collections.abc import Mapping
from typing import Any

import pytest

from hub.domain.ages import AgeBand
from hub.domain.errors import AlreadyDone, InvalidCommand, NotAllowed
from hub.domain.facts import (
    RequestReceived,
    RequestReminded,
)
from hub.domain.facts.requests import Requester
from hub.domain.slices.deadline import ReachDeadline
from hub.domain.slices.deciding import DecideRequest, DecisionDetails, PlaceHold
from hub.domain.slices.requests import ExtendTerm, ReceiveRequest, RequestDetails
from tests.domain.builders import AGES, CJG, EVERYONE, MOTHER, TOM, on
from tests.domain.rights import BY, DAY, decided, details, received
from tests.domain.scenario import MUNICIPALITY, history


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
    taken = past.when(
        ReceiveRequest, MUNICIPALITY, "r1", details(received_at=on(day)), by=BY, on=day, persons=(MOTHER,)
    )
    assert taken.only(RequestReceived).due == on(due)


def test_its_decider_is_reminded_when_the_term_nears_and_when_it_has_passed() -> None:
    taken = received(history())
    nears, passed = taken.waits
    past = history().after(taken)
    for deadline in (nears, passed):
        told = past.when(ReachDeadline, None, deadline, EVERYONE, on=f"{deadline.due:%Y-%m-%dT%H:%M:%S}")
        reminder = told.only(RequestReminded)
        assert (reminder.recipient, reminder.why) == (MUNICIPALITY.id, deadline.rule)
        past = past.after(told)


def test_nobody_is_reminded_of_what_was_decided_or_has_a_longer_term() -> None:
    taken = received(history())
    nears, passed = taken.waits
    done = (
        history()
        .after(taken)
        .when(DecideRequest, MUNICIPALITY, "r1", DecisionDetails(decision="granted"), by=BY, on=DAY)
    )
    longer = history().after(taken).when(ExtendTerm, MUNICIPALITY, "r1", reason="complex", by=BY, on=DAY)
    for later in (done, longer):
        for deadline in (nears, passed):
            told = history().after(later).when(ReachDeadline, None, deadline, EVERYONE, on="2014-04-05")
            assert not any(isinstance(each, RequestReminded) for each in told.accepted().facts)


def test_a_longer_term_is_three_months_in_all_and_given_once() -> None:
    past = history().after(received(history()))
    longer = past.when(ExtendTerm, MUNICIPALITY, "r1", reason="complex", by=BY, on="2014-03-10")
    assert longer.outcome.due == on("2014-06-03T22:00:00")
    past.after(longer).when(ExtendTerm, MUNICIPALITY, "r1", reason="complex", by=BY, on="2014-03-11").refused(
        AlreadyDone
    )
    past.when(ExtendTerm, MUNICIPALITY, "r1", reason="busy", by=BY, on=DAY).refused(InvalidCommand, "reason-unknown")
    past.when(ExtendTerm, MUNICIPALITY, "r1", reason="complex", by=BY, on="2014-05-01").refused(
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
    history().when(ReceiveRequest, MUNICIPALITY, "r1", wrong, by=BY, on=DAY, persons=(MOTHER,)).refused(
        InvalidCommand, *codes
    )


@pytest.mark.parametrize(("organisation", "by"), [(CJG, BY), (MUNICIPALITY, None)])
def test_only_a_named_professional_of_the_municipality_takes_in_and_decides(organisation: Any, by: str | None) -> None:
    past = history().after(received(history()))
    past.when(ReceiveRequest, organisation, "r2", details(), by=by, on=DAY, persons=(MOTHER,)).refused(NotAllowed)
    granted = DecisionDetails(decision="granted")
    past.when(DecideRequest, organisation, "r1", granted, by=by, on=DAY).refused(NotAllowed)
    past.when(PlaceHold, organisation, "h1", reason="court", by=by, on=DAY, persons=(TOM,)).refused(NotAllowed)


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
