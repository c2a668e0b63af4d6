"""Sending a body: what is accepted, and how everything that is wrong is told at once."""

from collections.abc import AsyncIterator

import httpx
import pytest

from hub.api.services import ApiServices
from tests.api.given import publishing, raw, signal
from tests.api.sample import BSN, NAME

Headers = dict[str, str]


async def test_a_signal_without_faults_is_submitted_for_its_organisation(
    client: httpx.AsyncClient, school: Headers, services: ApiServices
) -> None:
    answer = await client.post("/v1/samples", content=raw(), headers=publishing(school))

    assert answer.status_code == 201
    assert answer.json() == {"id": "s1", "organisation": "school-de-vliet", "key": "k-1"}
    assert services.desk.submitted[0].subject.bsn == BSN  # type: ignore[attr-defined]  # the sample's commands


async def test_every_fault_of_a_body_is_named_at_once(
    client: httpx.AsyncClient, school: Headers, services: ApiServices
) -> None:
    body = raw(
        kind="opinion", occurred_at="2014-10-10T21:30:00", kindcheck=None, subject={"bsn": "999990341"}, kindchek="none"
    )

    answer = await client.post("/v1/samples", content=body, headers=publishing(school))

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (400, "input-invalid")
    assert {(fault["path"], fault["code"]) for fault in problem["errors"]} == {
        ("$.kind", "unknown-value"),
        ("$.occurred_at", "malformed"),
        ("$.kindcheck", "missing"),
        ("$.subject.bsn", "bsn-invalid"),
        ("$", "unknown-field"),
    }
    assert services.desk.submitted == []  # type: ignore[attr-defined]  # the sample's commands


@pytest.mark.parametrize(
    ("body", "code", "fault"),
    [
        (b"", "not-json", None),
        (b"{", "not-json", None),
        (b"naam=Jansen", "not-json", None),
        (b'{"kind": "\xff"}', "not-json", None),
        (b"\xef\xbb\xbf" + raw(), "not-json", None),
        (b"[" * 4000, "input-invalid", "too-deep"),
        (b'{"deep":' + b"[" * 700 + b"]" * 700 + b"}", "input-invalid", "unknown-field"),
        (b"[]", "input-invalid", "wrong-type"),
        (raw()[:-1] + b', "kind": "concern"}', "input-invalid", "duplicate-field"),
        (raw(category="a\0b"), "input-invalid", "malformed"),
        (raw(tests={"harm": "yes"}), "input-invalid", "wrong-type"),
        (raw(subject=BSN), "input-invalid", "wrong-type"),
        (raw(household=[{"relation": "neighbour", "subject": {}}]), "input-invalid", "unknown-value"),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused_with_a_stable_code(
    client: httpx.AsyncClient, school: Headers, body: bytes, code: str, fault: str | None
) -> None:
    answer = await client.post("/v1/samples", content=body, headers=publishing(school))

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert fault in [one["code"] for one in answer.json().get("errors", [{"code": None}])]


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": {BSN: 1}},
        {"tests": {BSN: "x"}},
        {"kind": BSN},
        {"household": BSN},
        {"subject": {"bsn": BSN + "1"}},
        {"subject": {"born": NAME}},
        {NAME: BSN},
    ],
)
async def test_a_problem_never_repeats_what_was_sent(
    client: httpx.AsyncClient, school: Headers, changes: Headers
) -> None:
    answer = await client.post("/v1/samples", content=raw(**changes), headers=publishing(school))

    assert answer.status_code == 400
    assert BSN not in answer.text
    assert NAME not in answer.text


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1", "application/jsonx", ""],
)
async def test_another_content_type_is_refused(client: httpx.AsyncClient, school: Headers, content_type: str) -> None:
    headers = publishing(school, **{"content-type": content_type})

    answer = await client.post("/v1/samples", content=raw(), headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (415, "media-type-unsupported")


@pytest.mark.parametrize("content_type", ["application/json", "Application/JSON; charset=UTF-8"])
async def test_json_in_utf8_is_accepted_however_it_is_spelled(
    client: httpx.AsyncClient, school: Headers, content_type: str
) -> None:
    headers = publishing(school, **{"content-type": content_type})

    assert (await client.post("/v1/samples", content=raw(), headers=headers)).status_code == 201


async def test_a_compressed_body_is_refused(client: httpx.AsyncClient, school: Headers) -> None:
    headers = publishing(school, **{"content-encoding": "gzip"})

    assert (await client.post("/v1/samples", content=raw(), headers=headers)).status_code == 415


async def test_a_body_announced_as_too_large_is_refused_unread(wire: httpx.AsyncClient, school: Headers) -> None:
    answer = await wire.post("/v1/samples", content=raw(category="x" * 5000), headers=publishing(school))

    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")


async def test_a_body_of_unknown_length_is_refused_where_it_becomes_too_large(
    wire: httpx.AsyncClient, school: Headers
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b" " * 1024

    answer = await wire.post("/v1/samples", content=endless(), headers=publishing(school))

    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")


async def test_a_body_in_pieces_is_put_together(wire: httpx.AsyncClient, school: Headers) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        whole = raw()
        yield whole[:100]
        yield whole[100:]

    assert (await wire.post("/v1/samples", content=pieces(), headers=publishing(school))).status_code == 201


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ([], "idempotency-key-missing"),
        (["a", "b"], "idempotency-key-malformed"),
        (["with space"], "idempotency-key-malformed"),
        (["x" * 129], "idempotency-key-malformed"),
        ([""], "idempotency-key-malformed"),
    ],
)
async def test_publishing_needs_one_well_formed_idempotency_key(
    client: httpx.AsyncClient, school: Headers, keys: list[str], code: str
) -> None:
    headers = [*school.items(), ("content-type", "application/json"), *(("idempotency-key", key) for key in keys)]

    answer = await client.post("/v1/samples", json=signal(), headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (400, code)


async def test_a_refusal_of_the_domain_becomes_its_problem_with_its_faults(
    client: httpx.AsyncClient, school: Headers
) -> None:
    answer = await client.post("/v1/samples", content=raw(category="unknown-category"), headers=publishing(school))

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (400, "signal-invalid")
    assert [fault["path"] for fault in problem["errors"]] == ["$.category", "$.occurred_at"]


async def test_nobody_watching_is_a_conflict(client: httpx.AsyncClient, school: Headers) -> None:
    answer = await client.post("/v1/samples", content=raw(category="last-watcher"), headers=publishing(school))

    assert (answer.status_code, answer.json()["code"]) == (409, "nobody-watching")


async def test_wrong_query_parameters_are_named_at_once_and_not_repeated(
    client: httpx.AsyncClient, school: Headers
) -> None:
    answer = await client.get("/v1/samples", params={"limit": BSN, "after": NAME}, headers=school)

    assert (answer.status_code, answer.json()["code"]) == (400, "input-invalid")
    assert [fault["path"] for fault in answer.json()["errors"]] == ["query.limit", "query.after"]
    assert BSN not in answer.text
    assert NAME not in answer.text
