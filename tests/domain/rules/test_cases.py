"""Every rule through the slices: it fires, and only then; once; never on what is sealed or was taken back."""

import pytest

from hub.domain.facts import ConsentRecorded, ExceptionRecorded, Fact
from hub.domain.facts.matches import Deadline
from hub.domain.rules import all_rules
from hub.domain.slices.deadline import ReachDeadline
from tests.domain.builders import EVERYONE, on, retracted
from tests.domain.rules.case import Case
from tests.domain.rules.cases_converging import CONVERGING
from tests.domain.rules.cases_feedback import FEEDBACK
from tests.domain.rules.cases_missing import MISSING
from tests.domain.scenario import Decided, History, history

CASES = (*CONVERGING, *MISSING, *FEEDBACK)


def looked(given: History, rule: str, at: str) -> Decided:
    """The rule looks for everyone at this moment, as when a deadline comes."""
    deadline = Deadline(id=f"{rule}:{at}", rule=rule, due=on(at))
    return given.when(ReachDeadline, None, deadline, EVERYONE, on=at).accepted()


def is_told(facts: list[Fact], case: Case, at: str) -> bool:
    return (case.told.id, case.rule) in looked(history(facts), case.rule, at).told


def by_rule(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case.rule for case in cases])


def test_every_rule_that_tells_anybody_has_its_case() -> None:
    telling = {rule.id for rule in all_rules() if not rule.page_only and not rule.own_duty}
    assert telling <= {case.rule for case in CASES}


@by_rule(list(CASES))
def test_it_fires(case: Case) -> None:
    assert is_told(case.fires, case, case.at)


@by_rule(list(CASES))
def test_just_below_the_threshold_it_is_silent(case: Case) -> None:
    assert not is_told(case.below, case, case.at)


@by_rule([case for case in CASES if case.inside])
def test_at_the_edge_of_its_period_it_fires_and_just_beyond_it_is_silent(case: Case) -> None:
    assert case.inside is not None
    assert case.outside is not None
    assert is_told(case.inside[0], case, case.inside[1])
    assert not is_told(case.outside[0], case, case.outside[1])


@by_rule(list(CASES))
def test_it_speaks_once(case: Case) -> None:
    given = history(case.fires)
    again = looked(given.after(looked(given, case.rule, case.at)), case.rule, case.at)
    assert case.rule not in {rule for _, rule in again.told}


@by_rule([case for case in CASES if not case.own])
def test_what_is_sealed_makes_it_tell_nobody(case: Case) -> None:
    sealed = [fact for fact in case.fires if not isinstance(fact, ConsentRecorded | ExceptionRecorded)]
    assert not is_told(sealed, case, case.at)


@by_rule([case for case in CASES if case.retract is not None])
def test_what_was_taken_back_makes_it_tell_nobody(case: Case) -> None:
    assert case.retract is not None
    assert case.retract in case.fires
    assert not is_told([*case.fires, retracted(case.retract, case.at[:10])], case, case.at)


@by_rule([case for case in CASES if case.two_homes is not None])
def test_two_homes_of_one_family_are_one_family_to_it(case: Case) -> None:
    assert case.two_homes is not None
    assert is_told(case.two_homes, case, case.at)
