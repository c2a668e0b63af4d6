"""A small world for the ledger's tests: facts, a state, commands and a register, all real though simple."""

import uuid
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, ClassVar, Self

import asyncpg
import msgspec
from eventsourcing.dcb.domain import Selector, Slice, Tagged

from hub.domain.errors import Refusal
from hub.domain.facts.base import Fact, kin_tags, person_tags
from hub.ledger.folded import FoldedStates
from hub.ledger.mapper import FactMapper, FactRegistry
from hub.ledger.ports import BatchReport, Context
from hub.ledger.writer import LedgerWriter
from tests.conftest import Databases

COMMAND_KEY = bytes(range(32))
NOON = datetime(2014, 10, 10, 12, tzinfo=UTC)


class Noted(Fact, frozen=True, kw_only=True):
    """Something was noted about persons."""

    TOPIC: ClassVar[str] = "noted"

    note: str
    about: tuple[str, ...]
    thing: str = ""

    def tags(self) -> tuple[str, ...]:
        """Persons, and the thing when there is one."""
        return (*person_tags(*self.about), *((f"thing:{self.thing}",) if self.thing else ()))


class Linked(Fact, frozen=True, kw_only=True):
    """Persons belong together."""

    TOPIC: ClassVar[str] = "linked"

    persons: tuple[str, ...]

    def tags(self) -> tuple[str, ...]:
        """Kin tags of all."""
        return kin_tags(*self.persons)


REGISTRY = FactRegistry([Noted, Linked])
MAPPER = FactMapper(REGISTRY)


@dataclass
class Village:
    """A state: what was noted, in order, and who is linked."""

    notes: list[str] = field(default_factory=list)
    links: list[tuple[str, ...]] = field(default_factory=list)

    def fold(self, fact: Fact) -> None:
        """Take one fact in."""
        if isinstance(fact, Noted):
            self.notes.append(fact.note)
        elif isinstance(fact, Linked):
            self.links.append(fact.persons)

    def fork(self) -> Self:
        """A copy."""
        return type(self)(list(self.notes), list(self.links))


class TooMany(Refusal):
    """More notes than this command allows."""

    code = "too-many"


class Note(Slice[Fact]):
    """Notes something, and answers with what was noted before."""

    def __init__(self, command: "NoteDown", context: Context) -> None:
        self.state: Any = context.state
        self.outcome: object = None
        self._command = command
        self._context = context

    def consistency_boundary(self) -> list[Selector]:
        """Not used: the writer reads by circle."""
        return []

    def execute(self) -> None:
        """Refuse, or decide."""
        command, now = self._command, self._context.now
        about = (*self._context.persons, *command.persons)
        if command.first_only:
            about = about[:1]
        before = list(self.state.notes)
        if command.at_most is not None and len(before) >= command.at_most:
            raise TooMany
        if command.breaks:
            raise ZeroDivisionError
        if command.note:
            self._record(
                Noted(recorded_at=now, note=command.note, about=about or command.else_about, thing=command.thing)
            )
        if command.aside:
            self._record(Noted(recorded_at=now, note=command.aside, about=()))
        if command.link:
            self._record(Linked(recorded_at=now, persons=(*about, *command.else_about)))
        self.outcome = before

    def _record(self, fact: Fact) -> None:
        fact.mutate(self)
        self.new_decisions.append(Tagged(list(fact.tags()), fact))


