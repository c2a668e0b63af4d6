"""Answers in step: whether somebody is known shows in no answer's duration."""

import ast
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import hub.api
import hub.web.pages
from hub.api.pace import rest_of_step

FOLDER = Path(hub.api.__file__).parent
PAGES = Path(hub.web.pages.__file__)


@given(st.floats(0, 100), st.floats(0.01, 1))
def test_what_is_left_ends_the_step_that_is_going_on_and_no_other(elapsed: float, step: float) -> None:
    left = rest_of_step(elapsed, step)
    assert 0 < left <= step
    steps = (elapsed + left) / step
    assert abs(steps - round(steps)) < 1e-6 * max(1.0, steps)


def test_without_a_step_nothing_waits() -> None:
    assert rest_of_step(0.3, 0) == 0


def test_whatever_asks_about_a_person_whom_the_caller_names_is_answered_in_step() -> None:
    """Each call of what finds such a person stands in an ``async with in_step``."""
    finders = {"find", "referred_family", "_known_family"}
    for path in (FOLDER / "families.py", FOLDER / "weigh_requests.py", PAGES):
        tree, name = ast.parse(path.read_text(encoding="utf-8")), path.name
        paced = {
            node
            for block in ast.walk(tree)
            if isinstance(block, ast.AsyncWith) and "in_step" in ast.dump(block.items[0])
            for node in ast.walk(block)
        }
        found = [each for each in ast.walk(tree) if isinstance(each, ast.Call) and _called(each) in finders]
        assert found, name
        assert [each.lineno for each in found if each not in paced] == [], name


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
