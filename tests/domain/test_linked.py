"""Pseudonyms that are one person: read as one, undone without a trace, and shown to nobody who could not see both."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.answers.families import family_answer
from hub.answers.naming import Names
from hub.answers.showing import Showing
from hub.domain.ages import AgeBand
from hub.domain.catalogue import Severity
from hub.domain.circumstances import Circumstances
from hub.domain.document import from_document, to_document
from hub.domain.facts import Fact, PersonsLinked, PersonsUnlinked
from hub.domain.family import FamilyState
from hub.domain.organisations import Organisation
from tests.domain.builders import (
    AGES,
    CATALOGUE,
    CHILDREN,
    CJG,
    GP,
    MOTHER,
    NOA,
    POLICE,
    SCHOOL,
    TOM,
    at_home,
    consent,
    exception,
    involved,
    joins,
    on,
    serves,
    signal,
)
from tests.domain.scenario import POLICY

BEFORE_TOM, AFTER_TOM = "p-a-tom", "p-z-tom"
"""Two more pseudonyms of Tom: by the first of which a linked Tom is read, and by the last of which never."""
TOMS = (TOM, BEFORE_TOM, AFTER_TOM)
PERSONS = (*TOMS, NOA, MOTHER)
OWNERS = (CJG, GP, SCHOOL, POLICE)
NOW = "2015-01-01"


def linked(one: str, other: str, id_: str = "link", date: str = "2014-06-01") -> PersonsLinked:
    return PersonsLinked(recorded_at=on(date), link=id_, persons=(one, other), decided_by="rules")


def unlinked(fact: PersonsLinked, date: str = "2014-07-01") -> PersonsUnlinked:
    return PersonsUnlinked(recorded_at=on(date), link=fact.link, persons=fact.persons, reason="twins")


def folded(facts: Sequence[Fact]) -> FamilyState:
    state = FamilyState()
    for fact in facts:
        state.fold(fact)
    return state


def alone(owner: Organisation, person: str, date: str, **fields: Any) -> Any:
    """A signal about one child, with its mother in the household."""
    household = (at_home(MOTHER, "parent", authority=True), at_home(person))
    return involved(owner, person, date=date, household=household, id_=f"{owner.id} {person} {date}", **fields)


def content(state: FamilyState) -> tuple[Any, ...]:
    """What a state says, whatever the order in which it was told."""
    return (
        state.items,
        state.consents,
        state.exceptions,
        state.directory,
        state.authority,
        set(state.members),
        set(state.everyone),
    )


STATEMENTS = st.lists(st.tuples(st.sampled_from(OWNERS), st.sampled_from(PERSONS), st.integers(1, 28)), max_size=12)
PAIRS = st.lists(st.tuples(st.sampled_from(PERSONS), st.sampled_from(PERSONS)), max_size=5)


def facts_of(statements: Sequence[tuple[Organisation, str, int]]) -> list[Fact]:
    found: list[Fact] = []
    for number, (owner, person, day) in enumerate(statements):
        date = f"2014-01-{day:02}"
        fact = alone(owner, person, date)
        found.append(msgspec.structs.replace(fact, signal=f"s{number}"))
        if day % 3 == 0:
            found += [msgspec.structs.replace(each, entry=f"e{number}") for each in serves(owner, person, date=date)]
        if day % 5 == 0:
            found.append(msgspec.structs.replace(joins(owner, "p-opa", person, date=date), membership=f"m{number}"))
    return found


def links_of(pairs: Sequence[tuple[str, str]]) -> list[PersonsLinked]:
    return [linked(one, other, f"l{n}") for n, (one, other) in enumerate(pairs) if one != other]


@given(STATEMENTS, PAIRS, st.randoms(use_true_random=False), st.integers(0, 31))
@settings(max_examples=200)
def test_any_order_of_statements_links_and_undoing_folds_to_the_same_family(
    statements: list[tuple[Organisation, str, int]], pairs: list[tuple[str, str]], random: Any, undone: int
) -> None:
    links = links_of(pairs)
    undoing = [unlinked(link) for number, link in enumerate(links) if undone & (1 << number)]
    facts = [*facts_of(statements), *links]
    shuffled = random.sample(facts, len(facts))
    for each in undoing:  # an undoing comes somewhere after its link
        at = next(n for n, fact in enumerate(shuffled) if isinstance(fact, PersonsLinked) and fact.link == each.link)
        shuffled.insert(random.randint(at + 1, len(shuffled)), each)
    assert content(folded(shuffled)) == content(folded([*facts, *undoing]))


@given(STATEMENTS, STATEMENTS, PAIRS, st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_undoing_restores_what_was_and_keeps_what_was_recorded_meanwhile(
    before: list[tuple[Organisation, str, int]],
    meanwhile: list[tuple[Organisation, str, int]],
    pairs: list[tuple[str, str]],
    random: Any,
) -> None:
    facts, links = facts_of([*before, *meanwhile]), links_of(pairs)
    at = random.randint(0, len(facts))
    undoing = random.sample([unlinked(link) for link in links], len(links))
    state = folded([*facts[:at], *links, *facts[at:], *undoing])
    everyone = {person for link in links for person in link.persons}
    never = folded(facts)
    never.members |= dict.fromkeys(everyone)
    assert content(state) == content(never)
    assert not state.names


@given(STATEMENTS, PAIRS, st.integers(0, 20))
def test_a_kept_family_goes_on_as_one_that_was_never_put_away(
    statements: list[tuple[Organisation, str, int]], pairs: list[tuple[str, str]], cut: int
) -> None:
    facts = [*links_of(pairs), *facts_of(statements)]
    kept = from_document(to_document(folded(facts[:cut])))
    for fact in facts[cut:]:
        kept.fold(fact)
    assert content(kept) == content(folded(facts))
    assert to_document(kept) == to_document(folded(facts))


@given(STATEMENTS, PAIRS)
def test_a_copy_leaves_its_original_alone(
    statements: list[tuple[Organisation, str, int]], pairs: list[tuple[str, str]]
) -> None:
    original = folded(facts_of(statements))
    before = to_document(original)
    copy = original.fork()
    for link in links_of(pairs):
        copy.fold(link)
    copy.fold(alone(GP, TOM, "2014-03-03"))
    assert to_document(original) == before


def test_linked_pseudonyms_are_read_as_one_person() -> None:
    state = folded([alone(CJG, TOM, "2014-01-01"), alone(GP, AFTER_TOM, "2014-02-01"), linked(TOM, AFTER_TOM)])
    assert {item.about for item in state.items.values() if len(item.about) == 1} == {(TOM,)}
    assert AFTER_TOM not in state.members
    assert state.authority[TOM] == {MOTHER}


def test_two_links_make_three_pseudonyms_one_and_undoing_one_leaves_the_other() -> None:
    one, other = linked(TOM, AFTER_TOM, "l1"), linked(AFTER_TOM, BEFORE_TOM, "l2")
    state = folded([one, other])
    assert set(state.names.values()) == {BEFORE_TOM}
    state.fold(unlinked(one))
    assert state.names == {AFTER_TOM: BEFORE_TOM, BEFORE_TOM: BEFORE_TOM}


def test_the_later_of_two_answers_of_one_giver_counts() -> None:
    mother = "p-z-mother"
    refused = consent(GP, "2014-03-01", answer="refused")
    renamed = msgspec.structs.replace(
        refused,
        consent="later",
        givers=tuple(msgspec.structs.replace(giver, person=mother) for giver in refused.givers),
    )
    state = folded([consent(GP, "2014-02-01"), renamed, linked(MOTHER, mother)])
    assert state.consents[GP.id, MOTHER].consent == "later"


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        ({TOM: AgeBand.UNDER_TWELVE, AFTER_TOM: AgeBand.UNKNOWN}, AgeBand.UNDER_TWELVE),
        ({TOM: AgeBand.UNDER_TWELVE, AFTER_TOM: AgeBand.UNDER_TWELVE}, AgeBand.UNDER_TWELVE),
        ({TOM: AgeBand.UNDER_TWELVE, AFTER_TOM: AgeBand.SIXTEEN_SEVENTEEN}, AgeBand.UNKNOWN),
    ],
)
def test_ages_that_disagree_count_as_unknown(bands: dict[str, AgeBand], expected: AgeBand) -> None:
    assert folded([linked(TOM, AFTER_TOM)]).ages(bands)[TOM] is expected


# What a viewer is told.

_AGES = {**AGES, BEFORE_TOM: AgeBand.UNDER_TWELVE, AFTER_TOM: AgeBand.UNDER_TWELVE}


def answers(facts: Sequence[Fact], viewer: Organisation, at: str = NOW) -> bytes:
    """Everything that the viewer's pages and answers say of this family, person by person."""
    state = folded(facts)
    where = Circumstances(state, state.ages(_AGES), CATALOGUE, on(at))
    seen = Showing(viewer, where, POLICY)
    names = Names(viewer, POLICY.organisations, seen.called)
    found = []
    for person in sorted(state.everyone):
        family = seen.family_of(person)
        if family is not None and person == seen.called(state.names.get(person, person)):
            found.append(family_answer(person, family, seen, names))
    return msgspec.json.encode([found, [match.id for match in seen.own_matches]])


