"""What is forgotten in the views: whose keys wait, which terms run, who died, however facts fall into batches."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from hub.domain.facts import (
    ErasureDecided,
    Fact,
    KeysDestroyed,
    PersonForgotten,
    PersonRegistered,
    SignalArchived,
    SignalEnded,
    SignalForgotten,
    SignalRetracted,
)
from hub.domain.retention import Retention
from hub.views.rebuild import rebuild
from tests.views.given import NOON, Shelf, signal

LATER = NOON + timedelta(days=3_000)


def died(person: str, *, died: bool = True) -> PersonRegistered:
    return PersonRegistered(recorded_at=NOON, person=person, asked_at=NOON, source="register", died=died)


def story() -> Iterator[Fact]:
    """Signals active, ended, archived, retracted and forgotten; persons who died, are forgotten, are erased."""
    yield from (signal(f"s{number}", f"p{number}") for number in range(1, 7))
    yield SignalEnded(recorded_at=NOON, signal="s2", persons=("p2",), ended_at=NOON, outcome="ended")
    yield SignalArchived(recorded_at=NOON, signal="s3", persons=("p3",))
    yield SignalRetracted(recorded_at=NOON, signal="s4", persons=("p4",))
    yield SignalArchived(recorded_at=NOON, signal="s5", persons=("p5",))
    yield SignalForgotten(recorded_at=NOON, signal="s5", persons=("p5",), why="kept-long-enough")
    yield PersonForgotten(recorded_at=NOON, person="p5")
    yield KeysDestroyed(recorded_at=NOON, owner="signal:s5")
    yield died("p1")
    yield died("p2")
    yield died("p2", died=False)
    yield died("p6")
    yield ErasureDecided(
        recorded_at=NOON,
        request="r1",
        person="p6",
        outcome="erased",
        decided_by="d-1",
        pseudonyms=("p6",),
        things=("s6",),
        contents=("s6", "r1"),
    )
    yield signal("s7", "p7")


@pytest.mark.parametrize("page", [1, 3, 500])
async def test_it_says_what_waits_whose_term_runs_and_who_died(shelf: Shelf, page: int) -> None:
    for fact in story():
        await shelf.append(fact)
    queries = await shelf.settled(page)
    waiting = [each.owner for each in await queries.to_forget(50)]
    assert set(waiting) == {"signal:s3", "signal:s4", "p5", "p6", "signal:s6", "signal:r1"}
    everything = await queries.forgotten_after(0, 50)
    assert {each.owner for each in everything} == {*waiting, "signal:s5"}
    assert [each.position for each in everything] == sorted(each.position for each in everything)
    due = await queries.retention_due(LATER, Retention(), "", 50)
    assert [(each.thing, each.retracted) for each in due] == [
        ("s1", False),
        ("s2", False),
        ("s3", False),
        ("s4", True),
        ("s7", False),
    ]
    assert [each.thing for each in await queries.retention_due(NOON, Retention(), "", 50)] == ["s2"]
    assert [each.person for each in await queries.deaths("", 50)] == ["p1"]
    assert [each.number for each in await queries.own_signals("school", 0, 50)] == [1, 2, 4, 7]
    report = await rebuild(shelf.engine, shelf.reader, shelf.mapper.registry)
    assert report.differences == dict.fromkeys(report.differences, 0)


async def test_a_page_of_what_is_forgotten_never_ends_within_one_fact(shelf: Shelf) -> None:
    for fact in story():
        await shelf.append(fact)
    queries = await shelf.settled()
    seen, until = list[str](), 0
    while page := await queries.forgotten_after(until, 1):
        seen += [each.owner for each in page]
        until = page[-1].position
    assert sorted(seen) == sorted(each.owner for each in await queries.forgotten_after(0, 50))
