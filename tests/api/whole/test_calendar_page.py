"""The calendar's page: a notification, or a handover, is answered in one click and on one's own name."""

from typing import Any

import pytest

from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, consent, involvement

FORM = {"content-type": "application/x-www-form-urlencoded"}


async def asked(whole: Whole) -> dict[str, Any]:
    """The one task of ``p-1`` of CJG, whose session the visitor has: to answer a notification."""
    for who in ("school", "cjg"):
        await whole.post(who, "/v1/consents", consent())
    await whole.publish("school", involvement())
    await whole.publish("cjg", involvement())
    await log_in(whole, "cjg")
    (task,) = (await whole.get("cjg", "/v1/tasks"))["tasks"]
    found: dict[str, Any] = task
    return found


async def log_in(whole: Whole, who: str) -> None:
    code = (await whole.post(who, "/v1/logins", {}))["code"]
    await whole.visitor.post("/web/login", data={"code": code})


async def click(whole: Whole, notification: str, **form: str) -> Any:
    answer = await whole.visitor.post(f"/web/notifications/{notification}/answer", data=form)
    await whole.hub.projector.catch_up()
    return answer


async def test_the_page_shows_the_calendar_in_dutch_first_and_is_logged(whole: Whole) -> None:
    assert (await whole.visitor.get("/web/tasks")).headers["location"] == "/web/login?to=%2Fweb%2Ftasks"
    task = await asked(whole)

    page = await whole.visitor.get("/web/tasks")

    assert page.status_code == 200
    assert "Mijn agenda" in page.text
    assert "Beantwoord de notificatie" in page.text
    assert "Meer organisaties hebben een signaal over hetzelfde kind" in page.text
    assert "27-11-2026 09:00" in page.text
    assert f"/web/families/{task['about'][0]['reference']}" in page.text
    assert "<script" not in page.text
    assert (await whole.visitor.get("/web/tasks", params={"whose": "organisation"})).status_code == 200
    lines = [line for line in await whole.lines("cjg") if line.operation == "GET /web/tasks"]
    assert lines
    assert {line.professional for line in lines} == {"p-1"}


async def test_a_click_on_the_page_answers_on_the_name_of_who_is_logged_in(whole: Whole) -> None:
    task = await asked(whole)
    page = (await whole.visitor.get("/web/tasks")).text
    assert f'action="/web/notifications/{task["thing"]}/answer"' in page
    assert 'value="contact-made"' in page

    answer = await click(whole, task["thing"], answer="contact-made", reason="moved-away")

    assert (answer.status_code, answer.headers["location"]) == (303, "/web/tasks")
    assert (await whole.get("cjg", "/v1/tasks"))["tasks"] == []
    assert (await whole.get("cjg", task["links"]["match"]))["answered"] == "contact-made"
    assert "/answer" not in (await whole.visitor.get("/web/tasks")).text


