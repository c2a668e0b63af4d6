"""The act is a professional's, the duty is the organisation's: when one leaves, is away, or is not confirmed."""

from collections.abc import AsyncIterator
from typing import Any

import jwt
import pytest

from hub.bootstrap import Hub, open_hub
from hub.commands.signals import RetractRequest
from hub.domain.errors import AccessEnded
from hub.domain.facts import SignalRecorded
from hub.settings import Settings
from tests.api.whole.conftest import Whole, addresses_of
from tests.api.whole.given import CHILD, Json, concern, consent, exception, involvement
from tests.conftest import Databases

TEAM = "/v1/organisations/{}/professionals"


async def designate(whole: Whole, who: str, code: str, *roles: str, **more: Any) -> None:
    """The organisation's administrator designates a professional."""
    await whole.post(who, TEAM.format(who), {"id": code, "roles": roles or ["reporter"], **more})


async def changes(whole: Whole, who: str, code: str, how: str, status: int = 200, **body: Any) -> Json:
    """The organisation's administrator says that a professional is away, back, leaves or is confirmed."""
    return await whole.post(who, f"{TEAM.format(who)}/{code}/_{how}", body, status)


async def refusal(whole: Whole, who: str, path: str = "/v1/signals") -> str | None:
    """The code with which this caller is refused, or None."""
    answer = await whole.clients[who].get(path)
    return None if answer.status_code == 200 else str(answer.json()["code"])


async def seen_together(whole: Whole) -> tuple[Json, Json]:
    """School and CJG are involved with a child, and may know of each other."""
    for who in ("school", "cjg"):
        await whole.post(who, "/v1/consents", consent())
    return await whole.publish("school", involvement()), await whole.publish("cjg", involvement())


async def reached(whole: Whole, viewer: str, of: str) -> list[Json]:
    """The professionals of an organisation whom this viewer is told to call."""
    (entry, *_) = (await whole.get(viewer, "/v1/notifications"))["notifications"]
    match = await whole.get(viewer, entry["links"]["match"])
    (there,) = [each for each in match["reach"] if each["organisation"].get("id") == of]
    return list(there.get("professionals", []))


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


# An access not confirmed after four months.


async def test_access_that_nobody_confirms_is_warned_of_and_ends_and_a_confirmation_brings_it_back(
    whole: Whole,
) -> None:
    async def told() -> list[tuple[str, str]]:
        await whole.reach_deadlines()
        inbox = (await whole.get("school", "/v1/notifications"))["notifications"]
        return [(each["kind"], each["professional"]) for each in inbox]

    whole.clock.step(days=100)
    assert await told() == []
    whole.clock.step(days=7)
    assert await told() == [("access", "p-1"), ("access", "p-2")]
    listed = (await whole.get("school", TEAM.format("school")))["professionals"]
    assert all(each["confirm_soon"] for each in listed)
    await changes(whole, "school", "p-1", "confirm")

    whole.clock.step(days=14)

    assert await refusal(whole, "school/p-2") == "access-not-confirmed"
    assert await told() == [("access", "p-1"), ("access", "p-2"), ("access", "p-2")]
    await changes(whole, "school", "p-2", "confirm")
    assert await refusal(whole, "school/p-2") is None
    assert await told() == [("access", "p-1"), ("access", "p-2"), ("access", "p-2")]


# The same person tries both halves of a two-person act.


async def test_nobody_confirms_their_own_exception_and_a_second_with_the_role_does(whole: Whole) -> None:
    await designate(whole, "school", "p-7", "reporter")
    await whole.issue("school", "p-7")
    signal = await whole.publish("school", concern("domestic-violence"))
    recorded = await whole.post("school", "/v1/safety-exceptions", exception([signal["id"]]))
    path = f"/v1/safety-exceptions/{recorded['id']}"

    for half in ("_confirm", "_reject"):
        own = await whole.post("school", f"{path}/{half}", {}, 403)
        assert own["code"] == "second-professional-needed"
        assert (await whole.post("school/p-7", f"{path}/{half}", {}, 403))["code"] == "role-missing"
        system = {"professional": {"id": "p-2"}}
        assert (await whole.post("school/system", f"{path}/{half}", system, 403))["code"] == "professional-missing"
    await whole.post("school/p-2", f"{path}/_confirm", {}, 200)


# On whose name: a token, or a system that vouches.


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        (concern(professional=None), [("$.professional", "professional-missing")]),
        (concern(professional={"id": "nobody"}), [("$.professional.id", "professional-unknown")]),
        (
            concern("parent-unknown", professional={"id": "nobody"}),
            [("$.professional.id", "professional-unknown"), ("$.category", "category-unknown")],
        ),
    ],
)
async def test_a_system_that_vouches_for_nobody_designated_is_told_so_with_everything_else(
    whole: Whole, body: Json, faults: list[tuple[str, str]]
) -> None:
    before = await whole.counted()
    refused = await whole.publish("school/system", body, status=400)
    assert [(each["path"], each["code"]) for each in refused["errors"]] == faults
    assert await whole.counted() == before


