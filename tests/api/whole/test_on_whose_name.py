"""On whose name: access that is confirmed, seconds, systems that vouch, administrators, organisations that end."""

import pytest

from hub.domain.facts import SignalRecorded
from tests.api.whole.acting import TEAM, changes, designate, refusal, seen_together
from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, Json, concern, consent, exception, involvement

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
        ({"id": "school", "roles": ["reporter"]}, [("$.id", "code-is-organisation")]),
        ({"id": "p-9", "roles": ["data-protection-officer"]}, [("$.roles[0]", "role-not-for-organisation")]),
        ({"id": "p-9", "roles": ["reporter"], "deputy": "nobody"}, [("$.deputy", "professional-unknown")]),
        ({"id": "p-1", "roles": ["reporter"], "deputy": "p-1"}, [("$.deputy", "professional-unknown")]),
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
