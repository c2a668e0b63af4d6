"""What one organisation says never makes another's message fail, disappear or answer differently."""

import pytest

from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, MOTHER, Json, concern, exception, involvement

AT = "2026-11-21T10:00:00Z"


async def alone(whole: Whole, who: str, subject: Json) -> str:
    """An involvement with one person of whom nothing links to anybody; the organisation's reference to the person."""
    published = await whole.publish(who, involvement(subject=subject, household=[], kindcheck="unknown"))
    return str(published["subject"])


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("facts", {"code": "safety-plan", "occurred_at": AT}),
        ("coordinator", {"step": "accept", "at": AT}),
        ("handovers", {"to": "cjg", "at": AT}),
    ],
)
async def test_a_step_about_two_persons_whom_nobody_linked_hinders_no_later_match(
    whole: Whole, what: str, body: Json
) -> None:
    family = await alone(whole, "wijkteam", CHILD)
    await alone(whole, "wijkteam", MOTHER)
    await whole.post("wijkteam", f"/v1/families/{family}/{what}", {**body, "about": [MOTHER, CHILD]})

    seen = await whole.publish("school", concern("domestic-violence", household=[]))
    await whole.post("school", "/v1/safety-exceptions", exception([seen["id"]], ("wijkteam",)))

    assert "violence-at-home" in {each["rule"] for each in (await whole.get("wijkteam", "/v1/matches"))["matches"]}


async def test_an_exception_over_persons_whom_nobody_linked_ends_with_its_last_item_and_not_before(
    whole: Whole,
) -> None:
    first = await whole.publish("school", concern("domestic-violence", household=[]))
    second = await whole.publish(
        "school", concern("domestic-violence", subject=MOTHER, household=[], kindcheck="unknown")
    )
    await alone(whole, "cjg", MOTHER)
    await whole.post("school", "/v1/safety-exceptions", exception([first["id"], second["id"]]))
    assert (await whole.get("cjg", "/v1/matches"))["matches"]

    await whole.post("school", f"/v1/signals/{first['id']}/_retract", {}, 200)
    states = [each["state"] for each in (await whole.get("cjg", "/v1/matches"))["matches"] if "items" in each]
    assert "open" in states


@pytest.mark.parametrize("what", ["coordinator", "watchers"])
async def test_going_on_with_what_is_of_another_answers_like_going_on_with_nothing(whole: Whole, what: str) -> None:
    family = await alone(whole, "wijkteam", CHILD)
    others = await alone(whole, "cjg", CHILD)
    theirs = await whole.post("cjg", f"/v1/families/{others}/watchers", {"step": "accept", "at": AT})

    answers = [
        await whole.clients["wijkteam"].post(
            f"/v1/families/{family}/{what}", json={"step": step, "at": AT, "goes_on_with": id_}
        )
        for id_ in (theirs["id"], "0" * 32)
        for step in ("propose", "accept", "decline", "end")
    ]

    assert {(each.status_code, each.content) for each in answers} == {(404, answers[0].content)}


async def test_what_another_stated_of_somebodys_age_changes_no_answer(whole: Whole) -> None:
    born_to_another = {"family_name": "Grijs", "given_names": "Otto", "born": "1950-01-01", "bsn": "999990020"}
    await whole.batch("cjg", "/v1/directory/_batch", [{"subject": born_to_another, "since": "2026-09-01"}])

    for bsn in ("999990020", "999990032"):
        await whole.publish("school", involvement(subject={"bsn": bsn}, household=[]))
