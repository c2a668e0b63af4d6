"""Keys: where they come from, what is unreadable without them, and what happens to those never used."""

import asyncio
import os
import stat
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from hub.people.cache import BoundedCache
from hub.people.errors import (
    MasterKeysMissingError,
    MasterKeysUnusableError,
    UnreadableError,
    WrongMasterKeysError,
)
from hub.people.key_ring import KeyRing
from hub.people.master_keys import EnvironmentMasterKeyStore, FileMasterKeyStore, MasterKeys, MasterKeyStore
from tests.people.conftest import Registry
from tests.people.given import NOA_BSN, bram, noa


def as_json(keys: MasterKeys) -> str:
    return msgspec.json.encode(keys).decode()


class TestStores:
    """Every store of master keys."""

    @pytest.fixture(params=["file", "environment"])
    def filled(self, request: pytest.FixtureRequest, tmp_path: Path) -> tuple[MasterKeyStore, MasterKeys]:
        """A store and what is in it."""
        if request.param == "file":
            store = FileMasterKeyStore(tmp_path / "master.keys")
            return store, store.create()
        keys = MasterKeys.generate()
        return EnvironmentMasterKeyStore({"HUB_MASTER_KEYS": as_json(keys)}), keys

    def test_gives_the_same_keys_every_time(self, filled: tuple[MasterKeyStore, MasterKeys]) -> None:
        store, keys = filled
        assert store.load() == store.load() == keys

    @pytest.mark.parametrize("broken", ["", "{}", "no json", '{"wrapping": 1}'])
    def test_refuses_what_are_no_master_keys(self, broken: str, tmp_path: Path) -> None:
        path = tmp_path / "master.keys"
        path.write_text(broken)
        path.chmod(0o600)
        with pytest.raises(MasterKeysUnusableError):
            FileMasterKeyStore(path).load()
        with pytest.raises((MasterKeysUnusableError, MasterKeysMissingError)):
            EnvironmentMasterKeyStore({"HUB_MASTER_KEYS": broken}).load()

    def test_says_when_there_are_none(self, tmp_path: Path) -> None:
        with pytest.raises(MasterKeysMissingError):
            FileMasterKeyStore(tmp_path / "master.keys").load()
        with pytest.raises(MasterKeysMissingError):
            EnvironmentMasterKeyStore({}).load()


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
    wrong = msgspec.structs.replace(keys, **{purpose: msgspec.structs.replace(getattr(keys, purpose), **changes)})
    with pytest.raises(MasterKeysUnusableError, match=purpose):
        EnvironmentMasterKeyStore({"HUB_MASTER_KEYS": as_json(wrong)}).load()


def test_the_file_of_master_keys_is_for_its_owner_only_and_never_replaced(tmp_path: Path) -> None:
    store = FileMasterKeyStore(tmp_path / "master.keys")
    first = store.create()
    assert stat.S_IMODE((tmp_path / "master.keys").stat().st_mode) == 0o600
    assert store.create() == first
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


def test_master_keys_do_not_show_themselves() -> None:
    keys = MasterKeys.generate()
    shown = repr(keys)
    for versions in (keys.wrapping, keys.lookup, keys.reference, keys.service):
        assert repr(versions.newest)[2:-1] not in shown
        assert versions.newest.hex() not in shown


def test_derived_keys_are_stable_and_differ_by_purpose() -> None:
    keys = MasterKeys.generate()
    again = EnvironmentMasterKeyStore({"HUB_MASTER_KEYS": as_json(keys)}).load()
    assert keys.derived("wait-token") == again.derived("wait-token")
    assert keys.derived("wait-token") != keys.derived("command-identifier")
    assert keys.derived("wait-token") != keys.service.newest


async def test_a_lost_key_makes_a_person_unreadable_everywhere(registry: Registry) -> None:
    person, other = await registry.bind(noa(bsn=NOA_BSN), bram())
    await registry.keys_pool.execute("DELETE FROM person_key WHERE owner = $1", person)
    people = registry.restarted()
    assert list(await people.describe([person, other])) == [other]
    async with registry.pool.acquire() as connection:
        ages = await people.ages(connection, [person], date(2014, 10, 10))
    assert ages[person] == "unknown"


async def test_a_destroyed_key_is_gone_from_this_process_at_once(registry: Registry) -> None:
    person = await registry.person(noa())
    assert await registry.people.describe([person])
    await registry.keys.destroy([person])
    assert await registry.people.describe([person]) == {}


