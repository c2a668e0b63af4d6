"""No log, no answer: what is told comes out with the log's receipt for it, and with nothing else."""

import pytest

from hub.clock import WallClock
from hub.disclosures.errors import LogUnavailable
from hub.disclosures.memory import MemoryLog
from hub.disclosures.told import Disclosures, Receipt, Told
from hub.disclosures.trail import Trail
from tests.disclosures.given import CHILD, asking, looked


@pytest.fixture
def log() -> MemoryLog:
    return MemoryLog()


@pytest.fixture
def disclosures(log: MemoryLog) -> Disclosures:
    return Disclosures(log, WallClock())


async def test_an_answer_comes_out_after_its_lines_are_stored(log: MemoryLog, disclosures: Disclosures) -> None:
    told = Told("secret", Trail([CHILD], [looked("s1")]))
    assert told.after(await disclosures.record(asking(), told.trail)) == "secret"
    assert [(line.person, line.outcome) for line in log.lines] == [(CHILD, "shown")]


async def test_a_receipt_is_for_one_answer(disclosures: Disclosures) -> None:
    receipt = await disclosures.record(asking(), Trail([CHILD]))
    with pytest.raises(TypeError, match="not in the disclosure log"):
        Told("secret", Trail([CHILD])).after(receipt)


def test_nobody_else_makes_a_receipt() -> None:
    with pytest.raises(TypeError):
        Receipt([Trail()], made_by=object())


async def test_without_the_log_there_is_no_receipt(log: MemoryLog, disclosures: Disclosures) -> None:
    log.away = True
    with pytest.raises(LogUnavailable):
        await disclosures.record(asking(), Trail([CHILD]))
    with pytest.raises(LogUnavailable):
        await disclosures.before_looking(asking(), CHILD)


async def test_the_same_in_another_form_needs_the_same_receipt(disclosures: Disclosures) -> None:
    told = Told("secret", Trail([CHILD]))
    page = told.then(str.upper)
    assert page.after(await disclosures.record(asking(), told.trail)) == "SECRET"


async def test_one_receipt_covers_several_answers_that_were_stored_together(disclosures: Disclosures) -> None:
    several = [Told(number, Trail([CHILD])) for number in range(3)]
    receipt = await disclosures.record_all([(asking(), each.trail) for each in several])
    assert [each.after(receipt) for each in several] == [0, 1, 2]


async def test_a_purpose_is_logged_before_anybody_looks(log: MemoryLog, disclosures: Disclosures) -> None:
    await disclosures.before_looking(asking(purpose="help-request"), CHILD)
    (line,) = log.lines
    assert (line.outcome, line.purpose, line.person) == ("asked", "help-request", CHILD)


def test_what_is_told_does_not_show_itself() -> None:
    assert "secret" not in repr(Told("secret", Trail()))
