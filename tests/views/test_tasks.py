"""Tasks: what a fact asks of whom, what it does of what was asked, and the order in which tasks are found."""

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from hub.domain.facts import (
    ConsentRecorded,
    CoordinationRecorded,
    ExceptionRecorded,
    ExceptionReviewed,
    FollowUpRecorded,
    HandoverRecorded,
    InformingRecorded,
    OwnerAsked,
    SignalEnded,
    WatchRecorded,
)
from hub.domain.facts.signals import Informed
from hub.domain.tasks import Kind
from hub.views.rows import TaskRow
from hub.views.task_changes import changes_of
from hub.views.task_list import BEGINNING, TaskPlace, Whose
from hub.views.task_rows import Done, Moved, Over
from tests.views.given import NOON, Shelf, answered, raised, signal, withdrawn

TERMS = {"no-plan.within_days": 42, "handover-unconfirmed.accept_within_days": 7}
EVERYBODY = Whose(everybody=True)


def coordination(step: Any, at: datetime = NOON, **changes: Any) -> CoordinationRecorded:
    fact = CoordinationRecorded(
        recorded_at=NOON, coordination="c1", owner="school", coordinator="gp", about=("p1",), step=step, at=at
    )
    return replace(fact, **changes)


def handover(step: Any) -> HandoverRecorded:
    return HandoverRecorded(
        recorded_at=NOON, handover="h1", owner="school", receiver="gp", about=("p1",), step=step, at=NOON
    )


def exception(by: str | None = "p-1") -> ExceptionRecorded:
    return ExceptionRecorded(
        recorded_at=NOON,
        exception="e1",
        owner="school",
        persons=("p1",),
        items=("s1",),
        recipients=("gp",),
        tests=(),
        review_on=NOON + timedelta(days=90),
        violence=True,
        by=by,
    )


async def found(shelf: Shelf, organisation: str, whose: Whose = EVERYBODY, **when: Any) -> list[TaskRow]:
    queries = await shelf.settled(page=3)
    now, after = when.get("now", NOON), when.get("after", BEGINNING)
    return await queries.tasks(organisation, whose, TERMS, now, after, when.get("limit", 100))


def test_a_concern_is_asked_about_sixty_days_before_it_expires_until_it_ends() -> None:
    row, _ = changes_of(replace(signal("s1", "p1"), kind="concern", by="p-1"))
    assert isinstance(row, TaskRow)
    assert row.due == NOON + timedelta(days=730)
    assert row.opens == NOON + timedelta(days=670)
    assert row.professional == "p-1"
    ended = SignalEnded(recorded_at=NOON, signal="s1", persons=("p1",), ended_at=NOON, outcome="resolved")
    assert [*changes_of(ended)] == [Over("s1", (Kind.CONCERN_EXPIRES, Kind.INFORMING))]


def test_telling_an_addressee_is_due_when_it_was_deferred_to_and_done_when_it_was_done() -> None:
    day = NOON + timedelta(days=5)
    informed = (Informed(person="p1", deferred_until=day),)
    (row,) = changes_of(replace(signal("s1", "p1"), informed=informed))
    assert isinstance(row, TaskRow)
    assert (row.due, row.opens, row.person) == (day, NOON, "p1")
    (unsaid,) = changes_of(signal("s1", "p1"))
    assert isinstance(unsaid, TaskRow)
    assert (unsaid.due, unsaid.term, unsaid.opens) == (
        None, "informing-overdue.within_days", NOON + timedelta(days=14),
    )  # fmt: skip
    assert [*changes_of(replace(signal("s1", "p1"), informed=(Informed(person="p1", on=NOON),)))] == []
    told = InformingRecorded(recorded_at=NOON, signal="s1", persons=("p1",), informed=(Informed(person="p1", on=NOON),))
    assert [*changes_of(told)] == [Done(row.task)]
    assert [*changes_of(replace(told, informed=informed))] == [Moved(row.task, day, NOON)]


async def test_a_term_that_is_deferred_becomes_a_day(shelf: Shelf) -> None:
    day = NOON + timedelta(days=5)
    deferred = (Informed(person="p1", deferred_until=day),)
    await shelf.append(
        signal("s1", "p1"),
        InformingRecorded(recorded_at=NOON, signal="s1", persons=("p1",), informed=deferred),
    )
    assert [(row.kind, row.due) for row in await found(shelf, "school")] == [("informing", day)]


