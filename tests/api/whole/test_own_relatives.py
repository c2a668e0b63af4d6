"""Nobody looks at their own family through the hub: to them it is as unknown as one that nobody knows (5.3)."""

from typing import Any

from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, MOTHER, concern, consent, involvement
from tests.api.whole.rights import FATHER, REQUESTS, asks, taken_in
from tests.api.whole.test_families import SEARCH, question

PROFESSIONALS = "/v1/organisations/cjg/professionals"


async def declare(whole: Whole, who: str, *about: Any) -> str:
    path = f"{PROFESSIONALS}/{who}/relatives"
    declared = await whole.post("cjg", path, {"about": list(about)})
    return str(declared["id"])


async def reads(whole: Whole, who: str, mine: dict[str, Any]) -> dict[str, Any]:
    """Everything by which somebody looks at this family."""
    family = f"/v1/families/{mine['subject']}"
    paths = (family, f"{family}/timeline", f"{family}/known?on=2026-11-21", "/v1/matches", "/v1/tasks")
    client = whole.clients[who]
    found = {path: (await client.get(path)).text for path in paths}
    found["search"] = (await client.post(SEARCH, json=question())).text
    return found


async def family_of_a_colleague(whole: Whole) -> tuple[dict[str, Any], dict[str, Any]]:
    await whole.post("school", "/v1/consents", consent(recipients=("cjg",)))
    theirs = await whole.publish("school", concern())
    mine = await whole.publish("cjg", involvement())
    return theirs, mine


async def test_to_who_looks_their_own_family_is_as_unknown_as_one_nobody_knows_and_to_a_colleague_it_is_not(
    whole: Whole,
) -> None:
    theirs, mine = await family_of_a_colleague(whole)
    match = mine["matches"][0]["links"]["match"]
    before = await reads(whole, "cjg", mine)
    assert theirs["id"] in before["search"]
    assert theirs["id"] in (await whole.clients["cjg"].get(match)).text

    declaration = await declare(whole, "p-1", MOTHER)

    after = await reads(whole, "cjg", mine)
    assert not [path for path, text in after.items() if theirs["id"] in text or mine["id"] in text]
    nobody = {**question()["subject"], "family_name": "Niemand", "bsn": None}
    unknown = await whole.clients["cjg"].post(SEARCH, json=question({k: v for k, v in nobody.items() if v}))
    assert after["search"] == unknown.text
    refused = await whole.get("cjg", match, 404)
    nobodys = await whole.get("cjg", "/v1/matches/nobodys", 404)
    assert {**refused, "instance": ""} == {**nobodys, "instance": ""}

    assert theirs["id"] in (await reads(whole, "cjg/p-2", mine))["search"]
    assert (await whole.clients["cjg/p-2"].get(match)).status_code == 200
    assert theirs["id"] in (await reads(whole, "school", theirs))["search"]

    path = f"{PROFESSIONALS}/p-1/relatives/{declaration}/_withdraw"
    refused = await whole.post("cjg", path, {}, 403)
    assert refused["code"] == "second-professional-needed"  # nobody takes back what bars themselves
    await whole.post("cjg", PROFESSIONALS, {"id": "p-9", "roles": ["administrator"]})
    await whole.issue("cjg", "p-9")
    await whole.post("cjg/p-9", path, {}, 200)
    assert theirs["id"] in (await reads(whole, "cjg", mine))["search"]


async def test_publishing_about_ones_own_family_tells_the_organisation_and_not_who_publishes(whole: Whole) -> None:
    await declare(whole, "p-1", CHILD)
    await whole.post("school", "/v1/consents", consent(recipients=("cjg",)))
    await whole.post("cjg", "/v1/consents", consent())
    theirs = await whole.publish("school", concern())
    mine = await whole.publish("cjg", involvement(), key="same-key")
    assert mine.get("matches", []) == []
    again = await whole.publish("cjg", involvement(), key="same-key")
    assert again.get("matches", []) == []
    assert (again["disclosure"], again["disclosure"]["state"]) == (mine["disclosure"], "open")
    inbox = (await whole.get("cjg", "/v1/notifications"))["notifications"]
    assert inbox  # the duty is the organisation's
    assert theirs["id"] in (await reads(whole, "cjg/p-2", mine))["search"]


