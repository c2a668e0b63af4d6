"""Asking about a family: by the five questions, over what the viewer may see; nothing showable equals unknown."""

from typing import Any

from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, MOTHER, STRANGER, Json, concern, consent, involvement

SEARCH = "/v1/families/_search"


def question(subject: Json = CHILD, **changes: Any) -> Json:
    return {"subject": subject, "purpose": "help-request", "reason": "vraag van moeder", **changes}


async def test_a_sealed_family_answers_like_an_unknown_one_to_the_last_byte(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent("refused"))
    signal = await whole.publish("school", concern("domestic-violence"))
    await whole.batch("cjg", "/v1/directory/_batch", [{"subject": CHILD, "since": "2026-09-01"}])

    for who in ("wijkteam", "cjg", "gemeente", "corporation"):
        client = whole.clients[who]
        answers = [await client.post(SEARCH, json=question(subject)) for subject in (CHILD, MOTHER, STRANGER)]
        assert [each.status_code for each in answers] == [200] * 3
        assert {each.content for each in answers} == {b'{"families":[]}'}
        references = (signal["subject"], whole.hub.people.reference("school", "p" + "a" * 25), "r1nobody", "x")
        pages = [await client.get(f"/v1/families/{ref}{more}") for ref in references for more in ("", "/timeline")]
        assert {(each.status_code, each.content) for each in pages} == {(404, pages[0].content)}


async def test_an_own_reference_to_a_family_without_anything_to_show_is_not_found(whole: Whole) -> None:
    await whole.publish("school", involvement())
    (listed,) = await whole.batch("cjg", "/v1/directory/_batch", [{"subject": CHILD, "since": "2026-09-01"}])

    own = await whole.clients["cjg"].get(f"/v1/families/{listed['answer']['subject']}")
    nobodys = await whole.clients["cjg"].get("/v1/families/r1nobody")

    assert (own.status_code, own.content) == (nobodys.status_code, nobodys.content)


async def test_a_family_is_answered_by_the_five_questions(whole: Whole) -> None:
    for who in ("school", "cjg"):
        await whole.post(who, "/v1/consents", consent())
    await whole.publish("school", concern())
    mine = await whole.publish("cjg", involvement())
    about = {"about": [CHILD], "at": "2026-11-21T10:00:00Z"}
    family = f"/v1/families/{mine['subject']}"
    await whole.post("cjg", f"{family}/watchers", {"step": "accept", **about})
    await whole.post(
        "cjg", f"{family}/facts", {"code": "child-seen", "about": [CHILD], "occurred_at": "2026-11-21T10:00:00Z"}
    )

    (found,) = (await whole.post("cjg", SEARCH, question(), 200))["families"]

    assert found["reference"] == mine["subject"]
    (child,) = found["who_watches"]
    assert child["child"]["given_names"] == "Pleun"
    assert child["watchers"] == [{"id": "cjg", "name": "CJG"}]
    assert child["last_seen"] == {"on": "2026-11-21", "by": {"id": "cjg", "name": "CJG"}}
    owners = {(item["owner"]["id"], item["ground"]) for item in found["in_view"]["items"]}
    assert owners == {("school", "consent"), ("cjg", "own")}
    assert {"nl": "huisarts", "en": "general practice"} in found["in_view"]["blind_spots"]
    assert [entry["lane"] for entry in found["coordination"]["unanswered"]] == ["ordinary"]
    assert "coordinator" not in found["coordination"]
    assert await whole.get("cjg", family) == found


async def test_a_timeline_has_lanes_per_organisation_and_domain_and_a_table(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent())
    await whole.publish("school", concern())
    mine = await whole.publish("cjg", involvement())

    timeline = await whole.get("cjg", f"/v1/families/{mine['subject']}/timeline")

    lanes = {(lane["organisation"]["id"], lane.get("domain")) for lane in timeline["lanes"]}
    assert lanes == {("school", "education"), ("cjg", None)}
    assert [row["occurred_on"] for row in timeline["table"]] == ["2026-11-20", "2026-11-20"]


async def test_a_wijkteam_that_logs_a_purpose_sees_what_consent_names_it_for_and_nothing_else(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent(recipients=("wijkteam",)))
    await whole.publish("school", concern())
    await whole.post("cjg", "/v1/consents", consent(recipients=("school",)))
    await whole.publish("cjg", concern("parenting"))

    (found,) = (await whole.post("wijkteam", SEARCH, question(), 200))["families"]

    assert {item["owner"]["id"] for item in found["in_view"]["items"]} == {"school"}
    page = f"/v1/families/{found['reference']}"
    await whole.get("wijkteam", page, 404)
    assert (await whole.get("wijkteam", page, purpose="help-request"))["reference"] == found["reference"]


async def test_a_purpose_opens_nothing_for_who_is_no_wijkteam(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent(recipients=("cjg",)))
    await whole.publish("school", concern())

    assert await whole.post("cjg", SEARCH, question(), 200) == {"families": []}


async def test_an_ended_signal_is_on_no_page(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent())
    ended = await whole.publish("school", involvement())
    mine = await whole.publish("cjg", involvement())
    body = {"ended_at": "2026-11-21T11:00:00Z", "outcome": "ended"}
    await whole.post("school", f"/v1/signals/{ended['id']}/_end", body, 200)

    found = await whole.get("cjg", f"/v1/families/{mine['subject']}")

    assert {item["owner"]["id"] for item in found["in_view"]["items"]} == {"cjg"}


async def test_a_question_without_purpose_or_with_a_wrong_subject_is_refused_with_every_fault(whole: Whole) -> None:
    bare = await whole.post("wijkteam", SEARCH, {"subject": CHILD}, 400)
    wrong = await whole.post("wijkteam", SEARCH, question({"bsn": "999990010", "born": "2018-02-30"}), 400)

    assert {fault["path"] for fault in bare["errors"]} == {"$.purpose", "$.reason"}
    assert {fault["code"] for fault in wrong["errors"]} == {"bsn-invalid", "birth-date-invalid"}


async def test_ending_the_last_involvement_warns_that_nobody_watches_until_confirmed(whole: Whole) -> None:
    involved = await whole.publish("cjg", involvement())
    await whole.publish("cjg", concern("neglect"))
    body = {"ended_at": "2026-11-21T11:00:00Z", "outcome": "ended"}
    path = f"/v1/signals/{involved['id']}/_end"

    assert (await whole.post("cjg", path, body, 409))["code"] == "nobody-watching"
    assert "ended_at" not in await whole.get("cjg", f"/v1/signals/{involved['id']}")
    await whole.post("cjg", path, {**body, "confirm_unwatched": True}, 200)
    assert "ended_at" in await whole.get("cjg", f"/v1/signals/{involved['id']}")


async def test_a_handover_is_offered_accepted_and_completed(whole: Whole) -> None:
    for who in ("school", "cjg"):
        await whole.post(who, "/v1/consents", consent())
    mine = await whole.publish("cjg", involvement())
    await whole.publish("school", involvement())
    at = {"at": "2026-11-21T10:00:00Z"}

    offered = await whole.post(
        "cjg", f"/v1/families/{mine['subject']}/handovers", {"to": "school", "about": [CHILD], **at}
    )
    path = f"/v1/handovers/{offered['id']}"

    await whole.post("wijkteam", f"{path}/_accept", at, 404)
    await whole.post("school", f"{path}/_accept", at, 200)
    await whole.post("school", f"{path}/_complete", at, 200)
    await whole.post("school", f"{path}/_complete", at, 404)
