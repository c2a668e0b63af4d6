"""Follow-up facts: dates and codes, never contents (DOMAIN.md 10)."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from hub.domain.ages import AgeBand
from hub.domain.facts.base import Fact, kin_tags, person_tags
from hub.domain.facts.signals import FamilyRole


class MembershipStated(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """An organisation states that a person joined, belongs to or left the family of ``of``."""

    TOPIC: ClassVar[str] = "membership-stated"

    membership: str
    owner: str
    person: str
    of: str
    role: FamilyRole
    since: datetime
    until: datetime | None = None
    in_home: bool = True
    authority: bool = False
    joins: bool = False
    """The person is new in the home (rule new-adult)."""
    profile: str = "inspectorate"
    profile_version: int = 1

    def tags(self) -> tuple[str, ...]:
        return (f"item:{self.membership}", *kin_tags(self.person, self.of))


class MembershipWithdrawn(Fact, frozen=True, kw_only=True):
    """An organisation takes back what it stated of who belongs to a family; what others state stays."""

    TOPIC: ClassVar[str] = "membership-withdrawn"

    membership: str
    owner: str
    persons: tuple[str, ...]

    def tags(self) -> tuple[str, ...]:
        return (f"item:{self.membership}", *person_tags(*self.persons))


class FollowUpRecorded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Something was done, on a date: child seen, referral made, plan recorded; never what was said."""

    TOPIC: ClassVar[str] = "follow-up-recorded"

    followup: str
    owner: str
    code: str
    """One of ``hub.domain.follow_up_codes.FOLLOW_UP_CODES``."""
    about: tuple[str, ...]
    occurred_at: datetime
    towards: str | None = None
    """The organisation, or the coded profession, a referral goes to."""
    of: str | None = None
    """The item it answers: the referral that arrived."""
    bands: Mapping[str, AgeBand] = msgspec.field(default_factory=dict)
    profile: str = "inspectorate"
    profile_version: int = 1
    until: datetime | None = None
    """Until when it holds, or the moment that it sets: a safety plan's review, the day to look back."""
    outcome: str | None = None
    """How it was decided, by the codes that its own code knows."""
    parties: tuple[str, ...] = ()
    """The organisations that are asked to look back together, or that did."""
    instrument: str | None = None
    """By which instrument safety was assessed; never a score (R4.2)."""

    def tags(self) -> tuple[str, ...]:
        return (f"item:{self.followup}", *kin_tags(*self.about))


class CoordinationRecorded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A coordinator (regisseur) was proposed, accepted, declined or ended (Z4.2: exactly one)."""

    TOPIC: ClassVar[str] = "coordination-recorded"

    coordination: str
    owner: str
    """Who recorded this step: the proposer, or the coordinator itself."""
    coordinator: str
    """The organisation that coordinates, or is asked to."""
    about: tuple[str, ...]
    step: Literal["proposed", "accepted", "declined", "ended"]
    at: datetime
    offered_by: str | None = None
    takes_over: str | None = None
    """The coordination that ends once this one is accepted (Z4.2: exactly one)."""
    profile: str = "inspectorate"
    profile_version: int = 1

    def tags(self) -> tuple[str, ...]:
        return (f"item:{self.coordination}", *kin_tags(*self.about))


class WatchRecorded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """An organisation was asked, accepted or stopped to keep an eye on one child's safety (DOMAIN.md 1, watcher)."""

    TOPIC: ClassVar[str] = "watch-recorded"

    watch: str
    owner: str
    """Who recorded this step: the proposer, or the watcher itself."""
    watcher: str
    """The organisation that watches, or is asked to."""
    child: str
    step: Literal["proposed", "accepted", "declined", "ended"]
    at: datetime
    offered_by: str | None = None
    profile: str = "inspectorate"
    profile_version: int = 1

    def tags(self) -> tuple[str, ...]:
        return (f"item:{self.watch}", *person_tags(self.child))


class HandoverRecorded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A handover (warme overdracht) was offered, accepted, declined, or completed at the receiver's first contact."""

    TOPIC: ClassVar[str] = "handover-recorded"

    handover: str
    owner: str
    """The giver, who keeps the watch until it is complete (R annex, V6.3)."""
    receiver: str
    about: tuple[str, ...]
    step: Literal["offered", "accepted", "declined", "completed"]
    at: datetime
    reason: str | None = None
    profile: str = "inspectorate"
    profile_version: int = 1

    def tags(self) -> tuple[str, ...]:
        return (f"item:{self.handover}", *kin_tags(*self.about))
