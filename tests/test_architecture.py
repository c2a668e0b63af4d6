"""The arrows of the architecture, held by checks."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted([*(ROOT / "hub").rglob("*.py"), *(ROOT / "adapters").rglob("*.py")])


def _names(file: Path) -> Iterator[str]:
    """Every name, attribute and imported name of a module."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name
            case ast.ImportFrom(names=imported) | ast.Import(names=imported):
                yield from (alias.name for alias in imported)


def _users_of(*names: str) -> set[str]:
    return {str(file.relative_to(ROOT)) for file in SOURCES if not set(names).isdisjoint(_names(file))}


def test_the_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--no-logo"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_only_the_settings_read_the_environment() -> None:
    assert _users_of("environ", "getenv", "environb") == {"hub/settings.py"}


def _calls(file: Path) -> Iterator[str]:
    """The names of what a module calls, the last part of each."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node.func.id if isinstance(node.func, ast.Name) else node.func.attr


def test_a_response_is_made_where_it_is_told_or_says_fixed_words() -> None:
    makers = {
        str(file.relative_to(ROOT))
        for file in SOURCES
        if {"Response", "HTMLResponse", "JSONResponse"} & {*_calls(file)}
    }
    makers = {file for file in makers if file.startswith(("hub/api/", "hub/web/"))}
    assert makers == {
        "hub/api/answers.py",  # own answers and problems
        "hub/api/telling.py",  # everything that discloses
        "hub/api/operations.py",  # figures and the specification
        "hub/web/rendering.py",  # pages, opened by the log's receipt
        "hub/web/pages.py",  # their style sheet
    }


def test_what_is_told_is_opened_by_the_logs_receipt_only() -> None:
    assert _users_of("_content") & _users_of("Told") == {"hub/disclosures/told.py"}
    knows_none = ROOT / "hub/domain"  # an import contract keeps the log from it
    openers = {
        str(file.relative_to(ROOT)) for file in SOURCES if "after" in _calls(file) and knows_none not in file.parents
    }
    follows_facts = "hub/participation/register.py"
    assert openers - {follows_facts} == {"hub/api/telling.py", "hub/outbound/relay.py"}


def test_only_the_demonstration_knows_a_clock_that_steps() -> None:
    assert {file for file in _users_of("SteppedClock") if not file.startswith("hub/demo/")} == set()


def test_every_decision_record_has_a_number_of_its_own_which_its_title_says() -> None:
    records = sorted((ROOT / "docs/adr").glob("*.md"))
    numbers = [int(each.name[:4]) for each in records]
    assert len(set(numbers)) == len(numbers)
    titles = [each.read_text(encoding="utf-8").split(".", 1)[0] for each in records]
    assert titles == [f"# {number}" for number in numbers]
