"""What a family is told through the API, and never more than may be told (DOMAIN.md 12)."""

from hub.domain.rights import WEIGHED
from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, MOTHER, STRANGER, Json, concern, consent, exception, involvement
from tests.api.whole.rights import (
    FATHER,
    REQUESTS,
    TOLD,
    asks,
    for_child,
    granted,
    masked,
    names,
    outcome,
    refused,
    taken_in,
)


async def test_a_mother_reads_what_is_recorded_about_her_and_who_saw_it(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent())
    about_her = concern("parenting", subject=MOTHER, kindcheck="unknown", household=[], informed=TOLD)
    theirs = await whole.publish("cjg", about_her)
    await whole.post("cjg", "/v1/consents", consent(about=None))
    await whole.publish("wijkteam", involvement(subject=MOTHER, kindcheck="unknown", household=[], informed=TOLD))
    await whole.post("wijkteam", "/v1/families/_search", {"subject": MOTHER, "purpose": "hulp", "reason": "r"}, 200)

    id_ = await taken_in(whole, asks())
    await granted(whole, id_)
    told = await outcome(whole, id_)

    entry = next(each for each in told["recorded"] if each["id"] == theirs["id"])
    assert entry["organisation"] == "CJG"
    assert entry["what"]["nl"] == "Deze organisatie maakt zich zorgen."
    assert entry["on"] == "2026-11-20"
    assert {each["organisation"] for each in told["seen"]} == {"Wijkteam Noord"}
    assert {why["nl"] for each in told["seen"] for why in each["why"]} == {"Er was toestemming."}
    (stored,) = told.pop("stored")
    assert stored["family_name"] == MOTHER["family_name"]
    assert entry["basis"]
    assert entry["gone_on"] > entry["ends_on"] > "2028"
    assert [each["organisation"] for each in told["messages"]] == ["Wijkteam Noord"]
    assert "Geen computer beslist over u" in str(told["handling"])
    assert not any(word in str(told) for word in ("Voorbeeld", "p-1", "decider", "Pleun", "Mirthe"))


async def test_the_acknowledgement_is_the_same_in_all_cases_byte_for_byte(whole: Whole) -> None:
    seen = await whole.publish("school", concern("domestic-violence"))
    await whole.post("school", "/v1/safety-exceptions", exception([seen["id"]]))
    await whole.publish("shelter", involvement())
    everything = [
        asks(),
        asks(subject=FATHER),
        asks(subject=STRANGER),
        for_child(),
        for_child(by=FATHER),
        for_child(authority_shown=False),
        asks("erasure", CHILD),
        asks("restriction", STRANGER),
        asks("objection", things=[seen["id"]]),
        asks("correction", things=["nothing"]),
        for_child("erasure", wrong_child=True),
    ]
    answers = [await whole.clients["decider"].post(REQUESTS, json=body) for body in everything]
    assert {each.status_code for each in answers} == {201}
    assert len({masked(each.content) for each in answers}) == 1
    assert len({len(each.content) for each in answers}) == 1
    assert "zegt niet of er iets is opgeschreven" in answers[0].text


async def test_a_violent_parent_who_asks_for_the_record_does_not_learn_who_spoke(whole: Whole) -> None:
    """The father has authority; the school shares under an exception, the police has deferred telling him."""
    home = [
        {"relation": "child", "subject": CHILD, "about": True},
        {"relation": "partner", "subject": FATHER, "authority": True, "label": "father"},
    ]
    about: Json = {"subject": MOTHER, "household": home, "kindcheck": "named", "authority": True}
    spoke = await whole.publish("school", concern("domestic-violence", **about))
    await whole.post("school", "/v1/safety-exceptions", exception([spoke["id"]], ("cjg", "wijkteam")))
    deferred = [{"addressee": "father", "deferred_until": "2026-12-10", "reason": "unsafe-to-tell"}]
    await whole.publish("police", concern("domestic-violence", informed=deferred, **about))
    await whole.publish("cjg", concern("child-witness-of-violence"))
    await whole.publish("shelter", involvement(**about))
    await whole.post("cjg", "/v1/families/_search", {"subject": CHILD, "purpose": "zorg", "reason": "r"}, 200)

    own, child, unknown = [
        await taken_in(whole, body)
        for body in (
            asks(subject=FATHER),
            for_child(by=FATHER),
            asks(
                subject=STRANGER, requesters=[{"capacity": "representative", "subject": FATHER}], authority_shown=True
            ),
        )
    ]
    await granted(whole, own)
    await refused(whole, child, "child-interest", child_interest="opposes")
    await granted(whole, unknown, child_interest="not-opposed")

    answers = {id_: await whole.clients["decider"].get(f"{REQUESTS}/{id_}/outcome") for id_ in (own, child, unknown)}
    assert "De Vliet" not in "".join(each.text for each in answers.values())
    assert masked(answers[child].content) == masked(answers[unknown].content)
    assert answers[own].json().get("recorded", []) == []
    assert answers[own].json().get("seen", []) == []


