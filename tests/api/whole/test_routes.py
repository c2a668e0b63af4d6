"""The API as a whole: every request has an address, every address says what it may answer."""

import re
from typing import Any

from hub.api.app import ROUTERS
from hub.commands.followup import FamilyRequest
from hub.commands.organisations import OperatorRequest
from hub.commands.request import Request
from hub.commands.requests import RequestStep
from tests.api.test_specification import KEBAB, operations
from tests.api.whole.conftest import Whole

MADE_BY_THE_PATH = {"ReviewExceptionRequest", "HandoverStepRequest"}
"""Whose decision the last segment of the address says; their bodies are what is left."""


BY_THE_HUB = {"RecordLookRequest"}
"""What the hub asks of itself where somebody asks something else."""


def requests(kind: type[Request] = Request) -> set[type[Request]]:
    below = {one for one in kind.__subclasses__() if one.__module__.startswith("hub.commands.")}
    reached = {one for one in below if not issubclass(one, OperatorRequest)}
    return reached.union(*(requests(one) for one in reached)) - {FamilyRequest, RequestStep}


async def specification(whole: Whole) -> dict[str, Any]:
    document: dict[str, Any] = (await whole.visitor.get("/v1/openapi.json")).json()
    return document


async def test_every_request_has_one_address(whole: Whole) -> None:
    spec = await specification(whole)
    bodies = [
        schema["$ref"].rpartition("/")[2]
        for _, _, operation in operations(spec)
        for media in operation.get("requestBody", {}).get("content", {}).values()
        if "$ref" in (schema := media["schema"])
    ]
    by_line = {"SignalLine": "PublishRequest", "DirectoryLine": "DirectoryRequest"}
    reached = {by_line.get(name, name) for name in bodies} | MADE_BY_THE_PATH | BY_THE_HUB

    assert {one.__name__ for one in requests()} <= reached
    assert all(bodies.count(one.__name__) == 1 for one in requests() if one.__name__ in bodies)


async def test_paths_are_kebab_case_and_query_keys_camel_case(whole: Whole) -> None:
    spec = await specification(whole)
    for path, _, operation in operations(spec):
        assert KEBAB.match(path), path
        keys = [one["name"] for one in operation.get("parameters", []) if one["in"] == "query"]
        assert all(re.fullmatch(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*", key) for key in keys), path


async def test_every_operation_has_an_identifier_of_its_own_and_a_sentence(whole: Whole) -> None:
    spec = await specification(whole)
    found = [(operation["operationId"], operation["description"]) for _, _, operation in operations(spec)]
    assert len({id_ for id_, _ in found}) == len(found) >= 30
    assert all(description for _, description in found)


async def test_nothing_under_the_base_path_answers_without_a_token(whole: Whole) -> None:
    spec = await specification(whole)
    for path, method, _ in operations(spec):
        answer = await whole.visitor.request(
            method, f"/v1{path.format(id='x', ref='x', professional='x', declaration='x')}"
        )
        assert answer.status_code == 401, (method, path)


def test_a_router_has_a_module_of_its_own() -> None:
    assert len({router.__module__ for router in ROUTERS}) == len(ROUTERS)
