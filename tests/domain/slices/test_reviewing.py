"""A safety exception in time: confirmed in 72 hours or asked outside, overdue and alarming, ended with its items."""

from datetime import timedelta
from typing import Any

import pytest

from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import decide
from hub.domain.errors import AlreadyDone, InvalidCommand, SecondProfessionalNeeded, UnknownThing
from hub.domain.facts import ExceptionRecorded, ExceptionReviewed, MatchRaised, SharingTold
from hub.domain.facts.matches import Deadline
from hub.domain.organisations import Organisation, Organisations
from hub.domain.slices.deadline import ReachDeadline
from hub.domain.slices.ending import EndSignal
from hub.domain.slices.exceptions import FOUR_TESTS, ExceptionDetails, RecordException
from hub.domain.slices.reviewing import ReviewException
from tests.domain.builders import (
    AGES,
    CATALOGUE,
    CJG,
    EVERYONE,
    FATHER,
    GP,
    MOTHER,
    NOA,
    POLICE,
    SCHOOL,
    TOM,
    followup,
    on,
    replaced,
    serves,
    signal,
)
from tests.domain.scenario import EVERYBODY, POLICY, Decided, History, history

NOW = "2013-05-01 09:00"
VIOLENCE = signal(POLICE, "domestic-violence", MOTHER, TOM, date="2013-04-30")
WORRY = signal(CJG, "medical-care-refused", TOM, date="2013-04-30")
POOLED = replaced(POLICY, organisations=EVERYBODY.including(replaced(POLICE, reviewers=("cjg", "gone"))))
"""The police named the CJG as its outside pool of reviewers."""


def excepts(given: History, who: Organisation, item: Any, *, review: str = "2013-07-01", **fields: Any) -> Decided:
    """This organisation opens an own item to the GP."""
    stated = {"recipients": ("gp",), "tests": FOUR_TESTS, "review_on": on(review), **fields}
    details = ExceptionDetails(items=(item.signal,), **stated)
    return given.when(RecordException, who, "e1", details, on=NOW, by="p-1", policy=POOLED)


def opened(who: Organisation = POLICE, item: Any = VIOLENCE, *facts: Any, **fields: Any) -> History:
    """An exception that was just recorded."""
    given = history(item, serves(GP, TOM, NOA), *facts)
    return given.after(excepts(given, who, item, **fields))


def comes(given: History, at: str, rule: str = "exception-unreviewed") -> Decided:
    """A moment for which this rule waits."""
    deadline = Deadline(id=f"{rule}:p:{at}", rule=rule, due=on(at), whose="police")
    return given.when(ReachDeadline, None, deadline, EVERYONE, on=at, policy=POOLED)


def decides(
    given: History, who: Organisation, decision: str, at: str, by: str | None = "p-2", **fields: Any
) -> Decided:
    """Somebody reviews it."""
    return given.when(ReviewException, who, "e1", on=at, by=by, policy=POOLED, decision=decision, **fields)


def sees(given: History, viewer: Organisation, item: Any, at: str) -> bool:
    return (
        decide(viewer, given.state.items[item.signal], Circumstances(given.state, AGES, CATALOGUE, on(at))) is not None
    )


def asked_outside(decided: Decided) -> list[tuple[str, str, str]]:
    told = (each for each in decided.accepted().facts if isinstance(each, SharingTold))
    return [(each.recipient, each.what, each.ground) for each in told]


def test_an_exception_that_nobody_confirms_alarms_its_owner_and_goes_outside_after_72_hours() -> None:
    given = opened()
    (waits,) = [d for d in given.state.deadlines.values() if d.due == on("2013-05-04 09:00")]
    assert waits.rule == "exception-unreviewed"
    late = comes(given, "2013-05-04 09:00")
    assert late.told == {("police", "exception-unreviewed")}
    assert asked_outside(late) == [("cjg", "exception-review", "identifier")]
    after = given.after(late)
    assert sees(after, GP, VIOLENCE, "2013-05-05")  # sharing does not wait
    assert asked_outside(comes(after, "2013-05-05 09:00")) == []


def test_one_that_was_confirmed_in_time_alarms_nobody_then() -> None:
    given = opened()
    confirmed = given.after(decides(given, POLICE, "confirmed", "2013-05-02"))
    late = comes(confirmed, "2013-05-04 09:00")
    assert (late.told, asked_outside(late)) == (set(), [])


def test_the_outside_pool_decides_once_it_was_asked_and_not_before() -> None:
    given = opened()
    decides(given, CJG, "confirmed", "2013-05-02").refused(UnknownThing)
    asked = given.after(comes(given, "2013-05-04 09:00"))
    decides(asked, GP, "confirmed", "2013-05-05").refused(UnknownThing)
    for other in ("ended", "continued"):
        decides(asked, CJG, other, "2013-05-05").refused(UnknownThing)
    rejected = decides(asked, CJG, "rejected", "2013-05-05")
    assert rejected.only(ExceptionReviewed).by == "p-2"
    assert not sees(asked.after(rejected), GP, VIOLENCE, "2013-05-05")


def test_who_decided_on_an_exception_does_not_confirm_it() -> None:
    given = opened()
    decides(given, POLICE, "confirmed", "2013-05-02", by="p-1").refused(SecondProfessionalNeeded)
    decides(given, POLICE, "confirmed", "2013-05-02", by=None).refused(SecondProfessionalNeeded)


