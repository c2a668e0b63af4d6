"""The rights of the family through the API: taken in, decided, told; and never more than may be told (DOMAIN.md 12)."""

import re
from typing import Any

import pytest

from hub.domain.rights import WEIGHED
from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, MOTHER, STRANGER, Json, concern, consent, exception, involvement

REQUESTS = "/v1/requests"
FATHER: Json = {"family_name": "Zonderland", "given_names": "Bram", "born": "1988-02-02", "bsn": "999990020"}
TOLD = [{"addressee": "mother", "on": "2026-11-20"}]
RANDOM = re.compile(r'"(id|wait|request)":"[^"]+"')


def asks(kind: str = "access", subject: Json = MOTHER, **changes: Any) -> Json:
    """What somebody asks about themselves."""
    body = {
        "kind": kind,
        "subject": subject,
        "requesters": [{"capacity": "self"}],
        "received_on": "2026-11-20",
        "verified": "in-person",
        **changes,
    }
    return {name: value for name, value in body.items() if value is not None}


def for_child(kind: str = "access", by: Json = MOTHER, **changes: Any) -> Json:
    """What a parent asks about a child."""
    parent = {"capacity": "representative", "subject": by}
    return asks(kind, **{"subject": CHILD, "requesters": [parent], "authority_shown": True, **changes})


async def taken_in(whole: Whole, body: Json) -> str:
    """A request is taken in; its identifier."""
    return str((await whole.post("decider", REQUESTS, body))["id"])


async def granted(whole: Whole, id_: str, **fields: Any) -> Json:
    body = {"decision": "granted", **fields}
    return await whole.post("decider", f"{REQUESTS}/{id_}/_decide", body, 200)


async def refused(whole: Whole, id_: str, *reasons: str, **fields: Any) -> Json:
    body = {"decision": "refused", "reasons": reasons, **fields}
    return await whole.post("decider", f"{REQUESTS}/{id_}/_decide", body, 200)


async def outcome(whole: Whole, id_: str) -> Json:
    return await whole.get("decider", f"{REQUESTS}/{id_}/outcome")


def masked(content: bytes) -> str:
    """An answer without what is random in it."""
    return RANDOM.sub(r'"\1":""', content.decode())


def names(recorded: Json) -> list[str]:
    return [each["organisation"] for each in recorded["recorded"]]


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


async def test_a_restricted_person_is_shown_to_nobody(whole: Whole) -> None:
    await whole.post("school", "/v1/consents", consent())
    await whole.publish("school", concern())
    mine = await whole.publish("cjg", involvement())
    family = f"/v1/families/{mine['subject']}"
    owners = {item["owner"]["id"] for item in (await whole.get("cjg", family))["in_view"]["items"]}
    assert owners == {"school", "cjg"}

    id_ = await taken_in(whole, for_child("restriction"))
    await granted(whole, id_, child_interest="not-opposed")

    owners = {item["owner"]["id"] for item in (await whole.get("cjg", family))["in_view"]["items"]}
    assert owners == {"cjg"}
    await whole.post("decider", f"{REQUESTS}/{id_}/_lift", {"reason": "settled"}, 200)
    owners = {item["owner"]["id"] for item in (await whole.get("cjg", family))["in_view"]["items"]}
    assert owners == {"school", "cjg"}


async def test_an_objection_goes_to_the_owner_by_an_identifier_and_comes_back_as_advice(whole: Whole) -> None:
    about_her: Json = {"subject": MOTHER, "kindcheck": "unknown", "household": [], "informed": TOLD}
    theirs = await whole.publish("cjg", concern("parenting", **about_her))
    id_ = await taken_in(whole, asks("objection", things=[theirs["id"]], words="Dit klopt niet."))

    (told,) = (await whole.get("cjg", "/v1/notifications"))["notifications"]
    assert (told["kind"], told["request"], told["links"]) == ("request", id_, {"request": f"{REQUESTS}/{id_}"})
    asked = await whole.get("cjg", told["links"]["request"])
    assert (asked["words"], asked["things"], asked["subject"]) == ("Dit klopt niet.", [theirs["id"]], theirs["subject"])
    assert not {"requesters", "weigh", "lacking", "verified"} & set(asked)

    await whole.post("cjg", f"{REQUESTS}/{id_}/_advise", {"advice": "agree"}, 200)
    case = await whole.get("decider", f"{REQUESTS}/{id_}")
    assert [(each["organisation"]["name"], each["advice"]) for each in case["advice"]] == [("CJG", "agree")]
    (answered,) = (await whole.get("cjg", "/v1/notifications"))["notifications"]
    assert answered["answered"] == "agree"
    await granted(whole, id_)
    assert len((await whole.get("cjg", "/v1/notifications"))["notifications"]) == 2


@pytest.mark.parametrize("who", ["police", "school", "gemeente"])
async def test_a_request_of_another_is_like_one_that_is_not_there(whole: Whole, who: str) -> None:
    id_ = await taken_in(whole, asks())
    answers = [await whole.clients[who].get(f"{REQUESTS}/{each}") for each in (id_, "nothing")]
    assert {each.status_code for each in answers} == {404}
    assert answers[0].content == answers[1].content
    body = {"advice": "agree"}
    acts = [await whole.clients[who].post(f"{REQUESTS}/{each}/_advise", json=body) for each in (id_, "nothing")]
    assert {each.status_code for each in acts} == {404}
    assert acts[0].content == acts[1].content


