"""Forgetting through the whole hub: nothing is readable, what protects another stays, proofs and views hold."""

import asyncpg

from hub.domain.facts import KeysDestroyed
from hub.ledger.ports import StoredFact
from hub.views.rebuild import rebuild
from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, MOTHER, concern, consent, exception, involvement
from tests.api.whole.rights import asks, for_child, granted, taken_in
from tests.people.given import opened, words


async def erased(whole: Whole) -> int:
    """Let a worker destroy what waits, and the views catch up."""
    done = await whole.hub.erasing.run_due()
    await whole.hub.projector.catch_up()
    return done


async def facts_of(whole: Whole) -> list[StoredFact]:
    return await whole.hub.reader.page(0, 10_000)


async def keys_of(whole: Whole) -> set[str]:
    connection = await asyncpg.connect(whole.owner_urls[1])
    try:
        return {row["owner"] for row in await connection.fetch("SELECT owner FROM person_key")}
    finally:
        await connection.close()


async def subject_of(whole: Whole, signal: str) -> str:
    row = await whole.hub.queries.signal(signal)
    assert row is not None
    return row.person


async def test_a_retracted_signal_loses_its_words_at_once_and_its_key_after(whole: Whole) -> None:
    wrong = await whole.publish("school", involvement())
    kept = await whole.publish("cjg", involvement())
    await whole.post("school", f"/v1/signals/{wrong['id']}/_retract", {}, 200)
    assert set(await whole.hub.people.read_contents(words([wrong["id"], kept["id"]]))) == {kept["id"]}
    assert f"signal:{wrong['id']}" in await keys_of(whole)
    assert await erased(whole) == 1
    keys = await keys_of(whole)
    assert f"signal:{wrong['id']}" not in keys
    assert f"signal:{kept['id']}" in keys
    assert await erased(whole) == 0


async def test_an_erased_person_is_somebody_new_when_stated_again(whole: Whole) -> None:
    mine = await whole.publish("cjg", involvement(subject=MOTHER, kindcheck="unknown", household=[]))
    person = await subject_of(whole, mine["id"])
    await granted(whole, await taken_in(whole, asks("erasure")))
    assert await whole.hub.people.describe(opened([person])) == {}
    await erased(whole)
    assert person not in await keys_of(whole)
    again = await whole.publish("cjg", involvement(subject=MOTHER, kindcheck="unknown", household=[]))
    assert await subject_of(whole, again["id"]) != person
    assert again["subject"] != mine["subject"]
    await whole.get("cjg", f"/v1/families/{mine['subject']}", 404)
    assert (await whole.get("cjg", f"/v1/families/{again['subject']}"))["in_view"]


async def test_a_reference_to_who_was_erased_is_one_to_nobody_whatever_is_asked(whole: Whole) -> None:
    mine = await whole.publish("cjg", involvement(subject=MOTHER, kindcheck="unknown", household=[]))
    await granted(whole, await taken_in(whole, asks("erasure")))
    body = {"child": mine["subject"]}
    gone = await whole.clients["cjg"].post(f"/v1/families/{mine['subject']}/watchers", json=body)
    nobody = await whole.clients["cjg"].post("/v1/families/nobody/watchers", json={"child": "nobody"})
    assert gone.status_code == nobody.status_code


async def test_what_protects_another_stays_when_a_person_is_erased(whole: Whole) -> None:
    """A concern about a mother with a child stays; what is about her alone goes, with its words."""
    home = [{"relation": "child", "subject": CHILD}]
    about_both = concern("debts", "attention", subject=MOTHER, household=home, kindcheck="named")
    stays = await whole.publish("wijkteam", about_both)
    goes = await whole.publish("wijkteam", involvement(subject=MOTHER, kindcheck="unknown", household=[]))
    person = await subject_of(whole, stays["id"])
    assert (await granted(whole, await taken_in(whole, asks("erasure"))))["erasure"] == "erased"
    await erased(whole)
    family = await whole.hub.queries.family(person)
    assert family is not None
    assert stays["id"] in family.state.items
    assert goes["id"] not in family.state.items
    assert set(await whole.hub.people.read_contents(words([stays["id"], goes["id"]]))) == {stays["id"]}
    assert person not in await keys_of(whole)


