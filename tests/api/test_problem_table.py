"""Every way in which the hub says no has a row in the table of problems."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import hub
from hub.api.problems import KINDS, details, language_of
from hub.domain.errors import InvalidSignal, Refusal

NEVER_IN_A_REQUEST = (
    "hub.embedded.",
    "hub.configuration.",
    "hub.outbound.",
    "hub.population.",
    "hub.cli.",
    "hub.demo.",
    "hub.bench.",
    "hub.migrate",
)


def below(kind: type[Exception]) -> Iterator[type[Exception]]:
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def import_everything() -> None:
    for module in pkgutil.walk_packages(hub.__path__, "hub."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def test_every_error_of_the_hub_with_a_code_has_a_row() -> None:
    import_everything()

    coded = [one for one in below(Exception) if one.__module__.startswith("hub.") and "code" in vars(one)]
    ours = [one for one in coded if not one.__module__.startswith(NEVER_IN_A_REQUEST)]
    without = [f"{one.__module__}.{one.__qualname__}" for one in ours if vars(one)["code"] not in KINDS]

    assert InvalidSignal in ours
    assert all("code" in vars(one) for one in below(Refusal) if one.__module__.startswith("hub."))
    assert without == []


@pytest.mark.parametrize("code", KINDS)
def test_every_row_has_an_error_status_and_words_in_both_languages(code: str) -> None:
    kind = KINDS[code]

    assert 400 <= kind.status < 600
    assert kind.status != 422  # NLGov ADR: invalid input is 400
    assert all((*kind.nl, *kind.en))
    assert kind.nl != kind.en
    assert details(code, "nl").title == kind.nl.title


@pytest.mark.parametrize(
    ("header", "language"),
    [("", "nl"), ("*", "nl"), ("en", "en"), ("EN-us;q=0.9, nl", "en"), ("fr, nl", "nl"), (";;,=", "nl")],
)
def test_dutch_is_the_language_unless_english_comes_first(header: str, language: str) -> None:
    assert language_of(header) == language
