"""Facts about the rights of the family: requests, what the owner advised, what was decided (DOMAIN.md 12)."""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from hub.domain.facts.base import Fact, contents_of, person_tags

RequestKind = Literal["access", "correction", "objection", "restriction", "erasure"]
"""GDPR 15, 16, 21, 18 and 17."""
Capacity = Literal["self", "representative", "guardian"]
"""For oneself; with authority over a child; appointed for somebody of 16 or older who cannot decide (JW 7.3.15)."""
Decision = Literal["granted", "refused"]
ChildInterest = Literal["not-opposed", "opposes"]


class Requester(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Somebody who asks."""

    person: str
    capacity: Capacity


class RequestReceived(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody asks the municipality what is recorded about a person, or to do something about it.

    It is about the data subject alone; that a requester is tied to them links no families (``kin:``).
    """

    TOPIC: ClassVar[str] = "request-received"

    request: str
    owner: str
    """The municipality, which decides (Jeugdwet 7.1.2.2(3))."""
    kind: RequestKind
    person: str
    """The data subject."""
    requesters: tuple[Requester, ...]
    authority_shown: bool = False
    """Those who ask for another have shown that they may: by the register of authority, or an appointment."""
    verified: str
    """How it was made sure who asks, coded."""
    things: tuple[str, ...] = ()
    """What a correction or an objection is about: entries of the record."""
    wrong_child: bool = False
    """Erasure, because all of it is about another child."""
    received_by: str
    received_at: datetime
    due: datetime
    """Within one month (GDPR 12(3))."""

    def tags(self) -> tuple[str, ...]:
        return (f"request:{self.request}", *person_tags(self.person))


class RequestExtended(Fact, frozen=True, kw_only=True):
    """The term is longer, by two months at most, with a reason (GDPR 12(3))."""

    TOPIC: ClassVar[str] = "request-extended"

    request: str
    person: str
    due: datetime
    reason: str
    by: str

    def tags(self) -> tuple[str, ...]:
        return (f"request:{self.request}", *person_tags(self.person))


class OwnerAsked(Fact, frozen=True, kw_only=True):
    """The owner of what a request is about is asked for advice (Jeugdwet 7.1.5.2), or to carry out what was decided."""

    TOPIC: ClassVar[str] = "owner-asked"

    request: str
    person: str
    recipient: str
    things: tuple[str, ...]
    asks: Literal["advice", "correct", "remove"]
    notification: str
    answer_by: datetime

    def tags(self) -> tuple[str, ...]:
        return (
            f"notification:{self.notification}",
            f"request:{self.request}",
            f"to:{self.recipient}",
            *person_tags(self.person),
        )


class AdviceGiven(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """The owner answered. It is an advice: the municipality decides."""

    TOPIC: ClassVar[str] = "advice-given"

    request: str
    person: str
    owner: str
    notification: str
    advice: Literal["agree", "disagree"]
    reason: str | None = None
    by: str | None = None

    def tags(self) -> tuple[str, ...]:
        return (f"request:{self.request}", *person_tags(self.person))


class RequestReminded(Fact, frozen=True, kw_only=True):
    """The municipality is told that the term of a request is near, or has passed."""

    TOPIC: ClassVar[str] = "request-reminded"

    request: str
    person: str
    recipient: str
    why: Literal["request-term-nears", "request-term-passed"]
    notification: str
    answer_by: datetime

    def tags(self) -> tuple[str, ...]:
        return (
            f"notification:{self.notification}",
            f"request:{self.request}",
            f"to:{self.recipient}",
            *person_tags(self.person),
        )


class DecisionProposed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One of the two persons who decide on it together has decided."""

    TOPIC: ClassVar[str] = "decision-proposed"

    request: str
    person: str
    decision: Decision
    by: str

    def tags(self) -> tuple[str, ...]:
        return (f"request:{self.request}", *person_tags(self.person))


class RequestDecided(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A named professional of the municipality decided, on whose reasons a court can look."""

    TOPIC: ClassVar[str] = "request-decided"

    request: str
    person: str
    decision: Decision
    reasons: tuple[str, ...] = ()
    """Codes; of a refusal at least one."""
    weighed: tuple[str, ...] = ()
    """The points of UAVG 41(2) that were weighed."""
    child_interest: ChildInterest | None = None
    decided_by: str
    second_by: str | None = None

    def tags(self) -> tuple[str, ...]:
        return (f"request:{self.request}", *person_tags(self.person))


class ErasureDecided(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A person is to be erased, or restricted instead while what protects somebody needs it (DOMAIN.md 12).

    From this moment nothing of the person is shown and no statement finds it; destroying its keys follows, and is
    taken up again after a crash, until ``KeysDestroyed`` says that it is done.
    """

    TOPIC: ClassVar[str] = "erasure-decided"

    request: str
    person: str
    outcome: Literal["erased", "restricted"]
    wrong_child: bool = False
    decided_by: str
    second_by: str | None = None
    pseudonyms: tuple[str, ...] = ()
    """Every pseudonym of the person that is erased; empty in a fact of before linked persons were erased together."""
    things: tuple[str, ...] = ()
    """What was recorded about the person alone, and goes too; what protects another stays (DOMAIN.md 12)."""
    contents: tuple[str, ...] = ()
    """The things whose words are forgotten."""

    def tags(self) -> tuple[str, ...]:
        return (f"request:{self.request}", *person_tags(self.person, *self.pseudonyms))

    @property
    def erased(self) -> tuple[str, ...]:
        """The pseudonyms that are gone; none where the person is restricted instead."""
        return (self.pseudonyms or (self.person,)) if self.outcome == "erased" else ()

    def forgets(self) -> tuple[str, ...]:
        return (*self.erased, *contents_of(*self.contents))


class RestrictionSet(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """What is recorded of a person, or these things alone, is shown to nobody (GDPR 18), but for what protects."""

    TOPIC: ClassVar[str] = "restriction-set"

    request: str
    person: str
    things: tuple[str, ...] = ()
    """Empty: everything about the person."""

    def tags(self) -> tuple[str, ...]:
        return (f"request:{self.request}", *person_tags(self.person))


class RestrictionLifted(Fact, frozen=True, kw_only=True):
    """The restriction that a request brought ends, with a reason; those who asked were told first (GDPR 18(3))."""

    TOPIC: ClassVar[str] = "restriction-lifted"

    request: str
    person: str
    reason: str
    by: str

    def tags(self) -> tuple[str, ...]:
        return (f"request:{self.request}", *person_tags(self.person))


class HoldPlaced(Fact, frozen=True, kw_only=True):
    """Nothing of this person is erased for now: a death is looked into, a court or an inspectorate asks."""

    TOPIC: ClassVar[str] = "hold-placed"

    hold: str
    person: str
    owner: str
    reason: str
    by: str

    def tags(self) -> tuple[str, ...]:
        return (f"hold:{self.hold}", *person_tags(self.person))


class HoldLifted(Fact, frozen=True, kw_only=True):
    """The hold ends."""

    TOPIC: ClassVar[str] = "hold-lifted"

    hold: str
    person: str
    reason: str
    by: str

    def tags(self) -> tuple[str, ...]:
        return (f"hold:{self.hold}", *person_tags(self.person))
