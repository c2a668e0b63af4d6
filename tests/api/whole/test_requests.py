"""Requests of the family through the API: taken in, advised on, decided, by whom and in which term (DOMAIN.md 12)."""

import pytest

from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, MOTHER, Json, concern, consent, involvement
from tests.api.whole.rights import (
    REQUESTS,
    TOLD,
    asks,
    for_child,
    granted,
    taken_in,
)


async def test_a_restricted_person_is_shown_to_nobody(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent())
    await whole.publish("school", concern())
    mine = await whole.publish("cjg", involvement())
    family = f"/v1/families/{mine['subject']}"
    owners = {item["owner"]["id"] for item in (await whole.get("cjg", family))["in_view"]["items"]}
    assert owners == {"school", "cjg"}

    id_ = await taken_in(whole, for_child("restriction"))
    await granted(whole, id_, child_interest="not-opposed")

    owners = {item["owner"]["id"] for item in (await whole.get("cjg", family))["in_view"]["items"]}
    assert owners == {"cjg"}
    await whole.post("decider", f"{REQUESTS}/{id_}/_lift", {"reason": "settled"}, 200)
    owners = {item["owner"]["id"] for item in (await whole.get("cjg", family))["in_view"]["items"]}
    assert owners == {"school", "cjg"}


async def test_an_objection_goes_to_the_owner_by_an_identifier_and_comes_back_as_advice(whole: Whole) -> None:
    about_her: Json = {"subject": MOTHER, "kindcheck": "unknown", "household": [], "informed": TOLD}
    theirs = await whole.publish("cjg", concern("parenting", **about_her))
    id_ = await taken_in(whole, asks("objection", things=[theirs["id"]], words="Dit klopt niet."))

    (told,) = (await whole.get("cjg", "/v1/notifications"))["notifications"]
    assert (told["kind"], told["request"], told["links"]) == ("request", id_, {"request": f"{REQUESTS}/{id_}"})
    asked = await whole.get("cjg", told["links"]["request"])
    assert (asked["words"], asked["things"], asked["subject"]) == ("Dit klopt niet.", [theirs["id"]], theirs["subject"])
    assert not {"requesters", "weigh", "lacking", "verified"} & set(asked)

    await whole.post("cjg", f"{REQUESTS}/{id_}/_advise", {"advice": "agree"}, 200)
    case = await whole.get("decider", f"{REQUESTS}/{id_}")
    assert [(each["organisation"]["name"], each["advice"]) for each in case["advice"]] == [("CJG", "agree")]
    (answered,) = (await whole.get("cjg", "/v1/notifications"))["notifications"]
    assert answered["answered"] == "agree"
    await granted(whole, id_)
    assert len((await whole.get("cjg", "/v1/notifications"))["notifications"]) == 2


@pytest.mark.parametrize("who", ["police", "school", "gemeente"])
async def test_a_request_of_another_is_like_one_that_is_not_there(whole: Whole, who: str) -> None:
    id_ = await taken_in(whole, asks())
    answers = [await whole.clients[who].get(f"{REQUESTS}/{each}") for each in (id_, "nothing")]
    assert {each.status_code for each in answers} == {404}
    assert answers[0].content == answers[1].content
    body = {"advice": "agree"}
    acts = [await whole.clients[who].post(f"{REQUESTS}/{each}/_advise", json=body) for each in (id_, "nothing")]
    assert {each.status_code for each in acts} == {404}
    assert acts[0].content == acts[1].content


@pytest.mark.parametrize(
    ("who", "code"), [("gemeente", "role-missing"), ("officer", "role-missing"), ("school", "not-allowed")]
)
async def test_only_who_decides_takes_in_decides_and_tells(whole: Whole, who: str, code: str) -> None:
    id_ = await taken_in(whole, asks())
    calls = [
        await whole.post(who, REQUESTS, asks(), 403),
        await whole.post(who, f"{REQUESTS}/{id_}/_decide", {"decision": "granted"}, 403),
        await whole.post(who, f"{REQUESTS}/{id_}/_extend", {"reason": "complex"}, 403),
        await whole.post(who, f"{REQUESTS}/{id_}/_page", {}, 403),
        await whole.post(who, "/v1/holds", {"subject": CHILD, "reason": "court"}, 403),
        await whole.get(who, REQUESTS, 403),
        await whole.get(who, f"{REQUESTS}/{id_}/outcome", 403),
    ]
    assert {each["code"] for each in calls} == {code}


