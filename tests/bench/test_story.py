"""The family that the figures are measured with is the one that the figures are fixed for."""

from datetime import UTC, datetime

from hub.bench.persons import subjects
from hub.bench.requests import message
from hub.bench.story import BANDS, FACTS, OPEN_SIGNALS, ORGANISATIONS, PERSONS, policy, tell
from hub.domain.ages import band_between, born_between
from hub.domain.family import FamilyState
from hub.domain.items import Signal
from hub.people.exact import canonical_demographics
from hub.people.subject import faults

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_story_has_four_persons_three_organisations_twenty_facts_and_eight_open_signals() -> None:
    state, told = FamilyState(), tell(NOW)
    for fact in told.facts:
        state.fold(fact)

    signals = [item for item in state.items.values() if isinstance(item, Signal) and item.active(NOW)]

    assert len(told.facts) == FACTS == 20
    assert set(state.members) == set(PERSONS)
    assert {signal.owner for signal in signals} == {each.id for each in ORGANISATIONS}
    assert len(signals) == OPEN_SIGNALS == 8


def test_facts_are_told_in_the_order_in_which_they_were_recorded() -> None:
    moments = [fact.recorded_at for fact in tell(NOW).facts]

    assert moments == sorted(moments)


def test_no_two_families_share_demographics() -> None:
    stated = [canonical_demographics(each) for n in range(3000) for each in subjects(n, NOW.date()).values()]

    assert None not in stated
    assert len(set(stated)) == 3000 * len(PERSONS)


def test_the_persons_of_a_family_can_be_stated_and_are_as_old_as_the_story_has_them() -> None:
    today = NOW.date()
    for number in range(300):
        for kin, subject in subjects(number, today).items():
            assert list(faults(subject, "$", today)) == []
            assert subject.born is not None
            assert band_between(*born_between(subject.born), today) is BANDS[kin]


def test_every_message_of_the_figures_is_one_that_the_hub_takes() -> None:
    for turn in range(3):
        organisation, request = message(turn, subjects(turn, NOW.date()), NOW)

        assert list(request.faults(policy(), organisation, NOW)) == []
