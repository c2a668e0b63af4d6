"""The calendar: what is expected of whom, by when; checked against the disclosure decision whenever it is shown."""

from collections.abc import Collection
from typing import Any

import msgspec
import pytest

from hub.commands.organisations import OrganisationRequest
from hub.domain.organisations import OPERATOR
from hub.views.queries import Family, Queries
from tests.api.whole.conftest import ORGANISATIONS, Whole
from tests.api.whole.given import CHILD, MOTHER, concern, consent, exception, involvement

AT = "2026-11-21T10:00:00Z"


async def tasks(whole: Whole, who: str, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await whole.get(who, "/v1/tasks", **query))["tasks"]
    return found


async def kinds(whole: Whole, who: str, **query: Any) -> list[str]:
    return [each["kind"] for each in await tasks(whole, who, **query)]


async def duties(whole: Whole, who: str, **query: Any) -> list[dict[str, Any]]:
    """What is expected beside answers to notifications."""
    return [each for each in await tasks(whole, who, **query) if each["kind"] != "answer"]


async def both_share(whole: Whole) -> tuple[dict[str, Any], dict[str, Any]]:
    """School and CJG are involved with the child and may see what the other recorded; what each was answered."""
    for who in ("school", "cjg"):
        await whole.post(who, "/v1/consents", consent())
    return await whole.publish("school", involvement()), await whole.publish("cjg", involvement())


async def test_a_notification_is_expected_to_be_answered_until_it_is(whole: Whole) -> None:
    _, mine = await both_share(whole)
    (match,) = mine["matches"]

    (task,) = await tasks(whole, "cjg")

    assert (task["kind"], task["thing"], task["assigned_to"]) == ("answer", match["notification"], "p-1")
    assert (task["due"], task["due_on"]) == (match["answer_by"], "2026-11-27")
    assert task["links"]["act"] == match["links"]["answer"]
    assert [each["reference"] for each in task["about"]] == [mine["subject"]]
    assert (await whole.get("cjg", task["links"]["family"]))["reference"] == mine["subject"]
    await whole.post("cjg", task["links"]["act"], {"answer": "contact-made"}, 200)
    assert await tasks(whole, "cjg") == []


async def test_a_notification_says_why_it_was_sent_from_what_may_be_seen_now_and_the_log_says_of_what(
    whole: Whole,
) -> None:
    shared = await whole.post("school", "/v1/consents", consent())
    theirs, _ = await whole.publish("school", involvement()), await whole.publish("cjg", involvement())

    (task,) = await tasks(whole, "cjg")

    assert "hetzelfde kind" in task["reason"]["nl"]
    assert "De Vliet" in task["reason"]["nl"]
    line = (await whole.lines("cjg"))[-1]
    assert (theirs["id"], "consent") in [(each.thing, each.ground) for each in line.shown]

    await whole.post("school", f"/v1/consents/{shared['id']}/_withdraw", {}, 200)
    before = len(await whole.lines("cjg"))
    after = await whole.clients["cjg"].get("/v1/tasks")
    assert "De Vliet" not in after.text
    lines = (await whole.lines("cjg"))[before:]
    assert theirs["id"] not in [each.thing for line in lines for each in line.shown]


async def test_a_colleagues_task_is_in_the_calendar_of_the_organisation_and_of_who_stands_in(whole: Whole) -> None:
    await both_share(whole)

    assert await tasks(whole, "cjg/p-2") == []
    assert await kinds(whole, "cjg/p-2", whose="organisation") == ["answer"]
    assert await kinds(whole, "cjg/system") == ["answer"]
    body = {"id": "p-1", "roles": ["reporter", "administrator"], "deputy": "p-2"}
    await whole.post("cjg", "/v1/organisations/cjg/professionals", body)
    await whole.post("cjg", "/v1/organisations/cjg/professionals/p-1/_away", {}, 200)
    (task,) = await tasks(whole, "cjg/p-2")
    assert task["assigned_to"] == "p-2"


async def test_offers_wait_until_they_are_answered_and_a_handover_until_first_contact(whole: Whole) -> None:
    mine, _ = await both_share(whole)
    family = f"/v1/families/{mine['subject']}"
    about = {"about": [CHILD], "at": AT}
    await whole.post("school", f"{family}/watchers", {"step": "propose", "organisation": "cjg", **about})
    offered = await whole.post("school", f"{family}/handovers", {"to": "cjg", **about})

    offers = [each for each in await tasks(whole, "cjg") if each["kind"] != "answer"]
    assert [each["kind"] for each in offers] == ["handover-offer", "watch-offer"]
    assert offers[0]["due"] == "2026-11-28T12:00:00Z"
    await whole.post("cjg", offers[0]["links"]["act"], {"at": AT}, 200)
    (contact,) = [each for each in await tasks(whole, "cjg") if each["kind"] == "first-contact"]
    assert contact["links"]["act"] == f"/v1/handovers/{offered['id']}/_complete"
    await whole.post("cjg", contact["links"]["act"], {"at": AT}, 200)
    watch = {"step": "accept", "at": AT, "goes_on_with": offers[1]["thing"], "about": [CHILD]}
    await whole.post("cjg", offers[1]["links"]["act"], watch)
    assert await kinds(whole, "cjg") == ["answer"]


