"""One replay for each answer to consent, shared by all tests of the session."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.demo.case import Answer
from hub.embedded import Parts
from tests.conftest import fresh_databases
from tests.end_to_end.replaying import Run, replayed


@pytest.fixture(scope="session")
def given(parts: Parts, template_databases: None) -> Iterator[Run]:
    """The run in which every consent is given."""
    yield from _run("given", parts)


@pytest.fixture(scope="session")
def refused(parts: Parts, template_databases: None) -> Iterator[Run]:
    """The run in which every consent is refused."""
    yield from _run("refused", parts)


def _run(answer: Answer, parts: Parts) -> Iterator[Run]:
    folder = Path(tempfile.mkdtemp(prefix="samenloop-tests-"))
    try:
        with fresh_databases(parts) as databases:
            yield replayed(answer, databases, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
