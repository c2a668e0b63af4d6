"""Two organisations, one child: what each of them is told, with consent and without."""

import pytest

from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, MOTHER, Json, concern, consent, exception, involvement


async def converged(whole: Whole) -> tuple[Json, Json]:
    """School and CJG are involved with the same child, and the mother agreed with both."""
    for who in ("school", "cjg"):
        await whole.post(who, "/v1/consents", consent())
    return await whole.publish("school", involvement()), await whole.publish("cjg", involvement())


async def test_with_consent_two_signals_about_one_child_match_in_the_answer_and_in_the_inbox(whole: Whole) -> None:
    first, second = await converged(whole)

    assert first["matches"] == []
    assert first["disclosure"] == {"state": "open", "grounds": ["consent"]}
    (match,) = second["matches"]
    assert (match["rule"], match["lane"]) == ("same-child", "ordinary")
    assert match["about"] == [second["subject"]]
    inboxes = {who: (await whole.get(who, "/v1/notifications"))["notifications"] for who in ("school", "cjg")}
    assert [entry["number"] for entry in inboxes["school"]] == [1]
    assert [entry["match"] for entry in inboxes["cjg"]] == [match["id"]]
    assert set(inboxes["cjg"][0]) == {
        "number", "id", "kind", "lane", "match", "assigned_to", "recorded_at", "message", "answer_by", "links",
    }  # fmt: skip


async def test_a_match_says_why_about_whom_on_which_ground_and_whom_to_reach(whole: Whole) -> None:
    first, _ = await converged(whole)
    (entry,) = (await whole.get("cjg", "/v1/notifications"))["notifications"]

    match = await whole.get("cjg", entry["links"]["match"])

    assert (
        match["reason"]["nl"] == "Meer organisaties hebben een signaal over hetzelfde kind: De Vliet en uw organisatie."
    )
    assert "De Vliet and your organisation" in match["reason"]["en"]
    assert [(p["given_names"], p["family_name"], p["born"]) for p in match["about"]] == [
        ("Pleun", "Zonderland", "2018-07-09")
    ]
    assert {(item["owner"]["id"], item["ground"]) for item in match["items"]} == {
        ("school", "consent"),
        ("cjg", "own"),
    }
    (reach,) = match["reach"]
    assert reach["professionals"] == [{"name": "A. Voorbeeld", "phone": "+31100000009", "email": "a@school.example"}]
    assert reach["duty_phone"] == "+31100000001"
    assert first["subject"] not in str(match)


async def test_an_answer_to_a_notification_shows_in_match_and_inbox(whole: Whole) -> None:
    await converged(whole)
    (entry,) = (await whole.get("cjg", "/v1/notifications"))["notifications"]

    answered = await whole.post("cjg", entry["links"]["answer"], {"answer": "contact-made"}, 200)

    assert (await whole.get("cjg", entry["links"]["match"], wait=answered["wait"]))["answered"] == "contact-made"
    assert (await whole.get("cjg", "/v1/notifications"))["notifications"][0]["answered"] == "contact-made"


@pytest.mark.parametrize("path", ["/v1/matches/{match}", "/v1/notifications/{id}/_answer"])
async def test_what_is_of_another_is_not_there(whole: Whole, path: str) -> None:
    await converged(whole)
    (entry,) = (await whole.get("cjg", "/v1/notifications"))["notifications"]
    school = whole.clients["school"]

    theirs = path.format(**entry)
    nobodys = path.format(match="0" * 32, id="0" * 32)
    answers = [
        await (school.post(p, json={"answer": "contact-made"}) if "_answer" in p else school.get(p))
        for p in (theirs, nobodys)
    ]

    assert [each.status_code for each in answers] == [404, 404]
    assert answers[0].content == answers[1].content


async def test_withdrawn_consent_takes_content_back_at_once(whole: Whole) -> None:
    given = await whole.post("school", "/v1/consents", consent())
    await whole.post("cjg", "/v1/consents", consent())
    await whole.publish("school", involvement())
    await whole.publish("cjg", involvement())
    (entry,) = (await whole.get("cjg", "/v1/notifications"))["notifications"]

    await whole.post("school", f"/v1/consents/{given['id']}/_withdraw", {}, 200)

    match = await whole.get("cjg", entry["links"]["match"])
    assert match["state"] == "withdrawn"
    assert match["lane_text"]["nl"] == "Ingetrokken: er wordt niets meer gevraagd."
    assert "items" not in match
    assert "De Vliet" not in str(match)
    assert [notice["code"] for notice in match["notices"]] == ["sharing-ended"]
    kinds = [each["kind"] for each in (await whole.get("cjg", "/v1/notifications"))["notifications"]]
    assert kinds == ["match", "withdrawal"]


