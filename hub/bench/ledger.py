"""The figure ``ledger``: trivial decisions through the batched writer, 64 waiting at any time.

To be compared with ``pgbench -M prepared``: one client, one row of 300 bytes a transaction, the same server. A decision
here takes the whole way: command identifier, circle, history, a fact of about 300 bytes, tags, seal, one commit.
"""

import asyncio
import itertools
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Self

import asyncpg
from eventsourcing.dcb.domain import Selector, Slice, Tagged

from hub.clock import WallClock, monotonic_seconds
from hub.domain.facts.base import Fact, person_tags
from hub.ledger.mapper import FactMapper, FactRegistry
from hub.ledger.ports import Context
from hub.ledger.writer import LedgerWriter

WAITING = 64
SECONDS = 3.0
PAYLOAD = "x" * 250


class Measured(Fact, frozen=True, kw_only=True):
    """A fact of about 300 bytes about one person. Only ever in a database made for measuring."""

    TOPIC: ClassVar[str] = "measured"

    person: str
    payload: str

    def tags(self) -> tuple[str, ...]:
        """One person."""
        return person_tags(self.person)


class Count:
    """The smallest state there is."""

    def __init__(self, facts: int = 0) -> None:
        self.facts = facts

    def fold(self, fact: Fact) -> None:  # noqa: ARG002 - the kind of fact does not matter
        """One more."""
        self.facts += 1

    def fork(self) -> Self:
        """A copy."""
        return type(self)(self.facts)


class Measure(Slice[Fact]):
    """Decides on one fact, whatever there is."""

    def __init__(self, person: str, context: Context) -> None:
        self.state: Any = context.state
        self.outcome: object = None
        self._fact = Measured(recorded_at=context.now, person=person, payload=PAYLOAD)

    def consistency_boundary(self) -> list[Selector]:
        """Everything about the person."""
        return [Selector(tags=list(self._fact.tags()))]

    def execute(self) -> None:
        """Record."""
        self._fact.mutate(self)
        self.new_decisions.append(Tagged([], self._fact))


@dataclass(frozen=True)
class MeasureCommand:
    """One trivial command about a person of its own."""

    key: str
    organisation: str = "bench"
    subjects: Sequence[Any] = ()
    handles: Sequence[str] = ()
    persons: Sequence[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "persons", ("p" + self.key,))

    def canonical(self) -> bytes:
        """Different for every command."""
        return self.key.encode()

    def slice(self, context: Context) -> Measure:
        """The decision."""
        return Measure(self.persons[0], context)

    def sealed(self, context: Context) -> Sequence[Any]:  # noqa: ARG002 - nothing comes along
        """Nothing."""
        return ()

    def recall(self, facts: Sequence[Fact]) -> object:  # noqa: ARG002 - there is no answer to recall
        """Nothing."""
        return None


class Nobody:
    """No people: the workload names pseudonyms only."""

    async def bind(self, connection: asyncpg.Connection, subjects: Sequence[Any]) -> list[str]:  # noqa: ARG002
        """Never asked."""
        return ["" for _ in subjects]

    async def ages(self, connection: asyncpg.Connection, persons: Collection[str], on: date) -> Mapping[str, Any]:  # noqa: ARG002
        """Nobody has an age."""
        return {}

    async def keep(self, connection: asyncpg.Connection, sealed: Sequence[Any]) -> None:
        """Never asked."""

    async def let_go(self, connection: asyncpg.Connection, owners: Sequence[str]) -> None:
        """Never asked."""


async def measure_ledger(dsn: str, *, seconds: float = SECONDS, waiting: int = WAITING) -> float:
    """Decisions committed a second. ``dsn``: a migrated database for measuring, as the application role."""
    writer = LedgerWriter(
        dsn, FactMapper(FactRegistry([Measured])), Nobody(), Count, WallClock(),
        command_key=secrets.token_bytes(32), max_batch=waiting,
    )  # fmt: skip
    await writer.start()
    try:
        await _load(writer, seconds / 10, waiting)
        return await _load(writer, seconds, waiting)
    finally:
        await writer.stop()


async def _load(writer: LedgerWriter, seconds: float, waiting: int) -> float:
    """Keep so many commands waiting for so long; the number a second."""
    prefix, numbers, done = secrets.token_hex(8), itertools.count(), 0
    began = monotonic_seconds()
    until = began + seconds

    async def send() -> None:
        nonlocal done
        while monotonic_seconds() < until:
            await writer.submit(MeasureCommand(f"{prefix}{next(numbers)}"))
            done += 1

    await asyncio.gather(*(send() for _ in range(waiting)))
    return done / (monotonic_seconds() - began)
