"""Keys: where they come from, what is unreadable without them, and what happens to those never used."""

import os
from datetime import date, timedelta

import pytest

from hub.people.cache import BoundedCache
from hub.people.errors import (
    UnreadableError,
    WrongMasterKeysError,
)
from hub.people.key_ring import KeyRing
from hub.people.master_keys import MasterKeys, from_json, to_json
from tests.people.conftest import Registry
from tests.people.given import NOA_BSN, bram, noa, opened


def test_master_keys_do_not_show_themselves() -> None:
    keys = MasterKeys.generate()
    shown = repr(keys)
    for versions in (keys.wrapping, keys.lookup, keys.reference, keys.service):
        assert repr(versions.newest)[2:-1] not in shown
        assert versions.newest.hex() not in shown


def test_derived_keys_are_stable_and_differ_by_purpose() -> None:
    keys = MasterKeys.generate()
    again = from_json(to_json(keys), "somewhere")
    assert keys.derived("wait-token") == again.derived("wait-token")
    assert keys.derived("wait-token") != keys.derived("command-identifier")
    assert keys.derived("wait-token") != keys.service.newest


async def test_a_lost_key_makes_a_person_unreadable_everywhere(registry: Registry) -> None:
    person, other = await registry.bind(noa(bsn=NOA_BSN), bram())
    await registry.keys_pool.execute("DELETE FROM person_key WHERE owner = $1", person)
    people = registry.restarted()
    assert list(await people.describe(opened([person, other]))) == [other]
    async with registry.pool.acquire() as connection:
        ages = await people.ages(connection, [person], date(2014, 10, 10))
    assert ages[person] == "unknown"


async def test_a_destroyed_key_is_gone_from_this_process_at_once(registry: Registry) -> None:
    person = await registry.person(noa())
    assert await registry.people.describe(opened([person]))
    await registry.keys.destroy([person])
    assert await registry.people.describe(opened([person])) == {}


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
    assert await registry.restarted().describe(opened([person]))


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
        await registry.restarted().describe(opened([person]))
    assert "Noa" not in str(refusal.value)


async def test_an_identity_that_was_moved_or_changed_does_not_open(registry: Registry) -> None:
    person, other = await registry.bind(noa(), bram())
    await registry.pool.execute(
        "UPDATE person SET identity = (SELECT identity FROM person WHERE pseudonym = $2) WHERE pseudonym = $1",
        person,
        other,
    )
    with pytest.raises(UnreadableError):
        await registry.restarted().describe(opened([person]))
    await registry.pool.execute("UPDATE person SET identity = $2 WHERE pseudonym = $1", other, os.urandom(80))
    with pytest.raises(UnreadableError):
        await registry.restarted().describe(opened([other]))


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
