"""Deciding a request of the family: the owner advises first, and what follows (DOMAIN.md 12)."""

from typing import Any

import pytest

from hub.domain.errors import AlreadyDone, InvalidCommand, SameProfessional, UnknownThing
from hub.domain.facts import (
    AdviceGiven,
    ErasureDecided,
    Fact,
    HoldLifted,
    HoldPlaced,
    OwnerAsked,
    RequestDecided,
    RestrictionSet,
)
from hub.domain.facts.signals import Informed
from hub.domain.rights import WEIGHED
from hub.domain.slices.deciding import DecideRequest, DecisionDetails, LiftHold, LiftRestriction, PlaceHold
from hub.domain.slices.requests import Advise, ReceiveRequest, RequestDetails
from tests.domain.builders import CJG, GP, MOTHER, SCHOOL, TOM, consent, exception, involved, on, signal
from tests.domain.rights import BY, DAY, SECOND, decided, received
from tests.domain.scenario import MUNICIPALITY, history


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
    past.when(DecideRequest, MUNICIPALITY, "r9", DecisionDetails(decision="granted"), by=BY, on=DAY).refused(
        UnknownThing
    )


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
    past.when(Advise, GP, "r1", advice="agree", by="p-1", on=DAY).refused(UnknownThing)
    past.when(Advise, CJG, "r1", advice="disagree", by="p-1", on=DAY).refused(InvalidCommand, "reason-missing")
    advised = past.when(Advise, CJG, "r1", advice="disagree", reason="facts-are-right", by="p-1", on=DAY)
    advised.only(AdviceGiven)
    past.after(advised).when(Advise, CJG, "r1", advice="agree", by="p-1", on=DAY).refused(AlreadyDone)
    decided(past.after(advised), "refused", reasons=("facts-are-right",)).accepted()


def test_an_owner_who_does_not_advise_in_time_holds_nobody_up() -> None:
    past = history(PARENTING)
    past = past.after(received(past, "correction", things=("s1",)))
    decided(past, on="2014-03-17T08:00:00").accepted()


def test_a_granted_objection_is_shown_to_nobody_and_its_owner_is_told_to_remove_it() -> None:
    past = history(PARENTING)
    past = past.after(received(past, "objection", things=("s1",)))
    past = past.after(past.when(Advise, CJG, "r1", advice="agree", by="p-1", on=DAY))
    done = decided(past)
    assert done.only(OwnerAsked).asks == "remove"
    assert done.only(RestrictionSet).things == ("s1",)
    assert "s1" in done.state.restricted


def test_a_granted_objection_closes_nothing_that_is_not_the_persons_to_name() -> None:
    others = signal(CJG, "parenting", TOM, date="2014-02-01", id_="toms")
    past = history(others)
    past = past.after(received(past, "objection", things=("toms", "nothing")))
    done = decided(past)
    assert done.accepted().state.restricted == {}
    assert not any(isinstance(each, OwnerAsked) for each in done.facts)


def test_who_is_erased_is_not_brought_back_by_lifting() -> None:
    past = history(involved(CJG, MOTHER, date="2014-02-01"))
    past = past.after(received(past, "erasure"))
    past = past.after(decided(past))
    past.when(LiftRestriction, MUNICIPALITY, "r1", reason="settled", by=BY, on=DAY).refused(AlreadyDone)


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
    lifted = past.after(done).when(LiftRestriction, MUNICIPALITY, "r1", reason="settled", by=BY, on="2014-03-10")
    assert lifted.accepted().state.restricted == {}
    past.after(lifted).when(LiftRestriction, MUNICIPALITY, "r1", reason="settled", by=BY, on="2014-03-11").refused(
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
        RequestDetails(
            kind="erasure", capacities=(), authority_shown=False, verified="own", wrong_child=True, received_at=on(DAY)
        ),
        by=BY,
        on=DAY,
        persons=(TOM,),
    )
    decided(past.after(taken)).accepted()


def test_a_hold_is_placed_and_lifted_by_name() -> None:
    past = history()
    placed = past.when(PlaceHold, MUNICIPALITY, "h1", reason="death-reviewed", by=BY, on=DAY, persons=(TOM,))
    assert placed.only(HoldPlaced).person == TOM
    lifted = past.after(placed).when(LiftHold, MUNICIPALITY, "h1", reason="done", by=SECOND, on=DAY)
    assert lifted.only(HoldLifted).by == SECOND
    past.when(LiftHold, MUNICIPALITY, "h1", reason="done", by=BY, on=DAY).refused(UnknownThing)
