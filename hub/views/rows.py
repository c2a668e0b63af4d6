"""Rows of the views. All moments are aware and in UTC; persons are pseudonyms."""

from datetime import datetime
from typing import Literal

import msgspec


class FamilyRow(msgspec.Struct, frozen=True):
    """A circle of persons with its folded state."""

    family: str
    founded: int
    persons: list[str]
    state: bytes


class ChildRow(msgspec.Struct, frozen=True):
    """The family of a person."""

    person: str
    family: str


class SignalRow(msgspec.Struct, frozen=True):
    """An organisation's own signal. ``number`` counts 1, 2, 3 within the organisation."""

    signal: str
    owner: str
    number: int
    person: str
    """The subject."""
    recorded_at: datetime
    occurred_at: datetime
    kind: Literal["involvement", "concern"]
    category: str | None
    severity: str | None
    ended_at: datetime | None
    retracted: bool
    kept: Literal["active", "ended", "retracted", "archived", "gone"]
    """How much of it is kept (DOMAIN.md 12); of one that is ``gone`` only its number and its dates."""
    since: datetime
    """From when the term runs after which less of it is kept."""


class MatchRow(msgspec.Struct, frozen=True):
    """A match of one recipient. ``number`` counts 1, 2, 3 within the recipient, in the order of opening."""

    match: str
    recipient: str
    number: int
    rule: str
    anchor: str
    """A person of the family as the recipient sees it."""
    lane: Literal["ordinary", "violence", "acute"]
    opened_at: datetime
    raised_at: datetime
    identifier_only: bool
    withdrawn: bool = False
    answered: str | None = None


class InboxRow(msgspec.Struct, frozen=True):
    """A notification of one organisation. ``number`` counts 1, 2, 3 within the organisation.

    ``match`` is what it is about; of a notification about a request of the family, that request; of one about sharing,
    the own signal to weigh, the consent that was noted or the exception to review.
    """

    notification: str
    organisation: str
    number: int
    kind: Literal[
        "match",
        "withdrawal",
        "access",
        "request",
        "weigh-request",
        "consent-noted",
        "consent-ending",
        "consent-ended",
        "exception-review",
    ]
    """``access``: the access of ``professional`` is to be confirmed, and there is no match."""
    match: str | None
    rule: str | None
    lane: Literal["ordinary", "violence", "acute"]
    message: str | None
    """Groups the notifications of one organisation, family and day; None for a withdrawal."""
    person: str | None
    """The match's anchor, or the data subject of the request."""
    answer_by: datetime | None
    recorded_at: datetime
    identifier_only: bool
    grounds: list[str]
    """On which grounds what it announces was told; ``own`` where it rests on own items, or takes something back."""
    answered: str | None = None
    professional: str | None = None
    """The organisation's own professional, by its own code: whose match it is, or whose access is meant."""
    reaches: str | None = None
    """``duty-contact`` or ``manager``: whom it must reach beside that professional (DOMAIN.md 9, escalation)."""


class RequestRow(msgspec.Struct, frozen=True):
    """A request of the family. ``number`` counts 1, 2, 3 within the municipality that decides it."""

    request: str
    owner: str
    number: int
    person: str
    """The data subject."""
    kind: str
    received_at: datetime
    due: datetime
    state: Literal["open", "proposed", "decided", "forgotten"] = "open"
    waits: bool = False
    """The person is restricted by it until nothing protects anybody by their data any more."""
    decided_at: datetime | None = None
    proposed_by: str | None = None
    """Which of the two persons who decide on it together has decided, by code."""


class DeadlineRow(msgspec.Struct, frozen=True):
    """A moment that a rule waits for, and the persons of the circle in which it was set."""

    id: str
    rule: str
    due: datetime
    persons: list[str]


class IdentityRow(msgspec.Struct, frozen=True):
    """An identity review or a link. ``number`` counts 1, 2, 3 within each of both kinds."""

    id: str
    kind: str
    """`review` or `link`."""
    number: int
    persons: list[str]
    """Of a review the new person, then those whom it may be; of a link its two pseudonyms."""
    reasons: list[str]
    """Of a review the conditions that fail; of a link how far both agree."""
    recorded_at: datetime
    state: str
    """`open`, `same` or `different`; `linked` or `undone`."""
    decided_by: str | None = None


class TaskRow(msgspec.Struct, frozen=True):
    """Something that one organisation may have to do. Whether it stands, and may be shown, the family says."""

    task: str
    organisation: str
    kind: str
    """One of ``hub.domain.tasks.Kind``."""
    thing: str
    """What it is about, by identifier: a match, an offer, an own item, an exception, a consent, a request."""
    professional: str | None
    """On whose name it stands, by the organisation's own code; None: nobody's in particular."""
    second: bool
    """Somebody else than ``professional`` does it: the second of two."""
    person: str
    """Somebody by whom its family is found."""
    opens: datetime
    """From when it stands in a calendar."""
    since: datetime
    due: datetime | None
    """None as it is kept, where ``term`` says how long after ``since`` it is due; never as it is read."""
    term: str | None = None
    """A configured term in days, such as ``no-plan.within_days``."""
    until: datetime | None = None
    """From then on it stands in no calendar any more; None where only a fact ends it."""


class ForgettingRow(msgspec.Struct, frozen=True):
    """An owner of a key that a fact forgets; ``position`` is that of the first such fact and stays inside the hub."""

    owner: str
    position: int
    done: bool = False
    """The key is destroyed."""


class EffectRow(msgspec.Struct, frozen=True):
    """What its recipient made of a match that shows it something of another organisation.

    Each moment is when it was first recorded, None where it was not.
    """

    match: str
    recipient: str
    rule: str
    persons: list[str]
    occurred_at: datetime | None
    """Of the signal on which it opened, the last recorded of those of others that its recipient was shown."""
    signalled_at: datetime | None
    """When that signal was recorded."""
    opened_at: datetime
    """Since when it shows something of another."""
    told_at: datetime | None = None
    answered_at: datetime | None = None
    answers: list[str] = []
    """What was answered and when, each as ``2026-10-01T12:00:00.000000Z contact-made``: in the order of time."""
    contact_at: datetime | None = None
    coordinator_at: datetime | None = None
    plan_at: datetime | None = None
    help_at: datetime | None = None
    withdrawn_at: datetime | None = None


class ReachRow(msgspec.Struct, frozen=True):
    """A signal of which another organisation was told in a match."""

    signal: str
    owner: str
    reached_at: datetime
    retracted_at: datetime | None = None


class RelativeRow(msgspec.Struct, frozen=True):
    """A person who was declared to be a relative of a professional, or that professional."""

    id: str
    declaration: str
    owner: str
    professional: str
    person: str
    declared_at: datetime


class DeathRow(msgspec.Struct, frozen=True):
    """A person of whom the register says that they died."""

    person: str
    recorded_at: datetime
