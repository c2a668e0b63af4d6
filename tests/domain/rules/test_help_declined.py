"""help-declined: declining again, accepting only material help, or breaking off what kept others from stepping in."""

import pytest

from tests.domain.builders import (
    CHILDREN,
    CJG,
    GP,
    INCOME,
    MOTHER,
    POLICE,
    SOCIAL_WORK,
    TOM,
    consent,
    ends,
    followup,
    involved,
    retracted,
    signal,
)
from tests.domain.history import findings, given, only

CONCERN = signal(CJG, "parenting", TOM, date="2013-02-20")
FIRST = signal(INCOME, "help-declined", MOTHER, date="2013-02-20")
SECOND = signal(SOCIAL_WORK, "help-declined", MOTHER, date="2014-03-03")
INVOLVED = involved(SOCIAL_WORK, MOTHER, date="2014-01-01")
SHARED = [consent(CJG), consent(INCOME)]


def test_declined_twice_after_a_concern_is_a_pattern() -> None:
    view = given(SHARED, CONCERN, FIRST, INVOLVED, SECOND).seen_by(SOCIAL_WORK, "2014-03-03")
    found = only(findings("help-declined", view))
    assert set(found.items) == {CONCERN.signal, FIRST.signal, SECOND.signal}
    assert found.about == (MOTHER,)


def test_declined_once_is_none() -> None:
    assert not findings("help-declined", given(SHARED, CONCERN, INVOLVED, SECOND).seen_by(SOCIAL_WORK, "2014-03-03"))


def test_declining_is_itself_no_concern_that_it_follows() -> None:
    assert not findings("help-declined", given(SHARED, FIRST, INVOLVED, SECOND).seen_by(SOCIAL_WORK, "2014-03-03"))


def test_a_concern_after_the_first_time_is_too_late_for_it() -> None:
    later = signal(CJG, "parenting", TOM, date="2013-02-21")
    view = given(SHARED, later, FIRST, INVOLVED, SECOND).seen_by(SOCIAL_WORK, "2014-03-03")
    assert not findings("help-declined", view)


@pytest.mark.parametrize(("date", "a_pattern"), [("2015-02-20", True), ("2015-02-21", False)])
def test_within_twenty_four_months_and_not_a_day_more(date: str, a_pattern: bool) -> None:
    second = signal(SOCIAL_WORK, "help-declined", MOTHER, date=date)
    view = given(SHARED, CONCERN, FIRST, INVOLVED, second).seen_by(SOCIAL_WORK, date)
    assert bool(findings("help-declined", view)) is a_pattern


def test_only_material_help_counts_while_a_safety_concern_is_open() -> None:
    violence = signal(POLICE, "domestic-violence", MOTHER, *CHILDREN, date="2014-01-01")
    material = signal(SOCIAL_WORK, "help-accepted-only-material", MOTHER, date="2014-03-03")
    facts = [consent(POLICE), violence, INVOLVED, material]
    assert findings("help-declined", given(facts).seen_by(SOCIAL_WORK, "2014-03-03"))
    closed = ends(violence, "2014-02-01", "resolved")
    assert not findings("help-declined", given(facts, closed).seen_by(SOCIAL_WORK, "2014-03-03"))


def test_one_missed_appointment_counts_where_nothing_was_scaled_up_because_help_was_accepted() -> None:
    accepted = followup(SOCIAL_WORK, "not-scaled-up-help-accepted", MOTHER, date="2014-02-01")
    missed = signal(GP, "missed-appointment", MOTHER, date="2014-02-10")
    facts = [consent(GP), INVOLVED, accepted, missed]
    found = only(findings("help-declined", given(facts).seen_by(SOCIAL_WORK, "2014-02-10")))
    assert set(found.items) == {accepted.followup, missed.signal}
    before = signal(GP, "missed-appointment", MOTHER, date="2014-01-31")
    facts = [consent(GP), INVOLVED, accepted, before]
    assert not findings("help-declined", given(facts).seen_by(SOCIAL_WORK, "2014-02-10"))


def test_a_sealed_one_does_not_count() -> None:
    view = given(consent(CJG), CONCERN, FIRST, INVOLVED, SECOND).seen_by(SOCIAL_WORK, "2014-03-03")
    assert not findings("help-declined", view)


def test_a_retracted_one_does_not_count() -> None:
    history = given(SHARED, CONCERN, FIRST, INVOLVED, SECOND, retracted(FIRST, "2014-03-04"))
    assert not findings("help-declined", history.seen_by(SOCIAL_WORK, "2014-03-04"))
