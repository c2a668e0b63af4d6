"""no-plan: six weeks after a coordinator accepted there is a family plan, or an alarm."""

from hub.domain.rules.rule import Moment
from tests.domain.builders import CJG, MOTHER, NETWORK, SOCIAL_WORK, consent, coordination, followup, involved, on
from tests.domain.history import findings, given, moments, only

ACCEPTED = coordination(SOCIAL_WORK, "accepted", "2014-01-15", offered_by=NETWORK)
KNOWN = [
    involved(SOCIAL_WORK, MOTHER, date="2014-01-15"),
    involved(NETWORK, MOTHER, date="2014-01-06"),
    involved(CJG, MOTHER, date="2014-01-06"),
    consent(SOCIAL_WORK),
    ACCEPTED,
]


def test_six_weeks_without_a_plan_are_too_long() -> None:
    history = given(KNOWN)
    assert not findings("no-plan", history.seen_by(SOCIAL_WORK, "2014-02-25 23:59:59"))
    found = only(findings("no-plan", history.seen_by(SOCIAL_WORK, "2014-02-26")))
    assert found.key == ACCEPTED.coordination
    assert found.about == ACCEPTED.about


def test_it_waits_for_that_moment_and_then_no_longer() -> None:
    history = given(KNOWN)
    expected = Moment(key=ACCEPTED.coordination, due=on("2014-02-26"))
    assert moments("no-plan", history.seen_by(SOCIAL_WORK, "2014-01-15")) == [expected]
    assert not moments("no-plan", history.seen_by(SOCIAL_WORK, "2014-02-26"))


def test_who_offered_the_coordination_is_told_and_others_are_not() -> None:
    history = given(KNOWN)
    assert findings("no-plan", history.seen_by(NETWORK, "2014-02-26"))
    assert not findings("no-plan", history.seen_by(CJG, "2014-02-26"))


def test_a_plan_of_before_the_acceptance_does_not_count_and_a_later_one_does() -> None:
    old = followup(SOCIAL_WORK, "family-plan", MOTHER, date="2014-01-14")
    assert findings("no-plan", given(KNOWN, old).seen_by(SOCIAL_WORK, "2014-02-26"))
    new = followup(SOCIAL_WORK, "family-plan", MOTHER, date="2014-01-15")
    assert not findings("no-plan", given(KNOWN, new).seen_by(SOCIAL_WORK, "2014-02-26"))
    assert not moments("no-plan", given(KNOWN, new).seen_by(SOCIAL_WORK, "2014-01-16"))


def test_a_coordination_that_ended_or_was_not_accepted_needs_no_plan() -> None:
    ended = given(KNOWN, coordination(SOCIAL_WORK, "ended", "2014-02-01", offered_by=NETWORK))
    assert not findings("no-plan", ended.seen_by(SOCIAL_WORK, "2014-03-30"))
    proposed = given(KNOWN[:-1], coordination(SOCIAL_WORK, "proposed", "2014-01-15", offered_by=NETWORK))
    assert not findings("no-plan", proposed.seen_by(SOCIAL_WORK, "2014-03-30"))


def test_a_sealed_coordination_alarms_its_coordinator_only() -> None:
    sealed = given([fact for fact in KNOWN if fact is not KNOWN[3]])
    assert findings("no-plan", sealed.seen_by(SOCIAL_WORK, "2014-02-26"))
    assert not findings("no-plan", sealed.seen_by(NETWORK, "2014-02-26"))
