"""The matcher on real databases: it finds as in memory, notices what came in since, and tells nobody who is who."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from random import Random

import asyncpg
import pytest

from hub.bench.linkage.evaluation import MemoryIndex
from hub.bench.linkage.population import Population
from hub.bench.linkage.speed import subject_of
from hub.bench.linkage.statements import Stating
from hub.people.errors import LinkageNotReadyError
from hub.people.identity import Identity, stated_identity
from hub.people.linkage.entries import FEWER_KEYS, Entries
from hub.people.linkage.matcher import Matcher
from hub.people.linkage.rules import Condition
from hub.people.linkage.settling import LinkChange
from hub.people.linkage.traits import traits_of
from hub.people.master_keys import KeyVersions, MasterKeys
from hub.people.people import People
from hub.people.preparation import PreparedSubject
from hub.people.subject import Subject
from tests.conftest import Databases
from tests.people.conftest import Registry
from tests.people.given import BRAM_BSN, NOA_BSN, noa

VAGUE = noa(postcode=None, house_number=None)
MISSPELT = noa(given_names="Noë Philippine")


async def outcome(registry: Registry, subject: Subject, stated_by: str = "gp") -> tuple[str, str | None]:
    """What a statement comes to before the lock, and whom it fits best."""
    prepared = await prepare(registry, subject, stated_by=stated_by)
    if prepared.linkage is None:
        return "exact", None
    judgement = prepared.linkage.answer.judgement
    return judgement.outcome, judgement.fits[0].candidate.person if judgement.fits else None


async def prepare(registry: Registry, subject: Subject, stated_by: str = "gp") -> PreparedSubject:
    (prepared,) = (await registry.people.prepare([subject], stated_by=stated_by)).subjects
    return prepared


async def bind(registry: Registry, prepared: Sequence[PreparedSubject]) -> list[str]:
    async with registry.pool.acquire() as connection, connection.transaction():
        return await registry.people.bind(connection, prepared)


async def test_the_same_words_from_another_organisation_are_the_same_person_by_the_rules(registry: Registry) -> None:
    known = await registry.person(VAGUE)
    assert await outcome(registry, VAGUE, "school") == ("exact", None)
    assert await outcome(registry, VAGUE, "gp") == ("same", known)


async def test_what_is_linked_has_a_pseudonym_of_its_own_and_is_no_rival_from_then_on(registry: Registry) -> None:
    known = await registry.person(VAGUE)
    (other,) = await registry.bind(VAGUE, stated_by="gp")
    assert other != known
    assert (await registry.pool.fetchrow("SELECT person, other FROM person_link"))[:] == tuple(sorted([known, other]))
    assert (await outcome(registry, VAGUE, "cjg"))[0] == "same"


async def test_what_is_uncertain_is_stored_as_somebody_new_and_linked_to_nobody(registry: Registry) -> None:
    known = await registry.person(noa())
    prepared = await prepare(registry, MISSPELT)
    (other,) = await bind(registry, [prepared])
    assert other != known
    assert await registry.count("person_link") == 0
    assert prepared.linkage is not None
    assert prepared.linkage.found is not None
    assert prepared.linkage.found.same_as is None
    assert [each.person for each in prepared.linkage.found.likely] == [known]
    assert prepared.linkage.found.failing == (Condition.GIVEN.value,)


async def test_who_came_in_after_preparing_is_noticed_under_the_lock(registry: Registry) -> None:
    prepared = await prepare(registry, VAGUE)
    assert prepared.linkage is not None
    assert prepared.linkage.answer.judgement.outcome == "new"
    known = await registry.person(noa())
    await bind(registry, [prepared])
    assert prepared.linkage.found is not None
    assert [each.person for each in prepared.linkage.found.likely] == [known]
    assert prepared.linkage.found.failing == ("just-recorded",)


async def test_two_who_come_in_together_are_compared_with_one_another(registry: Registry) -> None:
    one, other = await prepare(registry, VAGUE, "gp"), await prepare(registry, VAGUE, "cjg")
    first, second = await bind(registry, [one, other])
    assert first != second
    assert one.linkage is not None
    assert other.linkage is not None
    assert one.linkage.found is None
    assert other.linkage.found is not None
    assert [each.person for each in other.linkage.found.likely] == [first]


async def test_those_whom_one_message_states_are_not_one_another(registry: Registry) -> None:
    known = await registry.person(noa())
    prepared = (await registry.people.prepare([noa(), MISSPELT], stated_by="gp")).subjects
    bound = await bind(registry, prepared)
    assert bound[0] == known != bound[1]
    assert prepared[1].linkage is not None
    assert prepared[1].linkage.found is None


async def test_a_bsn_that_comes_later_with_names_finds_who_was_known_by_names(registry: Registry) -> None:
    by_names = await registry.person(VAGUE)
    by_bsn = await registry.person(Subject(bsn=NOA_BSN))
    prepared = await prepare(registry, noa(bsn=NOA_BSN))
    assert await bind(registry, [prepared]) == [by_bsn]
    assert prepared.linkage is not None
    assert prepared.linkage.found is not None
    assert prepared.linkage.found.pair == (by_bsn, by_names)


async def test_a_person_never_gets_a_bsn_other_than_that_of_whom_it_is_linked_to(registry: Registry) -> None:
    with_bsn = await registry.person(noa(bsn=NOA_BSN, postcode="9999ZZ", phone="0612345678"))
    (known,) = await registry.bind(noa(phone="0612345678"), stated_by="gp")
    assert await registry.count("person_link") == 1
    other = await registry.person(noa(bsn=BRAM_BSN))
    assert other not in {with_bsn, known}
    change = LinkChange((with_bsn, known), linked=False)
    async with registry.pool.acquire() as connection, connection.transaction():
        await registry.people.keep(connection, [change])
    found = await registry.pool.fetch("SELECT pseudonym FROM person WHERE has_bsn")
    assert {row["pseudonym"] for row in found} == {with_bsn, other}


async def test_somebody_completed_later_is_found_by_what_was_added(registry: Registry) -> None:
    await registry.person(Subject(bsn=NOA_BSN))
    person = await registry.person(noa(bsn=NOA_BSN))
    assert await outcome(registry, MISSPELT) == ("uncertain", person)


async def test_without_its_tables_it_says_so_and_makes_them_anew(registry: Registry) -> None:
    known = await registry.person(noa())
    await registry.pool.execute("TRUNCATE person_block, person_block_fresh")  # as a crash leaves unlogged tables
    await registry.pool.execute("DELETE FROM person_block_state")
    with pytest.raises(LinkageNotReadyError):
        await prepare(registry, MISSPELT)
    assert await registry.people.make_ready() == 1
    assert await outcome(registry, MISSPELT) == ("uncertain", known)
    assert await registry.people.make_ready() == 0


async def test_other_keys_make_the_tables_anew(registry: Registry) -> None:
    known = await registry.person(noa())
    service = KeyVersions(2, registry.master.service.keys | {2: b"n" * 32})
    master = registry.master.replaced("service", service)
    rotated = replace(registry, people=People(registry.pool, registry.keys, master), master=master)
    with pytest.raises(LinkageNotReadyError):
        await prepare(rotated, MISSPELT)
    assert await rotated.people.make_ready() == 1
    assert await outcome(rotated, MISSPELT) == ("uncertain", known)
    assert await rotated.people.find(noa()) == known


async def test_rows_that_came_in_lately_are_moved_on_and_still_found(registry: Registry) -> None:
    known = await registry.person(noa())
    assert await registry.count("person_block_fresh") > 0
    await registry.people.keep_up()
    assert await registry.count("person_block_fresh") > 0  # too few to hide among one another
    await Matcher(registry.pool, registry.keys, registry.master).keep_up(1)
    assert await registry.count("person_block_fresh") == 0
    assert await outcome(registry, MISSPELT) == ("uncertain", known)


async def test_every_person_has_equally_many_rows_and_no_two_rows_have_anything_in_common(registry: Registry) -> None:
    for number, given_names in enumerate(("Noa Philippine", "Noa Philippina", "Bram")):
        who = noa(family_name="van Zonneveld", given_names=given_names, sex=None, house_number=number + 1)
        await registry.person(who)
    rows = await registry.pool.fetch("SELECT xmin::text, bucket, entry FROM person_block_fresh")
    assert set(Counter(row["xmin"] for row in rows).values()) == {FEWER_KEYS}
    entries = [row["entry"] for row in rows]
    pieces = [entry[at : at + 8] for entry in entries for at in range(0, 40, 8)]
    assert len(set(pieces)) == len(pieces)


async def test_after_moving_on_nothing_tells_which_rows_are_one_persons(registry: Registry) -> None:
    for number in range(8):
        await registry.person(noa(given_names=f"Noa{'abcdefgh'[number]}", house_number=number + 1))
    before = {row["entry"] for row in await registry.pool.fetch("SELECT entry FROM person_block_fresh")}
    await Matcher(registry.pool, registry.keys, registry.master).keep_up(1)
    rows = await registry.pool.fetch("SELECT xmin::text, entry FROM person_block ORDER BY ctid")
    assert {row["entry"] for row in rows} == before
    assert len({row["xmin"] for row in rows}) == 1
    entries = Entries(registry.master)
    owners = [entries.owner(row["entry"]) for row in rows]
    runs = sum(one != other for one, other in pairwise(owners))
    assert runs > len(set(owners)) * 2  # in the order they came in, there would be one run a person


@pytest.mark.parametrize("moved", [False, True])
async def test_who_leaves_comes_up_no_more(registry: Registry, moved: bool) -> None:
    person = await registry.person(noa())
    matcher = Matcher(registry.pool, registry.keys, registry.master)
    if moved:
        await matcher.keep_up(1)
    await matcher.leave(registry.pool, person, stated_identity(noa()))
    assert (await outcome(registry, MISSPELT))[0] == "new"


async def test_the_reader_of_the_ledger_may_not_look(database: Databases, registry: Registry) -> None:
    reader = await asyncpg.connect(database.reader_url)
    try:
        for table in ("person_block", "person_block_fresh", "person_block_state", "person_link"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await reader.fetch(f"SELECT * FROM {table}")
    finally:
        await reader.close()


async def test_it_answers_on_the_databases_as_in_memory(registry: Registry) -> None:
    """The contract that the evaluation rests on: the figures in memory are those of the hub."""
    random = Random(4711)
    population, stating = Population(random), Stating(random)
    population.grow(250)
    index, known = MemoryIndex(), {}
    for person in population.people[:150]:
        identity = stating.registered(person).identity
        pseudonym = await registry.person(subject_of(identity))
        if pseudonym not in known:
            known[pseudonym] = identity
            index.add(pseudonym, traits_of(identity))
    await registry.pool.execute("DELETE FROM person_link")
    await registry.pool.execute("DELETE FROM person_identifier")  # so that nobody is found exactly
    people = registry.restarted()
    for person in population.people:
        identity = stating.stated(person).identity
        (prepared,) = (await people.prepare([subject_of(identity)], stated_by="gp")).subjects
        assert prepared.linkage is not None
        expected = index.candidates(traits_of(identity))
        assert {each.person for each in prepared.linkage.answer.candidates} == {each.person for each in expected}
        assert {each.traits for each in prepared.linkage.answer.candidates} == {each.traits for each in expected}


def test_a_statement_without_names_is_no_question_for_it() -> None:
    matcher = Matcher(None, None, MasterKeys.generate())  # type: ignore[arg-type]
    assert matcher.question(Identity(bsn=NOA_BSN)) is None
    assert matcher.question(Identity(due="2015-01-01")) is None
    assert "Question" in repr(matcher.question(Identity(family_name="Smit", given_names="Jan")))
