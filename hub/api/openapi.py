"""The specification: what FastAPI knows of the routes, and what the NLGov ADR asks beyond it (STANDARDS B1).

Bodies are msgspec types, so their schemas are made by msgspec; an operation carries them along under
``x-components`` until the document is put together here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final

import msgspec
from fastapi import FastAPI
from fastapi.encoders import jsonable_encoder
from fastapi.openapi.utils import get_openapi

from hub.answers.own import Own
from hub.api import idempotency
from hub.api.access_problems import ACCESS
from hub.api.problems import KINDS, MEDIA_TYPE, ProblemDetails
from hub.api.services import Contact
from hub.api.version import API_VERSION, BASE_PATH

Json = dict[str, Any]
_JSON: Final = "application/json"
_REF: Final = "#/components/schemas/{name}"
_CARRIED: Final = "x-components"
_METHODS: Final = frozenset({"get", "post", "put", "patch", "delete"})
_TOKEN: Final = ("token-missing", "token-invalid", "token-expired", "token-revoked")
_DOOR: Final = (*(code for code in ACCESS if code != "second-professional-needed"), "not-allowed", "unavailable")
"""What the door may say to anybody, whatever they ask."""
_ALWAYS: Final = (*_TOKEN, *_DOOR, "not-acceptable", "input-invalid", "internal-error")
_WITH_BODY: Final = ("not-json", "input-invalid", "body-too-large", "body-too-slow", "media-type-unsupported")
_WITH_KEY: Final = ("idempotency-key-missing", "idempotency-key-malformed", "idempotency-key-reused")
_DESCRIPTION: Final = (
    "Samenloop brings together the signals of one child and one family, and tells every organisation involved when "
    "they converge, under the consent rule and its safety exception. It is no report to Veilig Thuis and no emergency "
    "service: call 112 when a child is in danger now."
)


def described(
    *,
    body: object = None,
    answer: object = None,
    status: int = 200,
    problems: Iterable[str] = (),
    keyed: bool = False,
    body_media: str = _JSON,
    answer_media: str = _JSON,
) -> Json:
    """Keyword arguments for a route's decorator: its specification, in the types that the endpoint really uses.

    ``body`` and ``answer`` are types that msgspec knows; ``problems`` are codes of the domain that this operation
    may answer (those of every operation are added); ``keyed`` says that it wants an Idempotency-Key.
    """
    types = [one for one in (body, answer) if one is not None]
    schemas, components = msgspec.json.schema_components(types, ref_template=_REF)
    by_type = dict(zip(map(id, types), schemas, strict=True))
    extra: Json = {_CARRIED: components}
    if body is not None:
        extra["requestBody"] = {"required": True, "content": {body_media: {"schema": by_type[id(body)]}}}
    if keyed:
        extra["parameters"] = [idempotency.PARAMETER]
    success: Json = {"description": HTTPStatus(status).phrase}
    if answer is not None:
        success["content"] = {answer_media: {"schema": by_type[id(answer)]}}
    codes = [
        *_ALWAYS,
        *(_WITH_BODY if body is not None else ()),
        *(_WITH_KEY if keyed else ()),
        *problems,
        *(("log-unavailable",) if answer_media == _JSON and _discloses(answer) else ()),  # others say it in their lines
    ]
    extra["responses"] = {str(status): success, **_problem_responses(codes)}
    return {"status_code": status, "response_model": None, "openapi_extra": extra}


def _discloses(answer: object) -> bool:
    """Whether an answer of this type goes out with a line in the disclosure log."""
    return answer is not None and not (isinstance(answer, type) and issubclass(answer, Own))


def _problem_responses(codes: Iterable[str]) -> Json:
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys(codes):
        by_status.setdefault(KINDS[code].status, []).append(code)
    return {str(status): _problem_response(status, by_status[status]) for status in sorted(by_status)}


def _problem_response(status: int, codes: Iterable[str] = ()) -> Json:
    named = ", ".join(f"`{code}`" for code in codes)
    return {
        "description": f"{HTTPStatus(status).phrase}: {named}" if named else HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(name=ProblemDetails.__name__)}}},
    }


def document(app: FastAPI, contact: Contact) -> Json:
    """The OpenAPI document of everything under the base path."""
    spec = get_openapi(
        title="Samenloop", version=API_VERSION, openapi_version="3.1.0", description=_DESCRIPTION, routes=app.routes
    )
    spec["info"]["contact"] = {"name": contact.name, "email": contact.email, "url": contact.url}
    spec["info"]["license"] = {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}
    spec["servers"] = [{"url": BASE_PATH}]
    paths: Json = spec["paths"]
    spec["paths"] = {path.removeprefix(BASE_PATH): item for path, item in paths.items() if path.startswith(BASE_PATH)}
    components: Json = {"schemas": {}}
    problem = msgspec.json.schema_components([ProblemDetails], ref_template=_REF)[1]
    _add(components["schemas"], jsonable_encoder(problem, exclude_none=True))  # as FastAPI did with the others
    for path, method, operation in _operations(spec["paths"]):
        _add(components["schemas"], operation.pop(_CARRIED, {}))
        _name_path_parameters(path, operation)
        _complete(method, operation)
    components["schemas"] |= _used_by_pydantic(spec)
    components["headers"] = {
        "API-Version": {
            "description": "The full version of this API.",
            "schema": {"type": "string", "example": API_VERSION},
        }
    }
    components["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "RFC 9068, at most six hours.",
        }
    }
    return {**spec, "components": components, "security": [{"token": []}]}


def _operations(paths: Mapping[str, Json]) -> Iterator[tuple[str, str, Json]]:
    for path, item in paths.items():
        yield from ((path, method, operation) for method, operation in item.items() if method in _METHODS)


def _name_path_parameters(path: str, operation: Json) -> None:
    """A direct endpoint takes the request as it is, so FastAPI does not know what stands in its path."""
    known = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"}
    for name in re.findall(r"{([^}]+)}", path):
        if name not in known:
            parameter = {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            operation.setdefault("parameters", []).append(parameter)


def _complete(method: str, operation: Json) -> None:
    """Never 422; 400 wherever there is input; the version header on every answer (NLGov ADR)."""
    responses: Json = operation["responses"]
    responses.pop("422", None)
    if operation.get("parameters") or method not in ("get", "delete"):
        responses.setdefault("400", _problem_response(400, ("input-invalid",)))
    for response in responses.values():
        response.setdefault("headers", {})["API-Version"] = {"$ref": "#/components/headers/API-Version"}


def _used_by_pydantic(spec: Json) -> Json:
    own: Json = spec.get("components", {}).get("schemas", {})
    return {name: schema for name, schema in own.items() if name not in ("HTTPValidationError", "ValidationError")}


def _add(schemas: Json, more: Json) -> None:
    """Raises ValueError when two types of one name differ: their documentation would be a coin toss."""
    for name, schema in more.items():
        if schemas.setdefault(name, schema) != schema:
            raise ValueError(f"two body types are called {name}")
