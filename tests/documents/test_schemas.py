"""``schemas/`` says what the code says, completely, and real facts, requests and files fit it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

from hub.api.version import API_VERSION
from hub.cli.schemas import differences, specification, write
from hub.commands.looks import RecordLookRequest
from hub.commands.request import Request
from hub.demo.case import load_case
from hub.documents.schemas import ALL_REQUESTS, CONFIGURATION, command_name, documents
from hub.domain.facts import ALL_FACTS
from hub.outbound.cloudevent import EXPLANATIONS
from tests.demo.test_case_requests import replayed
from tests.ledger.golden_files import FOLDER as GOLDEN
from tests.ledger.golden_files import read_golden

ROOT = Path(__file__).parents[2]
BY_PATH = {
    "signals": "publish",
    "consents": "consent",
    "safety-exceptions": "exception",
    "shielded-recipients": "shielded-recipients",
}


@cache
def made() -> dict[str, bytes]:
    """The schemas as the code makes them."""
    return documents(specification())


def schema(path: str) -> Draft202012Validator:
    """A validator of one of the schemas."""
    return Draft202012Validator(json.loads(made()[path]))


def references(document: Any) -> Iterator[str]:
    """Every reference in a document."""
    if isinstance(document, dict):
        if isinstance(document.get("$ref"), str):
            yield document["$ref"]
        document = list(document.values())
    if isinstance(document, list):
        for each in document:
            yield from references(each)


def resolve(document: Any, reference: str) -> Any:
    """What a reference inside a document points at. Raises ``KeyError`` where it points at nothing."""
    assert reference.startswith("#/")
    for step in reference.removeprefix("#/").split("/"):
        document = document[step]
    return document


def test_the_files_are_those_that_the_code_makes() -> None:
    assert differences(made(), ROOT / "schemas") == []


def test_the_same_code_makes_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    command = """if True:
        import sys
        from pathlib import Path
        from hub.cli.schemas import documents, specification, write
        write(documents(specification()), Path(sys.argv[1]))"""
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", command, str(tmp_path)], check=True, env=environment, timeout=120)
    assert differences(made(), tmp_path) == []


def test_what_is_missing_different_or_left_over_is_named_and_written_anew(tmp_path: Path) -> None:
    files = {"facts/a.1.json": b"a", "openapi.json": b"o"}
    write({"facts/a.1.json": b"old", "facts/gone.1.json": b"g"}, tmp_path)
    (tmp_path / "README.md").write_text("kept")
    assert differences(files, tmp_path) == [
        "differs: facts/a.1.json",
        "left over: facts/gone.1.json",
        "missing: openapi.json",
    ]
    write(files, tmp_path)
    assert differences(files, tmp_path) == []
    assert (tmp_path / "README.md").read_text() == "kept"


def test_every_fact_every_command_and_every_configuration_file_has_its_schema() -> None:
    expected = {f"facts/{fact.TOPIC}.{fact.VERSION}.json" for fact in ALL_FACTS}
    expected |= {f"commands/{command_name(request)}.json" for request in ALL_REQUESTS}
    expected |= {f"configuration/{name}.json" for name in CONFIGURATION}
    assert set(made()) == expected | {"notification.json", "openapi.json", "asyncapi.yaml"}


def test_no_command_that_somebody_can_ask_for_is_left_out() -> None:
    def leaves(kind: type[Request]) -> Iterator[type[Request]]:
        below = [each for each in kind.__subclasses__() if each.__module__.startswith("hub.commands")]
        for each in below:
            yield from leaves(each)
        if not below:
            yield kind

    assert set(leaves(Request)) - {RecordLookRequest} == set(ALL_REQUESTS)  # that one the hub asks of itself


@pytest.mark.parametrize("path", [path for path in made() if path not in {"openapi.json", "asyncapi.yaml"}])
def test_every_schema_is_a_schema_and_complete_in_itself(path: str) -> None:
    document = json.loads(made()[path])
    validator_for(document).check_schema(document)
    for reference in references(document):
        resolve(document, reference)


@pytest.mark.parametrize("fact", ALL_FACTS, ids=lambda fact: fact.TOPIC)
def test_a_stored_fact_fits_its_schema(fact: type[Any]) -> None:
    name = f"{fact.TOPIC}.{fact.VERSION}.json"
    _, golden = read_golden(GOLDEN / name)
    schema(f"facts/{name}").validate(golden.fields)


@pytest.mark.parametrize("name", CONFIGURATION)
def test_a_configuration_file_that_ships_fits_its_schema(name: str) -> None:
    text = (ROOT / "hub" / "configuration" / f"{name}.yaml").read_text(encoding="utf-8")
    schema(f"configuration/{name}.json").validate(yaml.safe_load(text))


def test_what_the_organisations_of_the_case_send_fits_its_schema() -> None:
    checked = 0
    for request in replayed():
        _, noun, *rest = request.path.strip("/").split("/")
        if noun in BY_PATH and not rest:
            schema(f"commands/{BY_PATH[noun]}.json").validate(request.body)
            checked += 1
        for line in request.lines or ():
            schema("commands/directory.json").validate(line)
    assert checked > len(load_case().organisations)


@pytest.mark.parametrize("path", ["openapi.json", "asyncapi.yaml"])
def test_in_both_documents_every_reference_points_at_something(path: str) -> None:
    document = yaml.safe_load(made()[path])
    found = list(references(document))
    assert found
    for reference in found:
        resolve(document, reference)


def test_the_events_have_one_channel_for_each_organisation() -> None:
    document = yaml.safe_load(made()["asyncapi.yaml"])
    assert document["asyncapi"].startswith("3.")
    assert document["info"]["version"] == API_VERSION
    (channel,) = document["channels"].values()
    assert channel["address"] == "samenloop.notification.{organisation}"
    assert set(channel["parameters"]) == {"organisation"}
    message = document["components"]["messages"]["notification"]
    assert all(kind in message["description"] for kind in EXPLANATIONS)
