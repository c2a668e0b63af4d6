"""There is one road out of the hub: what leaves it was disclosed, or is the caller's own (DOMAIN.md 5.1).

Beside the import contracts and ``tests/test_architecture.py``: every route of the real application, everything that is
sent to somebody, and what may be made by whom.
"""

import ast
import inspect
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.routing import Mount, Route, WebSocketRoute

import hub
from hub.answers.own import Own
from hub.api.acting import RecordedAnswer
from hub.api.metrics import Metrics
from hub.api.services import ApiServices
from hub.disclosures.told import Told
from hub.disclosures.trail import Trail
from hub.domain.disclosure import Disclosed, Ground
from hub.domain.facts import ALL_FACTS, Fact
from hub.outbound.cloudevent import CloudEvent, NotificationData, Outgoing, outgoing
from hub.outbound.ports import NotificationStream
from hub.web.app import whole_app
from tests.ledger.golden_files import FOLDER, MAPPER, read_golden

ROOT = Path(hub.__file__).parent
WITHOUT_THE_DOOR = {"/health/live", "/health/ready", "/metrics", "/v1/openapi.json"}
"""What anybody may ask: no item, no person, no organisation (tests/api/test_health.py, test_specification.py)."""


@pytest.fixture
def app(services: ApiServices) -> FastAPI:
    return whole_app(services)


def test_every_endpoint_answers_with_a_response_and_none_with_a_value_that_the_framework_would_write_out(
    app: FastAPI,
) -> None:
    documented: list[APIRoute] = app.state.documented
    assert len(documented) > 50
    for route in documented:
        returned = typing.get_type_hints(route.endpoint).get("return")
        assert inspect.isclass(returned), route.path
        assert issubclass(returned, Response), route.path
        assert route.response_field is None, route.path


def test_every_other_route_is_a_short_way_to_one_of_them_or_asks_for_nothing_about_anybody(app: FastAPI) -> None:
    documented = {(route.path, method) for route in app.state.documented for method in route.methods or ()}
    served = [route for route in app.router.routes if isinstance(route, Route) and not isinstance(route, APIRoute)]
    assert served
    for route in served:
        ways = {(route.path, method) for method in (route.methods or ()) if method != "HEAD"}
        assert ways <= documented or route.path in WITHOUT_THE_DOOR, route.path
    assert not [route for route in app.router.routes if isinstance(route, Mount | WebSocketRoute)]


def _sources() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(ROOT.rglob("*.py")):
        yield str(file.relative_to(ROOT)), ast.parse(file.read_text(encoding="utf-8"))


def _made(name: str) -> set[str]:
    """The modules that call this name, as ``Name(...)`` or ``module.Name(...)``."""
    return {
        file
        for file, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and name in {getattr(node.func, "id", None), getattr(node.func, "attr", None)}
    }


def test_only_the_decision_makes_a_disclosed_item() -> None:
    assert _made("Disclosed") == {"domain/disclosure.py"}
    with pytest.raises(TypeError):
        Disclosed(object(), Ground.CONSENT, "school", bare=False, made_by=object())  # type: ignore[type-var]


def test_a_response_of_its_own_kind_takes_what_it_sends_from_the_log() -> None:
    kinds = {
        (file, node.name)
        for file, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "").endswith("Response") for base in node.bases)
    }
    assert {(file, name) for file, name in kinds if file.startswith(("api/", "web/"))} == {
        ("api/streams.py", "EventStream"),  # tests/api/test_streams.py
        ("api/ndjson.py", "_Batch"),  # tests/api/whole/test_ways_out.py
    }


def test_an_answer_of_ones_own_has_no_place_for_an_item_of_another() -> None:
    def fields(kind: Any) -> Iterator[Any]:
        yield kind
        for argument in typing.get_args(kind):
            yield from fields(argument)

    owns: list[type] = [RecordedAnswer, *(each for each in _subclasses(Own) if each.__module__.startswith("hub."))]
    assert owns
    for own in owns:
        for hint in typing.get_type_hints(own).values():
            names = {getattr(each, "__name__", "") for each in fields(hint)}
            assert not names & {"ItemAnswer", "FamilyAnswer", "MatchAnswer", "PersonAnswer", "ReachAnswer"}, own


def _subclasses(kind: type) -> Iterator[type]:
    each: type
    for each in kind.__subclasses__():
        yield each
        yield from _subclasses(each)


def _minimal(kind: type[Fact]) -> Iterator[Fact]:
    """A fact of this kind from every golden file of it."""
    for file in sorted(FOLDER.glob(f"{kind.TOPIC}.*.json")):
        topic, golden = read_golden(file)
        yield MAPPER.to_domain_event(golden.event(topic)).decision


@pytest.mark.parametrize("kind", ALL_FACTS, ids=lambda kind: kind.TOPIC)
def test_whatever_a_fact_tells_somebody_is_an_identifier_that_the_log_holds_first(kind: type[Fact]) -> None:
    for fact in _minimal(kind):
        sent = outgoing(fact, "urn:nld:oin:00000001234567890000:systeem:samenloop")
        if sent is None:
            continue
        assert isinstance(sent.event, Told)
        assert isinstance(sent.event.trail, Trail)
        content = sent.event._content
        assert isinstance(content, CloudEvent)
        assert isinstance(content.data, NotificationData)
    assert {field.name for field in msgspec.structs.fields(NotificationData)} == {"notification", "lane", "answer_by"}


def test_a_stream_takes_events_and_nothing_else_and_an_event_comes_out_of_the_log_alone() -> None:
    assert typing.get_type_hints(NotificationStream.publish)["event"] is CloudEvent
    assert typing.get_type_hints(Outgoing)["event"] == Told[CloudEvent]
    assert _made("CloudEvent") == {"outbound/cloudevent.py"}


def test_a_figure_has_no_label_that_could_name_an_organisation_person_or_thing() -> None:
    metrics = Metrics()
    metrics.observe("GET", "/v1/families/{ref}", 200, 0.1)
    metrics.refused("token-missing")
    labels = {
        part.split("=")[0]
        for line in metrics.text().splitlines()
        if "{" in line and not line.startswith("#")
        for part in line[line.index("{") + 1 : line.rindex("}")].replace("{ref}", "").split(",")
    }
    assert labels <= {"method", "route", "status", "le", "code"}
