"""The family page: behind a code that works once, with the five questions and a timeline, and no script."""

import re
from urllib.parse import urlencode

import pytest

from tests.api.whole.conftest import Whole
from tests.api.whole.given import concern, consent, involvement


async def test_a_code_opens_the_page_once_and_is_never_in_an_address(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent())
    await whole.publish("school", concern("domestic-violence"))
    mine = await whole.publish("cjg", involvement())
    path = f"/web/families/{mine['subject']}"
    code = await whole.hub.services.logins.issue("cjg", path, professional="p-1")
    visitor = whole.visitor

    assert (await visitor.get(path)).headers["location"] == "/web/login?" + urlencode({"to": path})
    entered = await visitor.post("/web/login", data={"code": f" {code.upper()} "})
    assert (entered.status_code, entered.headers["location"]) == (303, path)
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    page = await visitor.get(path)

    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-store"
    assert "script-src" not in page.headers["content-security-policy"]
    for text in ("De Vliet", "Pleun Zonderland", "Huiselijk geweld", "A. Voorbeeld", "112", "0800-2000"):
        assert text in page.text
    assert "<script" not in page.text
    assert code not in page.text
    again = await visitor.post("/web/login", data={"code": code})
    assert again.status_code == 403


async def test_the_page_has_the_five_questions_as_headings_and_says_its_languages(whole: Whole) -> None:
    mine = await whole.publish("cjg", involvement())
    path = f"/web/families/{mine['subject']}"
    await whole.visitor.post(
        "/web/login", data={"code": await whole.hub.services.logins.issue("cjg", path, professional="p-1")}
    )

    page = (await whole.visitor.get(path)).text

    assert '<html lang="nl">' in page
    headings = re.findall(r"<h2>(\d)\. ([^<]+\?)", page)
    assert [number for number, _ in headings] == ["1", "2", "3", "4", "5"]
    assert page.count("<h1>") == 1
    assert page.count('lang="en"') > 10
    assert all('scope="' in cell for cell in re.findall(r"<th[ >][^>]*>?", page) if cell != "<thead>")


async def test_what_organisations_state_is_text_on_a_page(whole: Whole) -> None:
    name = {"family_name": "<b>Zonder</b>land & Zn", "given_names": "Pleun", "born": "2018-07-09"}
    await whole.post("school", "/v1/consents", {**consent(), "about": [name]})
    await whole.publish("school", involvement(subject=name))
    mine = await whole.publish("cjg", involvement(subject=name))
    path = f"/web/families/{mine['subject']}"
    await whole.visitor.post(
        "/web/login", data={"code": await whole.hub.services.logins.issue("cjg", path, professional="p-1")}
    )

    page = (await whole.visitor.get(path)).text

    assert "<b>Zonder" not in page
    assert "&lt;b&gt;Zonder&lt;/b&gt;land &amp; Zn" in page


@pytest.mark.parametrize("reference", ["r1nobody", "x"])
async def test_a_page_of_nothing_showable_is_the_page_of_nobody(whole: Whole, reference: str) -> None:
    sealed = await whole.publish("school", involvement())
    code = await whole.hub.services.logins.issue("cjg", "/web/families/x", professional="p-1")
    await whole.visitor.post("/web/login", data={"code": code})

    nobody = await whole.visitor.get(f"/web/families/{reference}")
    other = await whole.visitor.get(f"/web/families/{sealed['subject']}")

    assert (nobody.status_code, nobody.content) == (404, other.content)


async def test_after_logging_out_the_page_is_closed(whole: Whole) -> None:
    mine = await whole.publish("cjg", involvement())
    path = f"/web/families/{mine['subject']}"
    await whole.visitor.post(
        "/web/login", data={"code": await whole.hub.services.logins.issue("cjg", path, professional="p-1")}
    )
    session = whole.visitor.cookies["samenloop_session"]

    await whole.visitor.post("/web/logout")

    answer = await whole.visitor.get(path, headers={"cookie": f"samenloop_session={session}"})
    assert answer.status_code == 303


async def test_a_page_closes_the_moment_its_professional_leaves(whole: Whole) -> None:
    mine = await whole.publish("cjg", involvement())
    path = f"/web/families/{mine['subject']}"
    await whole.visitor.post(
        "/web/login", data={"code": await whole.hub.services.logins.issue("cjg", path, professional="p-2")}
    )
    assert (await whole.visitor.get(path)).status_code == 200

    await whole.post("cjg", "/v1/organisations/cjg/professionals/p-2/_leave", {"successor": "p-1"}, 200)

    assert (await whole.visitor.get(path)).headers["location"].startswith("/web/login?")


async def test_the_life_course_is_drawn_in_lanes_with_a_table_beside_it(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent())
    await whole.publish("school", concern("domestic-violence"))
    mine = await whole.publish("cjg", involvement())
    path = f"/web/families/{mine['subject']}"
    await whole.visitor.post(
        "/web/login", data={"code": await whole.hub.services.logins.issue("cjg", path, professional="p-1")}
    )

    page = (await whole.visitor.get(path)).text

    drawn, _, table = page.partition('<table class="lanes">')[2].partition("</table>")
    assert "De Vliet" in drawn
    assert re.search(r'<circle cx="\d+\.\d\d%" cy="12" r="\d" class="\w+"><title>[\d-]+: Huiselijk geweld /', drawn)
    assert "style=" not in page
    assert "<caption>Van oud naar nieuw" in table
    assert '<a href="tel:' in page


async def test_an_acute_message_that_waits_for_an_answer_stands_out(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent())
    mine = await whole.publish("cjg", involvement())
    await whole.publish("school", concern("domestic-violence", severity="acute"))
    path = f"/web/families/{mine['subject']}"
    await whole.visitor.post(
        "/web/login", data={"code": await whole.hub.services.logins.issue("cjg", path, professional="p-1")}
    )

    page = (await whole.visitor.get(path)).text

    assert '<strong class="urgent">acuut <span lang="en">acute</span>: 1.</strong>' in page
    assert "De oudste is van" in page


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/web/nothing", 404), ("POST", "/web/tasks", 405), ("POST", "/web/login", 415)],
)
async def test_what_cannot_be_shown_is_told_on_a_page_to_who_asked_for_a_page(
    whole: Whole, method: str, path: str, status: int
) -> None:
    told = await whole.visitor.request(method, path, content="x", headers={"content-type": "text/plain"})

    assert told.status_code == status
    assert told.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="nl">' in told.text


async def test_a_purpose_that_is_none_is_refused_on_a_page_that_does_not_repeat_it(whole: Whole) -> None:
    await whole.visitor.post(
        "/web/login", data={"code": await whole.hub.services.logins.issue("cjg", "/web/tasks", professional="p-1")}
    )
    told = await whole.visitor.get("/web/families/r1x", params={"purpose": "Pleun Zonderland"})

    assert told.status_code == 400
    assert "Ongeldige invoer" in told.text
    assert "Zonderland" not in told.text
