"""What follows a match, through the API: looking back together, handing over, and what the family's page says of it."""

from typing import Any

from tests.api.whole.away import without_the_log
from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, concern, consent, involvement

AT = "2026-11-21T10:00:00Z"
ABOUT = {"about": [CHILD], "at": AT}


async def together(whole: Whole) -> tuple[str, str]:
    """CJG and wijkteam work with the child and may see each other; how each addresses the family."""
    for who in ("cjg", "wijkteam"):
        await whole.post(who, "/v1/consents", consent())
    mine = [await whole.publish(who, involvement()) for who in ("cjg", "wijkteam")]
    first, second = (f"/v1/families/{each['subject']}" for each in mine)
    return first, second


async def kinds(whole: Whole, who: str) -> list[str]:
    return [each["kind"] for each in (await whole.get(who, "/v1/tasks", whose="organisation"))["tasks"]]


async def coordination(whole: Whole, who: str, family: str) -> dict[str, Any]:
    found: dict[str, Any] = (await whole.get(who, family))["coordination"]
    return found


async def test_a_day_to_look_back_stands_in_every_partys_calendar_until_it_was_done(whole: Whole) -> None:
    family, theirs = await together(whole)
    body = {"step": "plan", "on": "2026-12-21", "organisations": ["wijkteam"], "about": [CHILD]}
    plan = await whole.post("cjg", f"{family}/reviews", body)

    (task,) = [t for t in (await whole.get("wijkteam", "/v1/tasks"))["tasks"] if t["kind"] == "review"]
    assert (task["thing"], task["due_on"]) == (plan["id"], "2026-12-21")
    look_back = (await whole.get("wijkteam", theirs))["look_back"]
    assert {"on": "2026-12-21", "why": "review-planned"} in look_back
    whole.clock.step(days=31)
    held = {"step": "hold", "on": "2026-12-21", "goes_on_with": plan["id"], "about": [CHILD]}
    await whole.post("cjg", f"{family}/reviews", {**held, "organisations": ["cjg", "wijkteam"]})
    for who in ("cjg", "wijkteam"):
        assert "review" not in await kinds(whole, who)
    unknown = await whole.post(
        "cjg", f"{family}/reviews", {**body, "organisations": ["nobody"], "on": "2027-01-21"}, 400
    )
    assert [each["code"] for each in unknown["errors"]] == ["organisation-unknown"]


async def test_a_watch_waits_for_the_review_that_an_objection_forces(whole: Whole) -> None:
    for who in ("cjg", "wijkteam"):
        await whole.post(who, "/v1/consents", consent())
    mine, ending = [await whole.publish(who, involvement()) for who in ("cjg", "wijkteam")]
    family = f"/v1/families/{mine['subject']}"
    watch = await whole.post("cjg", f"{family}/watchers", {"step": "accept", **ABOUT})
    over = {"ended_at": "2026-11-21T11:00:00Z", "outcome": "ended", "confirm_unwatched": True}
    await whole.post("wijkteam", f"/v1/signals/{ending['id']}/_end", over, 200)
    objects = {"code": "closing-objection", "occurred_at": "2026-11-21T11:30:00Z", "of": ending["id"], "about": [CHILD]}
    await whole.post("cjg", f"{family}/facts", objects)
    stop = {"step": "end", "at": "2026-11-21T11:45:00Z", "goes_on_with": watch["id"], "about": [CHILD]}

    async with without_the_log(whole):
        untold = await whole.clients["cjg"].post(f"{family}/watchers", json=stop)
    refused = await whole.post("cjg", f"{family}/watchers", stop, 409)

    assert (untold.status_code, untold.json()["code"]) == (503, "log-unavailable")
    assert refused["code"] == "review-awaited"
    whole.clock.step(days=1)
    held = {"step": "hold", "on": "2026-11-22", "organisations": ["cjg", "wijkteam"], "about": [CHILD]}
    await whole.post("cjg", f"{family}/reviews", held)
    await whole.post("cjg", f"{family}/watchers", stop)


async def test_a_review_that_is_sealed_is_in_nobodys_calendar(whole: Whole) -> None:
    await together(whole)
    mine = await whole.publish("police", concern("domestic-violence"))
    body = {"step": "plan", "on": "2026-12-21", "organisations": ["cjg"], "about": [CHILD]}
    await whole.post("police", f"/v1/families/{mine['subject']}/reviews", body)
    assert "review" not in await kinds(whole, "cjg")


