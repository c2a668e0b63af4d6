"""no-coordinator: three organisations, and nobody coordinates for fourteen days."""

from tests.domain.builders import (
    CHILDREN,
    CJG,
    MOTHER,
    NETWORK,
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
)
from tests.domain.history import findings, given, moments, only

FIRST = involved(CJG, TOM, date="2014-01-01")
SECOND = involved(NETWORK, MOTHER, *CHILDREN, date="2014-02-01")
THIRD = involved(SCHOOL, TOM, date="2014-03-01")
SHARED = [consent(CJG), consent(NETWORK), consent(SCHOOL)]
THREE = [*SHARED, FIRST, SECOND, THIRD]


def test_fourteen_days_after_the_third_joined_the_municipality_is_asked() -> None:
    history = given(THREE)
    assert not findings("no-coordinator", history.seen_by(CJG, "2014-03-14 23:59:59"))
    found = only(findings("no-coordinator", history.seen_by(CJG, "2014-03-15")))
    assert found.to_process_coordinator
    assert found.key == "never"
    assert set(found.about) >= {MOTHER, *CHILDREN}
    assert found.items == (), "an identifier discloses no content"


def test_it_waits_for_that_moment() -> None:
    view = given(THREE).seen_by(CJG, "2014-03-01")
    assert [(each.key, each.due) for each in moments("no-coordinator", view)] == [("never", on("2014-03-15"))]
    assert not moments("no-coordinator", given(THREE).seen_by(CJG, "2014-03-15"))


def test_two_organisations_need_no_coordinator() -> None:
    assert not findings("no-coordinator", given(SHARED, FIRST, SECOND).seen_by(CJG, "2014-12-01"))


def test_an_accepted_coordinator_coordinates_and_a_proposed_one_does_not() -> None:
    accepted = given(THREE, coordination(NETWORK, "accepted", "2014-03-10"))
    assert not findings("no-coordinator", accepted.seen_by(CJG, "2014-12-01"))
    proposed = given(THREE, coordination(NETWORK, "proposed", "2014-03-10"))
    assert findings("no-coordinator", proposed.seen_by(CJG, "2014-12-01"))


def test_after_the_last_coordination_ended_it_waits_anew() -> None:
    ended = coordination(NETWORK, "ended", "2014-07-20")
    history = given(THREE, coordination(NETWORK, "accepted", "2014-03-10"), ended)
    assert not findings("no-coordinator", history.seen_by(CJG, "2014-08-02"))
    assert only(findings("no-coordinator", history.seen_by(CJG, "2014-08-03"))).key == ended.coordination
    waiting = moments("no-coordinator", history.seen_by(CJG, "2014-07-20"))
    assert [(each.key, each.due) for each in waiting] == [(ended.coordination, on("2014-08-03"))]


def test_a_family_may_direct_itself() -> None:
    directs = followup(NETWORK, "family-directs-itself", MOTHER, date="2014-03-10")
    assert not findings("no-coordinator", given(THREE, directs).seen_by(CJG, "2014-12-01"))
    later = [coordination(NETWORK, "accepted", "2014-04-01"), coordination(NETWORK, "ended", "2014-07-20")]
    assert findings("no-coordinator", given(THREE, directs, later).seen_by(CJG, "2014-12-01"))


def test_an_ended_or_retracted_signal_is_no_involvement() -> None:
    for undone in (ends(THIRD, "2014-03-10"), retracted(THIRD, "2014-03-10")):
        assert not findings("no-coordinator", given(THREE, undone).seen_by(CJG, "2014-03-15"))


def test_over_a_view_in_which_one_is_sealed_nobody_is_asked() -> None:
    history = given(THREE[1:])
    assert findings("no-coordinator", history.seen_by(CJG, "2014-03-15")), "it sees its own and two others"
    social_work = given(THREE[1:], involved(SOCIAL_WORK, TOM, date="2014-03-01"), ends(SECOND, "2014-03-02"))
    assert not findings("no-coordinator", social_work.seen_by(SOCIAL_WORK, "2014-12-01"))
