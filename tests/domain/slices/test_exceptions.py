"""The safety exception: four tests, own items only, ninety days, review, and an end that takes back."""

from typing import Any

import pytest

from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import decide
from hub.domain.errors import AlreadyDone, InvalidCommand, UnknownThing
from hub.domain.facts import ExceptionRecorded, ExceptionReviewed
from hub.domain.organisations import Organisation
from hub.domain.slices.deadline import ReachDeadline
from hub.domain.slices.exceptions import FOUR_TESTS, ExceptionDetails, RecordException
from hub.domain.slices.reviewing import ReviewException
from tests.domain.builders import (
    AGES,
    CATALOGUE,
    CJG,
    EVERYONE,
    GP,
    MOTHER,
    NETWORK,
    NOA,
    POLICE,
    SCHOOL,
    TOM,
    consent,
    involved,
    on,
    serves,
    signal,
)
from tests.domain.scenario import VEILIG_THUIS, Decided, History, history

NOW = "2013-05-01 09:00"
VIOLENCE = signal(POLICE, "domestic-violence", MOTHER, TOM, date="2013-04-30")
WORRY = signal(CJG, "medical-care-refused", TOM, date="2013-04-30")
GP_INVOLVED = involved(GP, TOM, date="2013-01-01")


def excepts(
    given: History,
    who: Organisation,
    *items: str,
    to: tuple[str, ...] = ("gp",),
    review: str = "2013-07-01",
    tests: tuple[str, ...] = FOUR_TESTS,
    **fields: Any,
) -> Decided:
    """This organisation opens own items to these recipients."""
    details = ExceptionDetails(items=items, recipients=to, tests=tests, review_on=on(review), **fields)
    return given.when(RecordException, who, "e1", details, on=NOW, by="p-1")


def review(
    given: History, decision: str, until: str | None = None, *, who: Organisation = POLICE, at: str = "2013-06-01"
) -> Decided:
    """The exception is looked at again."""
    review_on = None if until is None else on(until)
    return given.when(
        ReviewException, who, "e1", on=at, by="p-2", decision=decision, review_on=review_on, reason="coded"
    )


def opened(who: Organisation, item: Any, **fields: Any) -> History:
    """An exception over one item, after which its recipients were told."""
    given = history(consent(GP), GP_INVOLVED, item, serves(GP, TOM))
    return given.after(excepts(given, who, item.signal, **fields))


def sees(given: History, viewer: Organisation, item: str, at: str) -> bool:
    """Whether the disclosure decision says allow."""
    return decide(viewer, given.state.items[item], Circumstances(given.state, AGES, CATALOGUE, on(at))) is not None


def test_an_exception_is_recorded_with_codes_and_those_it_names_are_told_without_consent() -> None:
    decided = excepts(history(VIOLENCE), POLICE, VIOLENCE.signal, to=("veilig-thuis",), struck_out=("school",))
    decided.then(
        ExceptionRecorded(
            recorded_at=on(NOW),
            by="p-1",
            exception="e1",
            owner=POLICE.id,
            persons=(MOTHER, TOM),
            items=(VIOLENCE.signal,),
            recipients=("veilig-thuis", "basic-care"),
            struck_out=("school",),
            tests=FOUR_TESTS,
            review_on=on("2013-07-01"),
            violence=True,
        )
    )
    assert decided.told == {("vt", "violence-at-home"), ("police", "basic-care-unknown")}


@pytest.mark.parametrize("missing", FOUR_TESTS)
def test_all_four_tests_are_answered(missing: str) -> None:
    tests = tuple(each for each in FOUR_TESTS if each != missing)
    excepts(history(VIOLENCE), POLICE, VIOLENCE.signal, tests=tests).refused(InvalidCommand, "test-missing")


@pytest.mark.parametrize("date", ["2013-05-01", "2013-07-31"])
def test_it_is_reviewed_within_ninety_days(date: str) -> None:
    excepts(history(VIOLENCE), POLICE, VIOLENCE.signal, review=date).refused(InvalidCommand, "review-date-impossible")
    excepts(history(VIOLENCE), POLICE, VIOLENCE.signal, review="2013-07-30").accepted()


def test_every_fault_is_named_at_once() -> None:
    excepts(history(), POLICE, to=("circus",), tests=(), review="2014-01-01").refused(
        InvalidCommand, "test-missing", "organisation-unknown", "review-date-impossible", "items-missing"
    )
    excepts(history(VIOLENCE), POLICE, VIOLENCE.signal, to=()).refused(InvalidCommand, "recipients-missing")


@pytest.mark.parametrize("struck_out", ["nobody", "sector:school", "basic-care"])
def test_only_an_organisation_can_be_struck_out_so_that_nobody_is_told_by_a_slip(struck_out: str) -> None:
    details = ExceptionDetails(
        items=(VIOLENCE.signal,),
        recipients=("basic-care",),
        struck_out=(struck_out,),
        tests=FOUR_TESTS,
        review_on=on("2013-06-01"),
    )
    decided = history(VIOLENCE).when(RecordException, POLICE, "e1", details, on="2013-05-01")
    decided.refused(InvalidCommand, "organisation-unknown")


