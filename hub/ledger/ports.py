"""The shapes the ledger asks of the others: a state to fold into, commands to decide, people to bind."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, Self

import asyncpg
from eventsourcing.dcb.domain import Tagged

from hub.domain.facts.base import Fact


class State(Protocol):
    """What the facts of one circle add up to."""

    def fold(self, fact: Fact) -> None:
        """Take in one fact. Accepts everything ever stored; never raises for what a fact says."""

    def fork(self) -> Self:
        """A cheap copy, so that a decision that fails leaves the original as it was."""


@dataclass(frozen=True, slots=True)
class Context:
    """All that a decision may know besides the command itself, so that a slice stays pure."""

    state: Any
    """The folded state of the circle, for this slice alone: it may fold into it."""
    persons: tuple[str, ...]
    """The pseudonym of each of the command's ``subjects``, in their order."""
    now: datetime
    """The domain clock, UTC; the same for every command of a batch."""
    ages: Mapping[str, Any]
    """Age bands by pseudonym, of everyone in the circles of the batch."""
    ids: Callable[[], str]
    """Makes random identifiers."""
    policy: Any = None
    """What ``Premises.policy`` gives, as of this very transaction; None where a ledger has no premises."""
    circle: Collection[str] | None = None
    """Everyone whose facts were read. A fact may name others (a consent links nobody): of those nothing can be decided.
    None: everyone in the state."""


class DecidingSlice(Protocol):
    """An ``eventsourcing.dcb.domain.Slice`` that holds ``state`` and, after ``execute``, an ``outcome``."""

    @property
    def state(self) -> State:
        """The state that ``execute`` folded its own facts into."""

    @property
    def outcome(self) -> object:
        """The answer to the command; None is an answer too."""

    def execute(self) -> None:
        """Check and decide. Raises a refusal, and then nothing of the slice is kept."""

    def collect_events(self) -> Sequence[Tagged[Any]]:
        """Hand over the decided facts."""


class Command(Protocol):
    """One request to the ledger: it is decided once, whatever happens on the way, however often it is sent."""

    @property
    def organisation(self) -> str:
        """Who sends it; identifiers of different organisations never meet."""

    @property
    def key(self) -> str:
        """Idempotency key, or a deadline's own identifier."""

    @property
    def subjects(self) -> Sequence[Any]:
        """Whom it is about, as ``PeoplePort.bind`` understands it."""

    @property
    def persons(self) -> Sequence[str]:
        """Pseudonyms already known, whose circle is read as well."""

    @property
    def handles(self) -> Sequence[str]:
        """Tags (``signal:<id>``) whose facts' persons seed the circle, for a command that names a thing only."""

    def canonical(self) -> bytes:
        """The body in one canonical form. Stored only as a keyed fingerprint."""

    def slice(self, context: Context) -> DecidingSlice:
        """The decision, ready to execute. Pure."""

    def sealed(self, context: Context) -> Sequence[Any]:
        """Encrypted rows that come with the command, for ``PeoplePort.keep``; asked only when it was accepted."""

    def recall(self, facts: Sequence[Fact]) -> object:
        """The outcome again, from the facts that the command stored the first time."""


class Fleeting:
    """Base of a command whose identifier is kept only with facts: one that finds nothing to do leaves no row.

    For what is tried again and again under identifiers that are ever new. A repeat is decided anew, so this is not for
    a command whose answer somebody was given.
    """

    __slots__ = ()


class PeoplePort(Protocol):
    """What the ledger needs of ``hub.people``, on the ledger's connection and in its transaction."""

    async def bind(self, connection: asyncpg.Connection, subjects: Sequence[Any]) -> list[str]:
        """A pseudonym per subject, in order, for a whole batch in one round trip; unknown persons are inserted."""

    async def ages(self, connection: asyncpg.Connection, persons: Collection[str], on: date) -> Mapping[str, Any]:
        """Age bands of these persons on a date, in one round trip."""

    async def keep(self, connection: asyncpg.Connection, sealed: Sequence[Any]) -> None:
        """Insert the encrypted rows that accepted commands brought."""

    async def let_go(self, connection: asyncpg.Connection, owners: Sequence[str]) -> None:
        """Delete what is sealed for these owners, whom accepted facts forget: nothing finds them from then on."""


class Premises(Protocol):
    """What every decision rests on beside families (who takes part): folded from the facts that carry one tag.

    Kept in memory by every process. The writer brings it up to date under the lock, so that no decision rests on what
    somebody else has changed before it.
    """

    @property
    def tag(self) -> str:
        """The tag of its facts."""

    @property
    def position(self) -> int:
        """Of the last fact taken in."""

    def take(self, stored: Sequence["StoredFact"]) -> None:
        """Take in committed facts, in order; those up to ``position`` are passed over."""

    def policy(self, decided: Sequence[Fact] = ()) -> Any:  # noqa: ANN401 - the ledger hands it on unread
        """What slices are given, with the facts that this batch has decided so far."""


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A fact with its place in the ledger. The position stays inside the hub: it counts sealed items too."""

    position: int
    fact: Fact
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a command."""

    result: Any
    """``slice.outcome``, or what ``recall`` made of the stored facts."""
    first: int | None
    last: int | None
    """Positions of the command's facts, None when it decided on none."""
    replayed: bool
    """The command had been decided before; nothing was stored now."""

    @property
    def position(self) -> int:
        """Where a reader must be to see this; for ``hub.ledger.wait``."""
        return self.last or 0


@dataclass(frozen=True, slots=True)
class BatchReport:
    """Figures of one batch, for metrics."""

    commands: int
    accepted: int
    facts: int
    seconds_under_lock: float
    at: datetime = field(compare=False)