def test_an_exception_past_day_90_is_closed_but_for_violence_which_alarms_until_somebody_decides() -> None:
    care = opened(CJG, WORRY, review="2013-07-30")
    assert [sees(care, GP, WORRY, at) for at in ("2013-07-29 23:59", "2013-07-30")] == [True, False]
    decides(care, CJG, "continued", "2013-07-31", review_on=on("2013-09-01")).refused(AlreadyDone)

    given = opened(review="2013-07-30")
    given = given.after(decides(given, POLICE, "confirmed", "2013-05-02"))
    assert sees(given, GP, VIOLENCE, "2014-07-30")
    overdue = comes(given, "2013-07-30")
    assert overdue.told == {("police", "exception-unreviewed")}
    continued = given.after(decides(given, POLICE, "continued", "2013-07-29", review_on=on("2013-09-01")))
    assert comes(continued, "2013-07-30").told == set()


def test_an_overdue_review_alarms_daily_for_two_weeks_and_weekly_after_that_to_the_manager_too() -> None:
    given = opened(review="2013-07-01")
    given = given.after(decides(given, POLICE, "confirmed", "2013-05-02"))
    day, alarmed, to_manager = on("2013-07-01"), [], []
    while (day - on("2013-07-01")).days <= 35:
        decided = comes(given, f"{day:%Y-%m-%d %H:%M}")
        alarmed += [(day - on("2013-07-01")).days] * len(decided.told)
        raised = (each for each in decided.accepted().facts if isinstance(each, MatchRaised) and each.notification)
        to_manager += [(day - on("2013-07-01")).days for each in raised if each.reaches == "manager"]
        given = given.after(decided)
        day = min(d.due for d in given.state.deadlines.values() if d.rule == "exception-unreviewed" and d.due > day)
    assert alarmed == [*range(15), 21, 28, 35]
    assert to_manager == [14, 21, 28, 35]


def test_an_exception_for_violence_ends_with_its_last_active_item_also_when_that_expires() -> None:
    safe = followup(POLICE, "safety-assessment-safe", TOM, NOA, MOTHER, date="2013-05-10")
    given = opened(POLICE, VIOLENCE, safe)
    closed = given.when(
        EndSignal, POLICE, VIOLENCE.signal, on="2013-05-11", ended_at=on("2013-05-11"), outcome="resolved",
        confirm_unwatched=True,
    )  # fmt: skip
    assert closed.only(ExceptionReviewed).reason == "last-item-ended"
    assert ("gp", "sharing-ended") in closed.took_back
    expired = comes(given, f"{on('2013-04-30') + timedelta(days=731):%Y-%m-%d}")
    assert expired.only(ExceptionReviewed).decision == "ended"


def test_violence_is_told_to_basic_care_of_that_home_without_being_asked_and_struck_out_with_a_reason() -> None:
    given = history(VIOLENCE, serves(GP, TOM), serves(SCHOOL, NOA))
    fact = excepts(given, POLICE, VIOLENCE, recipients=("veilig-thuis",)).only(ExceptionRecorded)
    assert fact.recipients == ("veilig-thuis", "basic-care")
    without = excepts(
        given, POLICE, VIOLENCE, struck_out=("school",), struck_out_for=("source-of-danger-works-there",)
    )  # fmt: skip
    assert {recipient for recipient, _ in without.told} == {"gp"}
    assert without.only(ExceptionRecorded).struck_out_for == ("source-of-danger-works-there",)
    unfounded = excepts(given, POLICE, VIOLENCE, struck_out=("school",), struck_out_for=("dislike",))
    unfounded.refused(InvalidCommand, "reason-unknown")
    assert excepts(history(WORRY), CJG, WORRY).only(ExceptionRecorded).recipients == ("gp",)


def test_a_child_whose_basic_care_nobody_knows_alarms_the_author() -> None:
    known = history(VIOLENCE, serves(GP, TOM), serves(SCHOOL, NOA))
    assert ("police", "basic-care-unknown") not in excepts(known, POLICE, VIOLENCE).told
    alarmed = excepts(history(VIOLENCE, serves(GP, TOM)), POLICE, VIOLENCE)
    raised = [each for each in alarmed.facts if isinstance(each, MatchRaised) and each.rule == "basic-care-unknown"]
    assert [(each.recipient, each.about) for each in raised] == [("police", (NOA,))]


def test_who_is_at_risk_beside_those_it_is_about_is_recorded() -> None:
    given = history(VIOLENCE)
    details = ExceptionDetails(
        items=(VIOLENCE.signal,), recipients=("gp",), tests=FOUR_TESTS, review_on=on("2013-07-01")
    )
    decided = given.when(RecordException, POLICE, "e1", details, on=NOW, by="p-1", persons=(FATHER,))
    fact = decided.only(ExceptionRecorded)
    assert (fact.at_risk, fact.persons) == ((FATHER,), (MOTHER, TOM, FATHER))


@pytest.mark.parametrize("consulted", ["neighbour", ""])
def test_whom_one_consults_is_a_word_that_exists(consulted: str) -> None:
    excepts(history(VIOLENCE), POLICE, VIOLENCE, consulted=(consulted,)).refused(InvalidCommand, "consultation-unknown")


def test_a_pool_that_takes_part_no_longer_is_not_asked() -> None:
    alone = replaced(POLICY, organisations=Organisations(each for each in EVERYBODY if each.id != "cjg"))
    deadline = Deadline(id="exception-unreviewed:x", rule="exception-unreviewed", due=on("2013-05-04 09:00"))
    late = opened().when(ReachDeadline, None, deadline, EVERYONE, on="2013-05-04 09:00", policy=alone)
    assert asked_outside(late) == []
