"""Who is one person, through the API: what links by itself, what a steward decides, and what undoing takes back."""

from uuid import uuid4

from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, MOTHER, Json, concern, consent, involvement

MISSPELT: Json = CHILD | {"given_names": "Pleum"}
TWIN: Json = CHILD | {"given_names": "Plein"}
SPELLED_OTHERWISE: Json = {"family_name": "el Zonderland", "given_names": "Yusuf", "born": "2018-07-09", "sex": "male"}
AS_FIRST_STATED: Json = SPELLED_OTHERWISE | {"family_name": "Elzonderland", "given_names": "Youssef"}


async def open_reviews(whole: Whole) -> list[Json]:
    found: list[Json] = (await whole.get("steward", "/v1/identity-reviews"))["reviews"]
    return [review for review in found if review["state"] == "open"]


async def decide(whole: Whole, review: Json, decision: str, status: int = 200) -> Json:
    body = {"decision": decision}
    if decision == "same":
        body["same_as"] = review["likely"][0]["record"]["reference"]
    return await whole.post("steward", f"/v1/identity-reviews/{review['id']}/_decide", body, status)


async def shared(whole: Whole, who: str, child: Json, *, mother: bool = True) -> Json:
    """An organisation is involved with a child, and the mother lets everyone involved know."""
    household = [{"relation": "parent", "subject": MOTHER, "authority": True}] if mother else []
    published = await whole.publish(who, involvement(subject=child, household=household))
    await whole.post(who, "/v1/consents", consent(about=[child]), key=uuid4().hex)
    return published


async def told(whole: Whole, who: str) -> list[str]:
    return [each["kind"] for each in (await whole.get(who, "/v1/notifications"))["notifications"]]


async def test_a_name_in_two_spellings_is_one_person_and_both_are_told(whole: Whole) -> None:
    await shared(whole, "school", AS_FIRST_STATED, mother=False)
    await shared(whole, "cjg", SPELLED_OTHERWISE, mother=False)
    assert await open_reviews(whole) == []
    (link,) = (await whole.get("steward", "/v1/identity-links"))["links"]
    assert (link["state"], link["decided_by"]) == ("linked", "rules")
    assert {field["field"]: field["level"] for field in link["fields"]} == {
        "given": "class",
        "surname": "equal",
        "born": "equal",
        "sex": "equal",
    }


async def test_a_misspelt_name_waits_for_a_steward_and_shows_nobody_anything(whole: Whole) -> None:
    await shared(whole, "school", CHILD)
    mine = await shared(whole, "cjg", MISSPELT, mother=False)
    (review,) = await open_reviews(whole)
    assert [each["code"] for each in review["failing"]] == ["given"]
    assert review["record"]["given_names"] == "Pleum"
    assert review["likely"][0]["record"]["given_names"] == "Pleun"
    assert await told(whole, "school") == await told(whole, "cjg") == []
    family = await whole.get("cjg", f"/v1/families/{mine['subject']}")
    assert {item["owner"]["id"] for item in family["in_view"]["items"]} == {"cjg"}


async def test_a_steward_who_says_the_same_makes_them_converge(whole: Whole) -> None:
    await shared(whole, "school", CHILD)
    await shared(whole, "cjg", MISSPELT)
    before = len(await told(whole, "school"))
    (review,) = await open_reviews(whole)
    await decide(whole, review, "same")
    assert await open_reviews(whole) == []
    matches = (await whole.get("school", "/v1/matches"))["matches"]
    assert "same-child" in {each["rule"] for each in matches}
    assert len(await told(whole, "school")) > before


