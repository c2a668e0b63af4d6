"""Deciding once for what is alike gives exactly what deciding item by item gives."""

from datetime import timedelta

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from hub.domain.alike import disclosed
from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import Standing, disclose_by
from hub.domain.facts import Fact
from hub.domain.organisations import Organisation
from tests.domain.builders import AGES, CATALOGUE, CJG, GP, ORGANISATIONS, SCHOOL, TOM, consent, involved, signal
from tests.domain.history import given
from tests.domain.rules.test_all_rules import NOW, OWNER, histories


def both_ways(facts: list[Fact], viewer: Organisation, days: int = 0, sorted_from: int = 0) -> tuple[object, object]:
    """What the viewer is shown with its grounds: item by item, and once for what is alike, if there is so much."""
    moment = NOW + timedelta(days=days)
    where = Circumstances(given(facts).state, AGES, CATALOGUE, moment, ORGANISATIONS)
    standing = Standing(viewer, where)
    one_by_one = list(disclose_by(standing, where.family.items.values()))
    items, grounds, _ = disclosed(standing, sorted_from)
    apart = ([each.item for each in one_by_one], {each.item.id: each.ground for each in one_by_one})
    return apart, (list(items), grounds)


@settings(max_examples=200)
@for_all(histories(), OWNER, st.sampled_from((0, 14, 400, 800)))
def test_what_is_alike_is_decided_as_if_one_by_one(facts: list[Fact], viewer: Organisation, days: int) -> None:
    apart, together = both_ways(facts, viewer, days)
    assert apart == together
    apart, small = both_ways(facts, viewer, days, sorted_from=len(facts) * 9)
    assert apart == small


def test_what_was_recorded_before_and_after_a_reason_of_ones_own_is_told_apart() -> None:
    absences = [signal(SCHOOL, "school-absence", TOM, date=date) for date in ("2014-01-01", "2014-03-01")]
    consents = [consent(SCHOOL, "2010-01-01", "all"), consent(SCHOOL, "2010-01-02", "those-involved")]
    apart, together = both_ways([*consents, absences[0], involved(GP, TOM, date="2014-02-01"), absences[1]], GP)
    assert apart == together
    apart, together = both_ways([consents[0], *absences, involved(CJG, TOM, date="2014-05-01")], CJG)
    assert apart == together
