"""Whatever the batches, the memory and the other processes: every decision is made on exactly its circle's history."""

import asyncio
import random

import pytest

from hub.ledger.errors import OutsideCircle
from tests.conftest import Databases
from tests.ledger.village import Hall, NoteDown, TooMany, hall, kept_villages, prepare

NAMES = [f"n{number}" for number in range(9)]


class Model:
    """The ledger in plain lists: each fact once, with whom it is about and whether it links them."""

    def __init__(self) -> None:
        self._facts: list[tuple[str, frozenset[str], bool]] = []

    def expected(self, names: list[str]) -> list[str]:
        """The notes of everyone who is reached from these names, in order."""
        circle, before = set(names), set[str]()
        while circle != before:
            before = set(circle)
            for _, about, links in self._facts:
                if links and not circle.isdisjoint(about):
                    circle |= about
        return [note for note, about, links in self._facts if not links and not circle.isdisjoint(about)]

    def answer(self, command: NoteDown) -> object:
        """What the command must answer; its facts are entered unless it is refused."""
        names = list(command.subjects)
        before = self.expected(names)
        if command.at_most is not None and len(before) >= command.at_most:
            return TooMany
        if command.first_only:
            names = names[:1]
        self._facts.append((command.note, frozenset(names), False))
        if command.link and len(names) > 1:
            self._facts.append(("", frozenset(names), True))
        return before


def _command(dice: random.Random, number: int) -> NoteDown:
    names = dice.sample(NAMES, dice.choice([1, 1, 1, 2, 2, 3]))
    return NoteDown(
        str(number),
        first_only=dice.random() < 0.3,
        aside=dice.choice(["", "", "aside"]),
        subjects=names,
        link=dice.random() < 0.12,
        at_most=dice.choice([None, None, None, 0, 3]),
    )


async def _submit(town: Hall, commands: list[NoteDown]) -> list[object]:
    answers = await asyncio.gather(*map(town.writer.submit, commands), return_exceptions=True)
    return [type(answer) if isinstance(answer, BaseException) else answer.result for answer in answers]


@pytest.mark.parametrize("seed", range(4))
async def test_every_decision_sees_its_circle_and_nothing_else(database: Databases, seed: int) -> None:
    await prepare(database)
    dice, model, number = random.Random(seed), Model(), 0
    async with (
        hall(database) as remembering,
        hall(database, cache_size=0) as forgetting,
        hall(database, cache_size=2) as nearly_forgetting,
        hall(database, cache_size=0, kept=kept_villages(facts_between=1)) as keeping_all,
        hall(database, cache_size=2, kept=kept_villages(facts_between=4)) as keeping_some,
    ):
        towns = [remembering, forgetting, nearly_forgetting, keeping_all, keeping_some]
        for _ in range(40):
            commands = [_command(dice, number + step) for step in range(dice.choice([1, 2, 5, 9]))]
            number += len(commands)
            answers = await _submit(dice.choice(towns), commands)
            assert answers == [model.answer(command) for command in commands]


async def test_a_decision_about_somebody_of_another_circle_is_an_error_and_leaves_no_trace(database: Databases) -> None:
    await prepare(database)
    async with hall(database) as town:
        await town.writer.submit(NoteDown("one", subjects=["Noa"]))
        answers = await _submit(
            town,
            [NoteDown("two", subjects=["Sem"], link=True, else_about=("pother",)), NoteDown("x", subjects=["Sem"])],
        )
    assert answers == [OutsideCircle, []]
