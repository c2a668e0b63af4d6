"""Where master keys are kept: one contract for every store."""

import asyncio
import stat
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from hub.people.errors import (
    MasterKeysChangedError,
    MasterKeysFixedError,
    MasterKeysMissingError,
    MasterKeysUnusableError,
)
from hub.people.key_stores import EnvironmentMasterKeyStore, FileMasterKeyStore, MasterKeyStore
from hub.people.master_keys import SIZES, MasterKeys, from_json, to_json

Made = Callable[[bytes | None], MasterKeyStore]
"""Makes a store with this content, or with none."""


@pytest.fixture(params=["file", "environment"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Made:
    """Every store of master keys."""

    def file(content: bytes | None) -> MasterKeyStore:
        path = tmp_path / "master.keys"
        if content is not None:
            path.write_bytes(content)
            path.chmod(0o600)
        return FileMasterKeyStore(path)

    def environment(content: bytes | None) -> MasterKeyStore:
        return EnvironmentMasterKeyStore({} if content is None else {"HUB_MASTER_KEYS": content.decode()})

    stores: dict[str, Made] = {"file": file, "environment": environment}
    return stores[request.param]


def rotated(keys: MasterKeys) -> MasterKeys:
    return keys.replaced("wrapping", keys.wrapping.with_another(SIZES["wrapping"]).with_latest())


def test_gives_the_same_keys_every_time(made: Made) -> None:
    keys = MasterKeys.generate()
    store = made(to_json(keys))
    assert store.load() == store.load() == keys


def test_says_when_there_are_none(made: Made) -> None:
    with pytest.raises(MasterKeysMissingError):
        made(None).load()


@pytest.mark.parametrize("broken", [b"{}", b"no json", b'{"wrapping": 1}', b"\xff\xfe"])
def test_refuses_what_are_no_master_keys_and_repeats_nothing_of_it(made: Made, broken: bytes) -> None:
    content = broken if broken != b"\xff\xfe" else b"%%%"
    with pytest.raises(MasterKeysUnusableError) as refused:
        made(content).load()
    assert content.decode() not in str(refused.value).replace("JSON of master keys", "")


def test_replaces_keys_whole_or_says_who_has_to(made: Made) -> None:
    keys = MasterKeys.generate()
    store, after = made(to_json(keys)), rotated(keys)
    try:
        store.replace(keys, after)
    except MasterKeysFixedError:
        assert store.load() == keys
    else:
        assert store.load() == after
        with pytest.raises(MasterKeysChangedError):
            store.replace(keys, rotated(keys))
        assert store.load() == after


@pytest.mark.parametrize(
    ("purpose", "changes"),
    [
        ("wrapping", {"current": 2}),
        ("lookup", {"keys": {1: b"short"}}),
        ("reference", {"keys": {1: b"r" * 32}}),
        ("service", {"current": 10, "keys": {10: b"s" * 32}}),
    ],
)
def test_keys_of_the_wrong_size_or_version_are_refused(purpose: str, changes: dict[str, object]) -> None:
    keys = MasterKeys.generate()
    wrong = keys.replaced(purpose, msgspec.structs.replace(keys.versions(purpose), **changes))
    with pytest.raises(MasterKeysUnusableError, match=purpose):
        from_json(to_json(wrong), "somewhere")


def test_the_file_of_master_keys_is_for_its_owner_only_and_never_replaced_when_made(tmp_path: Path) -> None:
    store = FileMasterKeyStore(tmp_path / "master.keys")
    first = store.create()
    assert stat.S_IMODE((tmp_path / "master.keys").stat().st_mode) == 0o600
    assert store.create() == first
    store.replace(first, rotated(first))
    assert stat.S_IMODE((tmp_path / "master.keys").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["master.keys"]


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    store = FileMasterKeyStore(tmp_path / "master.keys")
    store.create()
    (tmp_path / "master.keys").chmod(0o640)
    with pytest.raises(MasterKeysUnusableError, match="600"):
        store.load()


async def test_many_that_make_the_file_at_once_get_the_same_keys(tmp_path: Path) -> None:
    store = FileMasterKeyStore(tmp_path / "master.keys")
    made = await asyncio.gather(*(asyncio.to_thread(store.create) for _ in range(8)))
    assert all(keys == made[0] for keys in made)


async def test_of_many_that_rotate_at_once_one_does_and_the_others_are_told(tmp_path: Path) -> None:
    store = FileMasterKeyStore(tmp_path / "master.keys")
    before = store.create()
    rotations = [asyncio.to_thread(store.replace, before, rotated(before)) for _ in range(8)]
    outcomes = await asyncio.gather(*rotations, return_exceptions=True)
    assert [type(each) for each in outcomes].count(type(None)) == 1
    assert {type(each) for each in outcomes} == {type(None), MasterKeysChangedError}
    assert len(store.load().wrapping.keys) == 2