async def test_a_coordinator_is_expected_to_record_a_family_plan(whole: Whole) -> None:
    await whole.post("wijkteam", "/v1/consents", consent())
    mine = await whole.publish("wijkteam", involvement())
    family = f"/v1/families/{mine['subject']}"
    await whole.post("wijkteam", f"{family}/coordinator", {"step": "accept", "at": AT})

    assert await kinds(whole, "wijkteam") == ["family-plan"]
    await whole.post("wijkteam", f"{family}/facts", {"code": "family-plan", "occurred_at": "2026-11-21T11:00:00Z"})
    assert await kinds(whole, "wijkteam") == []


async def test_a_referral_is_looked_after_sooner_while_a_safety_concern_is_open(whole: Whole) -> None:
    _, mine = await both_share(whole)
    facts = f"/v1/families/{mine['subject']}/facts"
    made = await whole.post("cjg", facts, {"code": "referral-made", "occurred_at": AT, "towards": "school"})
    (task,) = await duties(whole, "cjg")
    assert (task["kind"], task["thing"], task["due_on"]) == ("referral", made["id"], "2026-12-12")

    worry = await whole.publish("cjg", concern("neglect"))
    (sooner,) = [each for each in await duties(whole, "cjg") if each["thing"] == made["id"]]
    assert (sooner["kind"], sooner["due_on"]) == ("referral-when-unsafe", "2026-11-28")

    await whole.post("cjg", f"/v1/signals/{worry['id']}/_retract", {}, 200)
    assert [each["kind"] for each in await duties(whole, "cjg") if each["thing"] == made["id"]] == ["referral"]
    arrived = {"code": "referral-arrived", "occurred_at": "2026-11-21T12:00:00Z"}
    await whole.post(
        "school", f"/v1/families/{(await whole.publish('school', involvement()))['subject']}/facts", arrived
    )
    assert [each for each in await duties(whole, "cjg") if each["thing"] == made["id"]] == []


async def test_an_exception_is_confirmed_by_a_second_professional_and_reviewed_by_the_first(whole: Whole) -> None:
    seen = await whole.publish("school", concern("domestic-violence"))
    made = await whole.post("school", "/v1/safety-exceptions", exception([seen["id"]]))

    (review,) = await duties(whole, "school")
    (confirm,) = await duties(whole, "school/p-2")

    assert (review["kind"], review["due_on"], review["lane"]) == ("exception-review", "2027-01-10", "violence")
    assert (confirm["kind"], confirm["due"]) == ("exception-confirm", "2026-11-24T12:00:00Z")
    assert (await whole.get("school/p-2", confirm["links"]["exception"]))["id"] == made["id"]
    await whole.post("school/p-2", f"/v1/safety-exceptions/{made['id']}/_confirm", {}, 200)
    assert await duties(whole, "school/p-2") == []
    left = await duties(whole, "school", whose="organisation")
    assert [each["kind"] for each in left] == ["exception-review"]


async def test_own_duties_stand_in_the_calendar_from_when_they_come_near(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent(until="2027-03-01"))
    deferred = [{"addressee": "mother", "deferred_until": "2026-12-10", "reason": "unsafe-to-tell"}]
    mother = [{"relation": "parent", "subject": MOTHER, "authority": True, "label": "mother"}]
    stated = concern("neglect", informed=deferred, household=mother, report_to_veilig_thuis="intended")
    worry = await whole.publish("school", stated)
    assert [each["kind"] for each in await duties(whole, "school")] == ["report", "informing"]

    await whole.post("school", f"/v1/signals/{worry['id']}/_report", {"answer": "made"}, 200)
    whole.clock.step(days=70)
    informing, ending = await duties(whole, "school")
    assert (informing["kind"], informing["due_on"], ending["kind"]) == ("informing", "2026-12-10", "consent-ends")
    told = {"informed": [{"subject": MOTHER, "on": "2027-01-20"}]}
    await whole.post("school", informing["links"]["act"], told, 200)
    assert [each["kind"] for each in await duties(whole, "school")] == ["consent-ends"]


async def test_what_is_sealed_changes_nothing_not_even_a_page(whole: Whole) -> None:
    await both_share(whole)
    before = [(await whole.clients["cjg"].get("/v1/tasks", params={"limit": n})).content for n in (1, 2, 200)]

    sealed = await whole.publish("police", concern("domestic-violence"))
    family = f"/v1/families/{sealed['subject']}"
    for step in ("watchers", "coordinator"):
        asked = "cjg" if step == "watchers" else "wijkteam"
        body = {"step": "propose", "organisation": asked, "at": "2026-11-01T10:00:00Z"}
        await whole.post("police", f"{family}/{step}", body)
    await whole.post("police", f"{family}/handovers", {"to": "cjg", "at": "2026-11-01T10:00:00Z"})

    after = [(await whole.clients["cjg"].get("/v1/tasks", params={"limit": n})).content for n in (1, 2, 200)]
    assert after == before
    assert await tasks(whole, "wijkteam") == []


