"""Declared relatives stand until they are withdrawn, and each of them until nobody knows any more who they are."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from hub.domain.facts import ErasureDecided, Fact, PersonForgotten, RelativesDeclared, RelativesWithdrawn
from hub.views.rebuild import rebuild
from tests.views.given import NOON, Shelf


def declared(id_: str, *persons: str, hours: int = 0, whose: str = "p-1", owner: str = "cjg") -> RelativesDeclared:
    at = NOON + timedelta(hours=hours)
    return RelativesDeclared(recorded_at=at, declaration=id_, owner=owner, professional=whose, persons=persons)


def story() -> Iterator[Fact]:
    yield declared("d2", "mother", "kid", hours=1)
    yield declared("d1", "kid", hours=0)
    yield declared("d3", "kid", whose="p-2")
    yield declared("d4", "kid", owner="school")
    yield declared("d5", "uncle", "aunt", hours=2)
    yield RelativesWithdrawn(recorded_at=NOON, declaration="d1", owner="cjg", persons=("kid",))
    yield PersonForgotten(recorded_at=NOON, person="mother")
    yield ErasureDecided(
        recorded_at=NOON,
        request="r1",
        person="aunt",
        outcome="erased",
        decided_by="d-1",
        pseudonyms=("aunt",),
    )


@pytest.mark.parametrize("page", [1, 2, 3, 500])
async def test_of_each_professional_what_stands_is_listed_the_earliest_first(shelf: Shelf, page: int) -> None:
    for fact in story():
        await shelf.append(fact)

    queries = await shelf.settled(page)

    rows = await queries.relatives("cjg", "p-1")
    assert [(row.declaration, row.person) for row in rows] == [("d2", "kid"), ("d5", "uncle")]
    assert [row.declaration for row in await queries.relatives("cjg", "p-2")] == ["d3"]
    assert [row.declaration for row in await queries.relatives("school", "p-1")] == ["d4"]
    assert await queries.relatives("school", "p-2") == []


async def test_rebuilt_they_are_the_same_to_the_last_byte(shelf: Shelf) -> None:
    for fact in story():
        await shelf.append(fact)
    await shelf.settled(2)
    report = await rebuild(shelf.engine, shelf.reader, shelf.mapper.registry)
    assert report.equal, report.differences
