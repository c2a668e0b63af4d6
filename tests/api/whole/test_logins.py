"""A professional comes to the pages with their own token: a code, a session, and back to where they were going."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest
from httpx import ASGITransport, AsyncClient

from hub.web.app import whole_app
from tests.api.whole.conftest import Whole
from tests.api.whole.given import involvement

LOGINS = "/v1/logins"


async def test_with_the_code_of_ones_own_token_the_page_opens_that_one_asked_for(whole: Whole) -> None:
    mine = await whole.publish("cjg", involvement())
    path = f"/web/families/{mine['subject']}"

    given = await whole.post("cjg", LOGINS, {"return_to": path}, 201)
    entered = await whole.visitor.post(given["path"], data={"code": given["code"]})

    assert given["begins_at"] == path
    assert entered.headers["location"] == path
    assert (await whole.visitor.get(path)).status_code == 200


async def test_without_a_page_one_begins_with_the_calendar(whole: Whole) -> None:
    given = await whole.post("cjg", LOGINS, {}, 201)

    entered = await whole.visitor.post("/web/login", data={"code": given["code"]})

    assert entered.headers["location"] == "/web/tasks"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org",
        "/v1/signals",
        "/web/families/../login",
        "/web/tasks\n",
        "/web/tasks?to=/x",
    ],
)
async def test_a_login_leads_nowhere_but_to_a_page_of_the_hub(whole: Whole, elsewhere: str) -> None:
    problem = await whole.post("cjg", LOGINS, {"return_to": elsewhere}, 400)
    assert [fault["path"] for fault in problem["errors"]] == ["$.return_to"]

    code = (await whole.post("cjg", LOGINS, {}, 201))["code"]
    form = await whole.visitor.get("/web/login", params={"to": elsewhere})
    entered = await whole.visitor.post("/web/login", data={"code": code, "to": elsewhere})

    assert 'name="to"' not in form.text
    assert entered.headers["location"] == "/web/tasks"


async def test_a_session_that_is_over_says_so_and_leads_back_to_where_one_was(whole: Whole) -> None:
    mine = await whole.publish("cjg", involvement())
    path = f"/web/families/{mine['subject']}?purpose=youth-help"
    visitor = whole.visitor
    visitor.cookies.set("samenloop_session", "of-yesterday")

    sent = await visitor.get(path)
    form = await visitor.get(sent.headers["location"])
    code = (await whole.post("cjg", LOGINS, {}, 201))["code"]
    entered = await visitor.post("/web/login", data={"code": code, "to": path})

    assert sent.headers["location"] == "/web/login?" + urlencode({"to": path})
    assert form.text.index("Uw sessie is voorbij") < form.text.index("Your session is over")
    assert f'name="to" value="{path}"' in form.text
    assert entered.headers["location"] == path


@pytest.mark.parametrize(
    ("public", "secure"), [("https://samenloop.example", True), ("http://samenloop.example", False)]
)
async def test_the_cookie_goes_over_https_alone_where_the_setting_says_https(
    whole: Whole, public: str, secure: bool
) -> None:
    code = (await whole.post("cjg", LOGINS, {}, 201))["code"]
    behind_a_proxy = ASGITransport(whole_app(replace(whole.hub.services, public_url=public)))

    async with AsyncClient(transport=behind_a_proxy, base_url="http://hub.test") as visitor:
        entered = await visitor.post("/web/login", data={"code": code})

    assert entered.status_code == 303
    assert ("secure" in entered.headers["set-cookie"].lower()) is secure