async def test_who_asks_twice_does_not_see_that_somebody_spoke_in_between(whole: Whole) -> None:
    """What was told of before stays, what was not told of does not show: the two answers are the same."""
    await whole.post("school", "/v1/consents", consent())
    about_him: Json = {"subject": FATHER, "kindcheck": "unknown", "household": [], "informed": TOLD}
    await whole.publish("school", concern("parenting", **about_him))
    question = {"subject": FATHER, "purpose": "hulp", "reason": "r"}
    for each in ("wijkteam", "cjg"):
        await whole.post(each, "/v1/families/_search", question, 200)
    before = await taken_in(whole, asks(subject=FATHER))
    await granted(whole, before)
    first = await whole.clients["decider"].get(f"{REQUESTS}/{before}/outcome")

    deferred = [{"addressee": "father", "deferred_until": "2026-12-10", "reason": "unsafe-to-tell"}]
    spoke = await whole.publish("police", concern("domestic-violence", **{**about_him, "informed": deferred}))
    await whole.post("police", "/v1/safety-exceptions", exception([spoke["id"]], ("cjg", "wijkteam")))
    for each in ("wijkteam", "cjg", "police"):
        await whole.post(each, "/v1/families/_search", question, 200)

    again = await whole.clients["decider"].get(f"{REQUESTS}/{before}/outcome")
    handled = {"Gemeente"}
    told = [{each["organisation"] for each in letter.json().get("seen", ())} - handled for letter in (first, again)]
    assert told[0] == told[1]
    assert first.json()["recorded"] == again.json()["recorded"]


async def test_granted_by_mistake_a_violent_parent_still_reads_nothing_of_who_spoke(whole: Whole) -> None:
    spoke = await whole.publish("school", concern("domestic-violence"))
    await whole.post("school", "/v1/safety-exceptions", exception([spoke["id"]]))
    await whole.publish("police", concern("child-witness-of-violence"))
    await whole.get("cjg", "/v1/matches")
    id_, unknown = (
        await taken_in(whole, for_child(by=FATHER)),
        await taken_in(whole, for_child(by=FATHER, subject=STRANGER)),
    )
    for each in (id_, unknown):
        await granted(whole, each, child_interest="not-opposed")
    told = [await whole.clients["decider"].get(f"{REQUESTS}/{each}/outcome") for each in (id_, unknown)]
    assert masked(told[0].content) == masked(told[1].content)


async def test_what_was_withheld_is_told_when_the_exception_has_ended(whole: Whole) -> None:
    spoke = await whole.publish(
        "school", concern("parenting", subject=MOTHER, kindcheck="unknown", household=[], informed=TOLD)
    )
    made = await whole.post("school", "/v1/safety-exceptions", exception([spoke["id"]]))
    id_ = await taken_in(whole, asks())
    await granted(whole, id_)
    assert (await outcome(whole, id_)).get("recorded", []) == []

    await whole.post("school", f"/v1/safety-exceptions/{made['id']}/_end", {"reason": "over"}, 200)

    kinds = {each["what"]["en"] for each in (await outcome(whole, id_))["recorded"]}
    assert kinds == {
        "This organisation is concerned.",
        "It was shared without consent, because somebody was in danger. That has stopped.",
    }


async def test_erasure_during_an_exception_becomes_restriction_and_the_letter_does_not_tell(whole: Whole) -> None:
    about_her: Json = {"subject": MOTHER, "kindcheck": "unknown", "household": []}
    spoke = await whole.publish("school", concern("parenting", **about_her))
    await whole.post("school", "/v1/safety-exceptions", exception([spoke["id"]]))
    await whole.publish("cjg", involvement(**about_her))
    protecting, free = await taken_in(whole, asks("erasure")), await taken_in(whole, asks("erasure", FATHER))

    assert (await granted(whole, protecting))["erasure"] == "restricted"
    assert (await granted(whole, free))["erasure"] == "erased"

    letters = [await whole.clients["decider"].get(f"{REQUESTS}/{each}/outcome") for each in (protecting, free)]
    assert masked(letters[0].content) == masked(letters[1].content)
    mine = await whole.publish("cjg", involvement(**about_her))
    family = await whole.get("cjg", f"/v1/families/{mine['subject']}")
    assert "exception" in {item["ground"] for item in family["in_view"]["items"]}, "what protects goes on"


async def test_a_fifteen_year_old_and_a_parent_ask_together(whole: Whole) -> None:
    youth: Json = {"family_name": "Zonderland", "given_names": "Fenna", "born": "2011-05-05"}
    mine = involvement(subject=youth, informed=[{"addressee": "youth", "on": "2026-11-20"}])
    await whole.publish("cjg", mine)
    alone = await taken_in(whole, asks(subject=youth))
    parent = {"capacity": "representative", "subject": MOTHER}
    by_parent = await taken_in(whole, asks(subject=youth, requesters=[parent], authority_shown=True))
    together = await taken_in(
        whole, asks(subject=youth, requesters=[{"capacity": "self"}, parent], authority_shown=True)
    )

    for each in (alone, by_parent):
        case = await whole.get("decider", f"{REQUESTS}/{each}")
        assert case["lacking"] == "youth-and-representative-ask-together"
        body = {"decision": "granted", "child_interest": "not-opposed"}
        problem = await whole.post("decider", f"{REQUESTS}/{each}/_decide", body, 400)
        assert [fault["code"] for fault in problem["errors"]] == ["youth-and-representative-ask-together"]
        await refused(whole, each, "not-entitled")
        assert "vragen het kind en een ouder met gezag samen" in (await outcome(whole, each))["answer"]["nl"]
    await granted(whole, together, child_interest="not-opposed")

    assert "CJG" in names(await outcome(whole, together))