async def test_the_municipality_sees_its_requests_with_their_terms_and_a_longer_one(whole: Whole) -> None:
    first, second = await taken_in(whole, asks()), await taken_in(whole, for_child())
    await whole.post("decider", f"{REQUESTS}/{second}/_extend", {"reason": "complex"}, 200)
    await granted(whole, first)
    listed = (await whole.get("decider", REQUESTS))["requests"]
    assert [(each["id"], each["state"], each["answer_by"]) for each in listed] == [
        (first, "decided", "2026-12-21"),
        (second, "open", "2027-02-22"),
    ]


async def test_who_decides_is_told_that_the_term_nears_and_that_it_has_passed(whole: Whole) -> None:
    id_ = await taken_in(whole, asks())
    for days, count in ((20, 0), (5, 1), (10, 2), (30, 2)):
        whole.clock.step(days=days)
        await whole.hub.scheduler.run_due()
        await whole.hub.projector.catch_up()
        inbox = (await whole.get("gemeente", "/v1/notifications"))["notifications"]
        assert [(each["kind"], each["request"]) for each in inbox] == [("request", id_)] * count


async def test_the_outcome_comes_after_the_decision(whole: Whole) -> None:
    id_ = await taken_in(whole, asks())
    assert (await whole.get("decider", f"{REQUESTS}/{id_}/outcome", 409))["code"] == "not-decided-yet"
    assert (await whole.get("decider", f"{REQUESTS}/nothing/outcome", 404))["code"] == "not-found"


async def test_a_wrong_child_is_erased_by_two_persons_and_a_repeat_says_the_same(whole: Whole) -> None:
    await whole.publish("school", concern("neglect"))
    id_ = await taken_in(whole, for_child("erasure", wrong_child=True))
    path, body = f"{REQUESTS}/{id_}/_decide", {"decision": "granted"}
    assert (await whole.post("decider", path, body, 200, key="a"))["state"] == "proposed"
    assert (await whole.post("decider", path, body, 409))["code"] == "same-professional"
    done = await whole.post("second-decider", path, body, 200, key="b")
    again = await whole.post("second-decider", path, body, 200, key="b")
    assert (done["state"], done["erasure"]) == (again["state"], again["erasure"]) == ("decided", "erased")
    assert again["replayed"]
    assert (await whole.post("decider", path, body, 200, key="a"))["state"] == "proposed"


async def test_a_hold_turns_erasure_into_restriction_until_it_is_lifted(whole: Whole) -> None:
    await whole.publish("cjg", involvement(subject=MOTHER, kindcheck="unknown", household=[]))
    held = await whole.post("decider", "/v1/holds", {"subject": MOTHER, "reason": "death-reviewed"})
    assert "protects-another" in (await whole.get("decider", f"{REQUESTS}/{await taken_in(whole, asks())}"))["weigh"]
    assert (await granted(whole, await taken_in(whole, asks("erasure"))))["erasure"] == "restricted"
    await whole.post("decider", f"/v1/holds/{held['id']}/_lift", {"reason": "done"}, 200)
    await whole.post("decider", f"/v1/holds/{held['id']}/_lift", {"reason": "done"}, 404)
    assert (await granted(whole, await taken_in(whole, asks("erasure"))))["erasure"] == "erased"


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        (asks(received_on="2027-01-01"), {"date-in-future"}),
        (asks(received_on="0001-01-01"), {"term-passed"}),
        (asks(received_on="9999-12-31"), {"date-in-future"}),
        (asks(requesters=[{"capacity": "self", "subject": MOTHER}]), {"requester-unclear"}),
        (asks(requesters=[{"capacity": "representative"}]), {"requester-unclear"}),
        (asks(requesters=[]), {"requesters-impossible"}),
        (asks("objection"), {"things-missing"}),
        (asks(subject={"bsn": "999990010"}), {"bsn-invalid"}),
    ],
)
async def test_an_impossible_request_stores_nothing(whole: Whole, body: Json, codes: set[str]) -> None:
    before = await whole.counted()
    problem = await whole.post("decider", REQUESTS, body, 400)
    assert {fault["code"] for fault in problem["errors"]} == codes
    assert await whole.counted() == before
