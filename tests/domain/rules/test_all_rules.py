"""What holds of every rule, whatever the history: the words *never* and *always* of DOMAIN.md 6 and 9."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from string import Formatter

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from hub.configuration.load import load_rules
from hub.domain import rules
from hub.domain.catalogue import Severity
from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import decide
from hub.domain.facts import Fact, SignalEnded, SignalRecorded
from hub.domain.organisations import Organisation
from hub.domain.rules import all_rules, configured
from hub.domain.rules.rule import Rule
from tests.domain.builders import (
    AGES,
    CATALOGUE,
    CJG,
    FAMILY,
    FATHER,
    GP,
    HALF_BROTHER,
    INCOME,
    MOTHER,
    NETWORK,
    NOA,
    PARTNER,
    POLICE,
    SCHOOL,
    SHELTER,
    SOCIAL_WORK,
    TOM,
    at_home,
    consent,
    coordination,
    ends,
    exception,
    followup,
    handover,
    joins,
    on,
    serves,
    signal,
    watch,
)
from tests.domain.history import RULES, Given, findings, given, moments

OWNERS = (GP, SCHOOL, CJG, SOCIAL_WORK, NETWORK, POLICE, SHELTER, INCOME)
FATHERS_HOME = (at_home(FATHER, "parent", authority=True), at_home(HALF_BROTHER), at_home(NOA))
CATEGORIES = (
    None,
    "missed-appointment",
    "help-declined",
    "domestic-violence",
    "child-injury",
    "neglect",
    "eviction-threat",
    "income-stopped",
    "school-absence",
)
NOW = on("2014-12-01")
CODES = (
    *("appointment-completed", "referral-made", "referral-arrived", "family-plan", "safety-plan", "stagnation"),
    *("safety-assessment-unsafe", "safety-assessment-safe", "inquiry-handed-over", "triage-handed-over"),
    *("help-not-wanted", "moved-municipality", "school-changed", "review-planned", "review-held", "help-ended-early"),
)
DATES = st.one_of(st.integers(0, 30), st.integers(0, 700)).map(lambda days: f"{NOW - timedelta(days=days):%Y-%m-%d}")
OWNER = st.sampled_from(OWNERS)
Told = frozenset[tuple[str, str, frozenset[str], frozenset[str], frozenset[str], str]]


@st.composite
def signals(draw: st.DrawFn, number: int, often: str | None) -> SignalRecorded:
    """One signal about some of the family, with a household of either home or none."""
    persons = draw(
        st.lists(st.sampled_from((MOTHER, FATHER, TOM, NOA, HALF_BROTHER)), min_size=1, max_size=3, unique=True)
    )
    date = draw(DATES)
    return signal(
        draw(OWNER),
        draw(st.sampled_from((often, often, *CATEGORIES))),
        *persons,
        date=date,
        severity=draw(st.sampled_from(Severity)),
        household=draw(st.sampled_from((FAMILY, FATHERS_HOME, ()))),
        id_=f"signal {number}",
        report_to_veilig_thuis=draw(st.sampled_from((None, None, None, "intended"))),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[Fact]:
    """What a few organisations may have recorded about one family; every item once, so that order says nothing."""
    often = draw(st.sampled_from(CATEGORIES))
    recorded = [draw(signals(number, often)) for number in range(draw(st.integers(1, 8)))]
    facts: list[Fact] = list(recorded)
    facts += [consent(owner) for owner in draw(st.sets(OWNER, min_size=1))]
    facts += [entry for owner in draw(st.sets(st.sampled_from((GP, SCHOOL, CJG)))) for entry in serves(owner, TOM, NOA)]
    by_owner = {each.owner: each for each in recorded}
    facts += [
        exception(owner, by_owner[owner.id], recipients=["basic-care"], date="2014-11-30")
        for owner in draw(st.sets(OWNER, max_size=3))
        if owner.id in by_owner
    ]
    facts += draw(st.lists(_followed_up(), max_size=4, unique_by=lambda fact: fact.tags()[0]))
    over = draw(st.lists(st.sampled_from(recorded), max_size=2, unique_by=lambda fact: fact.signal))
    return [*facts, *(ends(each, f"{NOW:%Y-%m-%d}") for each in over)]


@st.composite
def _followed_up(draw: st.DrawFn) -> Fact:
    owner, other, date = draw(OWNER), draw(OWNER), draw(DATES)
    step = draw(st.sampled_from(("accepted", "proposed", "ended")))
    code = draw(st.sampled_from(CODES))
    until = on(date) + timedelta(days=draw(st.integers(1, 120))) if draw(st.booleans()) else None
    return draw(
        st.sampled_from(
            (
                coordination(owner, step, date, offered_by=other),
                handover(owner, other, draw(st.sampled_from(("offered", "accepted"))), date),
                watch(owner, TOM, step, date),
                followup(owner, code, TOM, date=date, towards=other.id, until=until),
                joins(owner, PARTNER, MOTHER, date=date),
            )
        )
    )


def told(history: Given, viewer: Organisation, at: datetime = NOW) -> Told:
    """Everything the rules find for this viewer, without any order."""
    return frozenset(
        (id_, each.key, frozenset(each.about), frozenset(each.items), each.speaks_for, each.lane)
        for family in history.families(viewer, at)
        for id_ in RULES
        for each in findings(id_, family)
    )


@settings(max_examples=150)
@for_all(histories(), st.randoms(use_true_random=False), OWNER)
def test_the_order_of_recording_does_not_change_what_is_found(
    facts: list[Fact], chance: Random, viewer: Organisation
) -> None:
    shuffled = facts.copy()
    chance.shuffle(shuffled)
    shuffled.sort(key=lambda fact: isinstance(fact, SignalEnded))
    assert told(given(facts), viewer) == told(given(shuffled), viewer)


@settings(max_examples=150)
@for_all(histories(), OWNER)
def test_a_finding_never_rests_on_an_item_that_is_sealed_for_its_recipient(
    facts: list[Fact], viewer: Organisation
) -> None:
    history = given(facts)
    where = Circumstances(history.state, AGES, CATALOGUE, NOW)
    used = {item for _, _, _, items, _, _ in told(history, viewer) for item in items}
    assert all(decide(viewer, history.state.items[item], where) is not None for item in used)


@settings(max_examples=150)
@for_all(histories(), OWNER)
def test_nobody_is_told_of_persons_whom_it_does_not_see(facts: list[Fact], viewer: Organisation) -> None:
    for family in given(facts).families(viewer, NOW):
        for id_ in RULES:
            for found in findings(id_, family):
                assert found.about
                assert set(found.about) <= set(family.persons)


@settings(max_examples=150)
@for_all(histories(), OWNER)
def test_moments_lie_ahead_and_the_rule_holds_at_the_last_of_them(facts: list[Fact], viewer: Organisation) -> None:
    history = given(facts)
    for id_, key, due in _last_moments(history, viewer):
        assert due > NOW
        if _sees_the_same(history, viewer, due):
            found = [each for family in history.families(viewer, due) for each in findings(id_, family)]
            assert key in {each.key for each in found}


def _last_moments(history: Given, viewer: Organisation) -> Iterator[tuple[str, str, datetime]]:
    for family in history.families(viewer, NOW):
        for id_ in RULES:
            last: dict[str, datetime] = {}
            for moment in moments(id_, family):
                last[moment.key] = max(moment.due, last.get(moment.key, moment.due))
            yield from ((id_, key, due) for key, due in last.items())


def _sees_the_same(history: Given, viewer: Organisation, later: datetime) -> bool:
    """Whether nothing expires for this viewer until then: neither what it sees nor what is active."""

    def seen(at: datetime) -> set[tuple[str, bool]]:
        families = history.families(viewer, at)
        active = {each.id for family in families for each in family.active}
        return {(item.id, item.id in active) for family in families for item in family.items}

    return seen(NOW) == seen(later)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_a_rule_says_the_same_in_both_languages_and_waits_only_when_it_is_on_time(rule: Rule) -> None:
    fields = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (rule.reason_nl, rule.reason_en)]
    assert fields[0] == fields[1] <= {"organisations", "categories", "dates", "count"}
    assert (rule.due is not None) is bool(rule.term_nl) is bool(rule.term_en)
    assert rule.due is not None or not rule.on_time
    assert rule.looks_at or rule.own_duty or rule.answers
    assert all((rule.fires_nl, rule.fires_en, rule.told_nl, rule.told_en))
    assert rule.source


def test_a_rule_is_found_by_its_file_and_the_most_urgent_comes_first() -> None:
    files = {path.stem for path in Path(rules.__path__[0]).glob("*.py") if "= Rule(" in path.read_text()}
    assert {rule.id.replace("-", "_") for rule in all_rules()} == files
    assert [rule.id for rule in all_rules()][:2] == ["acute", "violence-at-home"]


def test_every_rule_has_its_own_parameters_and_every_parameter_its_rule() -> None:
    parameters = load_rules()
    assert {each.rule.id for each in configured(parameters)} == set(parameters)
    with pytest.raises(LookupError, match="acute"):
        configured({id_: values for id_, values in parameters.items() if id_ != "acute"})