async def test_a_system_publishes_on_the_name_of_who_is_designated_and_an_involvement_by_itself(whole: Whole) -> None:
    vouched = await whole.publish("school/system", concern(professional={"id": "p-2"}))
    alone = await whole.publish("school/system", involvement(professional=None))

    facts = [each.fact for each in await whole.hub.reader.page(0, 500) if isinstance(each.fact, SignalRecorded)]
    assert {fact.signal: fact.by for fact in facts} == {vouched["id"]: "p-2", alone["id"]: None}


async def test_a_token_for_one_professional_says_nothing_on_the_name_of_another(whole: Whole) -> None:
    refused = await whole.publish("school/p-2", concern(professional={"id": "p-1"}), status=400)
    assert [(each["path"], each["code"]) for each in refused["errors"]] == [
        ("$.professional.id", "professional-differs")
    ]


async def test_a_nightly_message_that_goes_on_under_a_colleague_is_the_same_message(whole: Whole) -> None:
    first = await whole.publish("school/system", concern(professional={"id": "p-1"}), "night")
    again = await whole.publish("school/system", concern(professional={"id": "p-2"}), "night")
    assert (again["id"], again["replayed"]) == (first["id"], True)


async def test_an_administrator_manages_its_own_organisation_and_no_other(whole: Whole) -> None:
    other = await whole.clients["school"].get(TEAM.format("cjg"))
    nobody = await whole.clients["school"].get(TEAM.format("niemand"))
    assert (other.status_code, other.content) == (404, nobody.content)
    assert await refusal(whole, "school/p-2", TEAM.format("school")) == "role-missing"
    own = await whole.get("school", "/v1/organisations/school")
    assert own["duty_phone"] == "+31100000001"


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({"id": "school", "roles": ["reporter"]}, [("id", "code-is-organisation")]),
        ({"id": "p-9", "roles": ["data-protection-officer"]}, [("roles[0]", "role-not-for-organisation")]),
        ({"id": "p-9", "roles": ["reporter"], "deputy": "nobody"}, [("deputy", "professional-unknown")]),
        ({"id": "p-1", "roles": ["reporter"], "deputy": "p-1"}, [("deputy", "professional-unknown")]),
    ],
)
async def test_a_designation_that_cannot_be_is_refused(whole: Whole, body: Json, faults: list[tuple[str, str]]) -> None:
    refused = await whole.post("school", TEAM.format("school"), body, 400)
    assert [(each["path"], each["code"]) for each in refused["errors"]] == faults


async def test_a_name_is_no_code(whole: Whole) -> None:
    refused = await whole.post("school", TEAM.format("school"), {"id": "Anna de Wit", "roles": ["reporter"]}, 400)
    assert refused["errors"][0]["path"] == "$.id"


async def test_a_suspended_organisation_has_no_access_and_finds_what_it_was_told_when_it_is_back(whole: Whole) -> None:
    await seen_together(whole)
    await whole.part("cjg", "suspended")
    assert await refusal(whole, "cjg") == "organisation-suspended"
    await whole.publish("school", concern("basic-needs-unmet", "acute"))

    await whole.part("cjg", "resumed")

    lanes = [entry["lane"] for entry in (await whole.get("cjg", "/v1/notifications"))["notifications"]]
    assert "acute" in lanes


async def test_an_organisation_that_ended_is_told_nothing_and_named_by_nobody(whole: Whole) -> None:
    await seen_together(whole)
    inbox = len((await whole.get("cjg", "/v1/notifications"))["notifications"])
    await whole.part("cjg", "ended")

    await whole.publish("school", concern("basic-needs-unmet", "acute"))

    assert len(await whole.hub.queries.inbox("cjg")) == inbox
    refused = await whole.post("school", "/v1/consents", consent(recipients=("cjg",)), 400)
    assert refused["errors"][0]["code"] == "organisation-unknown"
    assert await refusal(whole, "cjg") == "organisation-ended"


async def test_a_child_is_found_by_nobody_whose_token_names_no_professional(whole: Whole) -> None:
    mine = await whole.publish("school", involvement())
    assert await refusal(whole, "school/system", f"/v1/families/{mine['subject']}") == "professional-missing"
    body = {"subject": CHILD, "purpose": "help-request", "reason": "vraag"}
    refused = await whole.post("school/system", "/v1/families/_search", body, 400)
    assert [each["code"] for each in refused["errors"]] == ["professional-missing"]
    vouched = {**body, "professional": {"id": "p-1"}}
    assert (await whole.post("school/system", "/v1/families/_search", vouched, 200))["families"]