@dataclass(frozen=True)
class NoteDown:
    """The command for it. ``subjects`` are names for the register; ``persons`` are pseudonyms.

    ``first_only`` reads everybody and notes about the first; ``aside`` is another note, about nobody.
    """

    note: str = ""
    subjects: Sequence[str] = ()
    persons: Sequence[str] = ()
    handles: Sequence[str] = ()
    link: bool = False
    thing: str = ""
    at_most: int | None = None
    breaks: bool = False
    first_only: bool = False
    aside: str = ""
    else_about: tuple[str, ...] = ()
    rows: tuple[bytes, ...] = ()
    organisation: str = "org-a"
    key: str = field(default_factory=lambda: uuid.uuid4().hex)

    def canonical(self) -> bytes:
        """The body."""
        return repr((self.note, self.subjects, self.persons, self.handles, self.link)).encode()

    def slice(self, context: Context) -> Note:
        """The decision."""
        return Note(self, context)

    def sealed(self, context: Context) -> Sequence[bytes]:
        """Rows that come along."""
        return self.rows

    def recall(self, facts: Sequence[Fact]) -> object:
        """What was noted the first time."""
        return [fact.note for fact in facts if isinstance(fact, Noted)]


class Register:
    """People in two plain tables; counts its round trips."""

    def __init__(self) -> None:
        self.binds = 0

    async def bind(self, connection: asyncpg.Connection, subjects: Sequence[Any]) -> list[str]:
        """A pseudonym for each name."""
        self.binds += 1
        fresh = [f"p{uuid.uuid4().hex[:25]}" for _ in subjects]
        await connection.execute(
            "INSERT INTO register SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING", subjects, fresh
        )
        rows = await connection.fetch("SELECT name, pseudonym FROM register WHERE name = ANY ($1::text[])", subjects)
        names = {row["name"]: row["pseudonym"] for row in rows}
        return [names[subject] for subject in subjects]

    async def ages(self, connection: asyncpg.Connection, persons: Collection[str], on: date) -> Mapping[str, Any]:
        """Everyone is of the same age here."""
        return dict.fromkeys(persons, "adult")

    async def keep(self, connection: asyncpg.Connection, sealed: Sequence[Any]) -> None:
        """Store rows."""
        await connection.executemany("INSERT INTO kept VALUES ($1)", [(row,) for row in sealed])

    async def let_go(self, connection: asyncpg.Connection, owners: Sequence[str]) -> None:
        """Nobody is forgotten here."""


class Noon:
    """A clock that stands still."""

    def now(self) -> datetime:
        """Always the same."""
        return NOON


@dataclass
class Hall:
    """A writer at work on a test's database."""

    database: Databases
    writer: LedgerWriter
    register: Register
    reports: list[BatchReport]


async def prepare(database: Databases) -> None:
    """The tables of the register."""
    connection = await asyncpg.connect(database.admin_url)
    try:
        await connection.execute(
            "CREATE TABLE register (name text PRIMARY KEY, pseudonym text NOT NULL); CREATE TABLE kept (row bytea);"
            "GRANT SELECT, INSERT ON register, kept TO samenloop_app"
        )
    finally:
        await connection.close()


def kept_villages(*, key: bytes = COMMAND_KEY, version: bytes = b"1", facts_between: int = 1) -> FoldedStates:
    """States of this village, kept in the database after so many facts."""
    load = msgspec.msgpack.Decoder(Village).decode
    return FoldedStates(key, version, msgspec.msgpack.encode, load, facts_between)


@asynccontextmanager
async def hall(
    database: Databases,
    dsn: str | None = None,
    **options: Any,
) -> AsyncIterator[Hall]:
    """A started writer, stopped at the end."""
    register, reports = Register(), list[BatchReport]()
    new_state: Callable[[], Village] = Village
    writer = LedgerWriter(
        dsn or database.app_url, MAPPER, register, new_state, Noon(),
        command_key=COMMAND_KEY, report=reports.append, **options,
    )  # fmt: skip
    await writer.start()
    try:
        yield Hall(database, writer, register, reports)
    finally:
        await writer.stop()


async def rows(database: Databases, statement: str, *arguments: object) -> list[Any]:
    """What a statement finds, as the superuser."""
    connection = await asyncpg.connect(database.admin_url)
    try:
        return list(await connection.fetch(statement, *arguments))
    finally:
        await connection.close()
