"""Facts as they were stored once must be readable for ever. Golden files are added, never changed."""

from pathlib import Path

import msgspec
import pytest

from tests.ledger.golden_files import FOLDER, MAPPER, read_golden

FILES = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_fact_stored_long_ago_is_read_as_it_was_meant(file: Path) -> None:
    topic, golden = read_golden(file)
    tagged = MAPPER.to_domain_event(golden.event(topic))
    assert msgspec.to_builtins(tagged.decision) == golden.fields
    assert list(tagged.decision.tags()) == golden.tags


def test_every_golden_file_is_of_a_fact_that_still_exists() -> None:
    assert {read_golden(file)[0] for file in FILES} <= set(MAPPER.registry.topics)