def sees(facts: Sequence[Fact], viewer: Organisation, person: str) -> bool:
    """Whether the viewer may see anything about this pseudonym, were it linked to nobody."""
    state = folded([fact for fact in facts if not isinstance(fact, PersonsLinked)])
    seen = Showing(viewer, Circumstances(state, _AGES, CATALOGUE, on(NOW)), POLICY)
    return seen.family_of(person) is not None


STATED = st.lists(st.tuples(st.sampled_from(OWNERS), st.sampled_from(TOMS[:2]), st.booleans()), min_size=1, max_size=8)


@given(STATED, st.sets(st.sampled_from(OWNERS)), st.sampled_from(OWNERS), st.booleans())
@settings(max_examples=300)
def test_a_link_never_appears_to_who_could_not_see_both(
    stated: list[tuple[Organisation, str, bool]], open_: set[Organisation], viewer: Organisation, violence: bool
) -> None:
    facts: list[Fact] = []
    for number, (owner, person, concern) in enumerate(stated):
        fact = alone(owner, person, f"2014-01-{number + 1:02}")
        worry = signal(owner, "parenting", person, date=f"2014-02-{number + 1:02}", household=(), id_=f"c{number}")
        facts.append(msgspec.structs.replace(worry if concern else fact, signal=f"s{number}"))
    facts += [consent(owner, "2014-04-01") for owner in sorted(open_, key=lambda each: each.id)]
    if violence:
        worst = signal(CJG, "child-injury", TOM, date="2014-03-01", severity=Severity.ACUTE, household=(), id_="v")
        facts += [worst, exception(CJG, worst, recipients=(GP.id,), date="2014-03-02")]
    link = linked(TOM, BEFORE_TOM)
    with_link = [*facts, link]
    if sees(facts, viewer, TOM) != sees(facts, viewer, BEFORE_TOM) and not reaches_more(facts, with_link, viewer):
        assert answers(with_link, viewer) == answers(facts, viewer)


