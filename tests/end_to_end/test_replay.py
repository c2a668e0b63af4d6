"""The whole hub on the Rotterdam case: everything that was missed is raised, and nothing is told without its ground."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from hub.demo.case import Expected, load_case
from hub.demo.outcome import meets, notifications_of
from tests.end_to_end.replaying import Run

SHARED_CASE = Path(__file__).resolve().parents[3] / "shared" / "cases" / "rotterdam.yaml"
"""The case as it was handed to the project, where it lies beside a checkout; the project's own says the same."""
KEPT = ("id", "about", "to", "not_before", "by", "all", "refused_too")
PROCESS_COORDINATOR = "gemeente"
WITHOUT_CONSENT = {"own", "exception"}


def expectations() -> tuple[Expected, ...]:
    """The seventeen items, from the case as it was handed over or else from the project's own."""
    if not SHARED_CASE.is_file():
        return load_case().expected
    written = yaml.safe_load(SHARED_CASE.read_text(encoding="utf-8"))["expected"]
    return tuple(msgspec.convert(_as_written(each), Expected) for each in written)


def _as_written(each: dict[str, Any]) -> dict[str, Any]:
    """One expected item in the shape of the project's cases: one value may stand for a list of one."""
    several = {"rules": each["rule"], "item_of": each.get("item_of", [])}
    lists = {name: [value] if isinstance(value, str) else value for name, value in several.items()}
    kept = {name: each[name] for name in KEPT if name in each}  # an unquoted sentence with commas makes other names
    return {**kept, **lists, "what_nl": "", "what_en": ""}


EXPECTED = expectations()
IDS = [each.id for each in EXPECTED]


def told_in_time(expected: Expected, run: Run) -> dict[str, date]:
    """Who was told of an expected item within its window, and when first."""
    told: dict[str, date] = {}
    for each in notifications_of(_plain(run)):
        if meets(expected, each) and expected.not_before <= each.on <= expected.by:
            told.setdefault(each.to, each.on)
    return told


def _plain(run: Run) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in each.items() if name not in {"lane", "message"}}
        for each in run.report["notifications"]
    ]


def is_raised(expected: Expected, run: Run) -> bool:
    """As the case defines it: to one of those who should be told, or to all of them."""
    told = set(told_in_time(expected, run))
    return told == set(expected.to) if expected.all else bool(told)


def test_the_case_expects_seventeen_items() -> None:
    assert len(EXPECTED) == len(set(IDS)) == 17


@pytest.mark.parametrize("expected", EXPECTED, ids=IDS)
def test_every_expected_item_is_raised_when_consent_is_given(expected: Expected, given: Run) -> None:
    assert is_raised(expected, given), told_in_time(expected, given)


@pytest.mark.parametrize("expected", [each for each in EXPECTED if each.refused_too], ids=lambda each: each.id)
def test_what_needs_no_consent_is_raised_when_it_is_refused(expected: Expected, refused: Run) -> None:
    assert is_raised(expected, refused), told_in_time(expected, refused)


def test_what_needs_consent_is_not_raised_when_it_is_refused(refused: Run) -> None:
    assert [each.id for each in EXPECTED if not each.refused_too and is_raised(each, refused)] == []


def test_refused_consent_reaches_nobody_but_the_owner_without_an_exception(refused: Run) -> None:
    for each in refused.report["notifications"]:
        if each["ground"] == "identifier":
            assert (each["to"], each["items"]) == (PROCESS_COORDINATOR, [])
            continue
        assert each["items"], each
        assert {item["ground"] for item in each["items"]} <= WITHOUT_CONSENT, each
        assert all(item["owner"] == each["to"] for item in each["items"] if item["ground"] == "own"), each


def test_refused_consent_shows_nobody_an_item_without_an_exception(refused: Run) -> None:
    grounds = {ground for each in refused.fetched if each.path != "/web/families" for ground in _grounds(each.text)}
    assert grounds == WITHOUT_CONSENT


def _grounds(text: str) -> set[str]:
    """Every ``ground`` in an answer, however deep."""
    found: set[str] = set()
    waiting = [msgspec.json.decode(text)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found |= {value["ground"]} if "ground" in value else set()
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return found


def test_who_may_see_nothing_gets_the_same_answer_as_about_somebody_unknown(refused: Run) -> None:
    empty = {each.text for each in refused.fetched if each.path.endswith("_search") and each.organisation == "woonstad"}
    assert '{"families":[]}' in empty


@pytest.mark.parametrize("answer", ["given", "refused"])
def test_every_notification_lists_its_ground_and_its_rule(answer: str, request: pytest.FixtureRequest) -> None:
    run: Run = request.getfixturevalue(answer)
    assert run.report["notifications"]
    for each in run.report["notifications"]:
        assert each["rule"]
        assert set(each["ground"].split(", ")) <= {"own", "consent", "exception", "identifier"}, each
        assert set(each["about"]) <= set(run.case.persons), each
        assert each["to"] in run.case.organisations


@pytest.mark.parametrize("answer", ["given", "refused"])
def test_the_report_for_machines_has_the_agreed_shape(answer: str, request: pytest.FixtureRequest) -> None:
    run: Run = request.getfixturevalue(answer)
    assert (run.report["case"], run.report["consent"]) == ("rotterdam", answer)
    assert [each["id"] for each in run.report["expected"]] == IDS
    for each in run.report["expected"]:
        assert {"id", "rule", "not_before", "by", "raised_on", "told"} <= set(each)
        assert date.fromisoformat(each["not_before"]) <= date.fromisoformat(each["by"])
        assert each["raised_on"] is None or date.fromisoformat(each["raised_on"]).isoformat() == each["raised_on"]
    for each in run.report["notifications"]:
        assert {"on", "to", "rule", "ground", "about"} <= set(each)
        assert date.fromisoformat(each["on"]).isoformat() == each["on"]


@pytest.mark.parametrize("answer", ["given", "refused"])
def test_the_report_says_what_the_notifications_say(answer: str, request: pytest.FixtureRequest) -> None:
    run: Run = request.getfixturevalue(answer)
    reported = {each["id"]: each["raised_on"] is not None for each in run.report["expected"]}
    assert reported == {each.id: is_raised(each, run) for each in EXPECTED}


def test_the_projects_own_case_expects_what_was_handed_over() -> None:
    assert [_without_words(each) for each in load_case().expected] == [_without_words(each) for each in EXPECTED]


def _without_words(expected: Expected) -> Expected:
    return msgspec.structs.replace(expected, what_nl="", what_en="")
