"""Where master keys are kept: a file, the environment of the process, or a token that gives out no key (PKCS#11).

A store is read at the start, and again while the hub runs, so that a rotation needs no restart.
"""

import contextlib
import fcntl
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from hub.people.errors import (
    MasterKeysChangedError,
    MasterKeysFixedError,
    MasterKeysMissingError,
    MasterKeysUnusableError,
)
from hub.people.master_keys import MasterKeys, from_json, to_json

ENVIRONMENT_NAME = "HUB_MASTER_KEYS"


class MasterKeyStore(Protocol):
    """A place for master keys. Every store passes the same tests (tests/people/test_key_stores.py)."""

    def load(self) -> MasterKeys:
        """The master keys.

        Raises:
            MasterKeysMissingError: there are none.
            MasterKeysUnusableError: they cannot be trusted, cannot be reached, or are not what they should be.
        """
        ...

    def replace(self, before: MasterKeys, after: MasterKeys) -> None:
        """Keep these master keys instead of those, at once and complete, or not at all.

        Raises:
            MasterKeysChangedError: there are others than `before` by now, which stay.
            MasterKeysFixedError: this store is written by somebody else; the message says what to do.
        """
        ...


class FileMasterKeyStore:
    """Master keys in a JSON file that only its owner may read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> MasterKeys:
        """The master keys in the file; see `MasterKeyStore.load`."""
        return self.opened(read_private(self._path))

    def create(self) -> MasterKeys:
        """Make new master keys, or take those that another process made at the same moment.

        Only for a data folder that is being made: never as a way out when the file of an older one is gone. The file
        appears at once and complete, with mode 600, and is on disk when this returns.
        """
        with _complete(self._path, self.sealed(MasterKeys.generate())) as made, contextlib.suppress(FileExistsError):
            os.link(made, self._path)  # unlike a rename, never replaces keys that are there
        return self.load()

    def replace(self, before: MasterKeys, after: MasterKeys) -> None:
        """See `MasterKeyStore.replace`."""
        with _alone(self._path.parent):
            if self.load() != before:
                raise MasterKeysChangedError(str(self._path))
            with _complete(self._path, self.sealed(after)) as made:
                made.replace(self._path)

    def sealed(self, keys: MasterKeys) -> bytes:
        """The content of the file."""
        return to_json(keys)

    def opened(self, content: bytes) -> MasterKeys:
        """The keys in the content of the file. Raises `MasterKeysUnusableError`."""
        return from_json(content, str(self._path))


class EnvironmentMasterKeyStore:
    """Master keys as the same JSON in a variable of an environment that is handed in."""

    def __init__(self, environment: Mapping[str, str], name: str = ENVIRONMENT_NAME) -> None:
        self._environment = environment
        self._name = name

    def load(self) -> MasterKeys:
        """The master keys in the variable; see `MasterKeyStore.load`."""
        text = self._environment.get(self._name)
        if not text:
            raise MasterKeysMissingError(self._name)
        return from_json(text.encode(), self._name)

    def replace(self, before: MasterKeys, after: MasterKeys) -> None:  # noqa: ARG002 - as the protocol has them
        """Always raises `MasterKeysFixedError`: whoever starts the process writes its environment."""
        raise MasterKeysFixedError(self._name)


def read_private(path: Path) -> bytes:
    """The content of a file that only its owner may read.

    Raises:
        MasterKeysMissingError: there is none.
        MasterKeysUnusableError: others may read it.
    """
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & 0o077:
                raise MasterKeysUnusableError(str(path), "others may read it; make its mode 600")
            return file.read()
    except FileNotFoundError:
        raise MasterKeysMissingError(str(path)) from None


@contextlib.contextmanager
def _complete(path: Path, content: bytes) -> Iterator[Path]:
    """A file beside this one with all of the content, on disk; whatever became of it is on disk after the block."""
    descriptor, name = tempfile.mkstemp(prefix=".master-", dir=path.parent)  # made with mode 600
    made = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield made
    finally:
        made.unlink(missing_ok=True)
    with _opened_folder(path.parent) as folder:
        os.fsync(folder)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until nobody else replaces keys in this folder."""
    with _opened_folder(path) as folder:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _opened_folder(path: Path) -> Iterator[int]:
    folder = os.open(path, os.O_RDONLY)
    try:
        yield folder
    finally:
        os.close(folder)
