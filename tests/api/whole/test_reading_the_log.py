"""Who may read the disclosure log, what they read, and that reading it is itself logged."""

from typing import Any

import pytest

from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, STRANGER, concern, involvement
from tests.api.whole.test_families import SEARCH, question

LOG = "/v1/disclosures"


async def read(whole: Whole, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await whole.get("officer", LOG, **query))["disclosures"]
    return found


async def test_the_officer_reads_who_was_shown_what_of_whom_and_what_was_sealed(whole: Whole) -> None:
    hidden = await whole.publish("school", concern("domestic-violence"))
    mine = await whole.publish("cjg", involvement())

    line = (await read(whole, organisation="cjg"))[0]

    person = whole.hub.people.referred("cjg", mine["subject"])
    assert person is not None
    family = await whole.hub.queries.family(person)
    assert family is not None
    references = {whole.hub.people.reference("gemeente", each) for each in family[1].pseudonyms_of(person)}
    assert line["subject"] in references
    assert line["organisation"] == {"id": "cjg", "name": "CJG"}
    assert line["shown"] == [{"thing": mine["id"], "ground": "own", "profile": "inspectorate", "version": 1}]
    assert hidden["id"] in line["sealed"]
    assert line["operation"] == "POST /v1/signals"
    assert line["began"] <= line["ended"]
    assert len(line["trace_id"]) == 32


async def test_reading_is_itself_logged_under_each_person_read_about(whole: Whole) -> None:
    mine = await whole.publish("cjg", involvement())
    (line,) = await read(whole, organisation="cjg")

    (own,) = [each for each in await read(whole, organisation="gemeente") if each.get("subject") == line["subject"]]

    assert own["professional"] == "officer"
    assert own["operation"] == "GET /v1/disclosures"
    assert [each["thing"] for each in own["shown"]] == [line["span_id"]]
    assert own["shown"][0]["ground"] == "supervision"
    assert mine["id"] not in str(own)


async def test_lines_about_one_person_are_searched_by_a_body(whole: Whole) -> None:
    mine = await whole.publish("cjg", involvement())
    await whole.publish("school", involvement(subject=STRANGER, household=[]))

    found = (await whole.post("officer", f"{LOG}/_search", {"subject": CHILD}, 200))["disclosures"]
    nobody = {"subject": {"family_name": "Niemand", "given_names": "Nergens", "born": "2015-05-05"}}

    assert [each["shown"][0]["thing"] for each in found] == [mine["id"]]
    assert (await whole.post("officer", f"{LOG}/_search", nobody, 200))["disclosures"] == []
    assert (await read(whole, organisation="gemeente"))[0]["outcome"] == "nothing-shown"


async def test_pages_go_back_to_the_first_line_and_end_although_reading_adds_lines(whole: Whole) -> None:
    published = [await whole.publish("cjg", involvement(source={"system": "s", "record": str(n)})) for n in range(5)]
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 2, "organisation": "cjg"}
    while True:
        page = await whole.get("officer", LOG, **query)
        seen += [each["shown"][0]["thing"] for each in page["disclosures"]]
        if "next" not in page:
            break
        query["before"] = page["next"]
    assert seen == [each["id"] for each in reversed(published)]


async def test_a_period_is_of_dutch_days_both_included(whole: Whole) -> None:
    whole.clock.step(hours=11.5)  # 23:30 UTC is half past midnight in the Netherlands
    await whole.publish("cjg", involvement())
    query = {"organisation": "cjg"}
    assert len(await read(whole, since="2026-11-22", until="2026-11-22", **query)) == 1
    assert await read(whole, until="2026-11-21", **query) == []
    assert await read(whole, since="2026-11-23", **query) == []
    assert len(await read(whole, since="0001-01-01", until="9999-12-31", **query)) == 1


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("gemeente", "role-missing"),
        ("decider", "role-missing"),
        ("school", "not-allowed"),
        ("unregistered", "organisation-unknown"),
    ],
)
async def test_nobody_else_reads_it(whole: Whole, who: str, code: str) -> None:
    for answer in (await whole.get(who, LOG, 403), await whole.post(who, f"{LOG}/_search", {"subject": CHILD}, 403)):
        assert answer["code"] == code


async def test_it_is_read_by_a_person_and_never_by_a_system(whole: Whole) -> None:
    assert (await whole.get("gemeente/system", LOG, 403))["code"] == "professional-missing"


async def test_a_page_token_of_nobody_and_a_wrong_subject_are_refused(whole: Whole) -> None:
    wait = (await whole.publish("cjg", involvement()))["wait"]
    for token in ("x", wait):
        assert (await whole.get("officer", LOG, 400, before=token))["code"] == "page-invalid"
    wrong = await whole.post("officer", f"{LOG}/_search", {"subject": {"bsn": "999990010"}}, 400)
    assert [fault["code"] for fault in wrong["errors"]] == ["bsn-invalid"]


async def test_a_search_of_another_is_in_the_log_with_its_purpose(whole: Whole) -> None:
    await whole.post("wijkteam", SEARCH, question(purpose="bezoek"), 200)
    assert {each["purpose"] for each in await read(whole, organisation="wijkteam")} == {"bezoek"}
