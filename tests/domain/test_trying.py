"""``hub rules try``: what changed rules would have raised, over the Rotterdam case as it was recorded."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from hub.cli.rules import by_circle
from hub.configuration.load import load_rules
from hub.demo.case import load_case
from hub.domain.ages import AgeBand, band
from hub.domain.rules import configured
from hub.domain.trying import WouldRaise, try_rules
from tests.domain.builders import on
from tests.domain.rotterdam import replayed

CASE = load_case()
SINCE = "2013-01-01"


async def ages(persons: Iterable[str], at: datetime) -> Mapping[str, AgeBand]:
    return {name: band(CASE.persons[name].born.isoformat(), at.date()) for name in persons}


def tried(since: str = SINCE, **changed: Mapping[str, int]) -> list[WouldRaise]:
    """With the numbers of some rules changed; their names are written with underscores."""
    numbers = {name.replace("_", "-"): MappingProxyType(dict(each)) for name, each in changed.items()}
    run = replayed("given")
    policy = run.policy_with(configured({**load_rules(), **numbers}))
    return asyncio.run(try_rules(run.facts, 1, policy, ages, on(since)))


def test_the_rules_as_they_are_would_open_what_was_opened() -> None:
    found = {(each.recipient, each.rule) for each in tried() if each.rule in {"domains-converge", "no-plan", "acute"}}
    told = {
        (each.fact.recipient, each.fact.rule)
        for each in replayed("given").told
        if each.fact.rule in {"domains-converge", "no-plan", "acute"}
    }
    assert told <= found


def test_a_lower_number_shows_what_it_would_have_added_and_earlier() -> None:
    def first(found: list[WouldRaise]) -> datetime:
        return min(each.at for each in found if each.rule == "domains-converge" and each.recipient == "cjg")

    lower = {"domains": 2, "poverty_domains_at_most": 2, "within_days": 365}
    assert first(tried(domains_converge=lower)) < first(tried())


def test_a_higher_number_shows_what_would_not_have_been_raised() -> None:
    found = tried(repetition={"times": 9, "within_days": 730})
    assert "repetition" not in {each.rule for each in found}


def test_what_opened_before_the_day_asked_about_is_left_out() -> None:
    assert all(each.at >= on("2014-06-01") for each in tried("2014-06-01"))


def test_facts_are_of_one_circle_when_any_fact_ties_their_persons_together() -> None:
    facts = replayed("given").facts[:3]
    tags = (("person:a",), ("person:b",), ("person:a", "person:c"))
    assert by_circle(zip(facts, tags, strict=True)) == [[facts[0], facts[2]], [facts[1]]]
