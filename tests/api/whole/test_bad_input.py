"""Bad input: one problem with a stable code that names every fault at once, and nothing is stored."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.api.whole.conftest import Whole
from tests.api.whole.given import CHILD, MOTHER, concern, consent, exception, involvement

Faults = set[tuple[str, str]]

SIGNALS: Mapping[str, tuple[dict[str, Any], str, Faults]] = {
    "a wrong BSN": (
        involvement(subject={"bsn": "999990010"}),
        "signal-invalid",
        {("$.subject.bsn", "bsn-invalid")},
    ),
    "an impossible date": (
        involvement(subject={**CHILD, "born": "2018-02-30"}),
        "signal-invalid",
        {("$.subject.born", "birth-date-invalid")},
    ),
    "a date and time that is none": (
        involvement(occurred_at="2026-11-31T09:00:00Z"),
        "input-invalid",
        {("$.occurred_at", "malformed")},
    ),
    "a moment that is no date in another time zone": (
        involvement(occurred_at="0001-01-01T00:00:00+14:00"),
        "input-invalid",
        {("$.occurred_at", "date-out-of-range")},
    ),
    "a date in the future": (
        involvement(occurred_at="2026-12-01T09:00:00Z"),
        "signal-invalid",
        {("$.occurred_at", "date-in-future")},
    ),
    "an unknown category": (concern("sadness"), "signal-invalid", {("$.category", "category-unknown")}),
    "a category of other sectors": (
        concern("rent-arrears"),
        "signal-invalid",
        {("$.category", "category-not-for-sector")},
    ),
    "a missing kindcheck": (
        concern(subject=MOTHER, household=[{"relation": "child", "subject": CHILD}]),
        "signal-invalid",
        {("$.kindcheck", "kindcheck-missing")},
    ),
    "an unknown organisation": (
        involvement(through="nobody"),
        "signal-invalid",
        {("$.through", "organisation-unknown")},
    ),
    "an unknown field": (involvement(bsn="999990019"), "input-invalid", {("$", "unknown-field")}),
    "several at once, of the form": (
        involvement(kind="rumour", occurred_at="yesterday", kindcheck="perhaps"),
        "input-invalid",
        {("$.kind", "unknown-value"), ("$.occurred_at", "malformed"), ("$.kindcheck", "unknown-value")},
    ),
    "of the form and of the content": (
        concern("sadness", kindcheck="perhaps", occurred_at="2026-12-01T09:00:00Z", subject={"bsn": "999990010"}),
        "input-invalid",
        {
            ("$.kindcheck", "unknown-value"),
            ("$.subject.bsn", "bsn-invalid"),
            ("$.occurred_at", "date-in-future"),
            ("$.category", "category-unknown"),
        },
    ),
    "a field that nobody knows and a category of other sectors": (
        concern("rent-arrears", mood="sad"),
        "input-invalid",
        {("$", "unknown-field"), ("$.category", "category-not-for-sector")},
    ),
    "a malformed member of the household and an unknown organisation": (
        involvement(through="nobody", household=[{"relation": "aunt", "subject": MOTHER}]),
        "input-invalid",
        {("$.household[0].relation", "unknown-value"), ("$.through", "organisation-unknown")},
    ),
    "an impossible moment, a wrong BSN and an unknown category": (
        concern("sadness", occurred_at="2026-02-30T09:00:00Z", subject={"bsn": "999990010"}),
        "input-invalid",
        {("$.occurred_at", "malformed"), ("$.subject.bsn", "bsn-invalid"), ("$.category", "category-unknown")},
    ),
    "a subject that is none, and an unknown category": (
        concern("sadness", subject="Pleun Zonderland", kindcheck="perhaps"),
        "input-invalid",
        {("$.subject", "wrong-type"), ("$.kindcheck", "unknown-value"), ("$.category", "category-unknown")},
    ),
    "what is malformed at two depths, and an unknown organisation": (
        involvement(
            through="nobody", state="perhaps", household=[{"relation": "aunt", "subject": {"bsn": "999990010"}}]
        ),
        "input-invalid",
        {
            ("$.state", "unknown-value"),
            ("$.household[0].relation", "unknown-value"),
            ("$.through", "organisation-unknown"),
        },
    ),
    "several at once, of the content": (
        concern("sadness", occurred_at="2026-12-01T09:00:00Z", subject={"bsn": "999990010"}),
        "signal-invalid",
        {
            ("$.subject.bsn", "bsn-invalid"),
            ("$.occurred_at", "date-in-future"),
            ("$.category", "category-unknown"),
        },
    ),
}


@pytest.mark.parametrize("case", SIGNALS)
async def test_a_wrong_signal_is_refused_with_every_fault_and_nothing_is_stored(whole: Whole, case: str) -> None:
    body, code, expected = SIGNALS[case]
    before = await whole.counted()

    problem = await whole.publish("school", body, status=400)

    found = {(fault["path"], fault["code"]) for fault in problem["errors"]}
    assert problem["code"] == code
    assert expected <= found, found
    assert await whole.counted() == before
    for secret in ("999990010", "999990019", "Zonderland", "Pleun"):
        assert secret not in str(problem)


async def test_no_fault_follows_from_what_could_not_be_read(whole: Whole) -> None:
    """Whether the kindcheck is missing depends on when; a subject that is none is not called empty as well."""
    when = await whole.publish("school", concern(subject=MOTHER, occurred_at="yesterday"), status=400)
    whom = await whole.publish("school", concern(subject=[]), status=400)

    assert [(each["path"], each["code"]) for each in when["errors"]] == [("$.occurred_at", "malformed")]
    assert [(each["path"], each["code"]) for each in whom["errors"]] == [("$.subject", "wrong-type")]


async def test_no_fault_follows_from_what_was_left_out_with_a_part_of_it(whole: Whole) -> None:
    steps = ["written-reminder", "personal-contact-attempt", "pointed-to-debt-help", "offered-to-pass-on"]
    arrears = {"objection": "nee", "collection_steps": steps}
    member = {"relation": "aunt", "subject": MOTHER, "label": "m"}
    giver = {"person": "m", "capacity": "authority", "answer": "given", "on": "2026-11-20"}
    given = {"givers": [giver], "scope": {"recipients": ["cjg"]}}

    rent = concern("rent-arrears", subject=MOTHER, kindcheck="unknown", arrears=arrears)
    objection = await whole.publish("corporation", rent, status=400)
    relation = await whole.publish("school", involvement(household=[member], consent=given), status=400)

    assert [(each["path"], each["code"]) for each in objection["errors"]] == [("$.arrears.objection", "wrong-type")]
    assert [(each["path"], each["code"]) for each in relation["errors"]] == [
        ("$.household[0].relation", "unknown-value")
    ]


async def test_recipients_that_do_not_exist_are_all_named_and_nothing_is_stored(whole: Whole) -> None:
    signal = await whole.publish("school", concern("domestic-violence"))
    before = await whole.counted()

    consenting = await whole.post("school", "/v1/consents", consent(recipients=("nobody", "cjg", "sector:moon")), 400)
    excepting = await whole.post("school", "/v1/safety-exceptions", exception([signal["id"]], ("nobody",)), 400)

    assert [fault["code"] for fault in consenting["errors"]] == ["organisation-unknown"] * 2
    assert consenting["code"] == excepting["code"] == "command-invalid"
    after = await whole.counted()
    assert {name for name in after if after[name] != before[name]} <= {"public.person_key"}  # unused keys are swept


@pytest.mark.parametrize(
    ("content", "media", "status", "code"),
    [
        (b'{"kind": "' + b"x" * 70_000 + b'"}', "application/json", 413, "body-too-large"),
        (b"kind: concern", "application/yaml", 415, "media-type-unsupported"),
        (b"{", "application/json", 400, "not-json"),
        (b"[]", "application/json", 400, "input-invalid"),
    ],
)
async def test_a_body_of_the_wrong_size_type_or_form_is_refused(
    whole: Whole, content: bytes, media: str, status: int, code: str
) -> None:
    before = await whole.counted()
    headers = {"content-type": media, "idempotency-key": "k"}

    answer = await whole.clients["school"].post("/v1/signals", content=content, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert await whole.counted() == before


async def test_a_signal_without_a_key_is_refused(whole: Whole) -> None:
    assert (await whole.post("school", "/v1/signals", involvement(), 400))["code"] == "idempotency-key-missing"


@pytest.mark.parametrize("path", ["/v1/signals", "/v1/matches", "/v1/notifications"])
async def test_an_organisation_that_the_register_does_not_have_gets_nothing(whole: Whole, path: str) -> None:
    assert (await whole.get("unregistered", path, 403))["code"] == "organisation-unknown"


async def test_an_organisation_that_the_register_does_not_have_records_nothing(whole: Whole) -> None:
    before = await whole.counted()

    assert (await whole.publish("unregistered", involvement(), status=403))["code"] == "organisation-unknown"
    assert (await whole.post("unregistered", "/v1/consents", consent(), 403))["code"] == "organisation-unknown"

    assert await whole.counted() == before


@pytest.mark.parametrize("id_", ["%00", "a%20b", "x" * 200, "..%2f..", "'; DROP TABLE"])
async def test_an_identifier_that_can_be_none_is_like_one_that_nobody_has(whole: Whole, id_: str) -> None:
    answer = await whole.clients["school"].post(f"/v1/signals/{id_}/_retract", json={})

    assert answer.status_code == 404


async def test_a_wait_token_of_nobody_is_refused(whole: Whole) -> None:
    assert (await whole.get("school", "/v1/signals", 400, wait="x" * 48))["code"] == "wait-invalid"


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/signals"), ("GET", "/v1/tasks"), ("POST", "/v1/signals"), ("GET", "/v1/signals/x")],
)
async def test_a_parameter_that_a_call_does_not_take_is_refused_and_not_repeated(
    whole: Whole, method: str, path: str
) -> None:
    refused = await whole.clients["school"].request(method, path, params={"999990019": "x", "afterwards": "Pleun"})

    assert (refused.status_code, refused.json()["code"]) == (400, "input-invalid")
    faults = {(fault["path"], fault["code"]) for fault in refused.json()["errors"]}
    assert faults == {("query", "unknown-parameter")}
    assert "999990019" not in refused.text
    assert "Pleun" not in refused.text


async def test_everything_that_is_wrong_with_a_query_is_named_at_once_with_what_may_be_meant(whole: Whole) -> None:
    problem = await whole.get("school", "/v1/signals", 400, limit="none", aftr="3")

    faults = {(fault["path"], fault["code"]) for fault in problem["errors"]}
    assert faults == {("query.limit", "malformed"), ("query", "unknown-parameter")}
    assert any("is after meant?" in fault["message"] for fault in problem["errors"])


async def test_a_parameter_that_stands_there_twice_is_refused(whole: Whole) -> None:
    problem = (await whole.clients["school"].get("/v1/signals?limit=1&limit=500&after=0")).json()

    assert [(each["path"], each["code"]) for each in problem["errors"]] == [("query.limit", "duplicate-parameter")]


async def test_a_line_of_a_roster_hears_of_a_date_that_is_none_and_of_a_wrong_bsn_at_once(whole: Whole) -> None:
    line = {"subject": {"bsn": "999990010"}, "since": "2026-02-30"}

    (answer,) = await whole.batch("school", "/v1/directory/_batch", [line])

    found = {(fault["path"], fault["code"]) for fault in answer["problem"]["errors"]}
    assert found == {("$.since", "malformed"), ("$.subject.bsn", "bsn-invalid")}


LATER = "2026-12-01T09:00:00Z"
LATE, LATE_THEN = ("$.at", "date-in-future"), ("$.occurred_at", "date-in-future")


@pytest.mark.parametrize(
    ("call", "body", "expected"),
    [
        ("facts", {"code": "nothing", "occurred_at": LATER}, {("$.code", "code-unknown"), LATE_THEN}),
        ("handovers", {"to": "nobody", "at": LATER}, {("$.to", "organisation-unknown"), LATE}),
        (
            "watchers",
            {"step": "propose", "organisation": "nobody", "at": LATER},
            {("$.organisation", "organisation-unknown"), LATE},
        ),
    ],
)
async def test_what_a_decision_refuses_is_named_at_once_with_its_json_path(
    whole: Whole, call: str, body: dict[str, Any], expected: Faults
) -> None:
    mine = await whole.publish("school", involvement())

    problem = await whole.post("school", f"/v1/families/{mine['subject']}/{call}", {**body, "about": [CHILD]}, 400)

    assert {(fault["path"], fault["code"]) for fault in problem["errors"]} == expected
