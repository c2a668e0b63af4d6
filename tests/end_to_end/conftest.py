"""One replay for each answer to consent, shared by all tests of the session; the two run side by side."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import pytest

from hub.demo.case import Answer
from hub.embedded import Parts
from tests.conftest import fresh_databases
from tests.end_to_end.replaying import Run, replayed

ANSWERS: Final[tuple[Answer, ...]] = ("given", "refused")


@pytest.fixture(scope="session")
def runs(parts: Parts, template_databases: None) -> Iterator[Mapping[Answer, "Future[Run]"]]:
    """Both runs, each in a process, a data folder and databases of its own; what they started ends with them."""
    folder = Path(tempfile.mkdtemp(prefix="samenloop-tests-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        databases = {answer: stack.enter_context(fresh_databases(parts)) for answer in ANSWERS}
        pool = stack.enter_context(ProcessPoolExecutor(len(ANSWERS), mp_context=get_context("spawn")))
        yield {answer: pool.submit(replayed, answer, databases[answer], folder / answer) for answer in ANSWERS}


@pytest.fixture(scope="session")
def given(runs: Mapping[Answer, "Future[Run]"]) -> Run:
    """The run in which every consent is given."""
    return runs["given"].result()


@pytest.fixture(scope="session")
def refused(runs: Mapping[Answer, "Future[Run]"]) -> Run:
    """The run in which every consent is refused."""
    return runs["refused"].result()
