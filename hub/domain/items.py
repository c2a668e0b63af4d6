"""Items: everything stored about a family has an owner and passes the disclosure decision (DOMAIN.md 2.6)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from hub.domain.ages import AgeBand
from hub.domain.catalogue import Severity
from hub.domain.facts.identity import Likely
from hub.domain.facts.signals import FamilyRole, Informed, Member
from hub.domain.follow_up_codes import INTERPRETATION_ASKED

SIGNAL_LIFETIME = timedelta(days=2 * 365)
"""A signal is active at most two years (Jeugdwet 7.1.4.5; DOMAIN.md 12)."""

OFFER_STANDS = timedelta(days=14)
"""How long an offer is a reason to know, and may be taken up (DOMAIN.md 5)."""

ADULT_ROLES: frozenset[FamilyRole] = frozenset({"parent", "partner", "ex-partner", "other-adult"})
"""Who counts as an adult of a family: whoever has a child counts as one at any age (DOMAIN.md 1)."""

ITEM_KINDS = frozenset({"involvement", "concern", "membership", "follow-up", "coordination", "watch", "handover"})
"""The kinds of item, as a consent's scope may name them."""


class Item(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the disclosure decision needs to know of anything that is stored."""

    id: str
    owner: str
    about: tuple[str, ...]
    """The persons the item says something about: each must consent."""
    recorded_at: datetime
    occurred_at: datetime
    profile: str = "inspectorate"
    """The disclosure profile it was recorded under, and keeps (DOMAIN.md 5.7)."""
    profile_version: int = 1
    category: str | None = None
    stated_with: str | None = None
    """The signal this was stated with: an exception over that signal covers this too."""
    professional: str | None = None
    """The owner's professional on whose name it stands, by the owner's own code."""
    unsafe_to_ask: tuple[str, ...] = ()
    """Alleged sources of danger whom asking is unsafe: consent never opens what they would be asked for (3.2)."""

    @property
    def kind(self) -> str:
        """The kind of item, as a consent's scope names it."""
        raise NotImplementedError

    @property
    def offered_to(self) -> str | None:
        """The organisation to which this item is an open offer, or None."""
        return None

    @property
    def offered_at(self) -> datetime:
        """When it was offered, or last stepped (UTC)."""
        return self.occurred_at


class Signal(Item, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """An involvement or a concern, with what has happened to it."""

    concern: bool
    subject: str
    severity: Severity | None = None
    household: tuple[Member, ...] = ()
    kindcheck: str | None = None
    bands: Mapping[str, AgeBand] = msgspec.field(default_factory=dict)
    report_to_veilig_thuis: str | None = None
    shielded: bool = False
    through: str | None = None
    ended_at: datetime | None = None
    end_recorded_at: datetime | None = None
    """When the hub was told of the end: an end that is told late is warned of all the same."""
    outcome: str | None = None
    effect_at: datetime | None = None
    """When the measure it tells of takes effect; what is asked of others about it counts back from there."""
    informing: tuple[Informed, ...] = ()
    """What was recorded of telling whom, in order; of an addressee the last counts."""
    informed: bool = False
    """Somebody whom it is about was told of it (GDPR 14; DOMAIN.md 2.4)."""
    asked_to_weigh: datetime | None = None
    """When its owner was last asked to weigh again whether to share it (DOMAIN.md 4 and 6)."""
    deferred_until: datetime | None = None
    """Until when telling somebody of it is deferred, the latest of those deferred."""
    confirmed_at: datetime | None = None
    """When its owner last confirmed it (UTC): from then it lasts two years more."""
    archived: bool = False
    """It ended or expired, and only date, category and child are kept of it (DOMAIN.md 12)."""

    @property
    def kind(self) -> str:
        return "concern" if self.concern else "involvement"

    def active(self, now: datetime) -> bool:
        """Not ended and not expired; an end at ``now`` itself still counts: who ends is told of what it leaves."""
        ended = self.ended_at is not None and self.ended_at < now
        return not ended and not self.archived and now < self.expires_at

    @property
    def expires_at(self) -> datetime:
        """Two years after it was recorded or last confirmed (UTC)."""
        return (self.confirmed_at or self.recorded_at) + SIGNAL_LIFETIME

    def over(self, now: datetime) -> bool:
        """Ended at or before ``now``: from that very moment it is no reason to know any more."""
        return self.ended_at is not None and self.ended_at <= now


class Membership(Item, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """That one person belongs to the family of another, as an organisation states it."""

    person: str
    of: str
    role: FamilyRole
    of_role: FamilyRole | None = None
    """The role of ``of`` where the statement implies it."""
    in_home: bool = True
    authority: bool = False
    joins: bool = False
    until: datetime | None = None

    @property
    def kind(self) -> str:
        return "membership"


class FollowUp(Item, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """A coded follow-up fact."""

    code: str
    towards: str | None = None
    of: str | None = None
    bands: Mapping[str, AgeBand] = msgspec.field(default_factory=dict)
    until: datetime | None = None
    outcome: str | None = None
    parties: tuple[str, ...] = ()
    instrument: str | None = None

    @property
    def kind(self) -> str:
        return "follow-up"

    @property
    def offered_to(self) -> str | None:
        return self.towards if self.code == INTERPRETATION_ASKED else None


class Coordination(Item, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """A coordinator asked, accepted, declined or ended."""

    coordinator: str
    step: Literal["proposed", "accepted", "declined", "ended"]
    offered_by: str | None = None
    given_by: str | None = None
    """The other organisation on whose offer it was taken; None where its owner took it upon itself."""
    takes_over: str | None = None

    @property
    def kind(self) -> str:
        return "coordination"

    @property
    def offered_to(self) -> str | None:
        return self.coordinator if self.step == "proposed" else None


class Watch(Item, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """A watcher of one child asked, accepted, declined or ended."""

    child: str
    watcher: str
    step: Literal["proposed", "accepted", "declined", "ended"]
    offered_by: str | None = None
    given_by: str | None = None
    """As of a coordination."""

    @property
    def kind(self) -> str:
        return "watch"

    @property
    def offered_to(self) -> str | None:
        return self.watcher if self.step == "proposed" else None


class Handover(Item, frozen=True, kw_only=True, omit_defaults=True, tag=True):
    """A handover with its last step; ``offered_at`` and ``stepped_at`` are when these happened."""

    receiver: str
    step: Literal["offered", "accepted", "declined", "completed"]
    stepped_at: datetime
    reason: str | None = None
    """Why it was declined."""

    @property
    def kind(self) -> str:
        return "handover"

    @property
    def offered_to(self) -> str | None:
        return self.receiver if self.step in {"offered", "accepted"} else None

    @property
    def offered_at(self) -> datetime:
        return self.stepped_at

    def expired(self, now: datetime) -> bool:
        """Whether it was offered and not taken up while the offer stood: then it is offered anew, or kept."""
        return self.step == "offered" and now >= self.stepped_at + OFFER_STANDS


class SafetyException(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """A safety exception as far as disclosure and its review need it (DOMAIN.md 4)."""

    id: str
    owner: str
    persons: tuple[str, ...]
    items: tuple[str, ...]
    recipients: tuple[str, ...]
    struck_out: tuple[str, ...]
    recorded_at: datetime
    review_on: datetime
    violence: bool
    ended: bool = False
    professional: str | None = None
    """Whose decision it is, by the owner's own code: another confirms it."""
    confirmed_at: datetime | None = None
    """When a second professional confirmed it."""
    asked_outside: bool = False
    """The outside pool was asked to review it."""
    struck_out_for: tuple[str, ...] = ()
    """Why each of these is struck out, in the same order."""
    at_risk: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()
    meldcode: tuple[int, ...] = ()
    """The steps of the meldcode that were taken, 1 to 5; none where it was recorded without."""

    def open(self, now: datetime) -> bool:
        """Whether it discloses at ``now``: for violence until a decision ends it, otherwise until its date."""
        return not self.ended and (self.violence or now < self.review_on)


class DirectoryEntry(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """Ordinary service: no signal, never shown, only addresses a disclosure that has a ground (DOMAIN.md 1)."""

    id: str
    owner: str
    person: str
    since: datetime
    until: datetime | None
    recorded_at: datetime


class IdentityReview(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """Whether a person is one of those whom it may be: asked of a steward, who decides once."""

    id: str
    person: str
    likely: tuple[Likely, ...]
    decided: bool = False
