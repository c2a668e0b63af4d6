"""The first look on a reason to know that nobody else gave is recorded before it is answered, and judged (5.3)."""

from typing import Any

import pytest

from tests.api.whole.conftest import Whole
from tests.api.whole.given import concern, consent, involvement
from tests.api.whole.test_families import SEARCH, question


async def to_judge(whole: Whole, who: str) -> list[dict[str, Any]]:
    await whole.hub.projector.catch_up()
    tasks = (await whole.get(who, "/v1/tasks", whose="organisation"))["tasks"]
    return [each for each in tasks if each["kind"] == "look-review"]


async def test_the_first_look_by_ones_own_reason_waits_for_a_second_professional_and_no_later_one_does(
    whole: Whole, caplog: pytest.LogCaptureFixture
) -> None:
    mine = await whole.publish("cjg", involvement())
    with caplog.at_level("DEBUG"):
        for _ in range(2):
            await whole.get("cjg", f"/v1/families/{mine['subject']}")
            await whole.get("cjg", f"/v1/families/{mine['subject']}/timeline")
            await whole.post("cjg", SEARCH, question(), 200)
    assert "Zonderland" not in caplog.text

    (task,) = await to_judge(whole, "cjg/p-2")
    assert task["label"]["nl"] == "Beoordeel de eerste inzage van een collega"
    look = await whole.get("cjg/p-2", task["links"]["look"])
    assert (look["basis"], look["by"]) == ("own-reason", "p-1")
    assert [each["reference"] for each in look["about"]] == [mine["subject"]]
    assert look["links"] == {"review": task["links"]["act"]}

    refused = await whole.post("cjg", task["links"]["act"], {"decision": "in-order"}, 403)
    assert refused["code"] in {"second-professional-needed", "role-missing"}
    await whole.post("cjg/p-2", task["links"]["act"], {"decision": "in-order"}, 200)
    again = await whole.post("cjg/p-2", task["links"]["act"], {"decision": "in-order"}, 409)
    assert again["code"] == "already-done"
    assert await to_judge(whole, "cjg/p-2") == []
    await whole.get("cjg", f"/v1/families/{mine['subject']}")
    assert await to_judge(whole, "cjg/p-2") == []


async def test_the_first_look_after_a_second_professional_confirmed_the_reason_is_reviewed_too(whole: Whole) -> None:
    mine = await whole.publish("school", involvement())
    family = f"/v1/families/{mine['subject']}"
    await whole.get("school", family)
    whole.clock.step(minutes=1)
    await whole.post("school/p-2", f"{family}/reason/_confirm", {})
    whole.clock.step(minutes=1)
    for _ in range(2):
        await whole.get("school", family)
        await whole.hub.projector.catch_up()
    looks = [await whole.get("school/p-2", each["links"]["look"]) for each in await to_judge(whole, "school/p-2")]
    assert sorted(each["basis"] for each in looks) == ["confirmed-reason", "own-reason"]  # due together


async def test_the_data_protection_officer_reads_in_the_log_how_a_look_was_judged(whole: Whole) -> None:
    mine = await whole.publish("cjg", involvement())
    await whole.get("cjg", f"/v1/families/{mine['subject']}")
    (task,) = await to_judge(whole, "cjg/p-2")
    body = {"decision": "not-in-order", "reason": "own-interest"}
    await whole.post("cjg", task["links"]["act"], body, 403)
    await whole.post("cjg/p-2", task["links"]["act"], {**body, "reason": "because"}, 400)
    for _ in range(2):  # sent again it is the same judgement, also where the log was away the first time
        await whole.post("cjg/p-2", task["links"]["act"], body, 200, key="judged")
    judged = [line for line in await whole.lines("cjg") if line.purpose == "look-not-in-order"]
    assert [(line.professional, [each.thing for each in line.shown]) for line in judged] == [
        ("p-2", [task["thing"]])
    ] * 2
    log = await whole.get("officer", "/v1/disclosures")
    assert "look-not-in-order" in str(log)


async def test_after_a_look_that_was_not_in_order_nothing_of_others_shows_until_a_second_professional_confirms(
    whole: Whole,
) -> None:
    await whole.post("school", "/v1/consents", consent(recipients=("those-involved",)))
    mine = await whole.publish("cjg", involvement())
    theirs = await whole.publish("school", concern())
    family = f"/v1/families/{mine['subject']}"
    assert "school-absence" in str(await whole.get("cjg", family))
    (task,) = await to_judge(whole, "cjg/p-2")
    whole.clock.step(minutes=1)

    for body in ({"decision": "not-in-order"}, {"decision": "not-in-order", "reason": "because"}):
        refused = await whole.post("cjg/p-2", task["links"]["act"], body, 400)
        assert [each["code"] for each in refused["errors"]] in (["reason-missing"], ["reason-unknown"])
    body = {"decision": "not-in-order", "reason": "not-for-the-task"}
    await whole.post("cjg/p-2", task["links"]["act"], body, 200)

    after = await whole.get("cjg", family)
    assert theirs["id"] not in str(after)
    assert "school-absence" not in str(after)
    assert mine["id"] in str(after)  # one's own stays one's own
    matches = (await whole.get("cjg", "/v1/matches"))["matches"]
    assert all(each.get("withdrawn") or theirs["id"] not in str(each) for each in matches)

    whole.clock.step(minutes=1)
    await whole.post("cjg/p-2", f"{family}/reason/_confirm", {})
    assert "school-absence" in str(await whole.get("cjg", family))


async def test_nobody_outside_the_organisation_is_told_of_a_look_or_can_judge_it(whole: Whole) -> None:
    mine = await whole.publish("cjg", involvement())
    await whole.publish("school", involvement())
    await whole.get("cjg", f"/v1/families/{mine['subject']}")
    (task,) = await to_judge(whole, "cjg/p-2")

    nobodys = await whole.get("school/p-2", "/v1/looks/nobodys", 404)
    theirs = await whole.get("school/p-2", task["links"]["look"], 404)
    assert {**theirs, "instance": ""} == {**nobodys, "instance": ""}
    await whole.post("school/p-2", task["links"]["act"], {"decision": "in-order"}, 404)
    assert await to_judge(whole, "school/p-2") == []