async def test_a_parent_whose_childs_interest_opposes_is_told_what_everybody_without_a_record_is_told(
    whole: Whole,
) -> None:
    await whole.publish("cjg", involvement(informed=TOLD))
    opposed, empty = await taken_in(whole, for_child()), await taken_in(whole, for_child(subject=STRANGER))
    case = await whole.get("decider", f"{REQUESTS}/{opposed}")
    assert "child-interest" in case["weigh"]
    body = {"decision": "granted", "child_interest": "opposes"}
    problem = await whole.post("decider", f"{REQUESTS}/{opposed}/_decide", body, 400)
    assert [fault["code"] for fault in problem["errors"]] == ["child-interest-opposes"]

    await refused(whole, opposed, "child-interest", child_interest="opposes")
    await granted(whole, empty, child_interest="not-opposed")

    letters = [await whole.clients["decider"].get(f"{REQUESTS}/{each}/outcome") for each in (opposed, empty)]
    assert masked(letters[0].content) == masked(letters[1].content)


async def test_a_mother_reads_the_record_of_her_child_without_whom_it_says_more_about(whole: Whole) -> None:
    await whole.publish("cjg", involvement(informed=TOLD))
    id_ = await taken_in(whole, for_child())
    await granted(whole, id_, child_interest="not-opposed")
    told = await outcome(whole, id_)
    assert told["about"]["nl"] == "Wat er is opgeschreven over de persoon voor wie u vraagt"
    assert {each["what"]["en"] for each in told["recorded"]} == {
        "This organisation helps or guides.",
        "Belongs to a family.",
    }


async def test_a_refusal_that_protects_another_reads_like_any(whole: Whole) -> None:
    one, other = await taken_in(whole, asks("restriction")), await taken_in(whole, asks("restriction", FATHER))
    await refused(whole, one, "protects-another", weighed=WEIGHED)
    await refused(whole, other, "legal-duty")
    letters = [await whole.clients["decider"].get(f"{REQUESTS}/{each}/outcome") for each in (one, other)]
    assert masked(letters[0].content) == masked(letters[1].content)


async def test_telling_the_record_is_logged_with_what_was_withheld_and_stands_in_the_next_one(whole: Whole) -> None:
    about_her: Json = {"subject": MOTHER, "kindcheck": "unknown", "household": []}
    told = await whole.publish("cjg", concern("parenting", informed=TOLD, **about_her))
    hidden = await whole.publish("shelter", involvement(**about_her))
    id_ = await taken_in(whole, asks())
    await granted(whole, id_)
    await outcome(whole, id_)

    line = (await whole.lines("gemeente"))[-1]
    assert (told["id"], "rights") in {(each.thing, each.ground) for each in line.shown}
    assert hidden["id"] in line.sealed
    assert (line.professional, line.purpose) == ("decider", "rights-of-the-family")
    seen = (await outcome(whole, id_))["seen"]
    assert [(each["organisation"], each["what"]["en"]) for each in seen] == [("Gemeente", "Handled a request.")]
    assert [each["why"][0]["en"] for each in seen] == ["To handle a request."]


async def test_the_printable_page_says_the_same_behind_a_code_of_who_decides(whole: Whole) -> None:
    await whole.publish("cjg", concern("parenting", subject=MOTHER, kindcheck="unknown", household=[], informed=TOLD))
    id_ = await taken_in(whole, asks())
    await granted(whole, id_)
    opened = await whole.post("decider", f"{REQUESTS}/{id_}/_page", {}, 200)
    visitor = whole.visitor
    assert (await visitor.get(opened["path"])).headers["location"].startswith("/web/login?to=")
    await visitor.post("/web/login", data={"code": opened["code"]})

    page = await visitor.get(opened["path"])

    assert page.status_code == 200
    for text in ("Wat er over u is opgeschreven", "CJG", "Deze organisatie maakt zich zorgen.", "Uw rechten", id_):
        assert text in page.text
    assert "<script" not in page.text
    assert (await whole.lines("gemeente"))[-1].professional == "decider"
    assert (await visitor.get("/web/requests/nothing")).status_code == 404


async def test_another_session_does_not_open_the_page_of_an_outcome(whole: Whole) -> None:
    id_ = await taken_in(whole, asks())
    await granted(whole, id_)
    code = await whole.hub.services.logins.issue("gemeente", f"/web/requests/{id_}", professional="p-1")
    await whole.visitor.post("/web/login", data={"code": code})
    assert (await whole.visitor.get(f"/web/requests/{id_}")).headers["location"].startswith("/web/login?to=")
