"""Requests of the family in the views: the municipality's list, and the inbox of whom it asks something."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from hub.domain.facts import (
    AdviceGiven,
    DecisionProposed,
    Fact,
    OwnerAsked,
    RequestDecided,
    RequestExtended,
    RequestReceived,
    RequestReminded,
)
from hub.domain.facts.matches import Shown
from hub.domain.facts.requests import Requester
from hub.views.rebuild import rebuild
from tests.views.given import NOON, Shelf, raised

DUE = NOON + timedelta(days=30)


def received(request: str, owner: str = "gemeente", person: str = "p1") -> RequestReceived:
    return RequestReceived(
        recorded_at=NOON,
        request=request,
        owner=owner,
        kind="objection",
        person=person,
        requesters=(Requester(person=person, capacity="self"),),
        verified="digid",
        received_by="d-1",
        received_at=NOON,
        due=DUE,
    )


def asked(request: str, notification: str, *, to: str = "school") -> OwnerAsked:
    return OwnerAsked(
        recorded_at=NOON,
        request=request,
        person="p1",
        recipient=to,
        things=("s1",),
        asks="advice",
        notification=notification,
        answer_by=DUE,
    )


def story() -> Iterator[Fact]:
    """A request that is advised on, and decided by two; another with a longer term; one of another municipality."""
    at: dict[str, Any] = {"recorded_at": NOON, "person": "p1"}
    yield received("r1")
    yield raised("m1", "n1", "p1")
    yield asked("r1", "n2")
    yield received("r2", person="p2")
    yield received("r9", owner="elders")
    yield AdviceGiven(request="r1", owner="school", notification="n2", advice="agree", **at)
    yield RequestExtended(request="r2", due=DUE + timedelta(days=60), reason="complex", by="d-1", **at)
    yield RequestReminded(
        request="r2", recipient="gemeente", why="request-term-nears", notification="n3", answer_by=DUE, **at
    )
    yield DecisionProposed(request="r1", decision="granted", by="d-1", **at)
    yield RequestDecided(request="r1", decision="granted", decided_by="d-1", second_by="d-2", **at)
    yield raised("m1", "n4", "p1")


@pytest.mark.parametrize("page", [1, 3, 500])
async def test_each_municipality_lists_its_own_with_their_term_and_state(shelf: Shelf, page: int) -> None:
    for fact in story():
        await shelf.append(fact)
    queries = await shelf.settled(page)
    rows = await queries.requests("gemeente")
    assert [(row.number, row.request, row.state) for row in rows] == [(1, "r1", "decided"), (2, "r2", "open")]
    assert rows[1].due == DUE + timedelta(days=60)
    assert [row.request for row in await queries.requests("gemeente", after=1)] == ["r2"]
    assert [row.number for row in await queries.requests("elders")] == [1]
    assert await queries.request("nothing") is None


@pytest.mark.parametrize("page", [1, 500])
async def test_what_is_asked_stands_in_the_same_inbox_as_matches(shelf: Shelf, page: int) -> None:
    for fact in story():
        await shelf.append(fact)
    queries = await shelf.settled(page)
    inbox = await queries.inbox("school")
    assert [(row.number, row.notification, row.kind) for row in inbox] == [
        (1, "n1", "match"),
        (2, "n2", "request"),
        (3, "n4", "match"),
    ]
    request = inbox[1]
    assert (request.match, request.rule, request.answered, request.grounds) == ("r1", "advice", "agree", ["rights"])
    (reminder,) = await queries.inbox("gemeente")
    assert (reminder.rule, reminder.match) == ("request-term-nears", "r2")


async def test_a_notification_says_on_which_grounds_it_was_told(shelf: Shelf) -> None:
    resting = (Shown(item="a", ground="consent"), Shown(item="b", ground="own"), Shown(item="c", ground="exception"))
    told = raised("m1", "n1", "p1")
    await shelf.append(
        msgspec.structs.replace(told, shown=resting),
        msgspec.structs.replace(told, match="m2", notification="n2", shown=resting[1:2]),
        msgspec.structs.replace(told, match="m3", notification="n3", identifier_only=True),
    )
    inbox = await (await shelf.settled()).inbox("school")
    assert [row.grounds for row in inbox] == [["consent", "exception"], ["own"], ["identifier"]]


async def test_rebuilt_they_are_the_same_to_the_last_byte(shelf: Shelf) -> None:
    for fact in story():
        await shelf.append(fact)
    await shelf.settled(2)
    report = await rebuild(shelf.engine, shelf.reader, shelf.mapper.registry)
    assert report.equal, report.differences