async def test_an_offer_without_ground_is_logged_as_sealed_and_one_that_loses_it_is_gone_at_once(whole: Whole) -> None:
    await whole.post("cjg", "/v1/consents", consent())
    given = await whole.post("school", "/v1/consents", consent())
    mine = await whole.publish("school", involvement())
    await whole.publish("cjg", involvement())
    sealed = await whole.publish("police", concern("domestic-violence"))
    body = {"to": "cjg", "at": AT}
    hidden = await whole.post("police", f"/v1/families/{sealed['subject']}/handovers", body)
    shown = await whole.post("school", f"/v1/families/{mine['subject']}/handovers", body)

    await whole.get("cjg", "/v1/tasks")

    lines = [line for line in await whole.lines("cjg") if line.operation == "GET /v1/tasks"]
    assert hidden["id"] in {thing for line in lines for thing in line.sealed}
    assert (shown["id"], "consent") in {(each.thing, each.ground) for line in lines for each in line.shown}
    await whole.post("school", f"/v1/consents/{given['id']}/_withdraw", {}, 200)
    assert await kinds(whole, "cjg") == []


async def test_the_families_of_a_whole_page_are_read_at_once(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in ("2018-07-09", "2017-05-01", "2016-03-04"):
        child = {**CHILD, "given_names": f"Kind {day}", "born": day}
        stated = concern("neglect", subject=child, household=[], report_to_veilig_thuis="intended")
        await whole.publish("school", stated)
    asked: list[int] = []
    families = Queries.families

    async def counted(self: Queries, persons: Collection[str]) -> dict[str, Family]:
        asked.append(len(persons))
        return await families(self, persons)

    monkeypatch.setattr(Queries, "families", counted)
    assert await kinds(whole, "school") == ["report", "report", "report"]
    assert asked == [3]


async def test_of_a_signal_that_ended_nobody_is_to_be_told_any_more(whole: Whole) -> None:
    deferred = [{"addressee": "mother", "deferred_until": "2026-12-10", "reason": "unsafe-to-tell"}]
    mother = [{"relation": "parent", "subject": MOTHER, "authority": True, "label": "mother"}]
    mine = await whole.publish("school", concern(informed=deferred, household=mother))
    assert await kinds(whole, "school") == ["informing"]
    await whole.post("school", f"/v1/signals/{mine['id']}/_end", {"outcome": "refuted", "ended_at": AT}, 200)
    assert await kinds(whole, "school") == []


async def test_pages_follow_each_other_in_the_order_of_what_is_due(whole: Whole) -> None:
    seen = await whole.publish("school", concern("domestic-violence", report_to_veilig_thuis="intended"))
    await whole.post("school", "/v1/safety-exceptions", exception([seen["id"]]))
    whole_page = await tasks(whole, "school", whose="organisation")

    found, after = [], None
    while True:
        query: dict[str, Any] = {"after": after} if after else {}
        page = await whole.get("school", "/v1/tasks", whose="organisation", limit=1, **query)
        found += page["tasks"]
        after = page.get("next")
        if after is None:
            break

    assert found == whole_page
    assert [each["due"] for each in found] == sorted(each["due"] for each in found)
    assert {each["kind"] for each in found} >= {"report", "exception-confirm", "exception-review"}
    for place in ("2026-13-01T10:00:00Z_answer:x", "yesterday", "2026-11-01T10:00:00Z_a b"):
        assert (await whole.get("school", "/v1/tasks", 400, after=place))["code"] == "input-invalid"


async def test_a_consent_that_another_noted_is_to_be_confirmed_and_then_is_not(whole: Whole) -> None:
    await whole.publish("cjg", involvement())
    await whole.publish("school", involvement())
    noted = await whole.post("school", "/v1/consents", consent(noted_for=["cjg"]))

    (task,) = [each for each in await tasks(whole, "cjg") if each["kind"] == "consent-noted"]

    assert (task["thing"], task["links"]["act"]) == (noted["id"], f"/v1/consents/{noted['id']}/_confirm")
    await whole.post("cjg", task["links"]["act"], {}, 200)
    assert "consent-noted" not in await kinds(whole, "cjg")


async def test_an_exception_that_nobody_confirmed_is_in_the_calendar_of_the_outside_pool_by_identifier(
    whole: Whole,
) -> None:
    school = msgspec.structs.replace(next(each for each in ORGANISATIONS if each.id == "school"), reviewers=("police",))
    await whole.hub.desk.submit(OrganisationRequest(organisation=school), organisation=OPERATOR, key="pool")
    seen = await whole.publish("school", concern("domestic-violence"))
    made = await whole.post("school", "/v1/safety-exceptions", exception([seen["id"]]))
    assert await kinds(whole, "police") == []
    whole.clock.step(hours=73)
    await whole.reach_deadlines()

    (task,) = await tasks(whole, "police")

    assert (task["kind"], task["thing"]) == ("exception-outside", made["id"])
    assert "about" not in task
    await whole.post("police", task["links"]["act"], {}, 200)
    assert await kinds(whole, "police") == []
