"""Checks questions and answers against the register's own OpenAPI document, discriminators followed."""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

_PREFIX = "#/components/schemas/"


class Specification:
    """The OpenAPI document of the register."""

    def __init__(self, path: Path) -> None:
        document = json.loads(path.read_text(encoding="utf-8"))
        schemas: dict[str, Any] = document["components"]["schemas"]
        self._kinds = {name: each["discriminator"]["mapping"] for name, each in schemas.items() if "mapping" in each.get("discriminator", {})}  # fmt: skip  # noqa: E501
        known = {name: self._rewritten(each, inherits=True) for name, each in schemas.items()}
        for name, mapping in self._kinds.items():
            known[f"{name}.any"] = _one_of_its_kinds(name, mapping)
        self._document = {"components": {"schemas": known}}
        self.names = frozenset(schemas)

    def faults(self, schema: str, value: object) -> list[str]:
        """What is wrong with a value of this schema, its own kind followed, as paths and reasons."""
        name = f"{schema}.any" if schema in self._kinds else schema
        validator = Draft202012Validator({**self._document, "$ref": _PREFIX + name})
        return [f"{error.json_path}: {error.validator}" for error in validator.iter_errors(value)]

    def _rewritten(self, schema: Any, *, inherits: bool = False) -> Any:
        """References to a kind of things become references to any of them; what a schema inherits from stays."""
        if isinstance(schema, list):
            return [self._rewritten(each, inherits=inherits) for each in schema]
        if not isinstance(schema, dict):
            return schema
        if "$ref" in schema:
            name = schema["$ref"].removeprefix(_PREFIX)
            return {"$ref": f"{_PREFIX}{name}.any"} if name in self._kinds and not inherits else schema
        return {
            key: self._rewritten(each, inherits=inherits and key == "allOf")
            for key, each in schema.items()
            if key not in {"example", "examples", "description", "discriminator"}
        }


def _one_of_its_kinds(name: str, mapping: dict[str, str]) -> dict[str, Any]:
    chosen = [
        {"if": {"properties": {"type": {"const": kind}}}, "then": {"$ref": reference}}
        for kind, reference in mapping.items()
    ]
    base = {"$ref": _PREFIX + name}
    return {"allOf": [base, {"properties": {"type": {"enum": list(mapping)}}}, *chosen]}
