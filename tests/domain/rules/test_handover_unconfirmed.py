"""handover-unconfirmed: offered and not accepted in seven days, or accepted and not started in fourteen."""

from tests.domain.builders import CJG, MOTHER, NETWORK, SOCIAL_WORK, consent, handover, involved, on
from tests.domain.history import findings, given, moments, only

OFFERED = handover(SOCIAL_WORK, NETWORK, "offered", "2014-07-15")
ACCEPTED = handover(SOCIAL_WORK, NETWORK, "accepted", "2014-07-18")
INVOLVED = [involved(SOCIAL_WORK, MOTHER, date="2014-01-15"), involved(CJG, MOTHER, date="2014-01-15")]


def test_an_offer_that_nobody_accepts_in_seven_days_is_told() -> None:
    history = given(INVOLVED, OFFERED)
    assert not findings("handover-unconfirmed", history.seen_by(SOCIAL_WORK, "2014-07-21 23:59:59"))
    found = only(findings("handover-unconfirmed", history.seen_by(SOCIAL_WORK, "2014-07-22")))
    assert found.key == OFFERED.handover
    assert found.speaks_for == {"step:offered"}


def test_a_handover_that_does_not_start_in_fourteen_days_speaks_again() -> None:
    history = given(INVOLVED, OFFERED, ACCEPTED)
    assert not findings("handover-unconfirmed", history.seen_by(SOCIAL_WORK, "2014-07-31 23:59:59"))
    found = only(findings("handover-unconfirmed", history.seen_by(SOCIAL_WORK, "2014-08-01")))
    assert found.speaks_for == {"step:accepted"}


def test_the_receiver_is_told_too_and_nobody_else() -> None:
    history = given(INVOLVED, consent(SOCIAL_WORK), OFFERED)
    assert findings("handover-unconfirmed", history.seen_by(NETWORK, "2014-07-22", around=MOTHER))
    assert not findings("handover-unconfirmed", history.seen_by(CJG, "2014-07-22"))


def test_completed_or_declined_it_is_no_longer_unconfirmed() -> None:
    for step in ("completed", "declined"):
        history = given(INVOLVED, OFFERED, handover(SOCIAL_WORK, NETWORK, step, "2014-07-19"))
        assert not findings("handover-unconfirmed", history.seen_by(SOCIAL_WORK, "2014-12-01"))
        assert not moments("handover-unconfirmed", history.seen_by(SOCIAL_WORK, "2014-07-19"))


def test_it_waits_for_the_moment_of_its_last_step() -> None:
    offered = given(INVOLVED, OFFERED).seen_by(SOCIAL_WORK, "2014-07-15")
    assert [moment.due for moment in moments("handover-unconfirmed", offered)] == [on("2014-07-22")]
    accepted = given(INVOLVED, OFFERED, ACCEPTED).seen_by(SOCIAL_WORK, "2014-07-18")
    assert [moment.due for moment in moments("handover-unconfirmed", accepted)] == [on("2014-08-01")]


def test_a_sealed_offer_alarms_its_giver_only() -> None:
    history = given(INVOLVED, involved(NETWORK, MOTHER, date="2014-07-01"), OFFERED)
    assert not findings("handover-unconfirmed", history.seen_by(NETWORK, "2014-07-22"))
