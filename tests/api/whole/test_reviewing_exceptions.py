"""Reading the safety exception that one must review: that one, and nothing else of the family (DOMAIN.md 4)."""

from typing import Any

import msgspec

from hub.commands.organisations import OrganisationRequest
from hub.domain.organisations import OPERATOR
from tests.api.whole.conftest import ORGANISATIONS, Whole
from tests.api.whole.given import CHILD, MOTHER, concern, consent, exception, involvement

MELDCODE = {"step_4": "gewogen", "step_5": "besloten"}


async def of_the_school(whole: Whole, **changes: Any) -> tuple[str, str]:
    """A concern about violence and an exception over it, whose reviewers outside are the police."""
    school = msgspec.structs.replace(next(each for each in ORGANISATIONS if each.id == "school"), reviewers=("police",))
    await whole.hub.desk.submit(OrganisationRequest(organisation=school), organisation=OPERATOR, key="pool")
    seen = await whole.publish("school", concern("domestic-violence"))
    made = await whole.post("school", "/v1/safety-exceptions", exception([seen["id"]], **changes))
    return seen["id"], f"/v1/safety-exceptions/{made['id']}"


async def unconfirmed(whole: Whole) -> None:
    whole.clock.step(hours=73)
    await whole.reach_deadlines()


async def test_a_second_professional_reads_what_was_weighed_and_for_whom(whole: Whole) -> None:
    struck_out = [{"organisation": "police", "reason": "telling-raises-danger"}]
    _, path = await of_the_school(
        whole,
        at_risk=[MOTHER],
        consulted=["colleague"],
        meldcode_steps=[1, 2, 3],
        meldcode=MELDCODE,
        struck_out=struck_out,
    )
    found = await whole.get("school/p-2", path)

    assert found["risk"] == "een-risico-in-woorden"
    assert set(found["tests"]) == {"outweighs", "not-otherwise", "consent-sought", "least"}
    assert [(each["step"], each.get("words")) for each in found["meldcode"]] == [
        (1, None), (2, None), (3, None), (4, "gewogen"), (5, "besloten")
    ]  # fmt: skip
    assert (found["consulted"], found["struck_out"]) == (["colleague"], struck_out)
    assert found["recipients"] == ["cjg", "basic-care"]
    assert [each["category"]["code"] for each in found["items"]] == ["domestic-violence"]
    (at_risk,) = found["at_risk"]
    assert at_risk["reference"]
    assert found["links"] == {"confirm": f"{path}/_confirm", "reject": f"{path}/_reject"}
    assert "no-report-to-veilig-thuis" in {each["code"] for each in found["notices"]}


async def test_whose_decision_it_is_reads_it_and_is_not_asked_to_confirm_it(whole: Whole) -> None:
    _, path = await of_the_school(whole)
    assert "links" not in await whole.get("school", path)
    await whole.post("school/p-2", f"{path}/_confirm", {}, 200)
    confirmed = await whole.get("school/p-2", path)
    assert confirmed["confirmed"]
    assert "links" not in confirmed


async def test_an_exception_that_came_with_a_signal_is_read_with_its_words(whole: Whole) -> None:
    given = exception([])
    inline = {name: given[name] for name in ("recipients", "risk", "tests", "review_on")}
    made = await whole.publish("school", concern("domestic-violence", safety_exception=inline))
    found = await whole.get("school/p-2", f"/v1/safety-exceptions/{made['safety_exception']}")
    assert found["risk"] == "een-risico-in-woorden"


async def test_the_outside_pool_reads_it_once_it_is_asked_and_until_it_is_decided(whole: Whole) -> None:
    _, path = await of_the_school(whole)
    unknown = await whole.clients["police"].get(f"/v1/safety-exceptions/{'f' * 32}")
    before = await whole.clients["police"].get(path)
    assert (before.status_code, before.content) == (404, unknown.content)

    await unconfirmed(whole)
    found = await whole.get("police", path)
    assert found["risk"] == "een-risico-in-woorden"
    assert found["links"]["confirm"] == f"{path}/_confirm"

    await whole.post("police", f"{path}/_confirm", {}, 200)
    after = await whole.clients["police"].get(path)
    assert (after.status_code, after.content) == (404, unknown.content)


async def test_the_outside_pool_learns_of_nobody_by_name_and_of_nothing_else(whole: Whole) -> None:
    await whole.publish("cjg", concern("parenting"))
    _, path = await of_the_school(whole, at_risk=[MOTHER])
    await whole.publish("school", concern("neglect"))
    await whole.post("school", "/v1/consents", consent(recipients=("wijkteam",)))
    await unconfirmed(whole)

    answer = await whole.clients["police"].get(path)
    assert answer.status_code == 200
    for told in (MOTHER["bsn"], MOTHER["family_name"], CHILD["given_names"], CHILD["born"], "parenting", "neglect"):
        assert told not in answer.text
    found = answer.json()
    assert [each["age"] for each in found["items"][0]["about"]] == ["under-twelve"]
    assert not [each for each in (*found["at_risk"], *found["items"][0]["about"]) if "reference" in each]
    search = {"subject": CHILD, "purpose": "exception-review", "reason": "een-vraag"}
    assert (await whole.post("police", "/v1/families/_search", search, 200))["families"] == []


async def test_nobody_else_reads_it_and_neither_does_who_is_no_reviewer_of_the_owner(whole: Whole) -> None:
    _, path = await of_the_school(whole)
    await whole.publish("cjg", involvement())  # its recipient, who sees the signal
    await unconfirmed(whole)
    for who in ("cjg", "wijkteam"):
        await whole.get(who, path, 404)
    refused = await whole.clients["school/system"].get(path)
    assert refused.status_code == 403


async def test_reading_it_is_in_the_log_with_its_ground_and_its_purpose(whole: Whole) -> None:
    seen, path = await of_the_school(whole)
    await unconfirmed(whole)
    await whole.get("police", path)
    lines = [line for line in await whole.lines("police") if line.purpose == "exception-review"]
    assert {(each.thing, each.ground) for line in lines for each in line.shown} == {
        (path.rpartition("/")[2], "review"),
        (seen, "review"),
    }


async def test_of_a_shielded_owner_nothing_tells_who_it_is(whole: Whole) -> None:
    shelter = next(each for each in ORGANISATIONS if each.id == "shelter")
    pooled = msgspec.structs.replace(shelter, reviewers=("police",))
    await whole.hub.desk.submit(OrganisationRequest(organisation=pooled), organisation=OPERATOR, key="pool")
    seen = await whole.publish("shelter", concern("domestic-violence"))
    made = await whole.post("shelter", "/v1/safety-exceptions", exception([seen["id"]], ("cjg", "sector:police")))
    await unconfirmed(whole)
    found = await whole.get("police", f"/v1/safety-exceptions/{made['id']}")
    assert found["owner"].keys() == {"label"}
    assert not {"recorded_on", "review_on"} & found.keys()
    assert found["recipients"] == ["organisation", "sector:police"]
    assert "occurred_on" not in found["items"][0]