async def test_undoing_takes_back_what_was_raised_through_the_link_and_tells_who_was_told(whole: Whole) -> None:
    await shared(whole, "school", CHILD)
    await shared(whole, "cjg", MISSPELT)
    (review,) = await open_reviews(whole)
    await decide(whole, review, "same")
    (link,) = (await whole.get("steward", "/v1/identity-links"))["links"]
    await whole.post("steward", f"/v1/identity-links/{link['id']}/_undo", {"reason": "twins"}, 200)
    for who in ("school", "cjg"):
        kept = [m["rule"] for m in (await whole.get(who, "/v1/matches"))["matches"] if m["state"] != "withdrawn"]
        assert "same-child" not in kept
        assert (await told(whole, who))[-1] == "withdrawal"
    await whole.post("steward", f"/v1/identity-links/{link['id']}/_undo", {"reason": "twins"}, 404)


async def test_a_steward_who_says_different_keeps_them_apart_for_ever(whole: Whole) -> None:
    await shared(whole, "school", CHILD, mother=False)
    first = await shared(whole, "cjg", TWIN, mother=False)
    (review,) = await open_reviews(whole)
    await decide(whole, review, "different")
    again = await whole.publish("cjg", concern(category="parenting", subject=TWIN, household=[]))
    assert again["subject"] == first["subject"]
    assert await open_reviews(whole) == []
    await decide(whole, review, "different", 409)
    assert await told(whole, "school") == []


async def test_who_is_no_steward_sees_no_review_and_decides_nothing(whole: Whole) -> None:
    await shared(whole, "school", CHILD)
    await shared(whole, "cjg", MISSPELT)
    (review,) = await open_reviews(whole)
    for who, code in (("cjg", "not-allowed"), ("gemeente", "role-missing")):
        for path in ("/v1/identity-reviews", "/v1/identity-links"):
            assert (await whole.get(who, path, 403))["code"] == code
        body = {"decision": "different"}
        answer = await whole.post(who, f"/v1/identity-reviews/{review['id']}/_decide", body, 403)
        assert answer["code"] == code


async def test_a_steward_decides_between_those_shown_and_nobody_else(whole: Whole) -> None:
    await shared(whole, "school", CHILD)
    await shared(whole, "cjg", MISSPELT)
    (review,) = await open_reviews(whole)
    for wrong in ("r1nobody", review["record"]["reference"]):
        path = f"/v1/identity-reviews/{review['id']}/_decide"
        answer = await whole.post("steward", path, {"decision": "same", "same_as": wrong}, 400)
        assert [fault["code"] for fault in answer["errors"]] == ["not-among-likely"]


async def test_nobody_is_told_a_bsn_not_even_a_steward(whole: Whole) -> None:
    known = CHILD | {"bsn": "999990020"}
    await shared(whole, "school", known)
    await shared(whole, "cjg", MISSPELT)
    (review,) = await open_reviews(whole)
    assert review["likely"][0]["record"]["bsn_known"] is True
    assert "999990020" not in str(review)


async def test_a_bsn_that_comes_later_links_the_child_that_was_known_by_its_name(whole: Whole) -> None:
    await shared(whole, "school", CHILD)
    await shared(whole, "police", {"bsn": "999990020"}, mother=False)
    await shared(whole, "cjg", CHILD | {"bsn": "999990020"})
    links = (await whole.get("steward", "/v1/identity-links"))["links"]
    assert [link["state"] for link in links] == ["linked"]
    assert {record.get("bsn_known", False) for record in links[0]["records"]} == {True, False}


async def test_each_organisation_keeps_its_own_reference_after_a_link(whole: Whole) -> None:
    one = await shared(whole, "school", CHILD)
    other = await shared(whole, "cjg", MISSPELT)
    (review,) = await open_reviews(whole)
    await decide(whole, review, "same")
    for who, published in (("school", one), ("cjg", other)):
        family = await whole.get(who, f"/v1/families/{published['subject']}")
        children = [child["child"]["reference"] for child in family["who_watches"]]
        assert children == [published["subject"]]


async def test_twins_in_one_message_are_two_persons_without_a_question(whole: Whole) -> None:
    twins = [{"relation": "sibling", "subject": TWIN}]
    published = await whole.publish("school", involvement(subject=CHILD, household=twins))
    assert published["subject"]
    assert await open_reviews(whole) == []