def reaches_more(facts: Sequence[Fact], with_link: Sequence[Fact], viewer: Organisation) -> bool:
    """Whether somebody's consent opens the other half of the person to the viewer, once both are one."""
    return shown(with_link, viewer) - shown(facts, viewer) != set()


def shown(facts: Sequence[Fact], viewer: Organisation) -> set[str]:
    state = folded(facts)
    seen = Showing(viewer, Circumstances(state, state.ages(_AGES), CATALOGUE, on(NOW)), POLICY)
    return {item.id for family in seen.families for item in family.view.items}


def test_a_viewer_who_sees_one_half_is_told_of_the_person_by_its_own_pseudonym() -> None:
    facts = [alone(SCHOOL, TOM, "2014-01-01"), alone(POLICE, BEFORE_TOM, "2014-01-02"), linked(TOM, BEFORE_TOM)]
    state = folded(facts)
    seen = Showing(SCHOOL, Circumstances(state, state.ages(_AGES), CATALOGUE, on(NOW)), POLICY)
    assert seen.called(BEFORE_TOM) == TOM
    assert BEFORE_TOM.encode() not in answers(facts, SCHOOL)


def test_a_viewer_who_may_see_both_halves_sees_one_person() -> None:
    facts = [
        alone(SCHOOL, TOM, "2014-01-01"),
        alone(POLICE, BEFORE_TOM, "2014-01-02"),
        consent(POLICE, "2014-04-01"),
        linked(TOM, BEFORE_TOM),
    ]
    state = folded(facts)
    seen = Showing(SCHOOL, Circumstances(state, state.ages(_AGES), CATALOGUE, on(NOW)), POLICY)
    (family,) = seen.families
    assert [person for person in family.persons if person not in {MOTHER, *CHILDREN[1:]}] == [BEFORE_TOM]