async def test_refused_consent_reaches_nobody_and_changes_nothing_that_others_get(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent("refused"))
    sealed = await whole.publish("school", concern())

    alone = await whole.publish("cjg", involvement())

    assert sealed["disclosure"]["state"] == "sealed"
    assert [each["code"] for each in sealed["disclosure"]["what_would_open"]] == ["consent", "safety-exception"]
    assert alone["matches"] == []
    for who in ("cjg", "wijkteam", "gemeente"):
        assert (await whole.get(who, "/v1/notifications"))["notifications"] == []
        assert (await whole.get(who, "/v1/matches"))["matches"] == []
    (weigh,) = (await whole.get("school", "/v1/notifications"))["notifications"]
    assert (await whole.get("school", weigh["links"]["match"]))["rule"] == "consent-refused"  # its own duty
    found = await whole.post("cjg", "/v1/families/_search", search(), 200)
    assert "school" not in str(found)
    assert "De Vliet" not in str(found)
    assert "Pleun" not in str(found)  # of whom it knows by itself alone, it is told nothing that others stated


def search() -> Json:
    return {"subject": CHILD, "purpose": "help-request", "reason": "vraag van moeder"}


async def test_an_exception_reaches_its_recipients_and_every_answer_says_what_this_is_not(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent("refused"))
    signal = await whole.publish("school", concern("domestic-violence", report_to_veilig_thuis="intended"))
    await whole.publish("cjg", involvement())

    recorded = await whole.post("school", "/v1/safety-exceptions", exception([signal["id"]]))

    for answer in (signal, recorded):
        (notice,) = answer["notices"]
        assert "112" in notice["text"]["nl"]
        assert "0800-2000" in notice["text"]["en"]
    entries = (await whole.get("cjg", "/v1/notifications"))["notifications"]
    assert {entry["lane"] for entry in entries} >= {"violence"}
    matches = [await whole.get("cjg", entry["links"]["match"]) for entry in entries]
    grounds = {item["ground"] for match in matches for item in match["items"] if item["owner"].get("id") == "school"}
    assert grounds == {"exception"}
    assert all("een-risico-in-woorden" not in str(match) for match in matches)
    ended = await whole.post("school", f"/v1/safety-exceptions/{recorded['id']}/_end", {"reason": "safe-now"}, 200)
    assert [notice["code"] for notice in ended["notices"]] == ["no-report-to-veilig-thuis", "sharing-ended"]
    assert "items" not in await whole.get("cjg", entries[0]["links"]["match"])


async def test_an_exception_is_confirmed_reviewed_and_rejected_by_its_own_organisation(whole: Whole) -> None:
    signal = await whole.publish("school", concern("domestic-violence"))
    recorded = await whole.post("school", "/v1/safety-exceptions", exception([signal["id"]]))
    path = f"/v1/safety-exceptions/{recorded['id']}"

    await whole.post("school/p-2", f"{path}/_confirm", {}, 200)
    await whole.post("school", f"{path}/_review", {"review_on": "2027-02-01"}, 200)
    await whole.post("cjg", f"{path}/_reject", {}, 404)
    await whole.post("school/p-2", f"{path}/_reject", {"reason": "not-needed"}, 200)

    assert (await whole.post("school", f"{path}/_end", {"reason": "again"}, 409))["code"] == "already-done"


async def test_the_process_coordinator_gets_references_and_no_content(whole: Whole) -> None:
    for who in ("school", "cjg", "wijkteam"):
        await whole.post(who, "/v1/consents", consent())
        await whole.publish(who, involvement())
    whole.clock.step(days=15)
    while await whole.hub.scheduler.run_due():
        await whole.hub.projector.catch_up()

    (entry,) = (await whole.get("gemeente", "/v1/notifications"))["notifications"]
    match = await whole.get("gemeente", entry["links"]["match"])

    assert match["identifier_only"] is True
    assert match["rule"] == "no-coordinator"
    assert all(set(person) == {"reference"} for person in match["about"])
    assert match["about"]
    assert "items" not in match
    assert "reach" not in match
    for name in ("De Vliet", "CJG", "Wijkteam", "Zonderland"):
        assert name not in str(match)


async def test_a_shielded_organisation_is_a_label_without_date_contact_or_name(whole: Whole) -> None:
    await whole.post("shelter", "/v1/consents", consent())
    stay = involvement(subject=MOTHER, authority=True, kindcheck="named")
    stay["household"] = [{"relation": "child", "subject": CHILD, "about": True}]
    await whole.publish("shelter", stay)
    await whole.publish("school", involvement())
    entries = (await whole.get("school", "/v1/notifications"))["notifications"]

    match = await whole.get("school", entries[0]["links"]["match"])

    (hidden,) = [item for item in match["items"] if item["owner"].get("id") != "school"]
    assert hidden["owner"] == {
        "label": {
            "nl": "een organisatie, bereikbaar via de hub",
            "en": "an organisation, reach it through the hub",
        }
    }
    assert "occurred_on" not in hidden
    assert [set(reach) for reach in match["reach"]] == [{"organisation"}]
    for text in ("shelter", "Haven", "womens", "Opvang", "+31100000009"):
        assert text not in str(match)
