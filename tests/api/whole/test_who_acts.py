"""The act is a professional's, the duty is the organisation's: when one leaves or is away."""

from collections.abc import AsyncIterator
from typing import Any

import jwt
import pytest

from hub.bootstrap import Hub, open_hub
from hub.commands.signals import RetractRequest
from hub.domain.errors import AccessEnded
from hub.settings import Settings
from tests.api.whole.acting import TEAM, changes, designate, reached, refusal, seen_together
from tests.api.whole.conftest import Whole, addresses_of
from tests.api.whole.given import concern, consent, involvement
from tests.conftest import Databases

# A token used after its professional left.


async def test_a_token_counts_for_nothing_after_its_professional_left(whole: Whole, caplog: Any) -> None:
    assert await refusal(whole, "school/p-2") is None

    await changes(whole, "school", "p-2", "leave")

    with caplog.at_level("INFO", logger="hub.api"):
        assert await refusal(whole, "school/p-2") == "access-ended"
    assert "access-refused code=access-ended organisation=school call=GET /v1/signals" in caplog.text
    refused = await whole.clients["school/p-2"].post(
        "/v1/signals", json=concern(professional={"id": "p-2"}), headers={"idempotency-key": "k"}
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "access-ended")
    assert await refusal(whole, "school") is None


async def test_who_is_designated_anew_gets_new_tokens_and_the_old_ones_stay_dead(whole: Whole) -> None:
    issuer = whole.hub.issuer
    claims = {"iss": issuer.issuer, "aud": issuer.audience, "azp": "school", "sub": "p-2", "jti": "t", "iat": 10**9}
    kid = issuer.jwks()["keys"][0]["kid"]
    old = jwt.encode({**claims, "exp": 10**10}, issuer._key, "RS256", headers={"kid": kid})
    whole.clients["old"] = await whole.connect({"authorization": f"Bearer {old}"})
    assert await refusal(whole, "old") is None

    await changes(whole, "school", "p-2", "leave")
    await designate(whole, "school", "p-2")

    assert await refusal(whole, "old") == "token-revoked"


@pytest.fixture
async def beside(whole: Whole, database: Databases, nats_url: str, hub_folder: Any) -> AsyncIterator[Hub]:
    """Another process of the same hub, whose register has not looked since it began."""
    addresses = addresses_of(database, nats_url)
    async with open_hub(Settings(data_dir=hub_folder, pool_size=4), addresses, whole.clock) as other:
        yield other


async def test_nothing_is_written_for_a_leaver_in_a_process_that_has_not_heard_of_it(whole: Whole, beside: Hub) -> None:
    signal = await whole.publish("school", involvement())
    await changes(whole, "school", "p-2", "leave")
    assert beside.services.policy().professionals.get("school", "p-2").left_at is None  # type: ignore[union-attr]

    with pytest.raises(AccessEnded):
        await beside.desk.submit(
            RetractRequest(), organisation="school", key="late", thing=signal["id"], professional="p-2"
        )

    assert "retracted" not in str((await whole.get("school", f"/v1/signals/{signal['id']}")).get("retracted", ""))
    heard = beside.services.policy().professionals.get("school", "p-2")
    assert heard is not None
    assert heard.left_at is not None


async def test_what_one_process_decides_the_next_decision_of_another_rests_on(whole: Whole, beside: Hub) -> None:
    await designate(whole, "school", "p-9", "reporter")
    signal = await whole.publish("school", involvement())

    await beside.desk.submit(RetractRequest(), organisation="school", key="k", thing=signal["id"], professional="p-2")

    assert beside.services.policy().professionals.get("school", "p-9") is not None


# A leaver with an open coordination.


async def test_what_a_leaver_coordinated_is_the_successors_and_the_others_see_whom_to_call(whole: Whole) -> None:
    await designate(whole, "wijkteam", "p-7", name="V. Ertrekker", phone="+31100000007")
    await designate(whole, "wijkteam", "p-8", name="O. Pvolger", phone="+31100000008")
    await whole.issue("wijkteam", "p-7")
    for who in ("school", "wijkteam"):
        await whole.post(who, "/v1/consents", consent())
    mine = await whole.publish("wijkteam/p-7", involvement(professional={"id": "p-7"}))
    family = f"/v1/families/{mine['subject']}"
    await whole.post("wijkteam/p-7", f"{family}/coordinator", {"step": "accept", "at": "2026-11-21T10:00:00Z"})
    theirs = await whole.publish("school", involvement())
    assert {each["name"] for each in await reached(whole, "school", "wijkteam")} == {"V. Ertrekker"}

    await changes(whole, "wijkteam", "p-7", "leave", successor="p-8")

    assert {each["name"] for each in await reached(whole, "school", "wijkteam")} == {"O. Pvolger"}
    page = await whole.get("school", f"/v1/families/{theirs['subject']}")
    assert page["coordination"]["coordinator"]["with"]["id"] == "wijkteam"
    (there,) = [each for each in page["in_view"]["organisations"] if each["organisation"].get("id") == "wijkteam"]
    assert [each["phone"] for each in there["professionals"]] == ["+31100000008"]
    assert await refusal(whole, "wijkteam/p-7", family) == "access-ended"


