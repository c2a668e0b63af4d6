"""The OpenAPI document: open to all, and as the NLGov API design rules want it (STANDARDS B1).

The public linter is a Spectral ruleset and needs Node; these are the same rules for what this API can get wrong.
"""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from hub.api.problems import MEDIA_TYPE
from hub.api.version import API_VERSION
from tests.api.given import signal

Json = dict[str, Any]
KEBAB = re.compile(r"^(/_[a-z0-9]+|/(([a-z0-9\-]+|\{[^}]+\})(/([a-z0-9\-.]+|\{[^}]+\}))*)(/_[a-z]+)?)$")


@pytest.fixture
async def spec(client: httpx.AsyncClient) -> Json:
    document: Json = (await client.get("/v1/openapi.json")).json()
    return document


def operations(spec: Json) -> Iterator[tuple[str, str, Json]]:
    for path, item in spec["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


async def test_the_specification_is_open_to_anyone_from_anywhere(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/openapi.json", headers={"origin": "https://developer.example"})

    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["content-type"] == "application/json"


async def test_no_other_answer_is_open_to_other_origins(client: httpx.AsyncClient, school: dict[str, str]) -> None:
    answer = await client.get("/v1/samples", headers={**school, "origin": "https://elsewhere.example"})

    assert "access-control-allow-origin" not in answer.headers


def test_the_document_says_version_contact_and_base_path(spec: Json) -> None:
    assert re.fullmatch(r"3\.\d+\.\d+", spec["openapi"])
    assert spec["info"]["version"] == API_VERSION
    assert set(spec["info"]["contact"]) == {"name", "email", "url"}
    assert [server["url"] for server in spec["servers"]] == ["/v1"]


def test_paths_are_kebab_case_without_trailing_slash(spec: Json) -> None:
    assert spec["paths"]
    for path in spec["paths"]:
        assert KEBAB.match(path), path
        assert not path.endswith("/")


def test_every_path_parameter_is_declared(spec: Json) -> None:
    for path, method, operation in operations(spec):
        declared = {one["name"] for one in operation.get("parameters", []) if one["in"] == "path"}
        assert declared == set(re.findall(r"{([^}]+)}", path)), (method, path)


def test_query_keys_are_camel_case(spec: Json) -> None:
    keys = [
        one["name"]
        for _, _, operation in operations(spec)
        for one in operation.get("parameters", [])
        if one["in"] == "query"
    ]

    assert keys
    assert all(re.fullmatch(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*", key) for key in keys)


def test_every_success_documents_the_version_header(spec: Json) -> None:
    for path, method, operation in operations(spec):
        successes = [answer for status, answer in operation["responses"].items() if status[0] in "23"]
        assert successes, (method, path)
        assert all("API-Version" in answer["headers"] for answer in successes)


def test_every_error_is_a_problem_with_its_members(spec: Json) -> None:
    for path, method, operation in operations(spec):
        for status, answer in operation["responses"].items():
            if status[0] in "45":
                reference = answer["content"][MEDIA_TYPE]["schema"]["$ref"].rpartition("/")[2]
                members = spec["components"]["schemas"][reference]["properties"]
                assert {"status", "title", "detail"} <= set(members), (method, path, status)


def test_whatever_takes_input_can_answer_400_and_nothing_answers_422(spec: Json) -> None:
    for path, method, operation in operations(spec):
        takes_input = method in ("post", "put", "patch") or operation.get("parameters")
        assert not takes_input or "400" in operation["responses"], (method, path)
        assert "422" not in operation["responses"]
    assert "HTTPValidationError" not in spec["components"]["schemas"]


def test_operations_have_identifiers_of_their_own_and_need_a_token(spec: Json) -> None:
    identifiers = [operation["operationId"] for _, _, operation in operations(spec)]

    assert len(set(identifiers)) == len(identifiers)
    assert spec["security"] == [{"token": []}]
    assert not any("security" in operation for _, _, operation in operations(spec))


def test_every_reference_leads_somewhere(spec: Json) -> None:
    references = set(re.findall(r"'\$ref': '#/([^']+)'", repr(spec)))

    assert references
    for reference in references:
        place: Any = spec
        for step in reference.split("/"):
            place = place[step]


def test_the_body_in_the_specification_accepts_what_the_hub_accepts(spec: Json) -> None:
    body = spec["paths"]["/samples"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    validator = Draft202012Validator({**body, "components": spec["components"]})

    assert validator.is_valid(signal())
    assert not validator.is_valid(signal(kindcheck=None))
    assert not validator.is_valid({**signal(), "unknown": 1})
