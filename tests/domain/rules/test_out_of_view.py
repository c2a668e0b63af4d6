"""out-of-view: after a missed appointment nobody saw the child."""

from tests.domain.builders import (
    CHILDREN,
    CJG,
    GP,
    MOTHER,
    NOA,
    SCHOOL,
    SOCIAL_WORK,
    TOM,
    consent,
    coordination,
    ends,
    followup,
    involved,
    on,
    retracted,
    signal,
)
from tests.domain.history import findings, given, moments, only

MISSED = signal(CJG, "missed-appointment", NOA, date="2014-08-20")
BOTH_MISSED = signal(CJG, "missed-appointment", MOTHER, TOM, NOA, date="2014-08-20")


def test_a_child_under_four_is_out_of_view_after_thirty_days() -> None:
    history = given(MISSED)
    assert not findings("out-of-view", history.seen_by(CJG, "2014-09-18 23:59:59"))
    found = only(findings("out-of-view", history.seen_by(CJG, "2014-09-19")))
    assert found.key == MISSED.signal
    assert found.about == (NOA,)


def test_an_older_child_after_sixty_and_the_mother_never() -> None:
    history = given(BOTH_MISSED)
    assert only(findings("out-of-view", history.seen_by(CJG, "2014-10-18"))).about == (NOA,)
    assert only(findings("out-of-view", history.seen_by(CJG, "2014-10-19"))).about == (TOM, NOA)


def test_it_waits_for_the_moment_of_each_child() -> None:
    waiting = moments("out-of-view", given(BOTH_MISSED).seen_by(CJG, "2014-08-20"))
    assert [moment.due for moment in waiting] == [on("2014-09-19"), on("2014-10-19")]


def test_a_term_runs_from_when_the_hub_was_told() -> None:
    late = signal(CJG, "missed-appointment", NOA, date="2014-08-20", recorded="2014-10-01")
    waiting = moments("out-of-view", given(late).seen_by(CJG, "2014-10-01"))
    assert [moment.due for moment in waiting] == [on("2014-10-31")]


def test_a_completed_appointment_brings_the_child_back_in_view() -> None:
    seen = followup(CJG, "appointment-completed", NOA, date="2014-08-20")
    assert not findings("out-of-view", given(MISSED, seen).seen_by(CJG, "2014-12-01"))
    before = followup(CJG, "appointment-completed", NOA, date="2014-08-19")
    assert findings("out-of-view", given(MISSED, before).seen_by(CJG, "2014-12-01"))
    of_a_brother = followup(CJG, "appointment-completed", TOM, date="2014-08-25")
    assert only(findings("out-of-view", given(BOTH_MISSED, of_a_brother).seen_by(CJG, "2014-12-01"))).about == (NOA,)


def test_an_appointment_with_another_counts_where_it_may_be_seen() -> None:
    seen = followup(GP, "appointment-completed", NOA, date="2014-08-30")
    facts = [MISSED, involved(CJG, NOA, date="2014-01-01"), seen]
    assert not findings("out-of-view", given(facts, consent(GP)).seen_by(CJG, "2014-12-01"))
    assert findings("out-of-view", given(facts).seen_by(CJG, "2014-12-01"))


def test_the_coordinator_is_told_and_others_are_not() -> None:
    coordinates = coordination(SOCIAL_WORK, "accepted", "2014-01-01")
    history = given(consent(CJG), MISSED, coordinates, involved(SCHOOL, NOA, date="2014-01-01"))
    assert findings("out-of-view", history.seen_by(SOCIAL_WORK, "2014-09-19"))
    assert not findings("out-of-view", history.seen_by(SCHOOL, "2014-09-19"))


def test_a_missed_appointment_of_the_mother_alone_puts_no_child_out_of_view() -> None:
    mothers = signal(CJG, "missed-appointment", MOTHER, date="2014-08-20")
    assert not findings("out-of-view", given(mothers).seen_by(CJG, "2014-12-01"))


def test_a_sealed_missed_appointment_is_told_its_owner_only() -> None:
    history = given(MISSED, coordination(SOCIAL_WORK, "accepted", "2014-01-01"))
    assert all(not findings("out-of-view", each) for each in history.families(SOCIAL_WORK, "2014-12-01"))


def test_a_closed_or_retracted_one_waits_for_nothing() -> None:
    for undone in (ends(MISSED, "2014-08-25", "resolved"), retracted(MISSED, "2014-08-25")):
        history = given(involved(CJG, *CHILDREN, date="2014-01-01"), MISSED, undone)
        assert not findings("out-of-view", history.seen_by(CJG, "2014-12-01"))
        assert not moments("out-of-view", history.seen_by(CJG, "2014-08-26"))
