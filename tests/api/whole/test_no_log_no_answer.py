"""Nothing leaves the hub without its line: what answers when the log cannot be written (DOMAIN.md 5.1)."""

from typing import Any

from tests.api.whole.away import without_the_log
from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, MOTHER, concern, exception, involvement
from tests.api.whole.rights import asks
from tests.api.whole.test_families import SEARCH, question
from tests.api.whole.test_ways_out import shared


async def ways_out(whole: Whole) -> dict[tuple[str, str], tuple[str, str, Any]]:
    """A request for every operation that discloses, by method and template: who asks, the path, the body."""
    _, mine = await shared(whole)
    match = mine["matches"][0]["id"]
    request = (await whole.post("decider", "/v1/requests", asks()))["id"]
    await whole.post("decider", f"/v1/requests/{request}/_decide", {"decision": "granted"}, 200)
    await whole.post("decider", "/v1/requests", asks())
    family = f"/v1/families/{mine['subject']}"
    seen = await whole.publish("school", concern("domestic-violence"))
    excepted = (await whole.post("school", "/v1/safety-exceptions", exception([seen["id"]])))["id"]
    await whole.get("cjg", family)
    await whole.hub.projector.catch_up()
    tasks = (await whole.get("cjg", "/v1/tasks", whose="organisation"))["tasks"]
    (look,) = [each["links"]["look"] for each in tasks if each["kind"] == "look-review"]
    return {
        ("get", "/looks/{id}"): ("cjg/p-2", look, None),
        ("post", "/looks/{id}/_review"): ("cjg/p-2", f"{look}/_review", {"decision": "in-order"}),
        ("post", "/signals"): ("cjg", "/v1/signals", concern("parenting")),
        ("get", "/signals"): ("cjg", "/v1/signals", None),
        ("get", "/signals/{id}"): ("cjg", f"/v1/signals/{mine['id']}", None),
        ("get", "/matches"): ("cjg", "/v1/matches", None),
        ("get", "/matches/{id}"): ("cjg", f"/v1/matches/{match}", None),
        ("get", "/notifications"): ("cjg", "/v1/notifications", None),
        ("get", "/tasks"): ("cjg", "/v1/tasks", None),
        ("get", "/tasks/of-role"): ("decider", "/v1/tasks/of-role", None),
        ("post", "/families/_search"): ("cjg", SEARCH, question()),
        ("get", "/families/{ref}"): ("cjg", family, None),
        ("get", "/families/{ref}/timeline"): ("cjg", f"{family}/timeline", None),
        ("get", "/families/{ref}/known"): ("cjg", f"{family}/known?on=2026-11-21", None),
        ("get", "/safety-exceptions/{id}"): ("school", f"/v1/safety-exceptions/{excepted}", None),
        ("get", "/identity-reviews"): ("steward", "/v1/identity-reviews", None),
        ("get", "/identity-links"): ("steward", "/v1/identity-links", None),
        ("get", "/requests"): ("decider", "/v1/requests", None),
        ("get", "/requests/{id}"): ("decider", f"/v1/requests/{request}", None),
        ("get", "/requests/{id}/outcome"): ("decider", f"/v1/requests/{request}/outcome", None),
        ("post", "/requests/{id}/_page"): ("decider", f"/v1/requests/{request}/_page", {}),
        ("get", "/statistics/use"): ("figures", "/v1/statistics/use", None),
        ("get", "/statistics/effect"): ("figures", "/v1/statistics/effect", None),
        ("get", "/disclosures"): ("officer", "/v1/disclosures", None),
        ("post", "/disclosures/_search"): ("officer", "/v1/disclosures/_search", {"subject": CHILD}),
    }


IN_A_REFUSAL = {
    ("post", "/signals/{id}/_end"),
    ("post", "/families/{ref}/coordinator"),
    ("post", "/families/{ref}/watchers"),
}
"""Those that disclose only in a refusal: the first is tested below, as are batches and the page; the coordinator in
``test_ways_out``, the watcher in ``test_follow_up``, streams in ``tests/api``."""


async def test_no_operation_that_discloses_answers_without_the_log(whole: Whole) -> None:
    asked = await ways_out(whole)
    spec = (await whole.visitor.get("/v1/openapi.json")).json()
    disclosing = {
        (method, path)
        for path, item in spec["paths"].items()
        for method, operation in item.items()
        if "log-unavailable" in operation["responses"].get("503", {"description": ""})["description"]
    }
    assert set(asked) | IN_A_REFUSAL == disclosing

    async with without_the_log(whole):
        for who, path, body in asked.values():
            answer = await whole.clients[who].request(
                "GET" if body is None else "POST", path, json=body, headers={"idempotency-key": path}
            )
            assert (answer.status_code, answer.json()["code"]) == (503, "log-unavailable"), path
            assert not any(word in answer.text for word in ("Zonderland", "De Vliet", "school-absence"))


async def test_what_was_stored_without_an_answer_is_answered_when_the_log_is_back(whole: Whole) -> None:
    async with without_the_log(whole):
        await whole.publish("school", concern(), key="one", status=503)
    answer = await whole.publish("school", concern(), key="one")
    assert answer["replayed"]


async def test_a_line_of_a_batch_is_refused_without_the_log_and_accepted_with_it(whole: Whole) -> None:
    lines = [{**involvement(), "idempotency_key": "one"}]
    async with without_the_log(whole):
        (refused,) = await whole.batch("school", "/v1/signals/_batch", lines)
    (accepted,) = await whole.batch("school", "/v1/signals/_batch", lines)
    assert (refused["status"], refused["problem"]["code"]) == (503, "log-unavailable")
    assert accepted["answer"]["replayed"]


async def test_a_page_and_a_telling_refusal_do_not_leave_without_the_log(whole: Whole) -> None:
    _, mine = await shared(whole)
    involved = await whole.publish("cjg", involvement(subject=MOTHER, household=[], kindcheck="unknown"))
    await whole.publish("cjg", concern("neglect", subject=MOTHER, household=[], kindcheck="unknown"))
    path = f"/web/families/{mine['subject']}"
    await whole.visitor.post(
        "/web/login", data={"code": await whole.hub.services.logins.issue("cjg", path, professional="p-1")}
    )
    body = {"ended_at": "2026-11-21T11:00:00Z", "outcome": "ended"}

    async with without_the_log(whole):
        page = await whole.visitor.get(path)
        warning = await whole.clients["cjg"].post(f"/v1/signals/{involved['id']}/_end", json=body)

    assert (page.status_code, warning.status_code) == (503, 503)
    assert "Zonderland" not in page.text
    assert warning.json()["code"] == "log-unavailable"