@pytest.mark.parametrize(
    ("who", "code"), [("gemeente", "role-missing"), ("officer", "role-missing"), ("school", "role-missing")]
)
async def test_only_who_decides_takes_in_decides_and_tells(whole: Whole, who: str, code: str) -> None:
    id_ = await taken_in(whole, asks())
    calls = [
        await whole.post(who, REQUESTS, asks(), 403),
        await whole.post(who, f"{REQUESTS}/{id_}/_decide", {"decision": "granted"}, 403),
        await whole.post(who, f"{REQUESTS}/{id_}/_extend", {"reason": "complex"}, 403),
        await whole.post(who, f"{REQUESTS}/{id_}/_page", {}, 403),
        await whole.post(who, "/v1/holds", {"subject": CHILD, "reason": "court"}, 403),
        await whole.get(who, REQUESTS, 403),
        await whole.get(who, f"{REQUESTS}/{id_}/outcome", 403),
    ]
    assert {each["code"] for each in calls} == {code}


async def test_the_municipality_sees_its_requests_with_their_terms_and_a_longer_one(whole: Whole) -> None:
    first, second = await taken_in(whole, asks()), await taken_in(whole, for_child())
    await whole.post("decider", f"{REQUESTS}/{second}/_extend", {"reason": "complex"}, 200)
    await granted(whole, first)
    listed = (await whole.get("decider", REQUESTS))["requests"]
    assert [(each["id"], each["state"], each["answer_by"]) for each in listed] == [
        (first, "decided", "2026-12-21"),
        (second, "open", "2027-02-22"),
    ]


async def test_who_decides_is_told_that_the_term_nears_and_that_it_has_passed(whole: Whole) -> None:
    id_ = await taken_in(whole, asks())
    for days, count in ((20, 0), (5, 1), (10, 2), (30, 2)):
        whole.clock.step(days=days)
        await whole.hub.scheduler.run_due()
        await whole.hub.projector.catch_up()
        inbox = (await whole.get("gemeente", "/v1/notifications"))["notifications"]
        assert [(each["kind"], each["request"]) for each in inbox] == [("request", id_)] * count


async def test_the_outcome_comes_after_the_decision(whole: Whole) -> None:
    id_ = await taken_in(whole, asks())
    assert (await whole.get("decider", f"{REQUESTS}/{id_}/outcome", 409))["code"] == "not-decided-yet"
    assert (await whole.get("decider", f"{REQUESTS}/nothing/outcome", 404))["code"] == "not-found"


async def test_a_wrong_child_is_erased_by_two_persons_and_a_repeat_says_the_same(whole: Whole) -> None:
    await whole.publish("school", concern("neglect"))
    id_ = await taken_in(whole, for_child("erasure", wrong_child=True))
    path, body = f"{REQUESTS}/{id_}/_decide", {"decision": "granted"}
    assert (await whole.post("decider", path, body, 200, key="a"))["state"] == "proposed"
    assert (await whole.post("decider", path, body, 409))["code"] == "same-professional"
    done = await whole.post("second-decider", path, body, 200, key="b")
    again = await whole.post("second-decider", path, body, 200, key="b")
    assert (done["state"], done["erasure"]) == (again["state"], again["erasure"]) == ("decided", "erased")
    assert again["replayed"]
    assert (await whole.post("decider", path, body, 200, key="a"))["state"] == "proposed"


async def test_a_hold_turns_erasure_into_restriction_until_it_is_lifted(whole: Whole) -> None:
    await whole.publish("cjg", involvement(subject=MOTHER, kindcheck="unknown", household=[]))
    held = await whole.post("decider", "/v1/holds", {"subject": MOTHER, "reason": "death-reviewed"})
    assert "protects-another" in (await whole.get("decider", f"{REQUESTS}/{await taken_in(whole, asks())}"))["weigh"]
    assert (await granted(whole, await taken_in(whole, asks("erasure"))))["erasure"] == "restricted"
    await whole.post("decider", f"/v1/holds/{held['id']}/_lift", {"reason": "done"}, 200)
    await whole.post("decider", f"/v1/holds/{held['id']}/_lift", {"reason": "done"}, 404)
    assert (await granted(whole, await taken_in(whole, asks("erasure"))))["erasure"] == "erased"


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
    assert (await visitor.get(opened["path"])).headers["location"] == "/web/login"
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
    code = whole.hub.services.logins.issue("gemeente", f"/web/requests/{id_}")
    await whole.visitor.post("/web/login", data={"code": code})
    assert (await whole.visitor.get(f"/web/requests/{id_}")).headers["location"] == "/web/login"


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        (asks(received_on="2027-01-01"), {"date-in-future"}),
        (asks(received_on="0001-01-01"), {"term-passed"}),
        (asks(received_on="9999-12-31"), {"date-in-future"}),
        (asks(requesters=[{"capacity": "self", "subject": MOTHER}]), {"requester-unclear"}),
        (asks(requesters=[{"capacity": "representative"}]), {"requester-unclear"}),
        (asks(requesters=[]), {"requesters-impossible"}),
        (asks("objection"), {"things-missing"}),
        (asks(subject={"bsn": "999990010"}), {"bsn-invalid"}),
    ],
)
async def test_an_impossible_request_stores_nothing(whole: Whole, body: Json, codes: set[str]) -> None:
    before = await whole.counted()
    problem = await whole.post("decider", REQUESTS, body, 400)
    assert {fault["code"] for fault in problem["errors"]} == codes
    assert await whole.counted() == before
