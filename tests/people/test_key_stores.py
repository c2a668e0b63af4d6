"""Where master keys are kept: one contract for every store."""

import asyncio
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

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
from hub.people.token_store import Token, TokenMasterKeyStore

Made = Callable[[bytes | None], MasterKeyStore]
"""Makes a store with this content, or with none."""


SOFTHSM = next((path for path in map(Path, ("/usr/lib/softhsm/libsofthsm2.so",)) if path.exists()), None)
"""A token in software, as Debian packages it: apt install softhsm2."""
PIN = "567890"


@pytest.fixture(scope="session")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Token]:
    """A token of our own, in a folder that goes; skipped where there is no such library."""
    if SOFTHSM is None or shutil.which("softhsm2-util") is None:
        pytest.skip("needs SoftHSM: apt install softhsm2")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "conf").write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\n")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SOFTHSM2_CONF", str(folder / "conf"))
        make = ["softhsm2-util", "--init-token", "--free", "--label", "ours", "--so-pin", "123456", "--pin", PIN]
        subprocess.run(make, check=True, capture_output=True)
        made = Token(SOFTHSM, "ours", PIN, "hub")
        made.make_key()
        yield made


@pytest.fixture(params=["file", "environment", "token"])
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

    def sealed(content: bytes | None) -> MasterKeyStore:
        token = request.getfixturevalue("token")
        file(None if content is None else token.seal(content))
        return TokenMasterKeyStore(tmp_path / "master.keys", token)

    stores: dict[str, Made] = {"file": file, "environment": environment, "token": sealed}
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


def test_a_file_that_a_token_sealed_says_nothing_and_opens_under_no_other_key(token: Token, tmp_path: Path) -> None:
    store = TokenMasterKeyStore(tmp_path / "master.keys", token)
    keys = store.create()
    content = (tmp_path / "master.keys").read_bytes()
    assert b"wrapping" not in content
    assert all(key not in content for purpose in SIZES for key in keys.versions(purpose).keys.values())
    (tmp_path / "master.keys").write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(MasterKeysUnusableError):
        store.load()


@pytest.mark.parametrize(
    "wrong", [{"label": "another"}, {"pin": "000000"}, {"key": "another"}, {"module": Path("/nothing.so")}]
)
def test_a_token_that_cannot_be_used_is_told_without_its_pin(token: Token, wrong: dict[str, Any]) -> None:
    assert SOFTHSM is not None
    right: dict[str, Any] = {"module": SOFTHSM, "label": "ours", "pin": PIN, "key": "hub"}
    with pytest.raises(MasterKeysUnusableError, match="token") as refused:
        Token(**(right | wrong)).seal(b"something")
    assert PIN not in str(refused.value)
    assert "000000" not in str(refused.value)


def test_the_key_of_a_token_is_made_once_and_given_to_nobody(token: Token) -> None:
    import pkcs11

    sealed = token.seal(b"something")
    token.make_key()
    assert token.unseal(sealed) == b"something"
    with token._session() as session, pytest.raises(pkcs11.AttributeSensitive):
        token._key_in(session)[pkcs11.Attribute.VALUE]


async def test_a_token_is_asked_by_many_at_once(token: Token, tmp_path: Path) -> None:
    store = TokenMasterKeyStore(tmp_path / "master.keys", token)
    keys = store.create()
    loaded = await asyncio.gather(*(asyncio.to_thread(store.load) for _ in range(8)))
    assert all(each == keys for each in loaded)
