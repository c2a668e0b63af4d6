"""People on real databases: binding, completing, describing, forgetting to keep what was refused."""

import asyncio
from datetime import date

import asyncpg
import pytest

from hub.domain.ages import AgeBand
from hub.people import people as people_module
from hub.people.connect import open_people
from hub.people.errors import StalePreparationError, WrongMasterKeysError
from hub.people.identity import Identity
from hub.people.master_keys import MasterKeys
from hub.people.subject import Subject
from tests.conftest import Databases
from tests.people.conftest import Registry
from tests.people.given import BRAM_BSN, NOA_BSN, bram, noa, opened, words

ON = date(2014, 10, 10)
WAITING = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"""


async def test_a_new_person_gets_a_pseudonym_and_keeps_it(registry: Registry) -> None:
    person = await registry.person(noa(bsn=NOA_BSN))
    assert await registry.person(noa(bsn=NOA_BSN)) == person
    assert await registry.person(Subject(bsn=NOA_BSN)) == person
    assert await registry.count("person") == 1


async def test_a_batch_gives_every_subject_its_person_in_order(registry: Registry) -> None:
    first = await registry.bind(noa(bsn=NOA_BSN), bram(bsn=BRAM_BSN))
    again = await registry.bind(bram(), Subject(bsn=NOA_BSN), Subject(due="2015-01-01"), bram(bsn=BRAM_BSN))
    assert again[0] == again[3] == first[1]
    assert again[1] == first[0]
    assert again[2] not in first


async def test_a_new_person_named_twice_in_one_batch_is_one_person_with_all_that_was_stated(registry: Registry) -> None:
    by_bsn, by_both, by_names = await registry.bind(Subject(bsn=NOA_BSN), noa(bsn=NOA_BSN), noa(sex=None))
    assert by_bsn == by_both == by_names
    assert await registry.count("person") == 1
    described = await registry.restarted().describe(opened([by_bsn]))
    assert (described[by_bsn].bsn, described[by_bsn].given_names) == (NOA_BSN, "Noa Philippine")


async def test_two_transactions_that_bind_the_same_person_at_once_get_one_pseudonym(registry: Registry) -> None:
    subjects = [noa(bsn=NOA_BSN), bram()]
    both = registry.people, registry.restarted()
    prepared = [(await people.prepare(subjects, stated_by="school")).subjects for people in both]

    async with registry.pool.acquire() as connection, registry.pool.acquire() as other_connection:
        first, second = connection.transaction(), other_connection.transaction()
        await first.start()
        await second.start()
        one = await registry.people.bind(connection, prepared[0])
        waiting = asyncio.create_task(registry.people.bind(other_connection, prepared[1]))
        while not waiting.done() and not await registry.pool.fetchval(WAITING):
            pass  # the other one has not come to the lock yet
        await first.commit()
        other = await waiting
        await second.commit()
    assert one == other
    assert await registry.count("person") == 2


async def test_many_at_once_never_make_a_person_twice(registry: Registry) -> None:
    bound = await asyncio.gather(*(registry.bind(noa(bsn=NOA_BSN), bram()) for _ in range(20)))
    assert len({tuple(persons) for persons in bound}) == 1


async def test_what_a_rolled_back_transaction_bound_is_new_again(registry: Registry) -> None:
    prepared = (await registry.people.prepare([noa()])).subjects
    async with registry.pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await registry.people.bind(connection, prepared)
        await transaction.rollback()
    assert await registry.count("person") == 0
    assert await registry.people.find(noa()) is None


async def test_of_a_refused_command_nothing_stays(registry: Registry) -> None:
    prepared = (await registry.people.prepare([noa(bsn=NOA_BSN), bram(), noa()])).subjects
    async with registry.pool.acquire() as connection, connection.transaction():
        binding = await registry.people.resolve(connection, prepared)
        await registry.people.store(connection, binding, accepted=[2])  # refused: Noa with her BSN, and Bram
    assert await registry.people.find(bram()) is None
    assert await registry.people.find(Subject(bsn=NOA_BSN)) is None
    found = await registry.people.find(noa())
    assert found == binding.persons[0] == binding.persons[2]
    described = (await registry.restarted().describe(opened([found])))[found]
    assert described.bsn is None
    assert described.given_names == "Noa Philippine"


async def test_finding_somebody_leaves_no_trace(registry: Registry) -> None:
    assert await registry.people.find(noa(bsn=NOA_BSN)) is None
    assert [await registry.count(table) for table in ("person", "person_identifier", "person_key")] == [0, 0, 0]


async def test_what_is_learned_later_completes_a_person_and_changes_nothing_known(registry: Registry) -> None:
    person = await registry.person(noa(sex=None))
    await registry.person(noa(bsn=NOA_BSN))
    await registry.person(noa(bsn=NOA_BSN, born="2011-01-05", postcode="3072BB", house_number=1))
    assert await registry.restarted().describe(opened([person])) == {
        person: Identity(
            bsn=NOA_BSN,
            family_name="van Zonneveld-Brandwijk",
            given_names="Noa Philippine",
            born="2010-07-09",
            sex="female",
            postcode="3071AA",
            house_number=12,
        )
    }


async def test_a_person_with_a_bsn_never_gets_another_one(registry: Registry) -> None:
    one = await registry.person(noa(bsn=NOA_BSN))
    other = await registry.person(noa(bsn=BRAM_BSN))
    assert one != other
    assert await registry.people.find(noa()) is None
    assert await registry.people.find(Subject(bsn=BRAM_BSN)) == other


async def test_a_bsn_learned_later_holds_against_the_next_bsn(registry: Registry) -> None:
    person = await registry.person(noa())
    assert await registry.person(noa(bsn=NOA_BSN)) == person
    assert await registry.person(noa(bsn=BRAM_BSN)) != person


async def test_ages_come_from_memory_or_from_the_databases_alike(registry: Registry) -> None:
    persons = await registry.bind(noa(bsn=NOA_BSN), bram(born="1991"), Subject(bsn=BRAM_BSN), Subject(due="2014-12-01"))
    expected = dict(
        zip(
            persons,
            [AgeBand.UNDER_TWELVE, AgeBand.EIGHTEEN_TO_TWENTY_TWO, AgeBand.UNKNOWN, AgeBand.EXPECTED],
            strict=True,
        )
    )
    async with registry.pool.acquire() as connection:
        assert await registry.people.ages(connection, persons, ON) == expected
        assert await registry.restarted().ages(connection, persons, ON) == expected
        assert await registry.people.ages(connection, ["p" * 26], ON) == {"p" * 26: AgeBand.UNKNOWN}


async def test_the_age_of_a_new_person_is_known_within_the_transaction_that_makes_it(registry: Registry) -> None:
    await registry.person(Subject(bsn=NOA_BSN))
    people = registry.restarted()
    prepared = (await people.prepare([noa(bsn=NOA_BSN), bram()])).subjects
    async with registry.pool.acquire() as connection, connection.transaction():
        known, new = (await people.resolve(connection, prepared)).persons
        ages = await people.ages(connection, [known, new], ON)
    assert ages == {known: AgeBand.UNDER_TWELVE, new: AgeBand.UNDER_FOUR}


async def test_a_person_who_disappeared_after_preparing_is_made_anew(registry: Registry) -> None:
    person = await registry.person(noa())
    prepared = (await registry.people.prepare([noa()])).subjects
    await registry.pool.execute("DELETE FROM person_identifier")
    await registry.pool.execute("DELETE FROM person")
    async with registry.pool.acquire() as connection, connection.transaction():
        (anew,) = await registry.people.bind(connection, prepared)
    assert anew != person
    assert list(await registry.restarted().describe(opened([anew]))) == [anew]


async def test_what_was_prepared_too_long_ago_is_refused(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = (await registry.people.prepare([noa()])).subjects
    later = prepared[0].prepared_at + people_module.PREPARED_FOR + 1
    monkeypatch.setattr(people_module, "monotonic_seconds", lambda: later)
    async with registry.pool.acquire() as connection, connection.transaction():
        with pytest.raises(StalePreparationError):
            await registry.people.bind(connection, prepared)


async def test_contents_are_kept_per_signal_and_come_back(registry: Registry) -> None:
    contents = {"a" * 32: "Wie belt: Ä. de Wit".encode(), "b" * 32: b""}
    await registry.keep(contents)
    assert await registry.restarted().read_contents(words([*contents, "c" * 32])) == contents


async def test_commands_prepared_at_once_get_their_own_answers(registry: Registry) -> None:
    async def one(number: int) -> tuple[int, int, str]:
        subjects = [bram(given_names=f"Bram {'abcdefghijklmnopqrstuvwxyz'[number]}o") for _ in range(number % 3)]
        prepared = await registry.people.prepare(subjects, {f"{number:032}": b"who to call"})
        assert [subject.identity.given_names for subject in prepared.subjects] == [s.given_names for s in subjects]
        return number, len(prepared.subjects), prepared.contents[0].signal

    answers = await asyncio.gather(*(one(number) for number in range(26)))
    assert answers == [(number, number % 3, f"{number:032}") for number in range(26)]


async def test_the_ledgers_reader_may_not_look_at_people(registry: Registry, database: Databases) -> None:
    connection = await asyncpg.connect(database.reader_url)
    try:
        for table in ("person", "person_identifier", "signal_content"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.fetch(f"SELECT * FROM {table}")
    finally:
        await connection.close()


async def test_people_open_on_both_databases_and_close_again(database: Databases) -> None:
    master = MasterKeys.generate()
    async with open_people(database.app_url, database.keys_app_url, master) as people:
        prepared = await people.prepare([noa()])
        async with asyncpg.create_pool(database.app_url, min_size=1, max_size=1) as pool, pool.acquire() as connection:
            (person,) = await people.bind(connection, prepared.subjects)
        assert list(await people.describe(opened([person]))) == [person]
    with pytest.raises(WrongMasterKeysError):
        async with open_people(database.app_url, database.keys_app_url, MasterKeys.generate()):
            pass
