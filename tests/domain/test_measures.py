"""A measure that hits a family is told before it takes effect, and terms count back from there (DOMAIN.md 2.5)."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.catalogue import Severity
from hub.domain.errors import InvalidSignal
from hub.domain.facts import MatchRaised, SignalRecorded
from hub.domain.slices.publish import PublishSignal, Relative, SignalDetails
from hub.domain.terms import answer_by, before_effect
from tests.domain.builders import CJG, GP, HOUSING, MOTHER, TOM, consent, involved, on, signal
from tests.domain.scenario import Decided, history

NOW = "2013-05-01 09:00"  # a Wednesday


def threatens(effect: str | None, category: str = "eviction-threat") -> Decided:
    """The corporation tells of an eviction, with consent, to who is involved."""
    details = SignalDetails(
        kind="concern", occurred_at=on("2013-04-30"), category=category, severity=Severity.SERIOUS,
        kindcheck="named", relatives=(Relative(relation="child", about=True),), authority=True,
        effect_at=None if effect is None else on(effect),
    )  # fmt: skip
    past = history(involved(CJG, TOM, MOTHER, date="2013-01-01"), consent(HOUSING), consent(CJG))
    return past.when(PublishSignal, HOUSING, "s1", details, on=NOW, persons=(MOTHER, TOM), by="p-1")


def terms(decided: Decided) -> set[Any]:
    return {each.answer_by for each in decided.facts if isinstance(each, MatchRaised) and each.recipient == CJG.id}


@pytest.mark.parametrize(
    ("effect", "term"),
    [
        (None, "2013-05-08 07:00"),  # five working days
        ("2013-06-01", "2013-05-08 07:00"),  # far away
        ("2013-05-06", "2013-05-03 07:00"),  # a Monday: the last working morning before it
        ("2013-05-02", "2013-05-01 10:00"),  # tomorrow: as soon as what is acute
        ("2013-04-30", "2013-05-08 07:00"),  # it took effect already
    ],
)
def test_the_term_counts_back_from_the_day_of_effect(effect: str | None, term: str) -> None:
    assert terms(threatens(effect)) == {on(term)}


def test_the_day_of_effect_is_recorded_with_the_signal() -> None:
    assert threatens("2013-06-01").only(SignalRecorded).effect_at == on("2013-06-01")


def test_what_is_no_measure_takes_no_effect() -> None:
    threatens("2013-06-01", "nuisance").refused(InvalidSignal, "effect-not-for-category")


MOMENTS = st.datetimes(on("2013-01-01").replace(tzinfo=None), on("2014-12-31").replace(tzinfo=None))


@settings(max_examples=200)
@given(MOMENTS, MOMENTS, st.sampled_from(["ordinary", "violence", "acute"]))
def test_an_effect_never_gives_anybody_longer_and_never_less_than_an_hour(now: Any, effect: Any, lane: str) -> None:
    moment, effect_at = now.replace(tzinfo=on("2013-01-01").tzinfo), effect.replace(tzinfo=on("2013-01-01").tzinfo)
    term = answer_by(lane, moment)
    counted = before_effect(term, effect_at, moment)
    assert counted <= term
    assert counted >= min(term, answer_by("acute", moment))


def test_who_may_not_see_the_measure_is_given_the_usual_term() -> None:
    sealed = signal(HOUSING, "eviction-threat", MOTHER, TOM, date="2013-04-30", effect_at=on("2013-05-02"))
    past = history(sealed, involved(GP, TOM, MOTHER, date="2013-01-01"), consent(GP), consent(CJG))
    details = SignalDetails(kind="involvement", occurred_at=on("2013-04-30"), state="started", kindcheck="named")
    told = past.when(PublishSignal, CJG, "s2", details, on=NOW, persons=(TOM,))
    raised = [each for each in told.facts if isinstance(each, MatchRaised) and each.recipient in {GP.id, CJG.id}]
    assert {each.answer_by for each in raised} == {on("2013-05-08 07:00")}
