"""Inbox, matches, own signals and deadlines: numbered per organisation, and told nothing about others."""

from datetime import timedelta
from typing import get_args, get_type_hints

import pytest
from msgspec.structs import replace

from hub.domain.facts import SharingTold, SignalEnded, SignalRetracted
from tests.views.given import NOON, Shelf, answered, raised, reached, signal, waits, withdrawn


async def test_each_inbox_counts_its_own_notifications_without_gaps(shelf: Shelf) -> None:
    for number in range(6):
        to = "school" if number % 3 else "gp"
        await shelf.append(raised(f"m{number}", f"n{number}", f"p{number}", to=to), raised(f"q{number}", None, "p0"))
    queries = await shelf.settled(page=2)
    assert [(row.number, row.notification) for row in await queries.inbox("gp")] == [(1, "n0"), (2, "n3")]
    assert [(row.number, row.notification) for row in await queries.inbox("school", after=1, limit=2)] == [
        (2, "n2"), (3, "n4"),
    ]  # fmt: skip
    assert await queries.inbox("police") == []


@pytest.mark.parametrize("page", [1, 100])
@pytest.mark.parametrize("named", ["n1", "n2"])
async def test_an_answer_goes_for_all_that_was_told_of_its_match_until_then(
    shelf: Shelf, page: int, named: str
) -> None:
    await shelf.append(raised("m1", "n1", "p1"), raised("m1", "n2", "p1"), raised("m2", "n9", "p1"))
    await shelf.append(withdrawn("m1", "w1", "p1"), answered("m1", named, "p1"), raised("m1", "n3", "p1"))
    queries = await shelf.settled(page)
    assert {row.notification: row.answered for row in await queries.inbox("school")} == {
        "n1": "contact-made", "n2": "contact-made", "n9": None, "w1": None, "n3": None,
    }  # fmt: skip


async def test_a_later_answer_leaves_the_earlier_one_where_it_was_given(shelf: Shelf) -> None:
    later = replace(answered("m1", "n2", "p1"), answer="could-not-reach")
    await shelf.append(raised("m1", "n1", "p1"), answered("m1", "n1", "p1"), raised("m1", "n2", "p1"), later)
    queries = await shelf.settled(page=1)
    assert [row.answered for row in await queries.inbox("school")] == ["contact-made", "could-not-reach"]


async def test_a_match_that_grows_after_its_answer_waits_again(shelf: Shelf) -> None:
    await shelf.append(raised("m1", "n1", "p1"), answered("m1", "n1", "p1"))
    match = await (await shelf.settled()).match("m1")
    assert match is not None
    assert match.answered == "contact-made"
    await shelf.append(raised("m1", "n3", "p1"))
    match = await (await shelf.settled()).match("m1")
    assert match is not None
    assert (match.number, match.answered) == (1, None)


async def test_a_withdrawal_is_told_with_the_rule_of_its_match_in_the_same_page_and_in_another(shelf: Shelf) -> None:
    for page in (1, 100):
        await shelf.append(raised(f"m{page}", f"n{page}", "p1"), withdrawn(f"m{page}", f"w{page}", "p1"))
        queries = await shelf.settled(page)
        told = await queries.notification(f"w{page}")
        match = await queries.match(f"m{page}")
        assert told is not None
        assert match is not None
        assert (told.kind, told.rule, told.person, told.message, match.withdrawn) == (
            "withdrawal", "same-child", "p1", None, True,
        )  # fmt: skip
    assert [row.number for row in await shelf.queries().inbox("school")] == [1, 2, 3, 4]


async def test_what_is_told_of_a_match_that_nobody_raised_changes_nothing(shelf: Shelf) -> None:
    await shelf.append(withdrawn("m1", "w1", "p1"), answered("m1", "n1", "p1"))
    queries = await shelf.settled()
    assert (await queries.inbox("school"), await queries.matches("school")) == ([], [])


async def test_own_signals_are_listed_with_how_they_ended(shelf: Shelf) -> None:
    await shelf.append(signal("s1", "p1"), signal("s2", "p2", owner="gp"), signal("s3", "p3"), signal("s4", "p4"))
    await shelf.append(
        SignalEnded(recorded_at=NOON, signal="s1", persons=("p1",), ended_at=NOON, outcome="ended"),
        SignalRetracted(recorded_at=NOON, signal="s4", persons=("p4",)),
        signal("s5", "p5"),
    )
    queries = await shelf.settled(page=2)
    own = await queries.own_signals("school")
    assert [(row.number, row.signal, row.ended_at, row.retracted) for row in own] == [
        (1, "s1", NOON, False), (2, "s3", None, False), (3, "s4", None, True), (4, "s5", None, False),
    ]  # fmt: skip
    other = await queries.signal("s2")
    assert other is not None
    assert (other.owner, other.number, other.person) == ("gp", 1, "p2")


async def test_deadlines_come_by_their_moment_and_go_when_reached(shelf: Shelf) -> None:
    later = NOON + timedelta(days=1)
    await shelf.append(waits("d2", NOON, "p1", "p2"), waits("d1", NOON, "p1"), waits("d3", later, "p3"))
    queries = await shelf.settled()
    assert [(due.deadline.id, due.persons) for due in await queries.deadlines_due(NOON)] == [
        ("d1", ("p1",)), ("d2", ("p1", "p2")),
    ]  # fmt: skip
    assert [due.deadline.id for due in await queries.deadlines_due(later, limit=1)] == ["d1"]
    first, second, third = [due.deadline for due in await queries.deadlines_due(later)]
    assert [due.deadline for due in await queries.deadlines_due(later, after=first)] == [second, third]
    assert await queries.deadlines_due(later, after=third) == []
    assert await queries.deadlines_due(later, rules=(first.rule,)) == []
    assert len(await queries.deadlines_due(later, rules=(first.rule, "another"), others=False)) == 3
    assert await queries.next_deadline() == NOON
    await shelf.append(reached("d1", "p1"), reached("d2", "p1", "p2"))
    queries = await shelf.settled()
    assert (await queries.deadlines_due(NOON), await queries.next_deadline()) == ([], later)
    await shelf.append(reached("d3", "p3"))
    assert await (await shelf.settled()).next_deadline() is None


async def test_every_kind_of_word_about_sharing_finds_its_place_in_the_inbox(shelf: Shelf) -> None:
    kinds = get_args(get_type_hints(SharingTold)["what"])
    for what in kinds:
        told = SharingTold(
            recorded_at=NOON, recipient="school", what=what, thing="t1", persons=("p1",), notification=f"n-{what}"
        )
        await shelf.append(told)
    rows = await (await shelf.settled()).inbox("school")
    assert [row.kind for row in rows] == [*kinds]