async def test_relatives_are_declared_by_the_organisations_own_administrator_of_its_own_professionals(
    whole: Whole,
) -> None:
    body = {"about": [MOTHER]}
    assert (await whole.post("cjg/p-2", f"{PROFESSIONALS}/p-1/relatives", body, 403))["code"] == "role-missing"
    assert (await whole.post("cjg", f"{PROFESSIONALS}/nobody/relatives", body, 404))["code"] == "not-found"
    await whole.post("cjg", "/v1/organisations/school/professionals/p-1/relatives", body, 404)
    declaration = await declare(whole, "p-1", MOTHER)
    theirs = f"/v1/organisations/school/professionals/p-1/relatives/{declaration}/_withdraw"
    assert (await whole.post("school", theirs, {}, 404))["code"] == "not-found"


async def test_an_administrator_reads_what_was_declared_and_not_withdrawn_and_by_what_to_withdraw_it(
    whole: Whole,
) -> None:
    path = f"{PROFESSIONALS}/p-2/relatives"
    mine = await whole.publish("cjg", involvement())
    first = await declare(whole, "p-2", CHILD, MOTHER)
    whole.clock.step(minutes=1)
    second = await declare(whole, "p-2", MOTHER)
    await declare(whole, "p-1", CHILD)

    declared = (await whole.get("cjg", path))["relatives"]

    assert [(each["id"], len(each["about"])) for each in declared] == [(first, 2), (second, 1)]
    assert mine["subject"] in declared[0]["about"]
    assert declared[0]["declared_at"] == "2026-11-21T12:00:00Z"
    await whole.post("cjg", f"{path}/{declared[0]['id']}/_withdraw", {}, 200)
    assert [each["id"] for each in (await whole.get("cjg", path))["relatives"]] == [second]
    await whole.get("cjg", f"{PROFESSIONALS}/nobody/relatives", 404)
    await whole.get("school", path, 404)


async def test_who_decides_on_requests_knows_of_none_about_their_relatives_and_a_second_decider_does(
    whole: Whole,
) -> None:
    id_, other = await taken_in(whole, asks(subject=MOTHER)), await taken_in(whole, asks(subject=FATHER))
    before = await whole.clients["decider"].get(f"{REQUESTS}/nobodys")
    professionals = "/v1/organisations/gemeente/professionals"
    await whole.post("gemeente", f"{professionals}/decider/relatives", {"about": [MOTHER]})

    listed = (await whole.get("decider", REQUESTS))["requests"]
    assert [each["id"] for each in listed] == [other]
    assert [each["thing"] for each in (await whole.get("decider", "/v1/tasks/of-role"))["tasks"]] == [other]
    for path in ("", "/outcome"):
        refused = await whole.clients["decider"].get(f"{REQUESTS}/{id_}{path}")
        assert (refused.status_code, refused.json()) == (404, before.json())
    for step, body in (
        ("_decide", {"decision": "granted"}),
        ("_extend", {"reason": "complex"}),
        ("_lift", {"reason": "x"}),
    ):
        await whole.post("decider", f"{REQUESTS}/{id_}/{step}", body, 404)

    listed = (await whole.get("second-decider", REQUESTS))["requests"]
    assert [each["id"] for each in listed] == [id_, other]
    await whole.post("second-decider", f"{REQUESTS}/{id_}/_decide", {"decision": "granted"}, 200)
    await whole.get("second-decider", f"{REQUESTS}/{id_}/outcome")
    await whole.get("decider", f"{REQUESTS}/{id_}/outcome", 404)
    code = await whole.hub.services.logins.issue("gemeente", f"/web/requests/{id_}", professional="decider")
    await whole.visitor.post("/web/login", data={"code": code})
    assert (await whole.visitor.get(f"/web/requests/{id_}")).status_code == 404