async def test_without_successor_or_deputy_the_duty_contact_is_what_the_others_see(whole: Whole) -> None:
    await designate(whole, "school", "p-7", name="V. Ertrekker")
    await whole.issue("school", "p-7")
    for who in ("school", "cjg"):
        await whole.post(who, "/v1/consents", consent())
    await whole.publish("school/p-7", involvement(professional={"id": "p-7", "name": "V. Ertrekker"}))
    await whole.publish("cjg", involvement())
    assert [each["name"] for each in await reached(whole, "cjg", "school")] == ["V. Ertrekker"]

    await changes(whole, "school", "p-7", "leave")

    assert await reached(whole, "cjg", "school") == []
    (entry,) = (await whole.get("cjg", "/v1/notifications"))["notifications"]
    (there,) = (await whole.get("cjg", entry["links"]["match"]))["reach"]
    assert there["duty_phone"] == "+31100000001"


async def test_the_name_of_a_leaver_is_kept_nowhere(whole: Whole) -> None:
    await designate(whole, "school", "p-7", name="V. Ertrekker")
    listed = {each["id"]: each for each in (await whole.get("school", TEAM.format("school")))["professionals"]}
    assert listed["p-7"]["name"] == "V. Ertrekker"
    before = (await whole.counted())["public.signal_content"]

    await changes(whole, "school", "p-7", "leave")
    assert await whole.hub.forgetting.run_due() == 1

    assert (await whole.counted())["public.signal_content"] == before - 1
    listed = {each["id"]: each for each in (await whole.get("school", TEAM.format("school")))["professionals"]}
    assert (listed["p-7"]["state"], listed["p-7"].get("name")) == ("left", None)


# A professional away with an unanswered acute notification.


async def test_an_acute_notification_is_the_deputys_while_its_professional_is_away(whole: Whole) -> None:
    await designate(whole, "cjg", "p-7", deputy="p-2")
    await whole.issue("cjg", "p-7")
    for who in ("school", "cjg"):
        await whole.post(who, "/v1/consents", consent())
    await whole.publish("cjg/p-7", involvement(professional={"id": "p-7"}))
    await whole.publish("school", concern("basic-needs-unmet", "acute"))

    async def assigned() -> str | None:
        acute = [e for e in (await whole.get("cjg", "/v1/notifications"))["notifications"] if e["lane"] == "acute"]
        assert [entry.get("answered") for entry in acute] == [None]
        to: str | None = acute[0].get("assigned_to")
        return to

    assert await assigned() == "p-7"
    await changes(whole, "cjg", "p-7", "away", until="2026-12-01T00:00:00Z")
    assert await assigned() == "p-2"
    assert await refusal(whole, "cjg/p-7") == "professional-away"
    await changes(whole, "cjg", "p-2", "away")
    assert await assigned() is None  # the duty contact's
    whole.clock.step(days=11)
    assert await assigned() == "p-7"
    assert await refusal(whole, "cjg/p-7") is None


async def test_who_sits_at_the_duty_desk_answers_what_is_acute_and_publishes_nothing(whole: Whole) -> None:
    await designate(whole, "cjg", "wacht", "duty")
    await whole.issue("cjg", "wacht")
    await seen_together(whole)
    await whole.publish("school", concern("basic-needs-unmet", "acute"))
    entry = next(e for e in (await whole.get("cjg", "/v1/notifications"))["notifications"] if e["lane"] == "acute")

    await whole.post("cjg/wacht", entry["links"]["answer"], {"answer": "contact-made"}, 200)

    refused = await whole.clients["cjg/wacht"].post(
        "/v1/signals", json=involvement(professional=None), headers={"idempotency-key": "k"}
    )
    assert refused.json()["code"] == "role-missing"
