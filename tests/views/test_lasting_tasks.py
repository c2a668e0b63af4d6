"""Tasks go when what they are about is over, archived or forgotten: no calendar is read through what is long past."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from hub.domain.facts import (
    ConsentRecorded,
    ConsentWithdrawn,
    Fact,
    FollowUpRecorded,
    PersonForgotten,
    SharingTold,
    SignalArchived,
    SignalEnded,
    SignalForgotten,
    SignalRetracted,
    WatchRecorded,
)
from hub.domain.facts.signals import Member
from hub.views.tables import TASK
from tests.views.given import NOON, Shelf, signal
from tests.views.test_rebuild import rebuilt
from tests.views.test_tasks import coordination, exception, found, handover

DAY = timedelta(days=1)


def concern(id_: str, person: str, *, parents: tuple[str, ...] = ()) -> Any:
    """A concern of the school about a child, whose parents are to be told of it, with a report intended."""
    household = tuple(Member(person=each, role="parent", authority=True) for each in parents)
    stated = replace(signal(id_, person), kind="concern", household=household)
    return replace(stated, report_to_veilig_thuis="intended")


def consent(**changes: Any) -> ConsentRecorded:
    given = ConsentRecorded(
        recorded_at=NOON, consent="k1", owner="school", persons=("p1",), givers=(), recipients=("gp",)
    )
    return replace(given, **changes)


def follow_up(code: str, owner: str, **changes: Any) -> FollowUpRecorded:
    done = FollowUpRecorded(
        recorded_at=NOON, followup=f"{owner} {code}", owner=owner, code=code, about=("p1",), occurred_at=NOON
    )
    return replace(done, **changes)


async def kinds(shelf: Shelf, to: str, days: float) -> list[str]:
    """What stands in the calendar of an organisation so many days after noon, once the terms are over."""
    return sorted(row.kind for row in await found(shelf, to, now=NOON + days * DAY))


WATCH = WatchRecorded(recorded_at=NOON, watch="w1", owner="school", watcher="gp", child="p1", step="proposed", at=NOON)


@pytest.mark.parametrize(
    ("asks", "to", "kind", "days"),
    [
        (concern("s1", "p1"), "school", "concern-expires", 730),
        (consent(until=NOON + 90 * DAY), "school", "consent-ends", 90),
        (coordination("proposed"), "gp", "coordination-offer", 14),
        (handover("offered"), "gp", "handover-offer", 14),
        (WATCH, "gp", "watch-offer", 14),
        (replace(exception(), violence=False), "school", "exception-review", 90),
    ],
)
async def test_what_is_over_at_a_moment_is_not_found_from_then_on(
    shelf: Shelf, asks: Fact, to: str, kind: str, days: int
) -> None:
    await shelf.append(asks)
    assert kind in await kinds(shelf, to, days - 0.01)
    assert kind not in await kinds(shelf, to, days)


async def test_what_is_over_later_is_found_until_then_and_violence_until_a_decision(shelf: Shelf) -> None:
    confirmed = replace(follow_up("concern-confirmed", "school", of="s1"), recorded_at=NOON + 700 * DAY)
    await shelf.append(concern("s1", "p1"), confirmed, exception())
    assert "concern-expires" in await kinds(shelf, "school", 1429)
    assert "concern-expires" not in await kinds(shelf, "school", 1430)
    assert "exception-review" in await kinds(shelf, "school", 5000)


ENDED = SignalEnded(recorded_at=NOON, signal="s1", persons=("p1",), ended_at=NOON, outcome="resolved")


@pytest.mark.parametrize("page", [1, 100])
@pytest.mark.parametrize(
    ("ends", "left"),
    [
        (ENDED, ["report"]),
        (SignalRetracted(recorded_at=NOON, signal="s1", persons=("p1",)), []),
        (SignalArchived(recorded_at=NOON, signal="s1", persons=("p1",)), []),
        (SignalForgotten(recorded_at=NOON, signal="s1", persons=("p1",), why="of-age"), []),
    ],
)
async def test_nothing_is_asked_about_a_signal_that_is_over_nor_is_anybody_to_be_told_of_it(
    shelf: Shelf, ends: Fact, left: list[str], page: int
) -> None:
    await shelf.append(concern("s1", "p1", parents=("p2", "p3")), concern("s2", "p4"), ends)
    await shelf.settled(page)
    rows = await shelf.as_admin("SELECT thing, kind FROM view_task ORDER BY 1, 2")
    assert [row["kind"] for row in rows if row["thing"] == "s1"] == left
    assert [row["kind"] for row in rows if row["thing"] == "s2"] == ["concern-expires", "informing", "report"]
    assert (await rebuilt(shelf)).differences[TASK.name] == 0


@pytest.mark.parametrize("page", [1, 100])
async def test_nothing_is_asked_whose_family_was_found_by_somebody_forgotten(shelf: Shelf, page: int) -> None:
    await shelf.append(concern("s1", "p1", parents=("p2",)), concern("s2", "p4"))
    await shelf.append(PersonForgotten(recorded_at=NOON, person="p2"), PersonForgotten(recorded_at=NOON, person="p4"))
    await shelf.settled(page)
    rows = await shelf.as_admin("SELECT person, kind FROM view_task ORDER BY 1, 2")
    assert {row["person"] for row in rows} == {"p1"}


async def test_a_consent_that_is_withdrawn_is_asked_about_nobody_any_more(shelf: Shelf) -> None:
    noted = SharingTold(
        recorded_at=NOON, recipient="gp", what="consent-noted", thing="k1", persons=("p1",), notification="n1"
    )
    await shelf.append(consent(until=NOON + 30 * DAY), noted)
    assert (await kinds(shelf, "gp", 1), await kinds(shelf, "school", 1)) == (["consent-noted"], ["consent-ends"])
    await shelf.append(ConsentWithdrawn(recorded_at=NOON, consent="k1", persons=("p1",)))
    assert (await kinds(shelf, "gp", 1), await kinds(shelf, "school", 1)) == ([], [])


async def test_that_a_review_was_held_takes_away_no_others_task_since_it_may_be_sealed_for_them(shelf: Shelf) -> None:
    planned = follow_up("review-planned", "school", until=NOON + 10 * DAY, parties=("gp", "cjg"))
    held = follow_up("review-held", "cjg", of=planned.followup, parties=("school", "gp"))
    await shelf.append(planned, held)
    found = {to: await kinds(shelf, to, 1) for to in ("school", "gp", "cjg")}
    assert found == {"school": ["review"], "gp": ["review"], "cjg": []}
