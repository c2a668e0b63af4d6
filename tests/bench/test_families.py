"""Copied families are families: the hub finds their persons, reads their facts and believes what is kept folded."""

from datetime import UTC, datetime

import asyncpg

from hub.bench.families import make_families
from hub.bench.persons import subjects
from hub.bench.place import UnusedFamilies
from hub.bench.story import DAUGHTER, MOTHER
from hub.domain.document import to_document
from hub.domain.facts import ALL_FACTS
from hub.domain.family import FamilyState
from hub.ledger.cache import FoldedCircles
from hub.ledger.folded import FACTS_BETWEEN
from hub.ledger.gather import Gatherer
from hub.ledger.mapper import FactRegistry
from hub.people.connect import open_people
from hub.people.master_keys import MasterKeys
from hub.wiring.addresses import Addresses
from hub.wiring.folded_families import folded_states
from tests.conftest import Databases

FAMILIES = FACTS_BETWEEN + 1
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def test_a_copied_family_folds_alike_from_what_was_kept_and_from_all_its_facts(database: Databases) -> None:
    addresses = Addresses(
        database_url=database.app_url, keys_database_url=database.keys_app_url, reader_database_url="", nats_url=""
    )
    master, steps = MasterKeys.generate(), list[int]()
    await make_families(addresses, database.owner_url, master, FAMILIES, NOW, steps.append)
    assert sum(steps) == FAMILIES * 3

    connection = await asyncpg.connect(database.app_url)
    async with open_people(database.app_url, database.keys_app_url, master) as people:
        for number in range(FAMILIES):
            family = subjects(number, NOW.date())
            mother, daughter = await people.find(family[MOTHER]), await people.find(family[DAUGHTER])
            assert mother is not None
            begun = await _fold(connection, mother, folded_states(master))
            whole = await _fold(connection, mother, None)
            assert to_document(begun) == to_document(whole)
            assert {mother, daughter} <= set(whole.members)
    await connection.close()


async def _fold(connection: asyncpg.Connection, person: str, kept: object) -> FamilyState:
    gatherer = Gatherer(connection, FactRegistry(ALL_FACTS), FoldedCircles(0), kept)  # type: ignore[arg-type]
    circles, _ = await gatherer.circles({person}, ())
    [circle] = circles
    assert (circle.base is not None) == (kept is not None)
    state = circle.folded(FamilyState)
    assert isinstance(state, FamilyState)
    return state


def test_when_there_are_too_few_families_they_are_taken_again_and_counted() -> None:
    families = UnusedFamilies(2, NOW)
    assert [families.take() for _ in range(5)] == [0, 1, 0, 1, 0]
    assert families.used_again == 3
