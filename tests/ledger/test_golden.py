"""Facts as they were stored once must be readable for ever. Golden files are added, never changed."""

from pathlib import Path

import msgspec
import pytest
from eventsourcing.dcb.domain import Tagged

from hub.domain.facts import ALL_FACTS
from hub.domain.facts.base import Fact
from tests.ledger.golden_files import FOLDER, MAPPER, read_golden

FILES = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("fact", ALL_FACTS, ids=lambda fact: fact.TOPIC)
def test_every_version_of_every_fact_has_been_kept_as_it_was_stored(fact: type[Fact]) -> None:
    kept = {file.stem for file in FILES}
    assert {f"{fact.TOPIC}.{version}" for version in range(1, fact.VERSION + 1)} <= kept


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_fact_stored_long_ago_is_read_as_it_was_meant(file: Path) -> None:
    topic, golden = read_golden(file)
    tagged = MAPPER.to_domain_event(golden.event(topic))
    read = msgspec.json.decode(msgspec.json.encode(tagged.decision))
    added_since = {name for name in read.keys() - golden.fields.keys() if read[name] is None}
    assert {name: value for name, value in read.items() if name not in added_since} == golden.fields
    assert list(tagged.decision.tags()) == golden.tags


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_fact_read_and_stored_again_is_the_same_fact(file: Path) -> None:
    topic, golden = read_golden(file)
    fact = MAPPER.to_domain_event(golden.event(topic)).decision
    again = MAPPER.to_dcb_event(Tagged([], fact))
    assert (again.type, again.tags) == (topic, golden.tags)
    assert MAPPER.to_domain_event(again).decision == fact


@pytest.mark.parametrize("fact", ALL_FACTS, ids=lambda fact: fact.TOPIC)
def test_what_was_kept_says_something_in_every_field_so_that_a_lost_one_shows(fact: type[Fact]) -> None:
    kept = (FOLDER / f"{fact.TOPIC}.{fact.VERSION}.json", *FOLDER.glob(f"{fact.TOPIC}.{fact.VERSION}-*.json"))
    said = {name for file in kept for name in read_golden(file)[1].fields}
    assert set(fact.__struct_fields__) - said <= {"version", "profile", "by"}


def test_every_golden_file_is_of_a_fact_that_still_exists() -> None:
    assert {read_golden(file)[0] for file in FILES} <= set(MAPPER.registry.topics)
