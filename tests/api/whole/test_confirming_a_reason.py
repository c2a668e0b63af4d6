"""What was recorded before one's own reason to know: who is there at once, the rest by a second professional (5.3)."""

from typing import Any

from tests.api.whole.conftest import Whole
from tests.api.whole.given import concern, consent, involvement


async def match_of(whole: Whole, path: str) -> dict[str, Any]:
    return await whole.get("cjg", path)


async def test_a_match_tells_who_else_is_there_and_one_click_of_a_second_professional_opens_the_rest(
    whole: Whole,
) -> None:
    await whole.post("school", "/v1/consents", consent(recipients=("those-involved",)))
    theirs = await whole.publish("school", concern())
    whole.clock.step(minutes=1)
    mine = await whole.publish("cjg", involvement())
    path = mine["matches"][0]["links"]["match"]

    before = await match_of(whole, path)
    (shown,) = [each for each in before["items"] if each["id"] == theirs["id"]]
    assert (shown["kind"], shown["owner"]["name"]) == ("involvement", "De Vliet")
    assert not {"category", "severity"} & shown.keys()
    assert [each["organisation"]["name"] for each in before["reach"]] == ["De Vliet"]
    assert "school-absence" not in str(before)

    confirm = before["links"]["confirm"]
    refused = await whole.post("cjg", confirm, {}, 403)
    assert refused["code"] == "second-professional-needed"
    await whole.post("cjg/p-2", confirm, {})

    after = await match_of(whole, path)
    (shown,) = [each for each in after["items"] if each["id"] == theirs["id"]]
    assert (shown["kind"], shown["category"]["code"]) == ("concern", "school-absence")
    assert "confirm" not in after["links"]
    reads = [line for line in await whole.lines("cjg") if line.operation == "GET /v1/matches/{id}"]
    logged = [each.bare for line in reads for each in line.shown if each.thing == theirs["id"]]
    assert (logged[0], logged[-1]) == (True, False)


async def test_what_is_recorded_after_the_reason_was_made_shows_in_full_at_once(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent(recipients=("those-involved",)))
    mine = await whole.publish("cjg", involvement())
    await whole.publish("school", concern())

    family = await whole.get("cjg", f"/v1/families/{mine['subject']}")

    assert "school-absence" in str(family["in_view"]["items"])
