"""A family as it was known on a day: what had been recorded by then, shown to who may see it now."""

from typing import Any

from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, Json, concern, consent, involvement

FIRST, SECOND = "2026-11-21", "2026-12-01"
ABOUT: Json = {"about": [CHILD]}


async def family_of(whole: Whole, who: str = "cjg") -> str:
    """An organisation is involved since the first day; the family's address for it."""
    mine = await whole.publish(who, involvement())
    return f"/v1/families/{mine['subject']}"


async def known(whole: Whole, family: str, on: str, who: str = "cjg") -> Json:
    return await whole.get(who, f"{family}/known", on=on)


def told(answer: Json) -> set[tuple[str, str]]:
    return {(item["owner"].get("id", ""), item["kind"]) for item in answer["items"]}


async def test_what_was_recorded_later_was_not_known_then(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent())
    family = await family_of(whole)
    whole.clock.step(days=10)
    await whole.publish("school", concern(occurred_at="2026-11-20T09:00:00Z"))

    assert told(await known(whole, family, FIRST)) == {("cjg", "involvement")}
    assert told(await known(whole, family, SECOND)) == {("cjg", "involvement"), ("school", "concern")}


async def test_before_anything_was_recorded_nothing_was_known(whole: Whole) -> None:
    family = await family_of(whole)
    before = await known(whole, family, "2026-11-20")
    assert not {"items", "members"} & before.keys()


async def test_each_thing_is_as_it_was_then(whole: Whole) -> None:
    family = await family_of(whole)
    await whole.post("cjg", "/v1/consents", consent())
    offer = {"to": "wijkteam", "at": "2026-11-21T10:00:00Z", **ABOUT}
    offered = await whole.post("cjg", f"{family}/handovers", offer)
    whole.clock.step(days=3)
    await whole.post("wijkteam", f"/v1/handovers/{offered['id']}/_accept", {"at": "2026-11-24T10:00:00Z"}, 200)

    steps = [
        [item["step"] for item in (await known(whole, family, day))["items"] if "step" in item]
        for day in (FIRST, "2026-11-24")
    ]

    assert steps == [["offered"], ["accepted"]]


async def test_a_consent_that_was_withdrawn_since_shows_nothing_of_what_it_showed_then(whole: Whole) -> None:
    given = await whole.post("school", "/v1/consents", consent())
    family = await family_of(whole)
    await whole.publish("school", concern())
    assert ("school", "concern") in told(await known(whole, family, FIRST))
    whole.clock.step(days=10)

    await whole.post("school", f"/v1/consents/{given['id']}/_withdraw", {}, 200)

    assert told(await known(whole, family, FIRST)) == {("cjg", "involvement")}


async def test_what_is_open_now_is_shown_of_a_day_on_which_it_was_sealed(whole: Whole) -> None:
    """Who looks back asks what could have been known, by anybody; who may see it is decided as of now."""
    family = await family_of(whole)
    await whole.publish("school", concern())
    whole.clock.step(days=10)
    assert told(await known(whole, family, FIRST)) == {("cjg", "involvement")}

    await whole.post("school", "/v1/consents", consent())

    assert told(await known(whole, family, FIRST)) == {("cjg", "involvement"), ("school", "concern")}


async def test_what_ended_since_is_on_no_page_of_then_either(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent())
    family = await family_of(whole)
    signal = await whole.publish("school", involvement())
    whole.clock.step(days=10)
    body = {"ended_at": "2026-11-30T10:00:00Z", "confirm_unwatched": True}
    await whole.post("school", f"/v1/signals/{signal['id']}/_end", body, 200)

    assert told(await known(whole, family, FIRST)) == {("cjg", "involvement")}


async def test_a_shelter_is_in_no_answer_that_would_tell_since_when(whole: Whole) -> None:
    await whole.post("shelter", "/v1/consents", consent())
    family = await family_of(whole)
    await whole.publish("shelter", involvement())
    shown = await whole.get("cjg", family)
    assert {"label"} in [set(item["owner"]) for item in shown["in_view"]["items"]]

    answers = [await known(whole, family, day) for day in ("2026-11-20", FIRST)]

    assert [told(answer) if "items" in answer else set() for answer in answers] == [set(), {("cjg", "involvement")}]


async def test_members_are_those_who_were_stated_by_then(whole: Whole) -> None:
    family = await family_of(whole)
    whole.clock.step(days=10)
    friend = {"family_name": "Zonderland", "given_names": "Bram", "born": "1988-02-02"}
    joins = {"subject": friend, "role": "partner", "since": "2026-11-25"}
    await whole.post("cjg", f"{family}/members", joins)

    roles = [[member["roles"] for member in (await known(whole, family, day))["members"]] for day in (FIRST, SECOND)]

    assert roles == [[["child"], ["parent"]], [["child"], ["parent"], ["partner"]]]


async def test_a_day_that_is_none_or_has_not_come_is_refused(whole: Whole) -> None:
    family = await family_of(whole)
    queries: tuple[dict[str, Any], ...] = ({"on": "2026-02-30"}, {"on": "2026-11-22"}, {"on": "yesterday"}, {})
    for query in queries:
        problem = await whole.get("cjg", f"{family}/known", 400, **query)
        assert problem["code"] == "input-invalid"
        assert [fault["path"] for fault in problem["errors"]] == ["query.on"]


async def test_who_has_nothing_to_see_now_learns_nothing_of_then(whole: Whole) -> None:
    await family_of(whole)
    theirs = await whole.publish("police", involvement(subject={**CHILD, "given_names": "Anders"}))
    own = f"/v1/families/{theirs['subject']}/known"
    assert told(await whole.get("police", own, on=FIRST)) == {("police", "involvement")}
    nobodys = await whole.clients["police"].get("/v1/families/r1nobody/known", params={"on": FIRST})
    assert nobodys.status_code == 404
