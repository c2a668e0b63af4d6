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


def test_only_the_demonstration_knows_a_clock_that_steps() -> None:
    assert {file for file in _users_of("SteppedClock") if not file.startswith("hub/demo/")} == set()
