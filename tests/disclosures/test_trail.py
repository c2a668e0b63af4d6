"""What an answer says of whom: one part per data subject, nothing of others."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from hub.disclosures.line import lines_of
from hub.disclosures.trail import Trail, combined
from hub.domain.looking import Looked
from tests.disclosures.given import CHILD, MOTHER, NOON, asking, looked

PERSONS = st.sampled_from(["p1", "p2", "p3", "p4"])
LOOKED = st.lists(
    st.builds(
        Looked,
        thing=st.uuids().map(str),
        about=st.lists(PERSONS, min_size=1, max_size=3, unique=True).map(tuple),
        ground=st.sampled_from(["consent", "exception", "own", None]),
    ),
    max_size=12,
)


def told(trail: Trail) -> dict[str | None, tuple[set[str], set[str]]]:
    """By data subject: what was shown, and what stayed sealed."""
    return {part.person: ({each.thing for each in part.shown}, set(part.sealed)) for part in trail.parts()}


def test_an_answer_about_two_persons_leaves_a_part_for_each_the_one_asked_about_first() -> None:
    trail = Trail([CHILD], [looked("s1", MOTHER), looked("s2", CHILD, MOTHER), looked("s3", CHILD)])
    assert [*told(trail)] == [CHILD, MOTHER]
    assert told(trail) == {CHILD: ({"s2", "s3"}, set()), MOTHER: ({"s1", "s2"}, set())}


def test_an_answer_that_shows_nothing_says_that_it_was_asked_and_what_stayed_sealed() -> None:
    assert told(Trail([CHILD], [looked("s1", ground=None)])) == {CHILD: (set(), {"s1"})}


def test_what_is_sealed_about_somebody_else_belongs_to_the_question_it_came_up_with() -> None:
    assert told(Trail([CHILD], [looked("s1", MOTHER, ground=None)])) == {CHILD: (set(), {"s1"})}


def test_a_question_about_somebody_unknown_is_a_part_about_nobody() -> None:
    assert told(Trail([None])) == {None: (set(), set())}


def test_an_answer_about_nobody_leaves_no_line() -> None:
    assert [*lines_of(asking(), Trail(), NOON)] == []


def test_an_answer_made_of_several_says_once_what_both_looked_at() -> None:
    one, other = Trail([CHILD], [looked("s1")]), Trail([MOTHER], [looked("s1"), looked("s2", MOTHER)])
    (child, mother) = combined([one, other]).parts()
    assert [each.thing for each in child.shown] == ["s1"]
    assert [each.thing for each in mother.shown] == ["s2"]


def test_lines_of_one_answer_share_a_trace_and_stand_below_the_first() -> None:
    question = asking()
    first, second = lines_of(question, Trail([CHILD, MOTHER]), NOON)
    assert first.trace == second.trace == question.trace.trace
    assert (first.span, first.parent) == (question.trace.span, question.trace.parent)
    assert second.parent == first.span != second.span


def test_a_line_keeps_whole_milliseconds() -> None:
    (only,) = lines_of(asking(), Trail([CHILD]), NOON.replace(microsecond=123_999))
    assert only.ended.microsecond == 123_000


@given(st.lists(PERSONS, min_size=1, unique=True), LOOKED)
def test_always_everything_decided_on_is_in_a_part_and_nothing_shown_is_under_another_person(
    asked: list[str], everything: list[Looked]
) -> None:
    parts = [*Trail(asked, everything).parts()]

    assert {one.thing for part in parts for one in part.shown} == {e.thing for e in everything if e.ground}
    assert {one for part in parts for one in part.sealed} == {e.thing for e in everything if not e.ground}
    about = {each.thing: each.about for each in everything}
    assert all(part.person in about[one.thing] for part in parts for one in part.shown)
    assert {part.person for part in parts} == {*asked, *(p for e in everything if e.ground for p in e.about)}


@given(LOOKED)
def test_never_does_the_order_of_what_was_looked_at_change_who_was_told_what(everything: list[Looked]) -> None:
    orders = [Trail(["p1"], order) for order in [*permutations(everything[:4])][:24]]
    assert all(told(each) == told(orders[0]) for each in orders)
