"""Linkage on data whose truth is known, in small sizes; docs/linkage.md has what `hub bench-linkage` measures."""

from pathlib import Path

import pytest

from hub.bench.linkage import febrl
from hub.bench.linkage.evaluation import MOST_CANDIDATES, Outcome, dutch_part
from hub.bench.linkage.training import train
from hub.people.linkage import weights

FRESH_SEED = 31_337
PEOPLE = 12_000


@pytest.fixture(scope="module")
def dutch() -> Outcome:
    """A part of an invented population that nothing was tuned on."""
    return dutch_part(PEOPLE, FRESH_SEED)


def test_no_link_is_false_but_between_records_equal_in_every_compared_field(dutch: Outcome) -> None:
    assert [each for each in dutch.false_links if not each["every_compared_field_equal"]] == []
    assert len(dutch.false_links) <= 2


def test_the_part_is_as_hard_as_it_says(dutch: Outcome) -> None:
    everybody, twins = dutch.tallies["all"], dutch.tallies["twin"]
    assert everybody.known + everybody.new >= PEOPLE
    assert everybody.new >= 0.3 * PEOPLE
    assert twins.new >= 0.03 * everybody.new
    assert twins.known + twins.new >= 0.03 * PEOPLE
    assert dutch.tallies["father-and-son"].known > 50


def test_complete_records_link_by_themselves(dutch: Outcome) -> None:
    complete = dutch.tallies["complete"]
    assert complete.known > 1_000
    assert complete.linked / complete.known >= 0.97


def test_hardly_anybody_is_missed_once_stewards_have_looked(dutch: Outcome) -> None:
    everybody = dutch.tallies["all"]
    assert (everybody.linked + everybody.reviewed) / everybody.known >= 0.99
    for name, tally in dutch.tallies.items():
        if tally.known >= 100:  # smaller ones are told in docs/linkage.md, over all seeds
            assert (tally.linked + tally.reviewed) / tally.known >= 0.90, name


def test_hardly_anybody_new_without_family_here_goes_to_review(dutch: Outcome) -> None:
    alone = dutch.tallies["new without family stored"]
    assert alone.new_reviewed / alone.new <= 0.01
    assert dutch.most_candidates <= MOST_CANDIDATES


def test_figures_name_every_subgroup(dutch: Outcome) -> None:
    figures = dutch.figures()["subgroups"]
    assert isinstance(figures, dict)
    assert {"all", "complete", "twin", "father-and-son", "names arab", "age 0-11", "mistake nickname"} <= set(figures)


@pytest.mark.slow
@pytest.mark.parametrize("number", [4, pytest.param(3, marks=pytest.mark.soak)])
def test_febrl_without_the_national_identifier(number: int) -> None:
    tuned_on, reported_on = febrl.halves(number, seed=7)
    trained = febrl.trained(tuned_on, seed=7)
    least = febrl.threshold(febrl.scored_pairs(tuned_on, trained), febrl.true_pairs(tuned_on))
    alone = febrl.score_alone(reported_on, trained, least)
    assert (alone["false_links"], alone["recall"] >= 0.99) == (0, True)
    rules = febrl.by_rules(reported_on, trained)
    assert (rules["false_links"], rules["recall_with_reviews"] >= 0.99) == (0, True)
    twins = febrl.twins(reported_on, trained, least, seed=7)
    assert (twins["merged_by_rules"], twins["merged_by_score_alone"] > 0) == (0, True)


@pytest.mark.soak
def test_the_shipped_weights_are_what_training_counts() -> None:
    assert train() == Path(weights.__file__).with_name("weights.yaml").read_text(encoding="utf-8")
