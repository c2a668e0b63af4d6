"""What became of matches, by what their recipients recorded; and figures of a period, each found by one statement."""

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from hub.domain.facts import CoordinationRecorded, Fact, FollowUpRecorded, HandoverRecorded, SignalRetracted
from hub.domain.facts.matches import MatchRaised, Shown
from hub.views.figures import RuleEffectRow, UseRow
from hub.views.tables import EFFECT, REACH
from tests.views.given import NOON, Shelf, answered, raised, signal, withdrawn
from tests.views.test_rebuild import rebuilt

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
QUARTER = (NOON - DAY, NOON + 30 * DAY, NOON + 44 * DAY)


def at(fact: Any, hours: int, **changes: Any) -> Any:
    """The fact, recorded so many hours after noon."""
    return replace(fact, recorded_at=NOON + hours * HOUR, **changes)


def showing(match: str, *items: str, to: str = "school") -> MatchRaised:
    """A match that shows these items of others to its recipient."""
    shown = tuple(Shown(item=item, ground="consent") for item in items)
    return replace(raised(match, f"n-{match}", "p1", to=to), shown=shown)


def coordinates(owner: str, **changes: Any) -> CoordinationRecorded:
    return replace(
        CoordinationRecorded(
            recorded_at=NOON, coordination="c1", owner=owner, coordinator=owner, about=("p1",), step="accepted", at=NOON
        ),
        **changes,
    )


def plan() -> FollowUpRecorded:
    return FollowUpRecorded(
        recorded_at=NOON, followup="f1", owner="school", code="family-plan", about=("p1",), occurred_at=NOON
    )


async def effect(shelf: Shelf) -> RuleEffectRow:
    (row,) = await (await shelf.settled(page=2)).effect(*QUARTER)
    return row


async def test_what_its_recipient_recorded_is_what_came_of_a_match_and_how_soon(shelf: Shelf) -> None:
    await shelf.append(
        at(signal("s1", "p1", owner="gp"), 0, occurred_at=NOON - 3 * HOUR),
        at(showing("m1", "s1"), 1),
        at(answered("m1", "n-m1", "p1"), 5),
        at(coordinates("school"), 6),
        at(plan(), 7),
        at(signal("s2", "p1"), 8),
    )
    row = await effect(shelf)
    assert row == RuleEffectRow("same-child", 1, 1, 1, 1, 1, 3 * 3600, 3600, 4 * 3600)


async def test_what_another_recorded_counts_for_no_match_of_its_neighbour(shelf: Shelf) -> None:
    await shelf.append(signal("s1", "p1", owner="gp"), showing("m1", "s1"))
    before = await effect(shelf)
    own = [
        replace(showing(f"m-{ground}", "s3", to="police"), shown=(Shown(item="s3", ground=ground),))
        for ground in ("own", "weigh")
    ]
    sealed: list[Fact] = [coordinates("gp"), signal("s2", "p1", owner="gp"), signal("s3", "p1", owner="police"), *own]
    await shelf.append(*sealed)
    assert await effect(shelf) == before
    found = await (await shelf.settled()).use(*QUARTER)
    assert sorted(found, key=lambda row: row.organisation) == [
        UseRow("gp", 1, 0, 0, 0, 0, 0, None),
        UseRow("school", 0, 1, 0, 0, 0, 0, None),
    ]


async def test_the_first_contact_after_a_handover_is_contact_and_one_that_could_not_be_had_is_not(shelf: Shelf) -> None:
    no_contact = replace(answered("m1", "n-m1", "p1"), answer="could-not-reach")
    await shelf.append(signal("s1", "p1", owner="gp"), showing("m1", "s1"), at(no_contact, 1))
    assert (await effect(shelf)).contact == 0
    taken_over = HandoverRecorded(
        recorded_at=NOON + 2 * HOUR,
        handover="h1",
        owner="gp",
        receiver="school",
        about=("p1",),
        step="completed",
        at=NOON,
    )
    await shelf.append(taken_over)
    row = await effect(shelf)
    assert (row.contact, row.contact_after) == (1, 2 * 3600)


async def test_use_counts_what_was_told_answered_and_reached_in_the_period_alone(shelf: Shelf) -> None:
    await shelf.append(
        signal("s1", "p1", owner="gp"),
        signal("s2", "p1", owner="gp"),
        showing("m1", "s1", "s2"),
        showing("m2", "s1", to="cjg"),
        at(replace(answered("m1", "n-m1", "p1"), answer="already-in-contact"), 2),
        withdrawn("m2", None, "p1", to="cjg"),
        at(showing("m3", "s1"), 24 * 40),
    )
    found = {row.organisation: row for row in await (await shelf.settled(page=1)).use(*QUARTER)}
    assert found == {
        "gp": UseRow("gp", 2, 0, 0, 0, 0, 0, None),
        "school": UseRow("school", 0, 1, 0, 1, 0, 0, 2 * 3600),
    }
    await shelf.append(SignalRetracted(recorded_at=NOON, signal="s2", persons=("p1",)))
    found = {row.organisation: row for row in await (await shelf.settled()).use(*QUARTER)}
    assert found["gp"].signals == 1


async def test_a_rebuild_gives_the_same_rows(shelf: Shelf) -> None:
    await test_what_its_recipient_recorded_is_what_came_of_a_match_and_how_soon(shelf)
    for page in (1, 100):
        report = await rebuilt(shelf, page)
        assert (report.differences[EFFECT.name], report.differences[REACH.name]) == (0, 0)


async def test_what_is_recorded_after_a_quarter_closed_changes_no_figure_of_it(shelf: Shelf) -> None:
    await shelf.append(
        signal("s1", "p1", owner="gp"),
        *(showing(f"m{each}", "s1") for each in range(3)),
        at(replace(answered("m1", "n-m1", "p1"), answer="could-not-reach"), 24 * 43),
    )

    async def figures() -> tuple[list[RuleEffectRow], list[UseRow]]:
        queries = await shelf.settled(page=2)
        return await queries.effect(*QUARTER), sorted(await queries.use(*QUARTER), key=lambda row: row.organisation)

    before = await figures()
    assert before[1] == [UseRow("gp", 1, 0, 0, 0, 0, 0, None), UseRow("school", 0, 3, 0, 0, 0, 1, 43 * 24 * 3600)]
    late = 24 * 44
    await shelf.append(
        at(answered("m0", "n-m0", "p1"), late),
        at(answered("m1", "n-m1", "p1"), late),
        at(withdrawn("m2", None, "p1", to="school"), late),
        at(SignalRetracted(recorded_at=NOON, signal="s1", persons=("p1",)), late),
        at(coordinates("school"), late),
        at(plan(), late),
        at(signal("s2", "p1"), late),
    )
    assert await figures() == before
