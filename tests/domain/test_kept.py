"""What is kept of a family between decisions gives what working it out from nothing gives."""

import random
from collections.abc import Iterator
from itertools import count
from typing import Any

import msgspec
import pytest

from hub.domain import alike, sortings
from hub.domain.circumstances import Circumstances
from hub.domain.columns import STATED_WITH, Sorted, Sorting
from hub.domain.disclosure import Standing
from hub.domain.facts import Fact
from hub.domain.family import FamilyState
from hub.domain.items import Item
from hub.domain.kept import Kept
from hub.domain.organisations import Organisations
from hub.domain.rules import informing_overdue
from hub.domain.view import FamilyView, see
from tests.domain.history import RULES as CONFIGURED
from tests.oracle.drafts import IDS, ORGANISATIONS, History
from tests.oracle.histories import history
from tests.oracle.test_decision_against_law import CATALOGUE, RULES, VIEWERS

EVERYBODY = Organisations(ORGANISATIONS)
SORTINGS = [
    each
    for module in (sortings, alike, informing_overdue)
    for each in vars(module).values()
    if isinstance(each, Sorting)
] + [STATED_WITH]


def kept_from_the_first() -> FamilyState:
    """A family of which everything is kept, however small it is."""
    state = FamilyState()
    state.kept = Kept(keeps_from=0)
    return state


def columns(items: Sorted) -> dict[Sorting, dict[Any, tuple[list[Any], list[int]]]]:
    """Every column with its keys and the very items in it."""
    return {
        sorting: {name: (column.keys, list(map(id, column.items))) for name, column in items.by(sorting).items()}
        for sorting in SORTINGS
    }


def told(here: History, state: FamilyState, viewer: str) -> Any:
    """Everything that a decision takes from a view: what is seen, and what every rule finds in it and waits for."""
    where = Circumstances(state, here.ages(), CATALOGUE, here.now, EVERYBODY, rules=RULES)
    view = see(Standing(VIEWERS[viewer], where))
    return list(view.items), view.grounds, [list(_of_family(family)) for family in view.families()]


def _of_family(family: FamilyView) -> Iterator[object]:
    yield family.persons
    yield family.children
    yield family.active
    for configured in CONFIGURED.values():
        rule, parameters = configured.rule, configured.parameters
        yield rule.id, list(rule.find(family, parameters)), list(rule.due(family, parameters) if rule.due else ())


def refused(state: FamilyState, facts: list[Fact]) -> None:
    """Another decision looks at facts of its own, and then leaves none behind."""
    fork = state.fork()
    for fact in facts:
        fork.fold(fact)
    columns(fork.sorted)


@pytest.mark.parametrize("seed", range(120))
def test_columns_that_follow_what_changes_are_those_made_from_nothing(seed: int) -> None:
    facts, draw = history(seed).facts, random.Random(seed)
    state = kept_from_the_first()
    for number, fact in enumerate(facts):
        refused(state, draw.sample(facts[number:], min(3, len(facts) - number)))
        state.fold(fact)
        assert columns(state.sorted) == columns(Sorted(tuple(state.items.values())))


@pytest.mark.parametrize("seed", range(200, 290))
def test_a_view_that_follows_what_changes_is_the_one_made_from_nothing(seed: int) -> None:
    here, draw = history(seed), random.Random(seed)
    state, viewers = kept_from_the_first(), draw.sample(IDS, 3)
    end = here.now
    for number, fact in enumerate(here.facts):
        state.fold(fact)
        afresh = FamilyState()
        for each in here.facts[: number + 1]:
            afresh.fold(each)
        here.now = draw.choice((fact.recorded_at, end))  # also earlier than somebody looked before
        for viewer in viewers:
            assert told(here, state, viewer) == told(here, afresh, viewer)


@pytest.mark.parametrize("seed", range(60))
def test_a_sorting_of_one_kind_is_as_if_there_were_only_items_of_that_kind(seed: int) -> None:
    items = _items(seed)
    for sorting in (each for each in SORTINGS if each.of is not None):
        asked_of_each = Sorted([each for each in items if type(each) is sorting.of]).by(sorting._replace(of=None))
        ids = {name: column.ids for name, column in Sorted(items).by(sorting).items()}
        assert ids == {name: column.ids for name, column in asked_of_each.items()}


def test_of_a_small_family_nothing_is_kept() -> None:
    state = FamilyState()
    for fact in history(7).facts:
        state.fold(fact)
    items = tuple(state.items.values())
    assert state.kept.sorted(None, items) is not state.kept.sorted(None, items)


def test_no_more_is_kept_than_of_those_who_looked_last() -> None:
    kept = Kept(keeps_from=0)
    first = kept.sorted("first", ())
    assert kept.sorted("first", ()) is first
    for number in range(24):
        kept.sorted(number, ())
    assert kept.sorted("first", ()) is not first


def test_what_was_stated_with_a_signal_is_read_anew_where_that_signal_is_another_now() -> None:
    seed = next(seed for seed in count() if any(each.stated_with for each in _items(seed)))
    items = _items(seed)
    place = next(n for n, each in enumerate(items) if any(other.stated_with == each.id for other in items))
    other = msgspec.structs.replace(items[place], category="school-absence", concern=True)
    before = Sorted(items)
    columns(before)
    changed = (*items[:place], other, *items[place + 1 :])
    assert columns(before.after(changed)) == columns(Sorted(changed)) != columns(before)


def _items(seed: int) -> tuple[Item, ...]:
    state = FamilyState()
    for fact in history(seed).facts:
        state.fold(fact)
    return tuple(state.items.values())