async def test_an_exception_makes_it_a_restriction_and_keeps_every_key(whole: Whole) -> None:
    shared = await whole.publish("school", concern("neglect"))
    await whole.post("school", "/v1/safety-exceptions", exception([shared["id"]]))
    before = await keys_of(whole)
    id_ = await taken_in(whole, for_child("erasure"))
    assert (await granted(whole, id_, child_interest="not-opposed"))["erasure"] == "restricted"
    assert await erased(whole) == 0
    assert await keys_of(whole) >= before


async def test_an_erasure_leaves_the_ledger_provable_and_the_views_as_they_are_rebuilt(whole: Whole) -> None:
    await whole.post("cjg", "/v1/consents", consent())
    mine = await whole.publish("cjg", involvement())
    await whole.publish("school", concern())
    person = await subject_of(whole, mine["id"])
    before = [(each.position, each.fact) for each in await facts_of(whole)]
    await whole.post("cjg", f"/v1/signals/{mine['id']}/_retract", {}, 200)
    id_ = await taken_in(whole, for_child("erasure", wrong_child=True))
    await granted(whole, id_)
    await whole.post("second-decider", f"/v1/requests/{id_}/_decide", {"decision": "granted"}, 200)
    await erased(whole)
    after = await facts_of(whole)
    assert [(each.position, each.fact) for each in after][: len(before)] == before
    done = {each.fact.owner for each in after if isinstance(each.fact, KeysDestroyed)}
    assert {person, f"signal:{mine['id']}"} <= done
    report = await rebuild(whole.hub.views, whole.hub.reader, whole.hub.registry)
    assert report.differences == dict.fromkeys(report.differences, 0)


async def test_keys_that_a_restored_backup_brings_back_are_destroyed_before_the_hub_serves(whole: Whole) -> None:
    mine = await whole.publish("cjg", involvement(subject=MOTHER, kindcheck="unknown", household=[]))
    person = await subject_of(whole, mine["id"])
    connection = await asyncpg.connect(whole.owner_urls[1])
    try:
        backup = await connection.fetch("SELECT * FROM person_key")
        until = await connection.fetch("SELECT * FROM forgotten_until")
        await granted(whole, await taken_in(whole, asks("erasure")))
        await erased(whole)
        await connection.execute("TRUNCATE person_key, forgotten_until")
        await connection.executemany("INSERT INTO person_key VALUES ($1, $2, $3, $4)", [tuple(row) for row in backup])
        await connection.executemany("INSERT INTO forgotten_until VALUES ($1, $2)", [tuple(row) for row in until])
        assert person in await keys_of(whole)
        assert await whole.hub.erasing.put_right() > 0
        assert person not in await keys_of(whole)
        assert await whole.hub.erasing.put_right() == 0, "it is remembered where the keys are"
    finally:
        await connection.close()


async def test_what_both_databases_bring_back_from_before_an_erasure_is_destroyed_by_its_tombstones(
    whole: Whole,
) -> None:
    mine = await whole.publish("cjg", involvement(subject=MOTHER, kindcheck="unknown", household=[]))
    person = await subject_of(whole, mine["id"])
    ledger, keys = [await asyncpg.connect(url) for url in whole.owner_urls]
    try:
        key = await keys.fetchrow("SELECT * FROM person_key WHERE owner = $1", person)
        row = await ledger.fetchrow("SELECT * FROM person WHERE pseudonym = $1", person)
        assert key is not None
        assert row is not None
        await granted(whole, await taken_in(whole, asks("erasure")))
        await erased(whole)
        await keys.execute("INSERT INTO person_key VALUES ($1, $2, $3, $4)", *key)
        await ledger.execute("INSERT INTO person VALUES ($1, $2, $3, $4)", *row)
        await ledger.execute("TRUNCATE view_forgetting")
        assert await whole.hub.people.describe(opened([person]))
        await whole.hub.erasing.begin()
        assert await whole.hub.people.describe(opened([person])) == {}
        assert person not in await keys_of(whole)
    finally:
        await ledger.close()
        await keys.close()
