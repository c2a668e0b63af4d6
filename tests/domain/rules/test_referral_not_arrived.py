"""referral-not-arrived: three weeks, or one with an open safety concern."""

from tests.domain.builders import (
    GP,
    MOTHER,
    NETWORK,
    NOA,
    POLICE,
    TOM,
    consent,
    ends,
    exception,
    followup,
    involved,
    on,
    retracted,
    serves,
    signal,
)
from tests.domain.history import findings, given, moments, only

REFERRAL = followup(GP, "referral-made", TOM, date="2014-10-20", towards="network")
VIOLENCE = signal(POLICE, "domestic-violence", MOTHER, TOM, date="2014-10-10")
UNSAFE = [*serves(GP, TOM), VIOLENCE, exception(POLICE, VIOLENCE, recipients=["basic-care"], date="2014-10-10")]
GP_INVOLVED = involved(GP, TOM, date="2014-01-01")


def test_after_twenty_one_days_without_arrival_the_referrer_is_told() -> None:
    history = given(REFERRAL)
    assert not findings("referral-not-arrived", history.seen_by(GP, "2014-11-09 23:59:59"))
    found = only(findings("referral-not-arrived", history.seen_by(GP, "2014-11-10")))
    assert found.key == REFERRAL.followup
    assert found.about == (TOM,)


def test_with_an_open_safety_concern_after_seven() -> None:
    history = given(UNSAFE, REFERRAL)
    assert not findings("referral-not-arrived", history.seen_by(GP, "2014-10-26 23:59:59"))
    found = only(findings("referral-not-arrived", history.seen_by(GP, "2014-10-27")))
    assert set(found.items) == {REFERRAL.followup, VIOLENCE.signal}
    closed = given(UNSAFE, REFERRAL, ends(VIOLENCE, "2014-10-25", "resolved"))
    assert not findings("referral-not-arrived", closed.seen_by(GP, "2014-10-27"))


def test_it_waits_for_both_moments() -> None:
    waiting = moments("referral-not-arrived", given(REFERRAL).seen_by(GP, "2014-10-20"))
    assert [moment.due for moment in waiting] == [on("2014-10-27"), on("2014-11-10")]
    later = moments("referral-not-arrived", given(REFERRAL).seen_by(GP, "2014-10-27"))
    assert [moment.due for moment in later] == [on("2014-11-10")]


def test_an_answer_to_this_referral_is_an_arrival() -> None:
    arrived = followup(GP, "referral-arrived", TOM, date="2014-10-30", of=REFERRAL.followup)
    assert not findings("referral-not-arrived", given(REFERRAL, arrived).seen_by(GP, "2014-12-01"))
    assert not moments("referral-not-arrived", given(REFERRAL, arrived).seen_by(GP, "2014-10-31"))
    of_another = followup(GP, "referral-arrived", TOM, date="2014-10-30", of="another referral")
    assert findings("referral-not-arrived", given(REFERRAL, of_another).seen_by(GP, "2014-12-01"))


def test_an_arrival_at_the_organisation_it_went_to_counts_where_the_referrer_may_see_it() -> None:
    arrived = followup(NETWORK, "referral-arrived", TOM, date="2014-10-30")
    seen = given(GP_INVOLVED, consent(NETWORK), REFERRAL, arrived)
    assert not findings("referral-not-arrived", seen.seen_by(GP, "2014-12-01"))
    sealed = given(GP_INVOLVED, REFERRAL, arrived)
    assert findings("referral-not-arrived", sealed.seen_by(GP, "2014-12-01"))


def test_an_arrival_of_another_child_or_from_before_is_none() -> None:
    other_child = followup(NETWORK, "referral-arrived", NOA, date="2014-10-30")
    before = followup(NETWORK, "referral-arrived", TOM, date="2014-10-01")
    history = given(GP_INVOLVED, consent(NETWORK), REFERRAL, other_child, before)
    assert findings("referral-not-arrived", history.seen_by(GP, "2014-12-01", around=TOM))


def test_nobody_but_the_referrer_is_told() -> None:
    history = given(consent(GP), REFERRAL, involved(NETWORK, TOM, date="2014-01-01"))
    assert not findings("referral-not-arrived", history.seen_by(NETWORK, "2014-12-01"))


def test_a_sealed_or_retracted_safety_concern_hastens_nothing() -> None:
    assert not findings("referral-not-arrived", given(serves(GP, TOM), VIOLENCE, REFERRAL).seen_by(GP, "2014-10-27"))
    wrong = given(UNSAFE, REFERRAL, retracted(VIOLENCE, "2014-10-21"))
    assert not findings("referral-not-arrived", wrong.seen_by(GP, "2014-10-27"))