async def test_the_page_says_whom_to_ask_how_far_it_was_scaled_and_what_a_closed_inquiry_leaves(whole: Whole) -> None:
    family, theirs = await together(whole)
    assert [each["organisation"]["id"] for each in (await coordination(whole, "cjg", family))["candidates"]] == [
        "wijkteam"
    ]
    await whole.publish("cjg", concern("neglect"))
    for code, more in (("scale-step", {"outcome": "drang"}), ("inquiry-closed", {})):
        await whole.post("cjg", f"{family}/facts", {"code": code, "occurred_at": AT, "about": [CHILD], **more})

    found = await coordination(whole, "wijkteam", theirs)

    assert (found["scale"]["step"], found["scale"]["by"]["id"]) == ("drang", "cjg")
    (closed,) = found["closed_inquiries"]
    assert closed["safety_assessed"] is False
    assert closed["text"]["nl"] == "gesloten; veiligheid beoordeeld: nee; nog open: Verwaarlozing"
    assert len(closed["nobody_watches"]) == 1
    code = await whole.hub.services.logins.issue("wijkteam", f"/web{theirs.removeprefix('/v1')}", professional="p-1")
    await whole.visitor.post("/web/login", data={"code": code})
    page = (await whole.visitor.get(f"/web{theirs.removeprefix('/v1')}")).text
    for text in ("Wie u kunt vragen", "drang", "gesloten; veiligheid beoordeeld: nee"):
        assert text in page


async def test_a_coordination_is_handed_over_by_its_coordinator(whole: Whole) -> None:
    _, family = await together(whole)
    await whole.post("shelter", "/v1/consents", consent())
    await whole.publish("shelter", involvement())
    first = await whole.post("wijkteam", f"{family}/coordinator", {"step": "accept", **ABOUT})
    asks = {"step": "propose", "organisation": "shelter", "takes_over": first["id"], **ABOUT}
    offer = await whole.post("wijkteam", f"{family}/coordinator", asks)
    assert (await coordination(whole, "wijkteam", family))["coordinator"]["id"] == first["id"]
    mine = await whole.publish("shelter", involvement())
    accepts = {"step": "accept", "goes_on_with": offer["id"], **ABOUT}
    await whole.post("shelter", f"/v1/families/{mine['subject']}/coordinator", accepts)
    assert (await coordination(whole, "wijkteam", family))["coordinator"]["id"] == offer["id"]


async def test_a_handover_that_nobody_took_up_shows_as_expired_and_is_declined_with_a_reason(whole: Whole) -> None:
    family, theirs = await together(whole)
    offered = await whole.post("cjg", f"{family}/handovers", {"to": "wijkteam", **ABOUT})
    path = f"/v1/handovers/{offered['id']}"
    refused = await whole.post("wijkteam", f"{path}/_decline", {"at": AT}, 400)
    assert [each["code"] for each in refused["errors"]] == ["reason-missing"]
    whole.clock.step(days=14)
    (shown,) = (await coordination(whole, "wijkteam", theirs))["handovers"]
    assert shown["step"] == "expired"
    await whole.post("wijkteam", f"{path}/_accept", {"at": AT}, 409)


async def test_a_match_says_how_far_the_others_are_with_it_as_far_as_they_share_that(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent())
    given = await whole.post("cjg", "/v1/consents", consent())
    await whole.publish("school", involvement())
    mine = await whole.publish("cjg", involvement())
    (ours,) = (await whole.get("school", "/v1/matches"))["matches"]
    path = f"/v1/matches/{ours['id']}"
    assert [(each["organisation"]["id"], each["answer"]) for each in ours["organisations"]] == [("cjg", "waits")]
    theirs = mine["matches"][0]["notification"]
    await whole.post("cjg", f"/v1/notifications/{theirs}/_answer", {"answer": "contact-made"}, 200)
    assert [each["answer"] for each in (await whole.get("school", path))["organisations"]] == ["contact-made"]
    line = next(each for each in reversed(await whole.lines("school")) if each.operation == "GET /v1/matches/{id}")
    assert (theirs, "consent") in {(each.thing, each.ground) for each in line.shown}

    await whole.post("cjg", f"/v1/consents/{given['id']}/_withdraw", {}, 200)
    await whole.post("cjg", "/v1/consents", consent(kinds=["involvement"]))

    assert "organisations" not in await whole.get("school", path)