async def test_not_needed_wants_a_reason_and_every_reason_of_the_page_is_one(whole: Whole) -> None:
    task = await asked(whole)
    page = (await whole.visitor.get("/web/tasks")).text
    assert '<option value="help-suffices">de hulp die er is, volstaat' in page

    refused = await click(whole, task["thing"], answer="not-needed")
    assert (refused.status_code, refused.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert len((await whole.get("cjg", "/v1/tasks"))["tasks"]) == 1

    assert (await click(whole, task["thing"], answer="not-needed", reason="help-suffices")).status_code == 303
    assert (await whole.get("cjg", "/v1/tasks"))["tasks"] == []


@pytest.mark.parametrize("form", [{}, {"answer": "shrug"}, {"answer": "not-needed", "reason": "Pleun Zonderland"}])
async def test_what_is_no_answer_is_refused_on_a_page_that_does_not_repeat_it(
    whole: Whole, form: dict[str, str]
) -> None:
    task = await asked(whole)
    refused = await whole.visitor.post(f"/web/notifications/{task['thing']}/answer", data=form, headers=FORM)
    assert refused.status_code == 400
    assert not any(value in refused.text for value in form.values() if value != "not-needed")
    assert len((await whole.get("cjg", "/v1/tasks"))["tasks"]) == 1


async def test_a_notification_of_another_is_as_one_that_nobody_has(whole: Whole) -> None:
    task = await asked(whole)
    nobodys = await click(whole, "nobodys", answer="contact-made")
    await whole.visitor.post("/web/logout")
    await log_in(whole, "school")

    others = await click(whole, task["thing"], answer="contact-made")

    assert (others.status_code, others.content) == (404, nobodys.content)
    assert len((await whole.get("cjg", "/v1/tasks"))["tasks"]) == 1


async def test_without_a_session_or_from_another_site_nothing_is_answered(whole: Whole) -> None:
    task = await asked(whole)
    path = f"/web/notifications/{task['thing']}/answer"

    elsewhere = await whole.visitor.post(
        path, data={"answer": "contact-made"}, headers={"sec-fetch-site": "cross-site"}
    )
    await whole.visitor.post("/web/logout")
    nobody = await whole.visitor.post(path, data={"answer": "contact-made"})

    assert elsewhere.status_code == 403
    assert (nobody.status_code, nobody.headers["location"]) == (303, "/web/login")
    assert len((await whole.get("cjg", "/v1/tasks"))["tasks"]) == 1


async def offered(whole: Whole) -> str:
    """School offers CJG a handover; its identifier."""
    for who in ("school", "cjg"):
        await whole.post(who, "/v1/consents", consent())
    theirs = await whole.publish("school", involvement())
    await whole.publish("cjg", involvement())
    body = {"to": "cjg", "about": [CHILD], "at": "2026-11-21T10:00:00Z"}
    return str((await whole.post("school", f"/v1/families/{theirs['subject']}/handovers", body))["id"])


async def take(whole: Whole, handover: str, **form: str) -> Any:
    answer = await whole.visitor.post(f"/web/handovers/{handover}/step", data=form)
    await whole.hub.projector.catch_up()
    return answer


async def kinds(whole: Whole) -> list[str]:
    tasks = (await whole.get("cjg", "/v1/tasks", whose="organisation"))["tasks"]
    return [each["kind"] for each in tasks if each["kind"] != "answer"]


async def test_a_handover_is_accepted_on_the_page_and_completed_at_the_first_contact(whole: Whole) -> None:
    handover = await offered(whole)
    await log_in(whole, "cjg")
    assert f'action="/web/handovers/{handover}/step"' in (await whole.visitor.get("/web/tasks")).text

    assert (await take(whole, handover, step="accepted")).status_code == 303
    assert await kinds(whole) == ["first-contact"]
    assert 'value="completed"' in (await whole.visitor.get("/web/tasks")).text
    assert (await take(whole, handover, step="completed")).status_code == 303
    assert await kinds(whole) == []


async def test_a_handover_is_declined_with_a_reason(whole: Whole) -> None:
    handover = await offered(whole)
    await log_in(whole, "cjg")

    assert (await take(whole, handover, step="declined")).status_code == 400
    assert (await take(whole, handover, step="shrug")).status_code == 400
    assert await kinds(whole) == ["handover-offer"]
    assert (await take(whole, handover, step="declined", reason="no-capacity")).status_code == 303
    assert await kinds(whole) == []


async def test_who_may_not_take_over_is_told_so_and_stays_logged_in(whole: Whole) -> None:
    handover = await offered(whole)
    await whole.post("cjg", "/v1/organisations/cjg/professionals", {"id": "p-8", "roles": ["duty"]})
    await whole.issue("cjg", "p-8")
    await log_in(whole, "cjg/p-8")
    assert "/web/handovers/" not in (await whole.visitor.get("/web/tasks?whose=organisation")).text

    assert (await take(whole, handover, step="accepted")).status_code == 403

    assert (await whole.visitor.get("/web/tasks")).status_code == 200
    assert await kinds(whole) == ["handover-offer"]
