"""Statements, withdrawals, links and their undoing, and answers of the register: in any order the same family."""

from collections.abc import Sequence
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.facts import Fact, MembershipStated, MembershipWithdrawn, PersonsLinked, SignalRecorded
from hub.domain.family import FamilyState
from hub.domain.known_then import as_known_on
from hub.domain.registered import kinship
from tests.domain.builders import CJG, GP, SCHOOL, at_home, involved, joins, on, retracted
from tests.domain.registering import registers
from tests.domain.test_linked import content, linked, unlinked

OWNERS = (GP, SCHOOL, CJG)
PERSONS = ("p-a", "p-b", "p-c", "p-d", "p-e")
SOMEBODY, SOME = st.sampled_from(PERSONS), st.lists(st.sampled_from(PERSONS), unique=True, max_size=3).map(tuple)
STATED = st.tuples(st.sampled_from(OWNERS), SOMEBODY, SOMEBODY, st.booleans(), st.integers(1, 28))
ANSWERED = st.tuples(SOMEBODY, st.integers(1, 28), st.none() | SOME, SOME, st.sampled_from(("h1", "h2")), st.booleans())
LINKED = st.tuples(SOMEBODY, SOMEBODY)


def statements(stated: Sequence[tuple[Any, str, str, bool, int]]) -> list[Fact]:
    """Signals with a household, and memberships by themselves; each by an identifier of its own."""
    found: list[Fact] = []
    for number, (owner, person, other, alone, day) in enumerate(stated):
        date = f"2014-01-{day:02}"
        if alone and person != other:
            membership = joins(owner, person, other, date=date, authority=day % 2 == 0)
            found.append(msgspec.structs.replace(membership, membership=f"m{number}"))
        else:
            household = (at_home(person), at_home(other, "parent", authority=True)) if person != other else ()
            found.append(involved(owner, person, date=date, household=household, id_=f"s{number}"))
    return found


def answers(answered: Sequence[tuple[str, int, Any, Any, str, bool]]) -> list[Fact]:
    """Answers of the register, moves among them."""
    return [
        registers(person, f"2014-02-{day:02}", parents=parents, authority=holders, home=home, complete=complete)
        for person, day, parents, holders, home, complete in answered
    ]


def taking_back(fact: Fact) -> Fact:
    """What undoes this fact."""
    match fact:
        case SignalRecorded():
            return retracted(fact, "2014-03-01")
        case MembershipStated():
            return MembershipWithdrawn(
                recorded_at=on("2014-03-01"),
                membership=fact.membership,
                owner=fact.owner,
                persons=(fact.person, fact.of),
            )
        case PersonsLinked():
            return unlinked(fact)
    raise TypeError


def folded(facts: Sequence[Fact]) -> FamilyState:
    state = FamilyState()
    for fact in facts:
        state.fold(fact)
    return state


def family(facts: Sequence[Fact]) -> object:
    """What these facts add up to, whatever their order."""
    state = folded(facts)
    found = kinship(state.registered)
    registered = {person: frozenset(each) for person, each in state.registered.items()}
    return content(state), registered, state.undeterminable, set(found.groups), set(found.moves()), found.died


def everything(stated: Any, answered: Any, pairs: Any) -> list[Fact]:
    links = [linked(one, other, f"l{n}") for n, (one, other) in enumerate(pairs) if one != other]
    return [*statements(stated), *answers(answered), *links]


def with_undoing(facts: Sequence[Fact], undone: int) -> list[Fact]:
    """These facts, and those of them that are taken back, taken back at the end."""
    undoable = [fact for fact in facts if isinstance(fact, SignalRecorded | MembershipStated | PersonsLinked)]
    return [*facts, *(taking_back(fact) for number, fact in enumerate(undoable) if undone & (1 << number))]


def shuffled(facts: Sequence[Fact], random: Any) -> list[Fact]:
    """In another order, in which nothing is taken back before it was said."""
    order: list[Fact] = random.sample(facts, len(facts))
    for fact in facts:
        if isinstance(fact, SignalRecorded | MembershipStated | PersonsLinked):
            undoing = taking_back(fact)
            if undoing in order and order.index(undoing) < order.index(fact):
                order.remove(undoing)
                order.insert(random.randint(order.index(fact) + 1, len(order)), undoing)
    return order


@given(
    st.lists(STATED, max_size=6),
    st.lists(ANSWERED, max_size=5),
    st.lists(LINKED, max_size=4),
    st.integers(0, 1 << 12),
    st.randoms(use_true_random=False),
)
@settings(max_examples=150)
def test_any_order_of_statements_withdrawals_links_undoing_and_moves_folds_to_the_same_family(
    stated: Any, answered: Any, pairs: Any, undone: int, random: Any
) -> None:
    facts = with_undoing(everything(stated, answered, pairs), undone)
    assert family(shuffled(facts, random)) == family(facts)


@given(
    st.lists(STATED, max_size=5),
    st.lists(ANSWERED, max_size=4),
    st.lists(LINKED, max_size=3),
    st.lists(STATED, max_size=3),
)
@settings(max_examples=100)
def test_what_is_taken_back_leaves_the_family_as_it_was(stated: Any, answered: Any, pairs: Any, later: Any) -> None:
    before = everything(stated, answered, pairs)
    extra = statements([*stated, *later])[len(stated) :]
    after = [*before, *extra, *map(taking_back, extra)]
    was, now = folded(before), folded(after)
    was.as_stated.members.update(now.as_stated.members)
    assert (now.as_stated.items, now.as_stated.authority) == (was.as_stated.items, was.as_stated.authority)
    assert now.registered == was.registered


@given(st.lists(STATED, max_size=6), st.lists(ANSWERED, max_size=5), st.lists(LINKED, max_size=3), st.integers(1, 28))
def test_a_family_as_it_was_known_on_a_date_does_not_depend_on_what_was_recorded_later(
    stated: Any, answered: Any, pairs: Any, day: int
) -> None:
    facts = sorted(everything(stated, answered, pairs), key=lambda fact: fact.recorded_at)
    moment = on(f"2014-02-{day:02}")
    then = as_known_on(facts, moment)
    by_then = [fact for fact in facts if fact.recorded_at <= moment]
    assert content(then) == content(folded(by_then))
    assert then.registered == folded(by_then).registered
