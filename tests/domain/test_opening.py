"""What may be opened is made by the disclosure decision, or by a named purpose, and by nothing else."""

import ast
from pathlib import Path

import pytest

import hub
from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import disclose
from hub.domain.opening import Opening, Purpose, contacts_of, for_purpose, persons_of
from tests.domain.builders import (
    AGES,
    CATALOGUE,
    CJG,
    GP,
    MOTHER,
    NOA,
    ORGANISATIONS,
    SCHOOL,
    TOM,
    at_home,
    consent,
    involved,
    on,
)
from tests.domain.history import Given, given

WHERE = {
    Purpose.EXCEPTION_REVIEW: {"api/reviewing.py"},
    Purpose.IDENTITY_REVIEW: {"api/identities.py"},
    Purpose.REQUEST: {"api/outcomes.py"},
    Purpose.OUTCOME: {"api/outcomes.py"},
    Purpose.OWN_PROFESSIONALS: {"api/professionals.py"},
    Purpose.OWN_SIGNALS: {"api/signals.py"},
}
"""Where something is opened that no disclosed item allows. A new place is a decision: it belongs in here."""


HOME = (at_home(MOTHER, "parent", authority=True), at_home(TOM))


def family() -> Given:
    own = involved(CJG, NOA, date="2014-01-01", id_="own", household=())
    shown = involved(GP, TOM, date="2014-01-01", id_="shown", household=HOME)
    mine = involved(CJG, TOM, date="2014-01-01", id_="mine", household=HOME)
    return given(own, shown, mine, consent(GP), involved(SCHOOL, NOA, date="2014-01-01", id_="sealed", household=()))


def test_only_whom_an_item_of_another_shows_is_opened() -> None:
    where = Circumstances(family().state, AGES, CATALOGUE, on("2014-02-01"), ORGANISATIONS)
    disclosed = list(disclose(CJG, where, where.family.items.values()))
    assert {"own", "shown", "mine"} <= {each.item.id for each in disclosed}
    opening = persons_of(disclosed, [TOM, NOA], lambda person: f"as-known-{person}")
    assert opening.persons == (f"as-known-{TOM}",)
    assert contacts_of(disclosed, {"shown": "c1", "sealed": "c2"}).contents == ("c1",)


def test_nothing_else_makes_an_opening() -> None:
    with pytest.raises(TypeError):
        Opening(["p-anybody"], (), None, made_by=object())
    assert for_purpose(Purpose.REQUEST, contents=["r1"]).persons == ()


def test_every_purpose_is_used_in_its_one_place_and_nowhere_else() -> None:
    found: dict[Purpose, set[str]] = {each: set() for each in Purpose}
    root = Path(hub.__file__).parent
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "for_purpose":
                purpose = node.args[0]
                assert isinstance(purpose, ast.Attribute), f"{path} names no purpose"
                found[Purpose[purpose.attr]].add(path.relative_to(root).as_posix())
    assert found == WHERE
