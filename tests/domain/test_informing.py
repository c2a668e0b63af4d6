"""Who is told of a signal by age, until when that may wait, and that only its owner is reminded (DOMAIN.md 2.4)."""

from datetime import timedelta
from typing import Any

import pytest

from hub.domain.ages import AgeBand
from hub.domain.errors import InvalidCommand, UnknownThing
from hub.domain.facts import SignalRecorded
from hub.domain.facts.matches import Deadline
from hub.domain.facts.signals import Informed, InformingRecorded
from hub.domain.informing import addressees
from hub.domain.organisations import Organisation
from hub.domain.slices.deadline import ReachDeadline
from hub.domain.slices.informing import RecordInforming
from hub.domain.slices.publish import SignalDetails, faults_of
from tests.domain.builders import CJG, EVERYONE, FATHER, GP, MOTHER, TOM, at_home, ends, involved, on, replaced
from tests.domain.history import given
from tests.domain.scenario import POLICY, Decided, History, history

HOME = (at_home(TOM), at_home(MOTHER, "parent", authority=True), at_home(FATHER, "parent", authority=True))
SIGNAL = involved(CJG, TOM, date="2013-01-01", household=HOME)


def of_age(band: AgeBand | None, *about: str) -> SignalRecorded:
    """The CJG's signal about Tom, or these, when he was so old."""
    fact = involved(CJG, *(about or (TOM,)), date="2013-01-01", household=HOME)
    bands = {MOTHER: AgeBand.ADULT} | ({} if band is None else {TOM: band})
    aged: SignalRecorded = replaced(fact, bands={p: each for p, each in bands.items() if p in fact.about})
    return aged


@pytest.mark.parametrize(
    ("band", "told"),
    [
        (AgeBand.EXPECTED, {MOTHER, FATHER}),
        (AgeBand.UNDER_TWELVE, {MOTHER, FATHER}),
        (AgeBand.ABOUT_TWELVE, {TOM, MOTHER, FATHER}),
        (AgeBand.TWELVE_TO_FIFTEEN, {TOM, MOTHER, FATHER}),
        (AgeBand.SIXTEEN_SEVENTEEN, {TOM}),
        (AgeBand.ADULT, {TOM}),
        (None, {TOM, MOTHER, FATHER}),
    ],
)
def test_by_age_the_representatives_the_youth_or_both_are_told(band: AgeBand | None, told: set[str]) -> None:
    fact = of_age(band)
    assert set(addressees(given(fact).state.items[fact.signal])) == told  # type: ignore[arg-type]


def test_adults_are_told_themselves_and_each_addressee_once() -> None:
    fact = of_age(AgeBand.UNDER_TWELVE, TOM, MOTHER)
    assert addressees(given(fact).state.items[fact.signal]) == (MOTHER, FATHER)  # type: ignore[arg-type]


def comes(past: History, at: str) -> Decided:
    """The moment at which somebody of the CJG's signal must have been told."""
    deadline = Deadline(id=f"informing-overdue:p:{at}", rule="informing-overdue", due=on(at), whose="cjg")
    return past.when(ReachDeadline, None, deadline, EVERYONE, on=at)


def tells(past: History, at: str, person: str, *, who: Organisation = CJG, **fields: Any) -> Decided:
    """The owner records that this person was told, or that it waits."""
    return past.when(RecordInforming, who, SIGNAL.signal, (Informed(**fields),), on=at, by="p-1", persons=(person,))


def overdue(decided: Decided) -> set[str]:
    """Of whom the owner is reminded; nobody else is told anything."""
    assert decided.told <= {("cjg", "informing-overdue")}
    return {
        person for each in decided.facts if getattr(each, "rule", "") == "informing-overdue" for person in _of(each)
    }


def _of(fact: Any) -> tuple[str, ...]:
    return fact.about if hasattr(fact, "about") else ()


def test_who_is_not_told_within_four_weeks_reminds_the_owner_alone() -> None:
    past = history(SIGNAL, involved(GP, TOM, date="2013-01-02"))
    assert overdue(comes(past, "2013-01-28 23:59")) == set()
    assert overdue(comes(past, "2013-01-29")) == {MOTHER, FATHER}
    told = past.after(tells(past, "2013-01-10", MOTHER, on=on("2013-01-09")))
    assert overdue(comes(told, "2013-01-29")) == {FATHER}


def test_a_deferral_moves_the_term_and_its_end_reminds() -> None:
    past = history(SIGNAL)
    past = past.after(tells(past, "2013-01-10", MOTHER, on=on("2013-01-09")))
    deferred = tells(past, "2013-01-10", FATHER, deferred_until=on("2013-02-07"), reason="unsafe-to-tell")
    fact = deferred.only(InformingRecorded)
    assert [(each.person, each.reason) for each in fact.informed] == [(FATHER, "unsafe-to-tell")]
    after = past.after(deferred)
    assert overdue(comes(after, "2013-01-29")) == set()
    assert overdue(comes(after, "2013-02-07")) == {FATHER}


def test_a_deferral_is_four_weeks_at_most_and_is_extended_by_two_at_a_time() -> None:
    past, unsafe = history(SIGNAL), "unsafe-to-tell"
    at, day = "2013-01-10", on("2013-01-10")
    tells(past, at, FATHER, deferred_until=day + timedelta(days=29), reason=unsafe).refused(
        InvalidCommand, "deferral-impossible"
    )
    deferred = past.after(tells(past, at, FATHER, deferred_until=day + timedelta(days=28), reason=unsafe))
    later, again = "2013-02-07", on("2013-02-07")
    for days, fits in ((14, True), (15, False)):
        extended = tells(deferred, later, FATHER, deferred_until=again + timedelta(days=days), reason=unsafe)
        assert (extended.refusal is None) is fits


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "informing-incomplete"),
        ({"on": on("2013-01-11")}, "date-in-future"),
        ({"deferred_until": on("2013-01-20")}, "reason-missing"),
        ({"deferred_until": on("2013-01-20"), "reason": "busy"}, "reason-unknown"),
        ({"deferred_until": on("2013-01-09"), "reason": "unsafe-to-tell"}, "deferral-impossible"),
    ],
)
def test_what_cannot_be_said_of_telling_somebody_is_refused(fields: Any, code: str) -> None:
    tells(history(SIGNAL), "2013-01-10", FATHER, **fields).refused(InvalidCommand, code)


def test_the_same_holds_of_what_comes_with_the_signal() -> None:
    informed = (Informed(addressee="mother"),)
    details = SignalDetails(kind="involvement", occurred_at=on("2013-04-30"), state="started", informed=informed)
    faults = faults_of(details, POLICY, "cjg", on("2014-01-01"))
    assert "informing-incomplete" in {fault.code for fault in faults}


def test_nobody_records_it_of_the_signal_of_another() -> None:
    tells(history(SIGNAL), "2013-01-10", MOTHER, who=GP, on=on("2013-01-09")).refused(UnknownThing)


def test_the_duty_outlives_the_involvement_and_not_the_signal() -> None:
    past = history(SIGNAL, ends(SIGNAL, "2013-01-20"))
    assert overdue(comes(past, "2013-01-29")) == {MOTHER, FATHER}
    assert overdue(comes(past, "2015-02-01")) == set()
