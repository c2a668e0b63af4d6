"""Requests of the case with a fault in them: what the hub answers must repeat nothing that identifies anybody."""

from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import msgspec

from hub.demo.case import Case
from hub.demo.statements import Body, professional, subject

BY = "cjg"


async def answers_to_mistakes(case: Case, base_url: str, tokens: Mapping[str, str]) -> list[str]:
    """Status, headers and body of every refusal. Raises ``AssertionError`` for a mistake that is not refused."""
    headers = {"Authorization": f"Bearer {tokens[BY]}"}
    answers = []
    async with httpx.AsyncClient(base_url=base_url, headers=headers, timeout=60) as client:
        for number, body in enumerate(_bodies(case)):
            named = {"Idempotency-Key": f"mistake-{number}"}
            answers.append(await client.post("/v1/signals", json=body, headers=named))
            line = msgspec.json.encode({**body, "idempotency_key": f"line-{number}"}) + b"\n"
            ndjson = {"Content-Type": "application/x-ndjson"}
            batch = await client.post("/v1/signals/_batch", content=line, headers=ndjson)
            assert b'"problem"' in batch.content, number
            answers.append(batch)
        answers += [await client.send(request) for request in _requests(case, client)]
    for number, answer in enumerate(answers):
        assert answer.is_error or b'"problem"' in answer.content, (number, answer.status_code)
    return [f"{answer.status_code} {answer.headers} {answer.text}" for answer in answers]


def _good(case: Case, person: str) -> Body:
    return {
        "kind": "concern",
        "category": "missed-appointment",
        "severity": "attention",
        "occurred_at": "2015-01-24T08:00:00Z",
        "subject": subject(case, person, BY),
        "professional": professional(case, BY),
        "informed": [],
        "source": {"system": "dossier", "record": "1"},
    }


def _bodies(case: Case) -> Iterator[Body]:
    """Faulty signals, about everybody in the case."""
    for person, known in case.persons.items():
        good = _good(case, person)
        stated = good["subject"]
        wrong = "".join(reversed(known.bsn or "999912008"))
        yield {**good, "category": known.family_name}
        yield {**good, "severity": known.given_names}
        yield {**good, known.family_name: known.bsn}
        yield {**good, "subject": {**stated, "born": "2013-02-30"}}
        yield {**good, "subject": {**stated, "born": f"{known.born}T00:00"}}
        yield {**good, "subject": {**stated, "bsn": wrong if wrong != known.bsn else "999999999"}}
        yield {**good, "subject": {**stated, known.given_names: known.born.isoformat()}}
        yield {**good, "subject": known.family_name}
        yield {**good, "professional": {"name": [known.family_name]}}
        yield {**good, "source": {"system": known.family_name, "record": known.given_names * 1000}}


def _requests(case: Case, client: httpx.AsyncClient) -> Iterator[httpx.Request]:
    """Faulty addresses, headers and texts."""
    mother = case.persons["mother"]
    name, text = mother.family_name, msgspec.json.encode(_good(case, "mother"))

    def post(path: str, content: bytes, **headers: Any) -> httpx.Request:
        return client.build_request("POST", path, content=content, headers=headers)

    yield client.build_request("GET", f"/v1/families/{name}")
    yield client.build_request("GET", f"/v1/families/{mother.bsn}/timeline")
    yield client.build_request("GET", f"/v1/signals/{mother.bsn}")
    yield client.build_request("GET", f"/v1/{name}")
    yield client.build_request("GET", f"/v1/notifications?after={name}")
    yield client.build_request("GET", f"/v1/matches?wait={mother.bsn}")
    yield client.build_request("DELETE", f"/v1/signals/{name}")
    yield post("/v1/signals", text, **{"Content-Type": "application/json"})
    yield post("/v1/signals", text, **{"Content-Type": "text/plain", "Idempotency-Key": "plain"})
    yield post("/v1/signals", text[:-1], **{"Content-Type": "application/json", "Idempotency-Key": "cut"})
    yield post("/v1/signals", text + text, **{"Content-Type": "application/json", "Idempotency-Key": "twice"})
    yield post("/v1/signals", text * 2000, **{"Content-Type": "application/json", "Idempotency-Key": "large"})
    yield post("/v1/families/_search", text, **{"Content-Type": "application/json"})
    yield post("/v1/consents", text, **{"Content-Type": "application/json"})
    yield post(f"/v1/safety-exceptions/{name}/_end", b"{}", **{"Content-Type": "application/json"})
