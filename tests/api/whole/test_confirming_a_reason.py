"""What was recorded before one's own reason to know: who is there at once, the rest by a second professional (5.3)."""

from typing import Any

import pytest

from tests.api.whole.conftest import Whole
from tests.api.whole.given import concern, consent, involvement
from tests.api.whole.test_families import SEARCH, question


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


async def test_the_first_look_by_ones_own_reason_asks_for_review_and_none_after_it_or_once_confirmed(
    whole: Whole, caplog: pytest.LogCaptureFixture
) -> None:
    mine = await whole.publish("cjg", involvement())
    of_another = await whole.publish("school", involvement())
    whole.clock.step(minutes=1)
    await whole.post("school/p-2", f"/v1/families/{of_another['subject']}/reason/_confirm", {})

    def asked() -> list[str]:
        return [each.getMessage().split()[1] for each in caplog.records if "look-to-review" in each.getMessage()]

    with caplog.at_level("INFO", logger="hub.disclosure"):
        await whole.get("school", f"/v1/families/{of_another['subject']}")
        assert asked() == []
        for _ in range(2):
            await whole.get("cjg", f"/v1/families/{mine['subject']}")
            await whole.post("cjg", SEARCH, question(), 200)
    assert asked() == ["organisation=cjg"]
    assert "Zonderland" not in caplog.text
    assert "person=" not in caplog.text
