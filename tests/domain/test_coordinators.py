"""Whom to ask to coordinate: guardian, who does already, wijkteam, others whose role allows it; never by recency."""

from itertools import permutations

import pytest

from hub.domain.coordinators import Candidate, candidates, guardian_of, scale_of
from hub.domain.organisations import Organisation
from tests.domain.builders import CHILDREN, CJG, MOTHER, SOCIAL_WORK, consent, coordination, followup, involved
from tests.domain.history import Given, given
from tests.domain.scenario import EVERYBODY, WIJKTEAM

FAMILY = (MOTHER, *CHILDREN)
SHARED = tuple(consent(each) for each in (CJG, SOCIAL_WORK, WIJKTEAM))


def proposed(facts: Given) -> list[tuple[str, str]]:
    return [(each.organisation, each.why) for each in candidates(facts.seen_by(CJG, "2013-05-01"), EVERYBODY)]


@pytest.mark.parametrize("order", list(permutations((CJG, SOCIAL_WORK, WIJKTEAM))))
def test_the_order_follows_from_roles_and_not_from_who_came_last(order: tuple[Organisation, ...]) -> None:
    dates = dict(zip((each.id for each in order), ("2013-01-01", "2013-02-01", "2013-03-01"), strict=True))
    around = [involved(each, *FAMILY, date=dates[each.id]) for each in (CJG, SOCIAL_WORK, WIJKTEAM)]
    assert proposed(given(SHARED, *around)) == [("wijkteam", "wijkteam"), ("social-work", "may-coordinate")]


def test_who_coordinates_already_goes_before_the_wijkteam_and_a_guardian_before_all() -> None:
    around = [involved(each, *FAMILY, date="2013-01-01") for each in (CJG, SOCIAL_WORK, WIJKTEAM)]
    coordinates = given(SHARED, *around, coordination(SOCIAL_WORK, "accepted", "2013-02-01"))
    assert proposed(coordinates) == [("social-work", "coordinates-already"), ("wijkteam", "wijkteam")]
    measure = followup(CJG, "guardian-appointed", MOTHER, date="2013-03-01", towards="social-work")
    guarded = given(SHARED, *around, measure)
    assert proposed(guarded)[0] == ("social-work", "guardian")


def test_a_guardian_is_none_any_more_once_help_is_voluntary_again() -> None:
    around = involved(CJG, *FAMILY, date="2013-01-01")
    measure = followup(CJG, "guardian-appointed", MOTHER, date="2013-03-01", towards="social-work")
    compelled = followup(CJG, "scale-step", MOTHER, date="2013-03-02", outcome="dwang")
    voluntary = followup(CJG, "scale-step", MOTHER, date="2013-04-01", outcome="voluntary")
    under = given(SHARED, around, measure, compelled).seen_by(CJG, "2013-05-01")
    after = given(SHARED, around, measure, compelled, voluntary).seen_by(CJG, "2013-05-01")
    assert (guardian_of(under), guardian_of(after)) == ("social-work", None)
    last = scale_of(after)
    assert last is not None
    assert last.outcome == "voluntary"


def test_who_is_sealed_for_the_viewer_is_not_proposed() -> None:
    hidden = [consent(WIJKTEAM, answer="refused"), involved(WIJKTEAM, *FAMILY, date="2013-01-01")]
    around = involved(CJG, *FAMILY, date="2013-01-01")
    assert candidates(given(SHARED, around, hidden).seen_by(CJG, "2013-05-01"), EVERYBODY) == ()
    assert Candidate("wijkteam", "wijkteam") not in candidates(given(around).seen_by(CJG, "2013-05-01"), EVERYBODY)
