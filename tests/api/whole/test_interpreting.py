"""Asking to interpret (duiden) over the API: who is asked finds it in its calendar, looks, and says what it came to."""

from tests.api.whole.conftest import Whole
from tests.api.whole.given import concern, consent

AT = "2026-11-21T11:00:00Z"


async def test_who_is_asked_to_interpret_finds_it_looks_and_says_what_it_came_to(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent(recipients=("wijkteam",)))
    theirs = await whole.publish("school", concern())
    facts = f"/v1/families/{theirs['subject']}/facts"
    asked = {"code": "interpretation-asked", "occurred_at": AT}
    refused = await whole.post("school", facts, {**asked, "towards": "corporation"}, 400)
    assert [each["code"] for each in refused["errors"]] == ["not-interpreting"]

    ask = (await whole.post("school", facts, {**asked, "towards": "wijkteam"}))["id"]

    (task,) = (await whole.get("wijkteam", "/v1/tasks", whose="organisation"))["tasks"]
    assert (task["kind"], task["thing"]) == ("interpretation", ask)
    assert task["label"]["nl"] == "U bent gevraagd om te duiden"
    found = await whole.get("wijkteam", task["links"]["family"])
    assert theirs["id"] in str(found["in_view"]["items"])

    given = {"code": "interpretation-given", "occurred_at": AT, "of": ask, "outcome": "safety-first"}
    await whole.post("wijkteam", task["links"]["act"], given)
    assert (await whole.get("wijkteam", "/v1/tasks", whose="organisation"))["tasks"] == []
    after = (await whole.clients["wijkteam"].get(task["links"]["family"])).text
    assert theirs["id"] not in after  # the role is over, and it has no other reason to know
