"""What the endpoints stand on: ports that ``hub.bootstrap`` wires. Nothing here knows a database or a network."""

from asyncio import Event
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from hub.api.auth import Tokens
from hub.api.body import SIGNAL_LIMIT
from hub.api.door import Access
from hub.api.metrics import Metrics
from hub.clock import DomainClock
from hub.commands.request import Request
from hub.disclosures.ports import Log
from hub.disclosures.told import Disclosures
from hub.domain.ages import AgeBand
from hub.domain.errors import Fault
from hub.domain.family import FamilyState
from hub.domain.opening import Opening
from hub.domain.policy import Policy
from hub.domain.professionals import ProfessionalRole
from hub.domain.statistics import StatisticsRules
from hub.ledger.ports import Outcome, StoredFact
from hub.ledger.wait import WaitTokens
from hub.participation.logins import Login
from hub.people.identity import Identity
from hub.people.subject import Subject
from hub.views.figures import RuleEffectRow, UseRow
from hub.views.rows import IdentityRow, InboxRow, MatchRow, RelativeRow, RequestRow, SignalRow, TaskRow
from hub.views.task_list import TaskPlace, Whose

Probe = Callable[[], Awaitable[None]]
"""Returns when a part answers, raises anything when it does not. Given two seconds."""


class Commands(Protocol):
    """The way to change anything: one command, decided and stored in one transaction of the ledger."""

    async def submit(
        self,
        request: Request,
        *,
        organisation: str,
        key: str,
        family: str | None = None,
        thing: str | None = None,
        professional: str | None = None,
        roles: frozenset[ProfessionalRole] = frozenset(),
        persons: tuple[str, ...] = (),
    ) -> Outcome:
        """What was decided, after it is stored; ``family`` and ``thing`` are what the address names.

        ``professional`` is who acts, as the token says; ``roles`` are those of which who acts needs one.
        ``persons`` are further pseudonyms whose families are read.

        The same key and request of an organisation again give the same identifiers. Raises a ``Refusal`` of the
        domain, also ``idempotency-key-reused`` for the same key with another request; then nothing is stored.
        """

    def faults(self, request: Request, organisation: str) -> Sequence[Fault]:
        """What is wrong with the content of a request, as far as it shows without anybody's history."""
        ...


class Queries(Protocol):
    """The views, as ``hub.views`` folds them. Rows are raw: whoever shows them asks disclosure first."""

    async def family(self, person: str, /) -> tuple[str, FamilyState] | None:
        """The family of a person, by pseudonym, and everything known about it; None where nothing is."""
        ...

    async def families(self, persons: Collection[str], /) -> Mapping[str, tuple[str, FamilyState]]:
        """The family of each of these persons, the unknown left out."""
        ...

    async def inbox(self, organisation: str, /, after: int, limit: int) -> Sequence[InboxRow]:
        """The organisation's notifications with a number after this one, in order, at most so many."""
        ...

    async def notification(self, id_: str, /) -> InboxRow | None:
        """One notification, whosever it is."""
        ...

    async def own_signals(self, organisation: str, /, after: int, limit: int) -> Sequence[SignalRow]:
        """The organisation's own signals with a number after this one, in order, at most so many."""
        ...

    async def signal(self, id_: str, /) -> SignalRow | None:
        """One signal, whosever it is."""
        ...

    async def matches(self, organisation: str, /, after: int, limit: int) -> Sequence[MatchRow]:
        """The organisation's matches with a number after this one, in order of opening, at most so many."""
        ...

    async def match(self, id_: str, /) -> MatchRow | None:
        """One match, whosever it is."""
        ...

    async def identities(self, kind: str, /, after: int, limit: int) -> Sequence[IdentityRow]:
        """Identity reviews (`review`) or links (`link`) with a number after this one, in order, at most so many."""
        ...

    async def identity(self, id_: str, /) -> IdentityRow | None:
        """One identity review or link."""
        ...

    async def relatives(self, owner: str, professional: str, /) -> Sequence[RelativeRow]:
        """Who was declared by an organisation to be a relative of this professional of it."""
        ...

    async def undecided(
        self, owner: str, decider: str, apart: Collection[str], /, after: TaskPlace, limit: int
    ) -> Sequence[RequestRow]:
        """What this professional of a municipality has still to decide, of these persons nothing, at most so much."""
        ...

    async def whom(self, organisation: str, thing: str, kinds: Collection[str], /) -> str | None:
        """The person about whom an organisation has to do one of these with a thing; None where it has not."""
        ...

    async def requests(self, owner: str, /, after: int, limit: int) -> Sequence[RequestRow]:
        """The requests of the family that a municipality decides, with a number after this one, in order."""
        ...

    async def request(self, id_: str, /) -> RequestRow | None:
        """One request of the family, whosever it is."""
        ...

    async def tasks(
        self, organisation: str, whose: Whose, terms: Mapping[str, int], now: datetime, /, after: TaskPlace, limit: int
    ) -> Sequence[TaskRow]:
        """What an organisation may have to do after this place, by when it is due, at most so much."""
        ...

    async def use(self, since: datetime, until: datetime, closed: datetime, /) -> Sequence[UseRow]:
        """What each organisation did with the hub in a period, as recorded before it closed."""
        ...

    async def effect(self, since: datetime, until: datetime, closed: datetime, /) -> Sequence[RuleEffectRow]:
        """What became of the matches of each rule in a period, as recorded before it closed."""
        ...

    async def wait_for(self, position: int, timeout: float) -> Any:  # noqa: ANN401, ASYNC109 - whatever it says, the answer goes out
        """Wait until the views hold the facts up to this position, at most so many seconds."""
        ...


