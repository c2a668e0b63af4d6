"""acute: within the hour, also an injury after earlier violence or a missed appointment."""

from hub.domain.catalogue import Severity
from tests.domain.builders import (
    CJG,
    GP,
    MOTHER,
    NOA,
    POLICE,
    SCHOOL,
    TOM,
    consent,
    ends,
    exception,
    involved,
    retracted,
    serves,
    signal,
)
from tests.domain.history import findings, given, only

BRUISES = signal(GP, "child-injury", NOA, date="2015-01-22", severity=Severity.SERIOUS)
ACUTE_BRUISES = signal(GP, "child-injury", NOA, date="2015-01-22", severity=Severity.ACUTE)
CJG_INVOLVED = involved(CJG, NOA, date="2014-01-01")


def test_an_acute_concern_of_another_is_told() -> None:
    found = only(findings("acute", given(consent(GP), CJG_INVOLVED, ACUTE_BRUISES).seen_by(CJG, "2015-01-22")))
    assert found.key == ACUTE_BRUISES.signal
    assert found.about == (NOA,)
    assert found.lane == "acute"


def test_a_late_acute_concern_is_still_acute() -> None:
    late = signal(GP, "child-injury", NOA, date="2014-06-01", recorded="2015-01-22", severity=Severity.ACUTE)
    assert findings("acute", given(consent(GP), CJG_INVOLVED, late).seen_by(CJG, "2015-01-22"))


def test_an_injury_alone_is_not_acute() -> None:
    assert not findings("acute", given(consent(GP), CJG_INVOLVED, BRUISES).seen_by(CJG, "2015-01-22"))


def test_an_injury_after_violence_is_acute_also_for_who_reports_it() -> None:
    violence = signal(POLICE, "domestic-violence", MOTHER, date="2014-10-10")
    shared = exception(POLICE, violence, recipients=["basic-care"], date="2014-10-10")
    found = only(findings("acute", given(serves(GP, NOA), violence, shared, BRUISES).seen_by(GP, "2015-01-22")))
    assert set(found.items) == {BRUISES.signal, violence.signal}


def test_an_injury_after_a_missed_appointment_is_acute_though_that_ended() -> None:
    missed = signal(CJG, "missed-appointment", TOM, date="2013-01-15")
    facts = [consent(GP), CJG_INVOLVED, missed, ends(missed, "2013-06-01", "resolved"), BRUISES]
    assert findings("acute", given(facts).seen_by(CJG, "2015-01-22"))


def test_what_came_after_the_injury_does_not_make_it_acute() -> None:
    missed = signal(CJG, "missed-appointment", NOA, date="2015-01-24")
    assert not findings("acute", given(consent(GP), CJG_INVOLVED, BRUISES, missed).seen_by(CJG, "2015-01-24"))


def test_violence_that_ended_counts_up_to_five_years_back() -> None:
    def violence(date: str) -> object:
        report = signal(CJG, "domestic-violence", MOTHER, date=date)
        facts = [consent(GP), CJG_INVOLVED, report, ends(report, date, "resolved"), BRUISES]
        return findings("acute", given(facts).seen_by(CJG, "2015-01-22"))

    assert violence("2010-01-22")
    assert not violence("2010-01-21")


def test_one_injury_seen_by_two_at_once_is_no_earlier_injury() -> None:
    same = signal(SCHOOL, "child-injury", NOA, date="2015-01-22", severity=Severity.SERIOUS)
    facts = [consent(GP), consent(SCHOOL), CJG_INVOLVED, BRUISES, same]
    assert not findings("acute", given(facts).seen_by(CJG, "2015-01-22"))


def test_its_owner_is_not_told_its_own_acute_concern() -> None:
    assert not findings("acute", given(ACUTE_BRUISES).seen_by(GP, "2015-01-22"))


def test_a_sealed_acute_concern_is_told_nobody() -> None:
    assert not findings("acute", given(CJG_INVOLVED, ACUTE_BRUISES).seen_by(CJG, "2015-01-22"))


def test_earlier_violence_that_is_sealed_makes_nothing_acute() -> None:
    violence = signal(POLICE, "domestic-violence", MOTHER, date="2014-10-10")
    assert not findings("acute", given(consent(GP), CJG_INVOLVED, violence, BRUISES).seen_by(CJG, "2015-01-22"))


def test_a_retracted_concern_is_not_acute() -> None:
    history = given(consent(GP), CJG_INVOLVED, ACUTE_BRUISES, retracted(ACUTE_BRUISES, "2015-01-23"))
    assert not findings("acute", history.seen_by(CJG, "2015-01-23"))
