"""What a role asks: requests to decide within the term of the law, access to confirm every four months."""

from typing import Any

from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, MOTHER, Json, concern, exception
from tests.api.whole.rights import FATHER, asks, for_child, granted, refused, taken_in

OF_ROLE = "/v1/tasks/of-role"


async def expected(whole: Whole, who: str, **query: Any) -> list[Json]:
    found: list[Json] = (await whole.get(who, OF_ROLE, **query))["tasks"]
    return found


async def test_a_request_waits_for_its_decision_until_the_last_day_of_its_term(whole: Whole) -> None:
    id_ = await taken_in(whole, asks(subject=FATHER))
    file = await whole.get("decider", f"/v1/requests/{id_}")

    (task,) = await expected(whole, "decider")

    assert (task["kind"], task["thing"], task["due_on"]) == ("request-decision", id_, file["answer_by"])
    assert [each["reference"] for each in task["about"]] == [file["subject"]]
    assert not task.get("overdue")
    assert task["links"]["act"] == f"/v1/requests/{id_}/_decide"
    whole.clock.step(days=31)
    (late,) = await expected(whole, "decider")
    assert late["overdue"]
    await whole.post("decider", late["links"]["act"], {"decision": "granted"}, 200)
    assert await expected(whole, "decider") == []


async def test_a_longer_term_is_due_later_and_what_one_of_two_proposed_still_waits(whole: Whole) -> None:
    id_ = await taken_in(whole, asks("erasure", subject=CHILD, requesters=[], wrong_child=True))
    (before,) = await expected(whole, "decider")
    await whole.post("decider", f"/v1/requests/{id_}/_extend", {"reason": "complex"}, 200)

    (after,) = await expected(whole, "decider")

    assert after["due"] > before["due"]
    await granted(whole, id_)
    assert await expected(whole, "decider") == [], "who has decided waits for the other"
    assert [each["thing"] for each in await expected(whole, "second-decider")] == [id_]


async def test_the_task_is_the_same_whatever_is_recorded_and_withheld(whole: Whole) -> None:
    id_ = await taken_in(whole, asks(subject=MOTHER))
    bare = (await whole.clients["decider"].get(OF_ROLE)).content
    seen = await whole.publish("school", concern("domestic-violence"))
    await whole.post("school", "/v1/safety-exceptions", exception([seen["id"]]))

    assert (await whole.clients["decider"].get(OF_ROLE)).content == bare

    assert id_.encode() in bare
    await refused(whole, id_, "manifestly-unfounded")
    assert await expected(whole, "decider") == []


async def test_a_request_is_no_task_of_another_role_or_organisation_and_telling_of_it_is_logged(whole: Whole) -> None:
    id_ = await taken_in(whole, for_child())
    assert await expected(whole, "school") == []
    assert "role-missing" in (await whole.clients["school/p-2"].get(OF_ROLE)).text
    before = len(await whole.lines("gemeente"))

    await expected(whole, "decider")

    (line,) = (await whole.lines("gemeente"))[before:]
    assert [(each.thing, each.ground) for each in line.shown] == [(id_, "rights")]


async def test_access_is_asked_to_be_confirmed_two_weeks_before_it_ends_and_of_who_left_it_is_not(
    whole: Whole,
) -> None:
    assert await expected(whole, "school") == []
    whole.clock.step(days=108)

    tasks = await expected(whole, "school")

    assert [(each["kind"], each["thing"]) for each in tasks] == [("access-confirm", "p-1"), ("access-confirm", "p-2")]
    assert {(each["due_on"], each["due"]) for each in tasks} == {("2027-03-20", "2027-03-20T23:00:00Z")}
    await whole.post("school", tasks[0]["links"]["act"], {}, 200)
    whole.clock.step(days=13)
    (late,) = await expected(whole, "school")
    assert (late["thing"], late["overdue"]) == ("p-2", True)
    await whole.post("school", "/v1/organisations/school/professionals/p-2/_leave", {}, 200)
    assert await expected(whole, "school") == []


async def test_a_page_goes_on_where_the_one_before_it_ended(whole: Whole) -> None:
    made = [await taken_in(whole, asks(subject=each)) for each in (MOTHER, FATHER, CHILD)]
    found: list[str] = []
    query: dict[str, Any] = {"limit": 1}
    for _ in made:
        page = await whole.get("decider", OF_ROLE, **query)
        found += [each["thing"] for each in page["tasks"]]
        query["after"] = page.get("next")

    assert sorted(found) == sorted(made)
    assert query["after"] is None


async def log_in(whole: Whole, who: str, path: str) -> None:
    code = (await whole.post(who, "/v1/logins", {"return_to": path}))["code"]
    assert (await whole.visitor.post("/web/login", data={"code": code})).headers["location"] == path


async def test_what_a_role_asks_has_a_page_that_leads_nowhere_its_reader_may_not_go(whole: Whole) -> None:
    id_ = await taken_in(whole, asks(subject=FATHER))
    await log_in(whole, "decider", "/web/tasks/of-role")

    page = await whole.visitor.get("/web/tasks/of-role")

    assert page.status_code == 200
    assert "Wat mijn rol vraagt" in page.text
    assert "Beslis op een verzoek van de familie" in page.text
    assert 'href="/web/tasks"' not in page.text
    lines = [line for line in await whole.lines("gemeente") if line.operation == "GET /web/tasks/of-role"]
    assert [each.thing for each in lines[-1].shown] == [id_]


async def test_an_administrator_reaches_that_page_from_the_calendar_and_a_reporter_has_no_such_link(
    whole: Whole,
) -> None:
    whole.clock.step(days=108)
    await log_in(whole, "school", "/web/tasks")
    assert 'href="/web/tasks/of-role"' in (await whole.visitor.get("/web/tasks")).text
    page = (await whole.visitor.get("/web/tasks/of-role")).text
    assert "<td>p-2</td>" in page
    assert 'href="/web/tasks"' in page

    await whole.visitor.post("/web/logout")
    await log_in(whole, "school/p-2", "/web/tasks")
    assert "of-role" not in (await whole.visitor.get("/web/tasks")).text
    assert (await whole.visitor.get("/web/tasks/of-role")).status_code == 303
