"""Commands become facts: once, in order, alone when they fail."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from hub.ledger.errors import CommandConflict, LedgerStopped, OutsideCircle
from hub.ledger.ports import Fleeting
from tests.conftest import Databases
from tests.ledger.village import Hall, NoteDown, TooMany, hall, prepare, rows

FACTS = "SELECT id, type, tags FROM samenloop_events_tt_main ORDER BY id"


@pytest.fixture
async def town(database: Databases) -> AsyncIterator[Hall]:
    await prepare(database)
    async with hall(database) as running:
        yield running


async def test_a_command_is_decided_on_what_was_recorded_before(town: Hall) -> None:
    await town.writer.submit(NoteDown("one", subjects=["Noa"]))
    second = await town.writer.submit(NoteDown("two", subjects=["Noa"]))
    assert second.result == ["one"]
    assert not second.replayed


async def test_commands_that_wait_together_share_a_batch_and_see_each_other(town: Hall) -> None:
    answers = await asyncio.gather(*(town.writer.submit(NoteDown(str(n), subjects=["Noa"])) for n in range(10)))
    assert [answer.result for answer in answers] == [[str(n) for n in range(m)] for m in range(10)]
    assert [report.commands for report in town.reports] == [10]
    assert town.register.binds == 1


async def test_a_circle_is_found_over_links_of_links(town: Hall) -> None:
    for pair in (["Noa", "Sem"], ["Sem", "Mila"], ["Mila", "Finn"]):
        await town.writer.submit(NoteDown(f"about {pair[0]}", subjects=pair, link=True))
    async with hall(town.database) as other:
        answer = await other.writer.submit(NoteDown("last", subjects=["Finn"]))
    assert answer.result == ["about Noa", "about Sem", "about Mila"]


async def test_a_link_decided_in_a_batch_counts_for_the_commands_after_it(town: Hall) -> None:
    await town.writer.submit(NoteDown("of Noa", subjects=["Noa"]))
    await town.writer.submit(NoteDown("of Sem", subjects=["Sem"]))
    before, _, after = await asyncio.gather(
        town.writer.submit(NoteDown("more", subjects=["Sem"])),
        town.writer.submit(NoteDown("together", subjects=["Noa", "Sem"], link=True)),
        town.writer.submit(NoteDown("later", subjects=["Noa"])),
    )
    assert before.result == ["of Sem"]
    assert after.result == ["of Noa", "of Sem", "more", "together"]


async def test_a_link_that_was_refused_shows_nothing_to_the_next_command(town: Hall) -> None:
    await town.writer.submit(NoteDown("of Noa", subjects=["Noa"]))
    await town.writer.submit(NoteDown("of Sem", subjects=["Sem"]))
    refused, after = await asyncio.gather(
        town.writer.submit(NoteDown("together", subjects=["Noa", "Sem"], link=True, at_most=0)),
        town.writer.submit(NoteDown("later", subjects=["Noa"])),
        return_exceptions=True,
    )
    assert isinstance(refused, TooMany)
    assert not isinstance(after, BaseException)
    assert after.result == ["of Noa"]


async def test_a_fact_about_two_circles_enters_both_and_joins_neither(town: Hall) -> None:
    await town.writer.submit(NoteDown("of Noa", subjects=["Noa"]))
    await town.writer.submit(NoteDown("of Sem", subjects=["Sem"]))
    _, noa, sem = await asyncio.gather(
        town.writer.submit(NoteDown("of both", subjects=["Noa", "Sem"])),
        town.writer.submit(NoteDown("x", subjects=["Noa"])),
        town.writer.submit(NoteDown("y", subjects=["Sem"])),
    )
    assert noa.result == ["of Noa", "of both"]
    assert sem.result == ["of Sem", "of both"]


async def test_a_handle_leads_to_the_persons_of_its_facts(town: Hall) -> None:
    await town.writer.submit(NoteDown("first", subjects=["Noa"], thing="t1"))
    [[pseudonym]] = await rows(town.database, "SELECT pseudonym FROM register")
    answer = await town.writer.submit(NoteDown("second", handles=["thing:t1"], else_about=(pseudonym,)))
    assert answer.result == ["first"]


async def test_a_handle_that_an_earlier_command_of_the_batch_made_is_known_to_the_later_ones(town: Hall) -> None:
    await town.writer.submit(NoteDown("before", subjects=["Noa"]))
    [[pseudonym]] = await rows(town.database, "SELECT pseudonym FROM register")
    _, answer = await asyncio.gather(
        town.writer.submit(NoteDown("first", subjects=["Noa"], thing="t1")),
        town.writer.submit(NoteDown("second", handles=["thing:t1"], else_about=(pseudonym,))),
    )
    assert answer.result == ["before", "first"]


async def test_the_same_command_again_stores_nothing_and_gets_the_same_answer(town: Hall) -> None:
    first = await town.writer.submit(NoteDown("one", subjects=["Noa"], key="k"))
    again = await town.writer.submit(NoteDown("one", subjects=["Noa"], key="k"))
    assert again.replayed
    assert again.result == ["one"]
    assert (again.first, again.last, again.position) == (first.first, first.last, first.position)
    assert len(await rows(town.database, FACTS)) == 1


async def test_the_same_command_twice_in_one_batch_is_decided_once(town: Hall) -> None:
    first, second = await asyncio.gather(
        *(town.writer.submit(NoteDown("one", subjects=["Noa"], key="k")) for _ in range(2))
    )
    assert (first.replayed, second.replayed) == (False, True)
    assert second.result == ["one"]
    assert len(await rows(town.database, FACTS)) == 1


async def test_a_command_that_decides_on_no_fact_is_remembered_too(town: Hall) -> None:
    first = await town.writer.submit(NoteDown(subjects=["Noa"], key="k"))
    again = await town.writer.submit(NoteDown(subjects=["Noa"], key="k"))
    assert (first.first, again.first, again.replayed, again.position) == (None, None, True, 0)
    assert await rows(town.database, "SELECT * FROM ledger_seal") == []


@pytest.mark.parametrize("together", [True, False])
async def test_an_identifier_with_another_body_is_a_conflict(town: Hall, *, together: bool) -> None:
    commands = [NoteDown("one", subjects=["Noa"], key="k"), NoteDown("two", subjects=["Noa"], key="k")]
    if together:
        answers = await asyncio.gather(*map(town.writer.submit, commands), return_exceptions=True)
        assert isinstance(answers[1], CommandConflict)
    else:
        await town.writer.submit(commands[0])
        with pytest.raises(CommandConflict):
            await town.writer.submit(commands[1])
    assert len(await rows(town.database, FACTS)) == 1


async def test_organisations_may_use_the_same_key(town: Hall) -> None:
    await town.writer.submit(NoteDown("one", subjects=["Noa"], key="k", organisation="org-a"))
    answer = await town.writer.submit(NoteDown("two", subjects=["Noa"], key="k", organisation="org-b"))
    assert not answer.replayed


async def test_neither_organisation_nor_key_nor_body_stands_in_the_command_table(town: Hall) -> None:
    await town.writer.submit(NoteDown("a note", subjects=["Noa"], key="the-key"))
    [stored] = await rows(town.database, "SELECT id || fingerprint FROM ledger_command")
    assert not any(word in stored[0] for word in (b"org-a", b"the-key", b"note", b"Noa"))


async def test_one_refusal_leaves_the_rest_of_the_batch_alone(town: Hall) -> None:
    answers = await asyncio.gather(
        town.writer.submit(NoteDown("one", subjects=["Noa"])),
        town.writer.submit(NoteDown("two", subjects=["Noa"], at_most=1)),
        town.writer.submit(NoteDown("three", subjects=["Noa"], breaks=True)),
        town.writer.submit(NoteDown("four", subjects=["Noa"])),
        return_exceptions=True,
    )
    assert [type(answer).__name__ for answer in answers] == ["Outcome", "TooMany", "ZeroDivisionError", "Outcome"]
    assert answers[3].result == ["one"]  # type: ignore[union-attr]
    assert len(await rows(town.database, FACTS)) == 2


async def test_a_refused_command_leaves_no_row_anywhere(town: Hall) -> None:
    refused, accepted = await asyncio.gather(
        town.writer.submit(NoteDown("no", subjects=["Sem"], at_most=0, rows=(b"no",))),
        town.writer.submit(NoteDown("yes", subjects=["Noa"], rows=(b"yes",))),
        return_exceptions=True,
    )
    assert isinstance(refused, TooMany)
    assert not isinstance(accepted, BaseException)
    assert [row["name"] for row in await rows(town.database, "SELECT name FROM register")] == ["Noa"]
    assert [row["row"] for row in await rows(town.database, "SELECT row FROM kept")] == [b"yes"]
    assert len(await rows(town.database, "SELECT * FROM ledger_command")) == 1


async def test_a_command_refused_by_itself_leaves_no_row_either(town: Hall) -> None:
    with pytest.raises(TooMany):
        await town.writer.submit(NoteDown("no", subjects=["Sem"], at_most=0))
    assert await rows(town.database, "SELECT name FROM register") == []


async def test_a_decision_about_somebody_whose_history_was_not_read_is_an_error(town: Hall) -> None:
    with pytest.raises(OutsideCircle):
        await town.writer.submit(NoteDown("x", else_about=("pstranger",)))


async def test_a_cancelled_waiter_disturbs_nobody(town: Hall) -> None:
    waiters = [asyncio.create_task(town.writer.submit(NoteDown(str(n), subjects=["Noa"]))) for n in range(5)]
    await asyncio.sleep(0)
    waiters[2].cancel()
    answers = await asyncio.gather(*waiters, return_exceptions=True)
    assert isinstance(answers[2], asyncio.CancelledError)
    assert all(not isinstance(answer, BaseException) for number, answer in enumerate(answers) if number != 2)


async def test_a_session_that_the_server_ends_costs_no_command(town: Hall) -> None:
    await town.writer.submit(NoteDown("one", subjects=["Noa"]))
    await rows(
        town.database,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'samenloop ledger writer'",
    )
    answers = await asyncio.gather(*(town.writer.submit(NoteDown(str(n), subjects=["Noa"])) for n in range(3)))
    assert [len(answer.result) for answer in answers] == [1, 2, 3]


async def test_what_another_process_recorded_is_seen_by_a_writer_that_has_the_family_in_memory(town: Hall) -> None:
    await town.writer.submit(NoteDown("one", subjects=["Noa"]))
    async with hall(town.database) as other:
        await other.writer.submit(NoteDown("two", subjects=["Noa"]))
        await other.writer.submit(NoteDown("three", subjects=["Sem"]))
        await other.writer.submit(NoteDown("four", subjects=["Noa", "Sem"], link=True))
    answer = await town.writer.submit(NoteDown("five", subjects=["Noa"]))
    assert answer.result == ["one", "two", "three", "four"]


async def test_a_writer_that_stops_first_decides_what_waits(town: Hall) -> None:
    waiting = [asyncio.create_task(town.writer.submit(NoteDown(str(n), subjects=["Noa"]))) for n in range(3)]
    await asyncio.sleep(0)
    await town.writer.stop()
    assert [len((await answer).result) for answer in waiting] == [0, 1, 2]
    with pytest.raises(LedgerStopped):
        await town.writer.submit(NoteDown("late", subjects=["Noa"]))


async def test_what_cannot_be_stored_fails_alone(town: Hall) -> None:
    answers = await asyncio.gather(
        town.writer.submit(NoteDown("one", subjects=["Noa"])),
        town.writer.submit(NoteDown("two", subjects=["Noa"], thing="nul\0byte")),
        town.writer.submit(NoteDown("three", subjects=["Noa"])),
        return_exceptions=True,
    )
    assert isinstance(answers[1], Exception)
    assert answers[2].result == ["one"]  # type: ignore[union-attr]
    assert [row["type"] for row in await rows(town.database, FACTS)] == ["noted", "noted"]


class Look(Fleeting, NoteDown):
    """A look that is repeated under ever new identifiers."""


async def test_a_look_that_finds_nothing_to_do_leaves_no_identifier_and_one_with_facts_does(town: Hall) -> None:
    stored = "SELECT count(*) FROM ledger_command"
    for _ in range(3):
        assert not (await town.writer.submit(Look(key="look"))).replayed
    assert [row[0] for row in await rows(town.database, stored)] == [0]
    await town.writer.submit(Look("noted", subjects=["Noa"], key="found"))
    assert (await town.writer.submit(Look("noted", subjects=["Noa"], key="found"))).replayed
    assert [row[0] for row in await rows(town.database, stored)] == [1]
