"""Trying one mutant: in a process of its own, which imports the hub with the mutant in place of the module."""

import contextlib
import importlib.abc
import importlib.machinery
import os
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import Final

import eventsourcing.dcb.domain  # noqa: F401 - loaded once, before any process is made
import pytest
import yaml  # noqa: F401

from tests.mutation.mutants import Mutant

ROOT: Final = Path(__file__).resolve().parents[2]
PATIENCE: Final = 30
"""Seconds of processor time after which a mutant counts as found: it runs round for ever."""
HISTORIES: Final = 600
TESTS: Final = (
    "tests/domain/test_disclosure.py",
    "tests/domain/test_bare.py",
    "tests/domain/test_decisions.py",
    "tests/domain/test_consent.py",
    "tests/domain/test_givers.py",
    "tests/domain/test_latest_answers.py",
    "tests/domain/slices/test_sharing.py",
    "tests/domain/slices/test_consents.py",
    "tests/domain/slices/test_exceptions.py",
    "tests/domain/test_rights.py",
    "tests/domain/test_under_review.py",
    "tests/domain/test_authority.py",
    "tests/domain/test_registered.py",
    "tests/domain/test_looks.py",
    "tests/domain/test_interpreting.py",
)


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, module: str, path: Path, code: CodeType) -> None:
        super().__init__(module, str(path))
        self._mutated = code

    def get_code(self, fullname: str) -> CodeType:
        return self._mutated


class _Finder(importlib.abc.MetaPathFinder):
    """Gives one module out of a mutant, and leaves every other to whoever finds it."""

    def __init__(self, module: str, path: Path, mutant: Mutant) -> None:
        self._module = module
        self._path = path
        self._code = compile(mutant.tree, str(path), "exec")

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._module:
            return None
        loader = _Loader(fullname, self._path, self._code)
        return importlib.machinery.ModuleSpec(fullname, loader, origin=str(self._path))


def survives(module: str, mutant: Mutant) -> bool:
    """Whether neither the oracle nor any of the tests notices this mutant."""
    child = os.fork()
    if child == 0:
        os._exit(_run(module, mutant))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _run(module: str, mutant: Mutant) -> int:
    """0 where everything passes; anything else where something notices."""
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    sys.meta_path.insert(0, _Finder(module, ROOT / f"{module.replace('.', '/')}.py", mutant))
    with (
        Path(os.devnull).open("w") as nothing,
        contextlib.redirect_stdout(nothing),
        contextlib.redirect_stderr(nothing),
    ):
        try:
            from tests.oracle.test_decision_against_law import differences

            if any(differences(seed) for seed in range(HISTORIES)):
                return 1
            return int(pytest.main(["-q", "-x", "-p", "no:cacheprovider", *(str(ROOT / each) for each in TESTS)]))
        except BaseException:  # noqa: BLE001 - a mutant that breaks anything was noticed
            return 1
