"""Facts that the rules bring forth: matches, notifications, answers, deadlines (DOMAIN.md 9 and 10)."""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from hub.domain.facts.base import Fact, person_tags


class Shown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One item that a match rests on, with the ground on which its recipient may see it."""

    item: str
    ground: str
    bare: bool = False
    """Only that its owner is involved could be shown, and of whom (DOMAIN.md 5.3, 5.4)."""


class MatchRaised(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A rule opened or grew a match of one recipient; with ``notification`` it also speaks to that recipient.

    A match belongs to one recipient (DOMAIN.md 6). What it rests on are items that this recipient was allowed to see
    when it was raised; a page or an answer decides anew.
    """

    TOPIC: ClassVar[str] = "match-raised"
    ACT: ClassVar[bool] = False

    match: str
    recipient: str
    rule: str
    rule_version: int
    parameters: dict[str, int] = msgspec.field(default_factory=dict)
    """The numbers of the rule as configured when it opened."""
    anchor: str
    """A person of the family as the recipient sees it: by this the match is found again when families merge."""
    key: str
    """The person or item the rule is about, within the rule."""
    about: tuple[str, ...]
    persons: tuple[str, ...]
    """The family as the recipient sees it."""
    shown: tuple[Shown, ...] = ()
    speaks_for: tuple[str, ...] = ()
    """What the recipient has now been told of: organisations, domains, categories. Only something new speaks again."""
    lane: Literal["ordinary", "violence", "acute"] = "ordinary"
    notification: str | None = None
    message: str | None = None
    """Groups the notifications of one recipient, family and day (quiet by design)."""
    identifier_only: bool = False
    """For the municipality's process coordinator: no content (DOMAIN.md 5.1)."""
    answer_by: datetime | None = None
    for_professional: str | None = None
    """The recipient's own professional whose it is: on whose name its latest item in this family stands."""
    reaches: Literal["duty-contact", "manager"] | None = None
    """Whom within the recipient's organisation it must reach beside that professional."""

    @property
    def grounds(self) -> tuple[str, ...]:
        """On which grounds its recipient is told of it: those of what it rests on, beside what is its own."""
        if self.identifier_only:
            return ("identifier",)
        return tuple(sorted({each.ground for each in self.shown} - {"own"})) or ("own",)

    def tags(self) -> tuple[str, ...]:
        tags = (f"match:{self.match}", f"to:{self.recipient}", *person_tags(*self.persons))
        return tags if self.notification is None else (f"notification:{self.notification}", *tags)


class MatchWithdrawn(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """What a match rested on turned out otherwise, or may no longer be shown; its recipient is told."""

    TOPIC: ClassVar[str] = "match-withdrawn"
    ACT: ClassVar[bool] = False

    match: str
    recipient: str
    persons: tuple[str, ...]
    reason: Literal["retracted", "sharing-ended", "no-longer-holds", "not-one-person", "turned-out-otherwise", "merged"]
    notification: str | None = None

    def tags(self) -> tuple[str, ...]:
        return (f"match:{self.match}", f"to:{self.recipient}", *person_tags(*self.persons))


class MatchClosed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A match closed with an outcome: what its rule is about is so no longer. It may open again; nobody is told."""

    TOPIC: ClassVar[str] = "match-closed"
    ACT: ClassVar[bool] = False

    match: str
    recipient: str
    persons: tuple[str, ...]
    outcome: Literal["no-longer-holds"]

    def tags(self) -> tuple[str, ...]:
        return (f"match:{self.match}", f"to:{self.recipient}", *person_tags(*self.persons))


class NotificationAnswered(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The recipient answered: contact made, already in contact, not needed (coded reason), or could not reach."""

    TOPIC: ClassVar[str] = "notification-answered"

    notification: str
    match: str
    recipient: str
    persons: tuple[str, ...]
    answer: Literal["contact-made", "already-in-contact", "not-needed", "could-not-reach"]
    reason: str | None = None

    def tags(self) -> tuple[str, ...]:
        return (f"match:{self.match}", f"to:{self.recipient}", *person_tags(*self.persons))


class Deadline(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """A moment at which a rule is evaluated. ``id`` is also the identifier of the command it turns into."""

    id: str
    rule: str
    due: datetime
    whose: str | None = None
    """The one organisation that waits for it; None where the rule is evaluated for everyone."""


class DeadlinesSet(Fact, frozen=True, kw_only=True):
    """Rules on time that wait for their moment."""

    TOPIC: ClassVar[str] = "deadlines-set"
    ACT: ClassVar[bool] = False

    persons: tuple[str, ...]
    deadlines: tuple[Deadline, ...]

    def tags(self) -> tuple[str, ...]:
        return person_tags(*self.persons)


class DeadlineReached(Fact, frozen=True, kw_only=True):
    """The moment came and its rule was evaluated."""

    TOPIC: ClassVar[str] = "deadline-reached"
    ACT: ClassVar[bool] = False

    deadline: str
    rule: str
    persons: tuple[str, ...]

    def tags(self) -> tuple[str, ...]:
        return person_tags(*self.persons)