def test_a_consent_without_end_and_a_membership_of_nobody_ask_nothing() -> None:
    given = ConsentRecorded(
        recorded_at=NOON, consent="k1", owner="school", persons=("p1",), givers=(), recipients=("gp",)
    )
    assert [*changes_of(given)] == []
    (row,) = changes_of(replace(given, until=NOON + timedelta(days=100)))
    assert isinstance(row, TaskRow)
    assert row.opens == NOON + timedelta(days=58)


def test_a_confirmed_exception_is_still_to_be_reviewed_and_a_later_date_moves_that() -> None:
    confirmed = ExceptionReviewed(recorded_at=NOON, exception="e1", persons=("p1",), decision="confirmed")
    later = NOON + timedelta(days=120)
    assert [*changes_of(confirmed)] == [Over("e1", (Kind.EXCEPTION_CONFIRM, Kind.EXCEPTION_OUTSIDE))]
    assert [*changes_of(replace(confirmed, decision="continued", review_on=later))] == [
        Moved("exception-review:e1", later)
    ]
    assert [*changes_of(replace(confirmed, decision="ended"))] == [Over("e1")]


def test_an_offer_that_is_taken_up_or_declined_waits_no_more() -> None:
    watch = WatchRecorded(
        recorded_at=NOON, watch="w1", owner="school", watcher="gp", child="p1", step="proposed", at=NOON
    )
    assert [type(each) for each in changes_of(watch)] == [Done, TaskRow]
    assert [type(each) for each in changes_of(replace(watch, step="declined"))] == [Done]
    arrived = FollowUpRecorded(
        recorded_at=NOON,
        followup="f2",
        owner="gp",
        code="referral-arrived",
        about=("p1",),
        occurred_at=NOON,
        of="f1",
    )
    assert [*changes_of(arrived)] == [Done("referral:f1"), Done("referral-when-unsafe:f1")]


async def test_a_match_that_grows_gives_nobody_more_time_and_goes_when_answered_or_taken_back(shelf: Shelf) -> None:
    later = NOON + timedelta(days=3)
    await shelf.append(raised("m1", "n1", "p1"), replace(raised("m1", "n2", "p1"), recorded_at=later, answer_by=later))
    await shelf.append(raised("m2", "n3", "p2"))
    assert [(row.thing, row.due) for row in await found(shelf, "school")] == [("m1", NOON), ("m2", NOON)]
    await shelf.append(answered("m1", "n2", "p1"), withdrawn("m2", "n4", "p2"))
    assert await found(shelf, "school") == []
    await shelf.append(raised("m1", "n5", "p1"))
    assert [row.thing for row in await found(shelf, "school")] == ["m1"]


async def test_tasks_are_found_by_when_they_are_due_and_a_term_that_is_not_configured_is_never(shelf: Shelf) -> None:
    asked = OwnerAsked(
        recorded_at=NOON,
        request="r1",
        person="p1",
        recipient="gp",
        things=(),
        asks="advice",
        notification="n1",
        answer_by=NOON + timedelta(days=10),
    )
    await shelf.append(
        handover("offered"), coordination("accepted", coordination="c2"), coordination("proposed"), asked
    )
    await shelf.append(replace(handover("accepted"), handover="h2"))  # its term is not among those that are configured
    everything = await found(shelf, "gp")
    assert [(row.kind, row.due) for row in everything] == [
        ("handover-offer", NOON + timedelta(days=7)),
        ("request", NOON + timedelta(days=10)),
        ("coordination-offer", NOON + timedelta(days=14)),
        ("family-plan", NOON + timedelta(days=42)),
    ]
    first = everything[0]
    assert first.due is not None
    rest = await found(shelf, "gp", after=TaskPlace(first.due, first.task), limit=2)
    assert [row.kind for row in rest] == ["request", "coordination-offer"]
    assert await found(shelf, "gp", now=datetime(2014, 1, 1, tzinfo=UTC)) == []
    assert await found(shelf, "school") == []


async def test_what_is_on_a_name_is_found_for_it_the_rest_at_the_desk_and_a_second_is_somebody_else(
    shelf: Shelf,
) -> None:
    await shelf.append(exception(), replace(raised("m1", "n1", "p1"), for_professional="p-9"), raised("m2", "n2", "p2"))
    mine = Whose(mine=("p-1",), others=("p-2",))
    assert [row.kind for row in await found(shelf, "school", mine)] == ["exception-review"]
    second = Whose(mine=("p-2",), others=("p-1",), second_to="p-2")
    assert [row.kind for row in await found(shelf, "school", second)] == ["exception-confirm"]
    assert [row.kind for row in await found(shelf, "school", replace(mine, second_to="p-1"))] == ["exception-review"]
    desk = await found(shelf, "school", replace(mine, left_over=True))
    assert [row.thing for row in desk] == ["m1", "m2", "e1"]
