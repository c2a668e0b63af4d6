"""Facts about signals: that an organisation is involved or concerned, and that this ended (DOMAIN.md 1 and 2)."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from hub.domain.ages import AgeBand
from hub.domain.catalogue import Severity
from hub.domain.facts.base import Fact, contents_of, kin_tags, person_tags

FamilyRole = Literal["child", "parent", "partner", "ex-partner", "other-adult"]


class Member(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """One member of the household as an organisation states it with a signal."""

    person: str
    role: FamilyRole
    in_home: bool = True
    """Lives or regularly stays in the home of the subject."""
    authority: bool = False
    """Holds authority (gezag) over the children stated with it."""


class Informed(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """That an addressee was informed (GDPR 14), or that this is deferred with a reason (DOMAIN.md 2.4)."""

    addressee: str = ""
    """How the message calls them."""
    on: datetime | None = None
    deferred_until: datetime | None = None
    reason: str | None = None
    person: str | None = None
    """Who it is, where the message states a person by this label."""


class InformingRecorded(Fact, frozen=True, kw_only=True):
    """Afterwards: that addressees of a signal were told, or that this is deferred, or deferred further."""

    TOPIC: ClassVar[str] = "informing-recorded"

    signal: str
    persons: tuple[str, ...]
    informed: tuple[Informed, ...]

    def tags(self) -> tuple[str, ...]:
        return (f"signal:{self.signal}", *person_tags(*self.persons))


class SignalRecorded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """An organisation is involved with, or concerned about, one or more persons of a family."""

    TOPIC: ClassVar[str] = "signal-recorded"

    signal: str
    owner: str
    kind: Literal["involvement", "concern"]
    subject: str
    about: tuple[str, ...]
    """The persons the signal says something about; the subject is one of them."""
    occurred_at: datetime
    state: Literal["started", "continues"] | None = None
    category: str | None = None
    severity: Severity | None = None
    household: tuple[Member, ...] = ()
    """The subject's household as stated, the subject itself included; empty where nothing was stated."""
    kindcheck: Literal["named", "none", "unknown"] | None = None
    bands: Mapping[str, AgeBand] = msgspec.field(default_factory=dict)
    """Coded age bands of the persons when it occurred; never a birth date."""
    profile: str = "inspectorate"
    """The disclosure profile it was recorded under, with its version (DOMAIN.md 5.7)."""
    profile_version: int = 1
    informed: tuple[Informed, ...] = ()
    report_to_veilig_thuis: Literal["intended", "made", "not-needed"] | None = None
    shielded: bool = False
    """The owner is a shielded source: no output narrows it, or the place of stay, down (DOMAIN.md 5.5)."""
    through: str | None = None
    """The organisation that published through its principal (a bailiff), or None."""
    unsafe_to_ask: tuple[str, ...] = ()
    """Alleged sources of danger whom asking for consent is unsafe (DOMAIN.md 3.2)."""
    effect_at: datetime | None = None
    """When a measure that hits the family takes effect: the first moment of that day (DOMAIN.md 2.5; R6.4)."""

    def tags(self) -> tuple[str, ...]:
        members = tuple(member.person for member in self.household)
        linked = (self.subject, *self.about, *members)
        return (f"signal:{self.signal}", *kin_tags(*linked))


class SignalEnded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """An involvement ended, or a concern was closed with a code by its owner."""

    TOPIC: ClassVar[str] = "signal-ended"

    signal: str
    persons: tuple[str, ...]
    ended_at: datetime
    outcome: Literal["ended", "resolved", "refuted", "taken-over", "expired"]
    unwatched_confirmed: bool = False
    """The owner was warned that nobody watches the children, and ended all the same."""

    def tags(self) -> tuple[str, ...]:
        return (f"signal:{self.signal}", *person_tags(*self.persons))


class SignalRetracted(Fact, frozen=True, kw_only=True):
    """The signal was wrong; what it raised is taken back, and its words are forgotten at once (Jeugdwet 7.1.4.6)."""

    TOPIC: ClassVar[str] = "signal-retracted"

    signal: str
    persons: tuple[str, ...]

    def tags(self) -> tuple[str, ...]:
        return (f"signal:{self.signal}", *person_tags(*self.persons))

    def forgets(self) -> tuple[str, ...]:
        return contents_of(self.signal)


class ReportToVeiligThuisRecorded(Fact, frozen=True, kw_only=True):
    """The report that was intended has been made, or is withdrawn with a reason."""

    TOPIC: ClassVar[str] = "report-to-veilig-thuis-recorded"

    signal: str
    persons: tuple[str, ...]
    answer: Literal["made", "not-needed"]
    on: datetime | None = None
    """When it was made."""
    reason: str | None = None
    """Why it is not needed, coded."""

    def tags(self) -> tuple[str, ...]:
        return (f"signal:{self.signal}", *person_tags(*self.persons))
