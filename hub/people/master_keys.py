"""The master keys, which are in no database, and the stores they come from."""

import contextlib
import hmac
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from hub.people.errors import MasterKeysMissingError, MasterKeysUnusableError

SIZES = {"wrapping": 32, "lookup": 32, "reference": 64, "service": 32}
HIGHEST_VERSION = 9
_ENVIRONMENT_NAME = "HUB_MASTER_KEYS"


class KeyVersions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The versions of one master key: new things use `current`, old things the version they were made with."""

    current: int
    keys: dict[int, bytes]

    def __repr__(self) -> str:
        return f"KeyVersions(current={self.current}, versions={sorted(self.keys)})"

    @property
    def newest(self) -> bytes:
        """The key of the current version."""
        return self.keys[self.current]


class MasterKeys(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every secret that the databases do not hold."""

    wrapping: KeyVersions
    """Wraps the data keys (AES-256-GCM)."""
    lookup: KeyVersions
    """Hashes what persons are found by (HMAC-SHA-256)."""
    reference: KeyVersions
    """Makes the references of organisations (AES-256-SIV)."""
    service: KeyVersions
    """Root of the keys that other parts derive for themselves."""

    @classmethod
    def generate(cls) -> "MasterKeys":
        """New keys, all of version 1."""
        return cls(**{purpose: KeyVersions(1, {1: os.urandom(size)}) for purpose, size in SIZES.items()})

    def derived(self, purpose: str) -> bytes:
        """A key of 32 bytes for another part of the hub, for one purpose (`command-identifier`, `wait-token`).

        The same purpose gives the same key on every process and after every start.
        """
        return HKDFExpand(SHA256(), 32, f"samenloop {purpose}".encode()).derive(self.service.newest)

    def fingerprints(self) -> list[tuple[str, int, bytes]]:
        """Purpose, version and a keyed fingerprint of every key, by which it is recognised but not found."""
        return [
            (purpose, version, hmac.digest(key, b"samenloop fingerprint", "sha256"))
            for purpose in SIZES
            for version, key in sorted(getattr(self, purpose).keys.items())
        ]


class MasterKeyStore(Protocol):
    """Where master keys come from; a secret store of a data centre is one more of these."""

    def load(self) -> MasterKeys:
        """The master keys.

        Raises:
            MasterKeysMissingError: there are none.
            MasterKeysUnusableError: they cannot be trusted, or are not what they should be.
        """
        ...


class FileMasterKeyStore:
    """Master keys in a JSON file that only its owner may read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> MasterKeys:
        """The master keys in the file; see `MasterKeyStore.load`."""
        try:
            with self._path.open("rb") as file:
                if os.fstat(file.fileno()).st_mode & 0o077:
                    raise MasterKeysUnusableError(str(self._path), "others may read it; make its mode 600")
                return _parsed(file.read(), str(self._path))
        except FileNotFoundError:
            raise MasterKeysMissingError(str(self._path)) from None

    def create(self) -> MasterKeys:
        """Make new master keys, or take those that another process made at the same moment.

        Only for a data folder that is being made: never as a way out when the file of an older one is gone. The file
        appears at once and complete, with mode 600, and is on disk when this returns.
        """
        folder = self._path.parent
        descriptor, name = tempfile.mkstemp(prefix=".master-", dir=folder)  # made with mode 600
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(msgspec.json.format(msgspec.json.encode(MasterKeys.generate())) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(name, self._path)  # unlike a rename, never replaces keys that are there
        finally:
            Path(name).unlink()
        _sync_folder(folder)
        return self.load()


class EnvironmentMasterKeyStore:
    """Master keys as the same JSON in a variable of an environment that is handed in."""

    def __init__(self, environment: Mapping[str, str], name: str = _ENVIRONMENT_NAME) -> None:
        self._environment = environment
        self._name = name

    def load(self) -> MasterKeys:
        """The master keys in the variable; see `MasterKeyStore.load`."""
        text = self._environment.get(self._name)
        if not text:
            raise MasterKeysMissingError(self._name)
        return _parsed(text.encode(), self._name)


def _parsed(text: bytes, place: str) -> MasterKeys:
    try:
        keys = msgspec.json.decode(text, type=MasterKeys)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise MasterKeysUnusableError(place, "not the JSON of master keys") from None
    for purpose, size in SIZES.items():
        versions: KeyVersions = getattr(keys, purpose)
        if versions.current not in versions.keys:
            raise MasterKeysUnusableError(place, f"{purpose} has no key of its current version")
        if not all(1 <= version <= HIGHEST_VERSION for version in versions.keys):
            raise MasterKeysUnusableError(place, f"{purpose} has a version outside 1 to {HIGHEST_VERSION}")
        if any(len(key) != size for key in versions.keys.values()):
            raise MasterKeysUnusableError(place, f"{purpose} has a key that is not {size} bytes long")
    return keys


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
