"""Being asked to interpret (duiden) gives reason to know, for a while, to whoever may see that it is asked."""

import msgspec
import pytest

from hub.domain.disclosure import Ground
from hub.domain.facts import Fact
from hub.domain.organisations import Organisation
from hub.domain.slices.followup import FollowUpDetails, RecordFollowUp
from tests.domain.builders import (
    CJG,
    GP,
    MOTHER,
    NETWORK,
    NOA,
    POLICE,
    SCHOOL,
    TOM,
    consent,
    exception,
    followup,
    involved,
    on,
    serves,
    signal,
)
from tests.domain.scenario import VEILIG_THUIS, history
from tests.domain.seeing import around, ground

WORRY = signal(SCHOOL, "school-absence", TOM, date="2013-01-10")
CONSENT = consent(SCHOOL, "2010-01-01", "those-involved")
ASK = followup(SCHOOL, "interpretation-asked", TOM, date="2013-02-01", towards="vt")


def seen(*facts: Fact, by: Organisation = VEILIG_THUIS, at: str = "2013-02-02") -> Ground | None:
    return ground(by, WORRY, around(WORRY, *facts, at=at))


def test_who_is_asked_to_interpret_knows_the_child_for_two_weeks_or_until_it_did() -> None:
    assert seen(CONSENT) is None
    assert seen(CONSENT, ASK) is Ground.CONSENT
    assert seen(CONSENT, ASK, at="2013-02-14 23:59") is Ground.CONSENT
    assert seen(CONSENT, ASK, at="2013-02-15") is None
    given = followup(
        VEILIG_THUIS, "interpretation-given", TOM, date="2013-02-02", of=ASK.followup, outcome="safety-first"
    )
    assert seen(CONSENT, ASK, given) is None


def test_nobody_gives_itself_the_role() -> None:
    itself = followup(VEILIG_THUIS, "interpretation-asked", TOM, date="2013-02-01", towards="vt")
    assert seen(CONSENT, itself) is None


def test_only_what_it_came_to_ends_the_role_and_only_by_who_was_asked() -> None:
    other = followup(VEILIG_THUIS, "reported-back", TOM, date="2013-02-02", of=ASK.followup)
    by_another = followup(
        NETWORK, "interpretation-given", TOM, date="2013-02-02", of=ASK.followup, outcome="stands-apart"
    )
    assert seen(CONSENT, ASK, other, by_another) is Ground.CONSENT


def test_the_role_lasts_two_weeks_also_where_the_ask_is_open_for_longer() -> None:
    opened = msgspec.structs.replace(
        exception(SCHOOL, WORRY, recipients=("vt",), date="2013-02-01"), items=(ASK.followup,)
    )
    assert seen(CONSENT, ASK, opened, at="2013-02-14") is Ground.CONSENT
    assert seen(CONSENT, ASK, opened, at="2013-02-15") is None


def test_a_role_is_no_ground_and_an_ask_that_is_sealed_gives_none() -> None:
    assert seen(ASK) is None
    theirs, concern = consent(CJG, "2010-01-01", "those-involved"), signal(CJG, "parenting", TOM, date="2013-01-11")
    sealed, opened = (concern, theirs, ASK), (concern, theirs, ASK, CONSENT)
    assert ground(VEILIG_THUIS, concern, around(*sealed, at="2013-02-02")) is None
    assert ground(VEILIG_THUIS, concern, around(*opened, at="2013-02-02")) is Ground.CONSENT


def test_only_who_interprets_is_given_the_role_and_nobody_else_gains_by_it() -> None:
    asked_police = followup(SCHOOL, "interpretation-asked", TOM, date="2013-02-01", towards="police")
    assert seen(CONSENT, asked_police, by=POLICE) is None
    assert seen(CONSENT, ASK, by=NETWORK) is None


@pytest.mark.parametrize(("patient", "found"), [(TOM, Ground.CONSENT), (NOA, None), (None, None)])
def test_a_gp_interprets_for_its_own_patients_alone(patient: str | None, found: Ground | None) -> None:
    ask = followup(SCHOOL, "interpretation-asked", TOM, MOTHER, date="2013-02-01", towards="gp")
    own = [] if patient is None else serves(GP, patient)
    assert seen(CONSENT, ask, *own, by=GP) is found


def test_only_an_organisation_that_interprets_can_be_asked() -> None:
    def asks(whom: str | None) -> list[str]:
        details = FollowUpDetails(code="interpretation-asked", occurred_at=on("2013-02-01"), towards=whom)
        given = history([involved(SCHOOL, TOM, date="2013-01-01")])
        decided = given.when(RecordFollowUp, SCHOOL, "new", details, persons=(TOM,), on="2013-02-01")
        return [] if decided.refusal is None else [each.code for each in decided.refusal.faults]

    assert asks("vt") == []
    assert asks(SCHOOL.id) == asks("police") == asks("nobody") == asks(None) == ["not-interpreting"]
