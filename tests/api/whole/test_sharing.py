"""Sharing through the API: a consent noted for another, a request to weigh, and the consent aid."""

from typing import Any

import httpx

from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, MOTHER, STRANGER, concern, consent, involvement


async def notifications(whole: Whole, who: str, kind: str) -> list[dict[str, Any]]:
    inbox = (await whole.get(who, "/v1/notifications"))["notifications"]
    return [each for each in inbox if each["kind"] == kind]


async def test_a_consent_noted_for_anothers_signal_is_confirmed_by_its_owner_and_then_opens_it(whole: Whole) -> None:
    await whole.publish("cjg", involvement())
    await whole.publish("school", involvement())
    noted = await whole.post("school", "/v1/consents", consent(noted_for=["cjg"]))
    (told,) = await notifications(whole, "cjg", "consent-noted")
    assert told["consent"] == noted["id"]
    assert await notifications(whole, "school", "match") == []

    nobodys = await whole.clients["police"].post(f"/v1/consents/{noted['id']}/_confirm", json={})
    unknown = await whole.clients["police"].post(f"/v1/consents/{'f' * 32}/_confirm", json={})
    assert (nobodys.status_code, nobodys.content) == (404, unknown.content)
    await whole.post("cjg", told["links"]["act"], {}, 200)
    assert len(await notifications(whole, "school", "match")) == 1

    await whole.post("school", f"/v1/consents/{noted['id']}/_withdraw", {}, 200)
    assert [each["consent"] for each in await notifications(whole, "cjg", "consent-ended")] == [noted["id"]]


async def test_a_request_to_weigh_is_answered_the_same_for_anybody_and_reaches_who_keeps_a_sealed_concern(
    whole: Whole,
) -> None:
    sealed = await whole.publish("school", concern())
    answers = [
        await whole.clients["police"].post("/v1/weigh-requests", json={"subject": subject})
        for subject in (CHILD, STRANGER)
    ]
    await whole.hub.projector.catch_up()
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].content == answers[1].content
    assert {each["organisation"] for each in answers[0].json()["duty_contacts"]} == {"Gemeente"}
    assert [notice["code"] for notice in answers[0].json()["notices"]] == ["no-report-to-veilig-thuis"]

    (told,) = await notifications(whole, "school", "weigh-request")
    assert told["signal"] == sealed["id"]
    assert "police" not in str(told)
    assert "Politie" not in str(told)
    assert await whole.get("school", told["links"]["act"])


async def test_a_request_to_weigh_sent_again_under_its_key_asks_once_of_somebody_known_or_not(whole: Whole) -> None:
    await whole.publish("school", concern())

    async def ask(subject: dict[str, Any], key: str) -> httpx.Response:
        return await whole.clients["police"].post(
            "/v1/weigh-requests", json={"subject": subject}, headers={"idempotency-key": key}
        )

    first = [await ask(CHILD, "known"), await ask(STRANGER, "unknown")]
    whole.clock.step(days=2)  # later than which the same concern is asked about again
    again = [await ask(CHILD, "known"), await ask(STRANGER, "unknown")]
    other = [await ask(STRANGER, "known"), await ask(CHILD, "unknown")]
    await whole.hub.projector.catch_up()

    assert {(each.status_code, each.content) for each in (*first, *again)} == {(202, first[0].content)}
    assert [(each.status_code, each.json()["code"]) for each in other] == [(409, "idempotency-key-reused")] * 2
    assert len(await notifications(whole, "school", "weigh-request")) == 1
    malformed = await ask(CHILD, "a b")
    assert (malformed.status_code, malformed.json()["code"]) == (400, "idempotency-key-malformed")