async def test_who_signalled_hears_what_was_decided_and_how_it_ended_and_is_asked_nothing(whole: Whole) -> None:
    family, _ = await together(whole)
    await whole.publish("cjg", concern("neglect"))
    theirs = (await whole.publish("wijkteam", involvement()))["subject"]
    path = f"/v1/families/{theirs}"
    later = "2026-11-21T11:00:00Z"
    coordinates = await whole.post("wijkteam", f"{path}/coordinator", {"step": "accept", "at": later, "about": [CHILD]})
    assert not [each for each in (await whole.get("cjg", "/v1/matches"))["matches"] if "feedback" in each["rule"]]
    whole.clock.step(days=57)
    await whole.reach_deadlines()
    told = [each for each in (await whole.get("cjg", "/v1/matches"))["matches"] if "feedback" in each["rule"]]
    assert [each["rule"] for each in told] == ["feedback-decided"]
    assert told[0]["lane_text"]["nl"].startswith("Ter informatie")
    assert "Wijkteam Noord" in told[0]["reason"]["nl"]
    ends = {"step": "end", "at": later, "goes_on_with": coordinates["id"], "about": [CHILD]}
    await whole.post("wijkteam", f"{path}/coordinator", ends)
    whole.clock.step(days=57)
    await whole.reach_deadlines()
    rules = [each["rule"] for each in (await whole.get("cjg", "/v1/matches"))["matches"]]
    assert rules.count("feedback-decided") == rules.count("feedback-ended") == 1
    waiting = [each["thing"] for each in (await whole.get("cjg", "/v1/tasks", whose="organisation"))["tasks"]]
    inbox = (await whole.get("cjg", "/v1/notifications"))["notifications"]
    feedback = {each["id"] for each in inbox if each["kind"] == "match" and "answer_by" not in each}
    assert len(feedback) == 2
    assert feedback.isdisjoint(waiting)
    assert feedback.isdisjoint(
        each["notification"] for each in (await coordination(whole, "cjg", family))["unanswered"]
    )


async def test_who_is_asked_to_take_something_up_is_told_at_once_and_once_it_answered_the_match_is_over(
    whole: Whole,
) -> None:
    family, _ = await together(whole)
    before = (await whole.get("wijkteam", "/v1/notifications"))["next"]

    body = {"to": "wijkteam", **ABOUT}
    offered = await whole.post("cjg", f"{family}/handovers", body)

    (told,) = (await whole.get("wijkteam", "/v1/notifications", after=before))["notifications"]
    match = await whole.get("wijkteam", told["links"]["match"])
    assert (match["rule"], [each["id"] for each in match["items"]]) == ("offer-received", [offered["id"]])
    assert "answer_by" not in told
    assert "CJG vraagt u" in match["reason"]["nl"]
    assert "handover-offer" in await kinds(whole, "wijkteam")
    whole.clock.step(hours=1)
    taken = {"at": "2026-11-21T12:30:00Z"}
    await whole.post("wijkteam", f"/v1/handovers/{offered['id']}/_accept", taken, 200)
    assert (await whole.get("wijkteam", told["links"]["match"]))["state"] == "closed"
    assert (await whole.get("cjg", "/v1/matches"))["matches"][-1]["rule"] != "offer-received"


async def test_an_offer_without_a_ground_is_told_to_nobody_until_there_is_one(whole: Whole) -> None:
    mine = await whole.publish("cjg", involvement())
    await whole.post("cjg", f"/v1/families/{mine['subject']}/handovers", {"to": "wijkteam", **ABOUT})
    assert (await whole.get("wijkteam", "/v1/notifications"))["notifications"] == []

    await whole.post("cjg", "/v1/consents", consent())

    (told,) = (await whole.get("wijkteam", "/v1/notifications"))["notifications"]
    assert (await whole.get("wijkteam", told["links"]["match"]))["rule"] == "offer-received"
