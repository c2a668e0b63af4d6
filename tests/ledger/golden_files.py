"""Writes and reads golden files: facts as they were stored once, kept for ever beside the tests.

A file is added when a fact, or a version of one, is new::

    write_golden(Noted(recorded_at=..., note="one", about=("p1",)))

When a version gains a field with a default, a second file (``part=2``) is added that says something in it.
"""

import json
from pathlib import Path

import msgspec
from eventsourcing.dcb.api import DCBEvent
from eventsourcing.dcb.domain import Tagged

from hub.domain.facts import ALL_FACTS
from hub.domain.facts.base import Fact
from hub.ledger.mapper import FactMapper, FactRegistry

FOLDER = Path(__file__).parent / "golden"
MAPPER = FactMapper(FactRegistry(ALL_FACTS))


class Golden(msgspec.Struct):
    """``data``: hex of the stored bytes; ``fields``: what must come out of it, as JSON."""

    data: str
    tags: list[str]
    fields: dict[str, object]

    def event(self, topic: str) -> DCBEvent:
        """The stored event."""
        return DCBEvent(topic, bytes.fromhex(self.data), self.tags)


def golden_of(fact: Fact) -> Golden:
    """A fact as it is stored today."""
    event = MAPPER.to_dcb_event(Tagged([], fact))
    return Golden(event.data.hex(), event.tags, msgspec.to_builtins(MAPPER.to_domain_event(event).decision))


def write_golden(fact: Fact, folder: Path = FOLDER, part: int = 1) -> Path:
    """Add the golden file of a fact. Raises FileExistsError: what was stored once is never written anew."""
    name = f"{fact.TOPIC}.{fact.VERSION}" if part == 1 else f"{fact.TOPIC}.{fact.VERSION}-{part}"
    path = folder / f"{name}.json"
    with path.open("x") as file:
        file.write(json.dumps(msgspec.to_builtins(golden_of(fact)), indent=1, ensure_ascii=False) + "\n")
    return path


def read_golden(path: Path) -> tuple[str, Golden]:
    """Topic and content of a golden file."""
    return path.stem.rpartition(".")[0], msgspec.json.decode(path.read_bytes(), type=Golden)
