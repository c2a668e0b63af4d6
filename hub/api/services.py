"""What the endpoints stand on: ports that ``hub.bootstrap`` wires. Nothing here knows a database or a network."""

from asyncio import Event
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from hub.api.auth import Tokens
from hub.api.body import SIGNAL_LIMIT
from hub.api.metrics import Metrics

Probe = Callable[[], Awaitable[None]]
"""Returns when a part answers, raises anything when it does not. Given two seconds."""


class Commands(Protocol):
    """The way to change anything: one command, decided and stored in one transaction of the ledger."""

    async def submit(self, command: Any, *, organisation: str, key: str) -> Any:  # noqa: ANN401 - each command has its own result
        """What was decided, after it is stored.

        The same key and command of an organisation again give the same identifiers. Raises a ``Refusal`` of the
        domain, also ``idempotency-key-reused`` for the same key with another command; then nothing is stored.
        """
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


@dataclass(frozen=True, kw_only=True)
class ApiServices:
    """Everything an endpoint may use. A port that is still missing is added here, and in ``hub.bootstrap``."""

    tokens: Tokens
    commands: Commands
    queries: Any
    metrics: Metrics = field(default_factory=Metrics)
    probes: Mapping[str, Probe] = field(default_factory=dict)
    """By the name of the part, which ``/health/ready`` shows to anyone: "ledger", "nats"."""
    contact: Contact = Contact()
    limits: Limits = Limits()
    closing: Event = field(default_factory=Event)
    """Set when the server goes down, so that event streams end and a client reconnects elsewhere."""