class Registry(Protocol):
    """What answers need of ``hub.people``."""

    async def find(self, subject: Subject, stated_by: str = "") -> str | None:
        """The person that a statement of an organisation certainly finds, as pseudonym, or None."""
        ...

    async def ages(self, connection: Any, persons: Sequence[str], on: date) -> dict[str, AgeBand]:  # noqa: ANN401 - untyped driver
        """The age band of every person on a day; a pool does for a connection."""
        ...

    async def postcode(self, person: str) -> str | None:
        """In which postcode this person lives, to decide by and never to show; None where no address is known."""
        ...

    async def describe(self, opening: Opening) -> dict[str, Identity]:
        """Who the persons of an opening are."""
        ...

    async def read_contents(self, opening: Opening) -> dict[str, bytes]:
        """What is kept encrypted under the identifiers of an opening."""
        ...

    def reference(self, organisation: str, person: str, apart: bytes = b"", /) -> str:
        """What this organisation calls this person; set apart, by a reference that can be compared with no other."""
        ...

    def referred(self, organisation: str, reference: str) -> str | None:
        """The person behind an organisation's own reference, or None."""
        ...


class History(Protocol):
    """The ledger, read about some persons. Raw: whoever shows anything of it asks disclosure first."""

    async def about(self, persons: Collection[str], /) -> Sequence[StoredFact]:
        """Every fact about one of these persons, once and in order."""
        ...


class Logins(Protocol):
    """Codes that work once and the sessions they open, for the pages (``hub.participation.logins``)."""

    async def issue(self, organisation: str, begins_at: str, *, professional: str) -> str:
        """A code for one login, soon."""
        ...

    async def redeem(self, code: str) -> tuple[str, Login] | None:
        """A new session for a code, and what it stands for; None for a code that does not work, or no longer."""
        ...

    async def session(self, session: str) -> Login | None:
        """What a session stands for, or None when it is over."""
        ...

    async def close(self, session: str) -> None:
        """End a session."""
        ...


class Doorbell(Protocol):
    """Wakes whoever waits for notifications of an organisation. A hint: a ring may be missed or come for nothing."""

    def rings(self, organisation: str) -> AsyncIterator[None]:
        """One None for every ring, until closed."""
        ...


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a developer asks (NLGov ADR doc-openapi-contact); stands in the specification."""

    name: str = "Beheer Samenloop"
    email: str = "beheer@samenloop.example"
    url: str = "https://samenloop.example/contact"


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, counts and seconds beyond which a request is refused."""

    signal_bytes: int = SIGNAL_LIMIT
    line_bytes: int = SIGNAL_LIMIT
    batch_lines: int = 100_000
    heartbeat_seconds: float = 15.0
    wait_seconds: float = 5.0
    """How long an answer waits for the views to reach what the caller wrote; then it goes out as it is."""
    answer_step_seconds: float = 0.1
    """What asks about a person whom the caller names is answered at a whole number of these."""
    poll_seconds: float = 1.0
    """How long an event stream sleeps when no doorbell rings."""


@dataclass(frozen=True, kw_only=True)
class ApiServices:
    """Everything an endpoint may use. A port that is still missing is added here, and in ``hub.bootstrap``."""

    tokens: Tokens
    access: Access
    """The door: who comes in for which call."""
    desk: Commands
    queries: Queries
    people: Registry
    history: History
    policy: Callable[[], Policy]
    clock: DomainClock
    disclosures: Disclosures
    """Where every answer that tells anything is logged before it leaves."""
    log: Log
    """The same log, for the few who may read it."""
    page_tokens: WaitTokens
    """Hide where a page of that log ends: the place counts what everybody asked."""
    wait_tokens: WaitTokens
    pool: Any
    """A pool of connections to the first database, for ``people.ages``."""
    statistics: StatisticsRules
    """How figures are kept from telling of anybody."""
    logins: Logins
    """Codes and sessions of the pages (``hub.web``)."""
    public_url: str = ""
    """Where this hub is reached, without a slash at the end; empty where nobody said so."""
    doorbell: Doorbell | None = None
    metrics: Metrics = field(default_factory=Metrics)
    probes: Mapping[str, Probe] = field(default_factory=dict)
    """By the name of the part, which ``/health/ready`` shows to anyone: "ledger", "keys"."""
    lesser_probes: Mapping[str, Probe] = field(default_factory=dict)
    """Of parts without which requests are still answered, though less well: "nats", "views"."""
    figures_apart: bool = False
    """Figures are shown on a listener of their own, and not to who may reach the API."""
    contact: Contact = Contact()
    limits: Limits = Limits()
    closing: Event = field(default_factory=Event)
    """Set when the server goes down, so that event streams end and a client reconnects elsewhere."""
