"""Stored bytes become facts through a closed registry, old versions too."""

from datetime import UTC, datetime
from typing import ClassVar

import msgspec
import pytest
from eventsourcing.dcb.api import DCBEvent
from eventsourcing.dcb.domain import Tagged

from hub.domain.facts.base import Fact
from hub.ledger.errors import RegistryError, TagMismatch, UnknownFact
from hub.ledger.mapper import FactMapper, FactRegistry, Upcaster
from tests.ledger.village import NOON, Linked, Noted


class Renamed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Version 3 of a fact: 'text' became 'note' in version 2, and got a colour in version 3."""

    TOPIC: ClassVar[str] = "renamed"
    VERSION: ClassVar[int] = 3

    note: str
    colour: str

    def tags(self) -> tuple[str, ...]:
        return ()


UPCASTERS = {
    ("renamed", 1): lambda raw: {"recorded_at": raw["recorded_at"], "note": raw["text"]},
    ("renamed", 2): lambda raw: {**raw, "colour": "grey"},
}
CURRENT = FactMapper(FactRegistry([Renamed, Noted], UPCASTERS))


def _stored(**fields: object) -> DCBEvent:
    return DCBEvent("renamed", msgspec.msgpack.encode({"recorded_at": NOON, **fields}), [])


def test_a_fact_comes_back_as_it_was() -> None:
    fact = Noted(
        recorded_at=datetime(2014, 10, 10, 21, 30, 0, 123456, tzinfo=UTC), note="één", about=("p1",), thing="t1"
    )
    event = CURRENT.to_dcb_event(Tagged([], fact))
    assert (event.type, event.tags) == ("noted", ["person:p1", "thing:t1"])
    assert CURRENT.to_domain_event(event).decision == fact


@pytest.mark.parametrize("stored", [_stored(text="a"), _stored(text="a", version=1), _stored(note="a", version=2)])
def test_old_versions_are_brought_to_the_current_one_step_by_step(stored: DCBEvent) -> None:
    fact = CURRENT.to_domain_event(stored).decision
    assert fact == Renamed(recorded_at=NOON, note="a", colour="grey", version=3)


def test_a_fact_is_stored_with_the_current_version_though_slices_know_of_none() -> None:
    event = CURRENT.to_dcb_event(Tagged([], Renamed(recorded_at=NOON, note="a", colour="red")))
    assert msgspec.msgpack.decode(event.data)["version"] == 3
    assert CURRENT.to_domain_event(event).decision == Renamed(recorded_at=NOON, note="a", colour="red", version=3)


@pytest.mark.parametrize(
    "event",
    [
        DCBEvent("os.system", b"\x80", []),
        _stored(note="a", colour="red", version=4),
        DCBEvent("noted", msgspec.msgpack.encode({"recorded_at": NOON, "note": "", "about": [], "version": 2}), []),
    ],
    ids=["a topic nobody registered", "a version from the future", "a second version where there is one"],
)
def test_what_the_registry_does_not_hold_is_a_typed_error(event: DCBEvent) -> None:
    with pytest.raises(UnknownFact):
        CURRENT.to_domain_event(event)


def test_a_fact_that_is_not_registered_is_not_stored() -> None:
    with pytest.raises(UnknownFact):
        CURRENT.to_dcb_event(Tagged([], Linked(recorded_at=NOON, persons=("p1", "p2"))))


def test_tags_that_are_not_the_facts_own_are_refused() -> None:
    with pytest.raises(TagMismatch):
        CURRENT.to_dcb_event(Tagged(["person:p2"], Noted(recorded_at=NOON, note="", about=("p1",))))


class SameTopic(Noted, frozen=True, kw_only=True):
    """Another class with the topic of ``Noted``."""


class StubbornDefault(Noted, frozen=True, kw_only=True):
    """Would be read as version 2 when stored without a version."""

    TOPIC: ClassVar[str] = "stubborn"
    VERSION: ClassVar[int] = 2
    version: int = 2


@pytest.mark.parametrize(
    ("facts", "upcasters"),
    [
        pytest.param([Noted, SameTopic], {}, id="a topic twice"),
        pytest.param([Renamed], {("renamed", 1): dict}, id="a step missing"),
        pytest.param([Noted], {("gone", 1): dict}, id="a step for nothing"),
        pytest.param([StubbornDefault], {("stubborn", 1): dict}, id="a default that is not 1"),
    ],
)
def test_a_registry_that_does_not_hold_together_is_refused_at_once(
    facts: list[type[Fact]], upcasters: dict[tuple[str, int], Upcaster]
) -> None:
    with pytest.raises(RegistryError):
        FactRegistry(facts, upcasters)