async def test_a_known_person_without_key_can_still_be_named_in_a_signal(registry: Registry) -> None:
    person = await registry.person(noa())
    await registry.keys_pool.execute("DELETE FROM person_key")
    prepared = (await registry.restarted().prepare([noa(bsn=NOA_BSN)])).subjects
    async with registry.pool.acquire() as connection, connection.transaction():
        assert await registry.people.bind(connection, prepared) == [person]


async def test_a_key_is_stored_before_what_it_encrypts(registry: Registry) -> None:
    prepared = await registry.people.prepare([noa(), bram()], {"a" * 32: b"call me"})
    assert await registry.count("person_key") == 3
    assert await registry.count("person") == 0
    candidates = [subject.candidate for subject in prepared.subjects]
    owners = {candidate.stored.pseudonym for candidate in candidates if candidate} | {"signal:" + "a" * 32}
    assert {row["owner"] for row in await registry.keys_pool.fetch("SELECT owner FROM person_key")} == owners


async def test_orphaned_keys_are_swept_and_used_ones_stay(registry: Registry) -> None:
    person = await registry.person(noa())
    await registry.keep({"a" * 32: b"kept"})
    await registry.people.prepare([bram()], {"b" * 32: b"never kept"})
    assert await registry.people.sweep_keys() == 0, "young keys may be about to be used"
    await registry.keys_pool.execute("UPDATE person_key SET stored_at = now() - interval '2 hours'")
    assert await registry.people.sweep_keys() == 2
    assert await registry.people.sweep_keys() == 0
    left = {row["owner"] for row in await registry.keys_pool.fetch("SELECT owner FROM person_key")}
    assert left == {person, "signal:" + "a" * 32}
    assert await registry.restarted().describe([person])


async def test_a_sweep_goes_through_every_page(registry: Registry) -> None:
    keys = [registry.keys.make(f"p{number:025}") for number in range(5100)]
    await registry.keys.exchange(keys, ())

    async def odd(owners: list[str]) -> set[str]:
        return {owner for owner in owners if int(owner[1:]) % 2}

    assert await registry.keys.sweep(odd, after=timedelta(0)) == 2550
    assert await registry.count("person_key") == 2550


async def test_other_master_keys_are_noticed_before_anything_is_written(registry: Registry) -> None:
    await registry.keys.check()
    with pytest.raises(WrongMasterKeysError):
        await KeyRing(registry.keys_pool, MasterKeys.generate()).check()


async def test_a_wrapped_key_that_was_moved_to_another_person_does_not_open(registry: Registry) -> None:
    person, other = await registry.bind(noa(), bram())
    await registry.keys_pool.execute(
        "UPDATE person_key SET wrapped = (SELECT wrapped FROM person_key WHERE owner = $2) WHERE owner = $1",
        person,
        other,
    )
    with pytest.raises(UnreadableError) as refusal:
        await registry.restarted().describe([person])
    assert "Noa" not in str(refusal.value)


async def test_an_identity_that_was_moved_or_changed_does_not_open(registry: Registry) -> None:
    person, other = await registry.bind(noa(), bram())
    await registry.pool.execute(
        "UPDATE person SET identity = (SELECT identity FROM person WHERE pseudonym = $2) WHERE pseudonym = $1",
        person,
        other,
    )
    with pytest.raises(UnreadableError):
        await registry.restarted().describe([person])
    await registry.pool.execute("UPDATE person SET identity = $2 WHERE pseudonym = $1", other, os.urandom(80))
    with pytest.raises(UnreadableError):
        await registry.restarted().describe([other])


def test_a_cache_keeps_no_more_than_its_limit_and_drops_the_longest_unused() -> None:
    cache: BoundedCache[int] = BoundedCache(3, 60)
    for number, name in enumerate("abc"):
        cache.put(name, number)
    assert cache.get("a") == 0
    cache.put("d", 3)
    assert [cache.get(name) for name in "abcd"] == [0, None, 2, 3]
    assert len(cache) == 3


def test_a_cache_gives_nothing_that_is_too_old() -> None:
    cache: BoundedCache[int] = BoundedCache(3, 0)
    cache.put("a", 1)
    assert cache.get("a") is None
    assert len(cache) == 0


async def test_a_data_key_does_not_show_itself(registry: Registry) -> None:
    made = registry.keys.make("p" * 26)
    candidate = (await registry.people.prepare([noa()])).subjects[0].candidate
    assert candidate is not None
    shown = f"{made!r} {candidate!r}"
    for key in (made.key, candidate.key):
        assert repr(key)[2:-1] not in shown
