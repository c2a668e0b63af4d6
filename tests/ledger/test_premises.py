"""What decisions rest on beside families is as of their own transaction: within a batch, and between processes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from hub.domain.facts.base import Fact
from hub.ledger.ports import Context, StoredFact
from tests.conftest import Databases
from tests.ledger.village import Note, Noted, NoteDown, TooMany, hall, prepare


class Rules:
    """Premises: the notes about the thing ``rules``, in order."""

    tag = "thing:rules"

    def __init__(self) -> None:
        self.position = 0
        self.notes: tuple[str, ...] = ()

    def take(self, stored: Sequence[StoredFact]) -> None:
        for each in stored:
            if each.position > self.position:
                self.notes = (*self.notes, *_notes([each.fact]))
                self.position = each.position

    def policy(self, decided: Sequence[Fact] = ()) -> tuple[str, ...]:
        return (*self.notes, *_notes(decided))


def _notes(facts: Sequence[Fact]) -> list[str]:
    return [fact.note for fact in facts if isinstance(fact, Noted)]


@dataclass(frozen=True)
class Consult(NoteDown):
    """Notes something, unless a rule forbids it; answers with the rules there are."""

    def slice(self, context: Context) -> Note:
        made = super().slice(context)
        if "forbid" in context.policy and self.thing != "rules":
            raise TooMany
        execute = made.execute

        def answer() -> None:
            execute()
            made.outcome = context.policy

        made.execute = answer  # type: ignore[method-assign]
        return made


def rule(note: str) -> Consult:
    return Consult(note, thing="rules")


async def test_a_command_sees_what_another_process_changed_before_it(database: Databases) -> None:
    await prepare(database)
    here, there = Rules(), Rules()
    async with hall(database, premises=here) as one, hall(database, premises=there) as other:
        await one.writer.submit(rule("greet"))
        await one.writer.submit(rule("forbid"))
        with pytest.raises(TooMany):
            await other.writer.submit(Consult("hello", persons=["panna"]))

    assert here.notes == there.notes == ("greet", "forbid")
    assert here.position == there.position


async def test_commands_of_one_batch_are_decided_on_what_the_earlier_ones_left(database: Databases) -> None:
    await prepare(database)
    rules = Rules()
    async with hall(database, premises=rules, max_batch=8) as town:
        first = asyncio.create_task(town.writer.submit(NoteDown("busy")))
        await asyncio.sleep(0)
        together = [rule("greet"), Consult("a", persons=["panna"]), rule("forbid"), Consult("b", persons=["panna"])]
        answers = await asyncio.gather(*(town.writer.submit(each) for each in together), return_exceptions=True)
        await first

    assert [each.result for each in answers[:3]] == [(), ("greet",), ("greet",)]  # type: ignore[union-attr]
    assert isinstance(answers[3], TooMany)
    assert rules.notes == ("greet", "forbid")


async def test_what_was_refused_or_taken_back_changes_nothing_that_others_rest_on(database: Databases) -> None:
    await prepare(database)
    rules = Rules()
    async with hall(database, premises=rules) as town:
        with pytest.raises(ZeroDivisionError):
            await town.writer.submit(Consult("forbid", thing="rules", breaks=True))
        assert (await town.writer.submit(Consult("hello", persons=["panna"]))).result == ()

    assert rules.notes == ()


async def test_a_command_that_comes_again_is_recognised_whatever_the_premises_say_now(database: Databases) -> None:
    await prepare(database)
    async with hall(database, premises=Rules()) as town:
        await town.writer.submit(Consult("hello", persons=["panna"], key="once"))
        await town.writer.submit(rule("forbid"))
        again = await town.writer.submit(Consult("hello", persons=["panna"], key="once"))

    assert again.replayed
