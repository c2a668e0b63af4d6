"""A consent that is limited to purposes opens for these alone: for what somebody says that it asks (DOMAIN.md 3.3)."""

import pytest

from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, Json, concern, consent, involvement

SEARCH = "/v1/families/_search"


def shown(family: Json) -> set[str]:
    return {item["id"] for item in family["in_view"]["items"]}


async def asked(whole: Whole, purpose: str) -> set[str]:
    body = {"subject": CHILD, "purpose": purpose, "reason": "een-vraag"}
    (family,) = (await whole.post("cjg", SEARCH, body, 200))["families"]
    return shown(family)


async def test_a_consent_for_a_purpose_opens_to_who_asks_for_it_and_to_nobody_for_anything_else(whole: Whole) -> None:
    mine = await whole.publish("cjg", involvement())
    theirs = await whole.publish("school", concern())
    await whole.post("school", "/v1/consents", consent(recipients=("cjg",), purposes=["safety"]))

    assert theirs["id"] in await asked(whole, "safety")
    for other in ("early-coordination", "review", "safety-2"):
        assert theirs["id"] not in await asked(whole, other)

    family = f"/v1/families/{mine['subject']}"
    assert theirs["id"] in shown(await whole.get("cjg", family, purpose="safety"))
    assert theirs["id"] not in shown(await whole.get("cjg", family))
    assert not (await whole.get("cjg", "/v1/notifications"))[
        "notifications"
    ]  # by itself the hub tells for coordination


@pytest.mark.parametrize("purposes", [[], ["early-coordination", "safety"]])
async def test_who_names_no_purpose_asks_for_early_coordination(whole: Whole, purposes: list[str]) -> None:
    mine = await whole.publish("cjg", involvement())
    theirs = await whole.publish("school", concern())
    await whole.post("school", "/v1/consents", consent(recipients=("cjg",), purposes=purposes))
    assert theirs["id"] in shown(await whole.get("cjg", f"/v1/families/{mine['subject']}"))
    assert (theirs["id"] in await asked(whole, "a-code-of-its-own")) is (not purposes)


async def test_the_log_says_for_which_purpose_it_was_shown(whole: Whole) -> None:
    await whole.publish("cjg", involvement())
    theirs = await whole.publish("school", concern())
    await whole.post("school", "/v1/consents", consent(recipients=("cjg",), purposes=["safety"]))
    await asked(whole, "safety")
    lines = [line for line in await whole.lines("cjg") if any(each.thing == theirs["id"] for each in line.shown)]
    assert {line.purpose for line in lines} == {"safety"}


async def test_the_consent_aid_answers_for_the_purpose_for_which_one_would_share(whole: Whole) -> None:
    await whole.publish("school", concern())
    await whole.post("school", "/v1/consents", consent(recipients=("cjg",), purposes=["safety"]))

    async def may(**purpose: str) -> bool:
        body = {"subject": CHILD, "recipient": "cjg", **purpose}
        told = await whole.post("school", "/v1/consents/_assess", body, 200)
        return bool(told["may_share"])

    assert not await may()
    assert await may(purpose="safety")
    assert not await may(purpose="handover")