async def test_the_consent_aid_says_whose_consent_is_lacking_and_that_one_may_report(whole: Whole) -> None:
    own = await whole.publish("school", involvement())
    question = {"subject": CHILD, "recipient": "cjg"}
    sealed = await whole.post("school", "/v1/consents/_assess", question, 200)
    assert (sealed["may_share"], sealed["may_report_to_veilig_thuis"]) == (False, True)
    (verdict,) = sealed["verdicts"]
    assert (verdict["signal"], verdict["lacks"]) == (own["id"], ["consent"])
    assert [(each["capacity"], each["state"]) for each in verdict["consents"]] == [("authority", "not-asked")]
    assert {each["code"] for each in sealed["tests"]} == {"outweighs", "not-otherwise", "consent-sought", "least"}

    await whole.post("school", "/v1/consents", consent())
    opened = await whole.post("school", "/v1/consents/_assess", question, 200)
    assert (opened["may_share"], opened["verdicts"][0]["ground"], opened["tests"]) == (True, "consent", [])


async def test_the_consent_aid_is_the_same_to_the_last_byte_whatever_others_know(whole: Whole) -> None:
    question = {"subject": CHILD, "recipient": "cjg", "kind": "concern", "category": "school-absence"}
    before = await whole.clients["school"].post("/v1/consents/_assess", json=question)
    await whole.publish("cjg", involvement())
    await whole.publish("police", concern("domestic-violence"))
    await whole.post("police", "/v1/consents", consent("refused"))
    after = await whole.clients["school"].post("/v1/consents/_assess", json=question)
    assert before.status_code == 200
    assert before.content == after.content


async def test_the_consent_aid_names_every_fault_at_once(whole: Whole) -> None:
    wrong = {"subject": {**CHILD, "born": "2018-13"}, "recipient": "nobody", "kind": "concern"}
    answer = await whole.clients["school"].post("/v1/consents/_assess", json=wrong)
    assert answer.status_code == 400
    assert {each["path"] for each in answer.json()["errors"]} == {"$.subject.born", "$.recipient", "$.category"}


async def test_six_weeks_before_sixteen_the_owner_of_a_consent_is_asked_to_ask_again(whole: Whole) -> None:
    youth = {**CHILD, "given_names": "Jelle", "born": "2011-01-14"}
    giver = {"subject": MOTHER, "capacity": "authority", "answer": "given", "on": "2026-11-20"}
    itself = {"subject": youth, "capacity": "self", "answer": "given", "on": "2026-11-20"}
    await whole.publish("school", involvement(subject=youth))
    asked = await whole.post("school", "/v1/consents", {"givers": [itself, giver], "recipients": ["cjg"]})
    await whole.hub.retaining.run_due()
    await whole.hub.projector.catch_up()
    assert await notifications(whole, "school", "consent-ending") == []

    whole.clock.step(days=10)
    await whole.hub.retaining.run_due()
    await whole.hub.projector.catch_up()
    (told,) = await notifications(whole, "school", "consent-ending")
    assert told["consent"] == asked["id"]


async def test_telling_somebody_later_is_extended_and_then_done_and_stands_in_the_calendar_until_then(
    whole: Whole,
) -> None:
    async def due() -> list[str]:
        tasks = (await whole.get("school", "/v1/tasks"))["tasks"]
        return [each["due_on"] for each in tasks if each["kind"] == "informing"]

    deferred = [{"addressee": "mother", "deferred_until": "2026-12-10", "reason": "unsafe-to-tell"}]
    worry = await whole.publish("school", concern(informed=deferred))
    assert await due() == ["2026-12-10"]
    path = f"/v1/signals/{worry['id']}/_inform"
    later = {"subject": MOTHER, "deferred_until": "2026-12-04", "reason": "unsafe-to-tell"}
    await whole.post("school", path, {"informed": [later]}, 200)
    assert await due() == ["2026-12-04"]
    await whole.post("school", path, {"informed": [{"subject": MOTHER, "on": "2026-11-21"}]}, 200)
    assert await due() == []
    faulty = await whole.clients["school"].post(path, json={"informed": [{**later, "deferred_until": "2027-12-04"}]})
    assert [each["code"] for each in faulty.json()["errors"]] == ["deferral-impossible"]
    await whole.post("cjg", path, {"informed": [{"subject": MOTHER, "on": "2026-11-21"}]}, 404)
