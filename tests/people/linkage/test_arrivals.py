"""Who came in while a statement waited for the lock is found, from memory or from the tables, and never missed."""

from collections.abc import Sequence
from random import Random

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.people.linkage.arrivals import Arrivals
from hub.people.linkage.block_table import turn
from hub.people.linkage.matcher import Matcher
from hub.people.people import People
from hub.people.preparation import PreparedSubject
from hub.people.subject import Subject
from tests.conftest import Databases
from tests.people.conftest import Registry
from tests.people.given import noa

VAGUE = noa(postcode=None, house_number=None)
MISSPELT = noa(given_names="Noë Philippine")


async def prepare(people: People, subject: Subject, stated_by: str) -> PreparedSubject:
    (prepared,) = (await people.prepare([subject], stated_by=stated_by)).subjects
    return prepared


async def bind(registry: Registry, people: People, prepared: PreparedSubject) -> str:
    async with registry.pool.acquire() as connection, connection.transaction():
        (person,) = await people.bind(connection, [prepared])
    return person


def likely(prepared: PreparedSubject) -> list[str]:
    """Whom it may be, or is."""
    assert prepared.linkage is not None
    found = prepared.linkage.found
    if found is None:
        return []
    return [found.same_as] if found.same_as else [each.person for each in found.likely]


@pytest.mark.parametrize("elsewhere", [False, True], ids=["in this process", "in another process"])
async def test_two_who_are_one_in_two_batches_at_once_are_found(registry: Registry, elsewhere: bool) -> None:
    other = registry.restarted() if elsewhere else registry.people
    first, second = await prepare(other, VAGUE, "gp"), await prepare(registry.people, VAGUE, "cjg")
    known = await bind(registry, other, first)
    await bind(registry, registry.people, second)
    assert likely(second) == [known]


async def test_in_turns_of_two_processes_nobody_is_missed(registry: Registry) -> None:
    processes = registry.people, registry.restarted()
    stated = [await prepare(processes[n % 2], noa(phone=f"061234567{n}"), f"org-{n}") for n in range(2)]
    names = [await prepare(processes[n % 2], VAGUE, f"other-{n}") for n in range(4)]
    known = [await bind(registry, processes[n % 2], each) for n, each in enumerate(stated)]
    assert known[0] == known[1], "the same words and address are the same person"
    before = {known[0]}
    for number, each in enumerate(names):
        person = await bind(registry, processes[number % 2], each)
        assert likely(each), f"statement {number} found none of {len(before)}"
        assert set(likely(each)) <= before
        before.add(person)


async def test_as_long_as_this_process_knows_who_came_the_tables_are_not_looked_in(registry: Registry) -> None:
    prepared = await prepare(registry.people, VAGUE, "gp")
    await registry.person(noa(family_name="Bakker", given_names="Bram", born="2001-02-03", sex="male"))
    await registry.pool.execute("DELETE FROM person_block_state")  # who looks now is told to come back later
    await bind(registry, registry.people, prepared)
    assert likely(prepared) == []


async def test_who_was_rolled_back_is_nobody_and_who_came_in_its_place_is_found(registry: Registry) -> None:
    other = registry.restarted()
    lost, stated = await prepare(registry.people, VAGUE, "gp"), await prepare(registry.people, VAGUE, "cjg")
    async with registry.pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await registry.people.bind(connection, [lost])
        await transaction.rollback()
    known = await bind(registry, other, await prepare(other, VAGUE, "school"))
    await bind(registry, registry.people, stated)
    assert likely(stated) == [known]


async def test_who_was_killed_before_its_commit_let_nobody_in(database: Databases, registry: Registry) -> None:
    other = registry.restarted()
    lost, stated = await prepare(other, VAGUE, "gp"), await prepare(registry.people, VAGUE, "cjg")
    doomed = await asyncpg.connect(database.app_url)
    await doomed.execute("BEGIN")
    await other.bind(doomed, [lost])
    assert await registry.pool.fetchval("SELECT pg_terminate_backend($1, 60000)", doomed.get_server_pid())
    await bind(registry, registry.people, stated)
    assert likely(stated) == []


