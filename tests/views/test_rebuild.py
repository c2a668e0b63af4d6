"""`hub rebuild`: what is folded anew equals what was folded live, byte for byte, whatever the history and the pages."""

import asyncio
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from hub.domain.facts import Fact
from hub.views.rebuild import RebuildReport, rebuild
from tests.domain.builders import SCHOOL, followup
from tests.views.given import NOON, Shelf, answered, families_of, offered, raised, reached, signal, waits, withdrawn

_rounds = count(1)


async def rebuilt(shelf: Shelf, page: int = 10_000) -> RebuildReport:
    """A rebuild."""
    return await rebuild(shelf.engine, shelf.reader, shelf.mapper.registry, page=page)


@st.composite
def histories(draw: st.DrawFn) -> list[Fact]:
    """Random facts about nine persons, two organisations and a few matches; families merge, answers come late."""
    prefix = f"{next(_rounds)}-"
    persons = st.lists(st.sampled_from("abcdefghi"), min_size=1, max_size=3, unique=True)
    matches, kinds = st.sampled_from("xyz"), st.sampled_from(["signal", "link", "about", "match", "deadline", "offer"])
    facts: list[Fact] = []
    for index in range(draw(st.integers(1, 25))):
        about = tuple(prefix + person for person in draw(persons))
        facts.extend(_some(draw(kinds), f"{prefix}{index}", prefix + draw(matches), about, draw(st.booleans())))
    return facts


def _some(kind: str, id_: str, match: str, about: tuple[str, ...], flag: bool) -> list[Fact]:
    to = "gp" if flag else "school"
    match kind:
        case "signal" | "link":
            return [signal(id_, *(about if kind == "link" else about[:1]), owner=to)]
        case "about":
            return [followup(SCHOOL, f"child-seen {id_}", *about, date="2014-10-11")]
        case "offer":
            return [offered(match, about, "proposed", to), *([offered(match, about, "accepted", to)] if flag else [])]
        case "match":
            taken_back: Fact = withdrawn(match, f"w{id_}", *about, to=to) if flag else answered(match, id_, *about)
            return [raised(match, id_, *about, to=to), taken_back]
        case _:
            return [waits(id_, NOON, *about), *([reached(id_, *about)] if flag else [])]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories(), st.integers(1, 12), st.integers(1, 40))
async def test_any_history_folds_to_the_same_rows_whatever_the_pages(
    shelf: Shelf, facts: list[Fact], live_page: int, rebuild_page: int
) -> None:
    for first in range(0, len(facts), 4):
        await shelf.append(*facts[first : first + 4])
        await shelf.projector(live_page).catch_up()
    live = await shelf.contents()
    report = await rebuilt(shelf, rebuild_page)
    assert report.equal, report.differences
    assert await shelf.contents() == live
    folded = {family: (frozenset(persons), state) for family, _, persons, state in live["view_family"]}
    assert folded == families_of(await shelf.everything())
    for organisation in ("gp", "school"):
        numbers = [row[2] for row in live["view_inbox"] if row[1] == organisation]
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


async def a_few_facts(shelf: Shelf) -> None:
    """Something in every view."""
    await shelf.append(
        signal("s1", "p1", "p2"), signal("s2", "p3"), raised("m1", "n1", "p1"), answered("m1", "n1", "p1"),
        waits("d1", NOON, "p1"), signal("s3", "p3", "p1"),
    )  # fmt: skip
    await shelf.projector(page=2).catch_up()


@pytest.mark.parametrize(
    ("damage", "table"),
    [
        ("UPDATE view_family SET state = set_byte(state, 0, 0)", "view_family"),
        ("DELETE FROM view_child WHERE person = 'p2'", "view_child"),
        ("UPDATE view_inbox SET number = 7", "view_inbox"),
        ("INSERT INTO view_deadline VALUES ('d9', 'rule', now(), '{}')", "view_deadline"),
        ("UPDATE view_match SET answered = NULL", "view_match"),
        ("UPDATE view_signal SET category = ''  WHERE signal = 's2'", "view_signal"),
    ],
)
async def test_a_row_that_was_altered_is_found_and_put_right(shelf: Shelf, damage: str, table: str) -> None:
    await a_few_facts(shelf)
    live = await shelf.contents()
    await shelf.as_admin(damage)
    report = await rebuilt(shelf)
    assert not report.equal
    assert {name: found for name, found in report.differences.items() if found} == {table: 1}
    assert await shelf.contents() == live
    assert (await rebuilt(shelf)).equal


async def test_views_that_were_dropped_are_folded_again(shelf: Shelf) -> None:
    await a_few_facts(shelf)
    live = await shelf.contents()
    await shelf.as_admin(
        "TRUNCATE view_family, view_child, view_signal, view_match, view_inbox, view_deadline, view_position"
    )
    await rebuilt(shelf)
    assert await shelf.contents() == live
    assert await shelf.queries().position() == (await shelf.everything())[-1].position


async def test_a_rebuild_beside_a_running_projector_compares_at_one_position(shelf: Shelf) -> None:
    projector = shelf.projector(page=3)
    following = asyncio.create_task(projector.run())
    for round_ in range(4):
        await shelf.append(*(raised(f"m{round_}.{n}", f"n{round_}.{n}", f"p{n}") for n in range(25)))
        assert (await rebuilt(shelf, page=10)).equal
    await projector.catch_up()
    projector.stop()
    await following
    assert [row.number for row in await shelf.queries().inbox("school", limit=200)] == list(range(1, 101))


async def test_a_rebuild_says_how_far_it_is_and_leaves_nothing_behind(shelf: Shelf) -> None:
    await a_few_facts(shelf)
    seen: list[tuple[int, int]] = []
    report = await rebuild(
        shelf.engine, shelf.reader, shelf.mapper.registry, page=2,
        progress=lambda position, target: seen.append((position, target)),
    )  # fmt: skip
    assert [position for position, _ in seen] == sorted({position for position, _ in seen})
    assert (seen[-1], report.facts) == ((report.position, report.position), 6)
    assert (
        await shelf.as_admin("SELECT 1 FROM view_rebuild.view_family UNION SELECT 1 FROM view_rebuild.view_child") == []
    )


async def test_a_rebuild_that_fails_leaves_the_live_views_as_they_were(shelf: Shelf) -> None:
    await a_few_facts(shelf)
    live = await shelf.contents()
    await shelf.as_admin("ALTER TABLE view_rebuild.view_child DROP COLUMN family")
    with pytest.raises(DBAPIError):
        await rebuilt(shelf)
    assert await shelf.contents() == live