def test_it_opens_own_items_only() -> None:
    excepts(history(VIOLENCE), CJG, VIOLENCE.signal).refused(UnknownThing)
    excepts(history(VIOLENCE, WORRY), CJG, WORRY.signal, VIOLENCE.signal).refused(UnknownThing)


def test_basic_care_is_that_of_the_children_in_the_home_and_who_is_struck_out_is_not_told() -> None:
    given = history(VIOLENCE, serves(GP, TOM), serves(SCHOOL, NOA), serves(CJG, "p-other"))
    told = excepts(given, POLICE, VIOLENCE.signal, to=("basic-care",)).told
    assert {recipient for recipient, _ in told} == {"gp", "school"}
    without = excepts(given, POLICE, VIOLENCE.signal, to=("basic-care",), struck_out=("school",)).told
    assert {recipient for recipient, _ in without} == {"gp"}


def test_those_involved_are_those_with_a_reason_to_know_of_their_own() -> None:
    given = history(VIOLENCE, involved(NETWORK, TOM, date="2013-01-01"))
    after = given.after(excepts(given, POLICE, VIOLENCE.signal, to=("those-involved",)))
    assert sees(after, NETWORK, VIOLENCE.signal, NOW)
    assert not sees(after, VEILIG_THUIS, VIOLENCE.signal, NOW)


def test_for_violence_the_date_is_a_review_date_and_nothing_closes_by_itself() -> None:
    given = opened(POLICE, VIOLENCE)
    assert sees(given, GP, VIOLENCE.signal, "2014-01-01")
    assert not [each for each in given.state.deadlines.values() if each.rule == "sharing"]


def test_any_other_exception_ends_on_its_date_and_takes_back() -> None:
    given = opened(CJG, WORRY)
    assert sees(given, GP, WORRY.signal, "2013-06-30")
    assert not sees(given, GP, WORRY.signal, "2013-07-01")
    (waits,) = [each for each in given.state.deadlines.values() if each.rule == "sharing"]
    ended = given.when(ReachDeadline, None, waits, EVERYONE, on="2013-07-01")
    assert ended.took_back == {("gp", "sharing-ended")}
    review(given.after(ended), "continued", "2013-09-01", who=CJG, at="2013-07-02").refused(AlreadyDone)


def test_one_that_is_continued_waits_for_its_new_date() -> None:
    given = opened(CJG, WORRY)
    (first,) = [each for each in given.state.deadlines.values() if each.rule == "sharing"]
    later = given.after(review(given, "continued", "2013-08-01", who=CJG))
    assert not later.when(ReachDeadline, None, first, EVERYONE, on="2013-07-01").took_back
    (second,) = [each for each in later.state.deadlines.values() if each.rule == "sharing" and each != first]
    assert second.due == on("2013-08-01")


def test_a_review_goes_no_further_than_ninety_days_whatever_it_is_called() -> None:
    given = opened(POLICE, VIOLENCE)
    review(given, "continued").refused(InvalidCommand, "review-date-missing")
    review(given, "continued", "2013-10-01").refused(InvalidCommand, "review-date-impossible")
    review(given, "confirmed", "2099-01-01").refused(InvalidCommand, "review-date-impossible")


def test_a_confirmation_changes_nothing_of_what_is_shared() -> None:
    given = opened(POLICE, VIOLENCE)
    decided = review(given, "confirmed")
    decided.then(
        ExceptionReviewed(
            recorded_at=on("2013-06-01"),
            by="p-2",
            exception="e1",
            persons=(MOTHER, TOM),
            decision="confirmed",
            reason="coded",
        )
    )
    assert not decided.took_back
    assert sees(given.after(decided), GP, VIOLENCE.signal, "2013-06-02")


@pytest.mark.parametrize("decision", ["ended", "rejected"])
def test_an_end_or_a_rejection_seals_at_once_and_is_told(decision: str) -> None:
    given = opened(POLICE, VIOLENCE)
    decided = review(given, decision)
    assert ("gp", "sharing-ended") in decided.took_back
    after = given.after(decided)
    assert not sees(after, GP, VIOLENCE.signal, "2013-06-01")
    review(after, "continued", "2013-07-01", at="2013-06-02").refused(AlreadyDone)


def test_what_has_ended_is_not_opened_by_a_confirmation_that_comes_after_it() -> None:
    given = opened(POLICE, VIOLENCE)
    ended = given.after(review(given, "ended"))
    for fact in review(given, "confirmed", at="2013-06-02").accepted().facts:
        ended.state.fold(fact)
    assert not sees(ended, GP, VIOLENCE.signal, "2013-06-02")


def test_nobody_reviews_the_exception_of_another() -> None:
    review(opened(POLICE, VIOLENCE), "ended", who=GP).refused(UnknownThing)