async def test_who_left_meanwhile_is_not_suggested(registry: Registry) -> None:
    known = await registry.person(noa())
    prepared = await prepare(registry.people, MISSPELT, "gp")
    async with registry.pool.acquire() as connection, connection.transaction():
        await registry.people.let_go(connection, [known])
    await bind(registry, registry.people, prepared)
    assert likely(prepared) == []


async def test_from_memory_it_answers_as_from_the_tables(registry: Registry) -> None:
    """Whatever came in between, in whatever turns, of whatever likeness: both ways give one answer."""
    random = Random(20)
    processes = registry.people, registry.restarted()
    waiting: list[tuple[int, PreparedSubject]] = []
    for number in range(60):
        process = random.choice((0, 0, 0, 1))
        prepared = await prepare(processes[process], _somebody(random), f"org-{number}")
        if prepared.linkage is not None:
            waiting.append((process, prepared))
        if number % 3 == 2:
            process, oldest = waiting.pop(random.randrange(len(waiting)))
            await bind(registry, processes[process], oldest)
    asked = [prepared.linkage for process, prepared in waiting if process == 0 and prepared.linkage is not None]
    questions, before = [each.question for each in asked], [each.answer for each in asked]
    assert len({each.turn for each in before}) > 1
    remembering = registry.people._matcher
    looking = Matcher(registry.pool, registry.keys, registry.master)
    from_memory = await remembering.ask_again(registry.pool, questions, before)
    from_tables = await looking.ask_again(registry.pool, questions, before)
    assert [(each.judgement, each.seen) for each in from_memory] == [(e.judgement, e.seen) for e in from_tables]
    assert any(after is not given for after, given in zip(from_tables, before, strict=True)), "somebody did come in"


def _somebody(random: Random) -> Subject:
    return noa(
        given_names=random.choice(("Noa", "Noah", "Nora", "Bram")),
        family_name=random.choice(("Bakker", "Baker", "de Bakker", "Jansen")),
        born=random.choice(("2010-07-09", "2010-09-07", "2011-07-09", "2003-01-30")),
        postcode=random.choice(("3071AA", "3072BB")),
        house_number=random.choice((1, 2)),
    )


async def test_every_turn_is_another(registry: Registry) -> None:
    turns = [await turn(registry.pool)]
    for number in range(3):
        await registry.person(noa(house_number=number + 1))
        turns.append(await turn(registry.pool))
    assert len(set(turns)) == 4


Step = tuple[str, frozenset[bytes]]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("own", "other", "rolled back", "other version")), st.frozensets(st.sampled_from((b"a", b"b")))
    ),
    max_size=12,
)


@given(STEPS, st.data())
def test_what_is_said_to_have_come_in_since_is_all_that_did_or_nothing_is_said(
    steps: Sequence[Step], data: st.DataObject
) -> None:
    """Against a plain list of everybody who came in, whoever let them in."""
    arrivals, committed, history = Arrivals(most=6), 0, [(0, frozenset[bytes](), 1)]
    for number, (kind, hashes) in enumerate(steps, start=1):
        version = 2 if kind == "other version" else 1
        if kind != "other":
            arrivals.note(committed, number, version, [hashes])
        if kind != "rolled back":
            committed = number
            history.append((number, hashes, version))
    start = data.draw(st.integers(0, len(history) - 1))
    came = arrivals.since(history[start][0], committed, 1)
    if came is not None:
        assert set().union(*came) == set().union(*(each for _, each, _ in history[start + 1 :]))
        assert all(version == 1 for _, _, version in history[start + 1 :])


def test_what_came_in_through_this_process_alone_is_known() -> None:
    arrivals = Arrivals()
    for number in range(3):
        arrivals.note(number, number + 1, 1, [[b"key", b"of %d" % number]])
    assert arrivals.since(1, 3, 1) == [frozenset((b"key", b"of 2")), frozenset((b"key", b"of 1"))]
    assert arrivals.since(3, 3, 1) == []
