"""Files of others that tests read where they lie beside the project, and are skipped without."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "refs"


def reference(name: str) -> Path:
    """A file from outside. Skips the test, with the reason, where it is absent."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the project")
    return path
