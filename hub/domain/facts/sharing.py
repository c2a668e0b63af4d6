"""Facts that open or close sharing: consent, the safety exception, the shelter's own recipients, the directory."""

from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from hub.domain.facts.base import Fact, kin_tags, person_tags


class Giver(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """One answer of one person who was asked for consent (DOMAIN.md 3.1 and 3.2)."""

    person: str
    capacity: Literal["self", "authority", "representative"]
    answer: Literal["given", "refused", "unanswered", "unreachable", "not-asked"]
    on: datetime
    unsafe_to_ask: bool = False
    """Not asked because this is an alleged source of danger, and asking is unsafe (DOMAIN.md 3.2)."""


class ConsentRecorded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """What the youth or family answered when an organisation asked to share its own signals.

    Recipients are organisations, sectors (``sector:school``), roles (``basic-care``, ``veilig-thuis``) or
    ``those-involved``. Source: DOMAIN.md 3.3.
    """

    TOPIC: ClassVar[str] = "consent-recorded"

    consent: str
    owner: str
    """The organisation that asked; the consent opens this organisation's signals only."""
    persons: tuple[str, ...]
    givers: tuple[Giver, ...]
    recipients: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    """Kinds of item it covers; empty for all of the owner's own."""
    domains: tuple[str, ...] = ()
    """Life domains it covers; empty for all."""
    except_categories: tuple[str, ...] = ()
    until: datetime | None = None
    explained: str | None = None
    """How consent was explained, coded (DOMAIN.md 3.5)."""
    since: datetime | None = None
    """From when it counts, where that is later than when it was recorded."""
    purposes: tuple[str, ...] = ()
    """For which purposes it was given; empty for every purpose of the hub."""
    represented: tuple[str, ...] = ()
    """Of these persons, who cannot decide themselves: their representative answers."""
    parents_passed: Literal["serious-disadvantage", "youth-wish"] | None = None
    """Why those with authority over a youth of 12 to 15 are passed; counts once a second professional agrees."""
    noted_for: tuple[str, ...] = ()
    """Other organisations for whose signals it was asked as well; it opens these once their owner confirms it."""

    def tags(self) -> tuple[str, ...]:
        return (f"consent:{self.consent}", *person_tags(*self.persons))


class ConsentConfirmed(Fact, frozen=True, kw_only=True):
    """The owner of other signals confirms that a consent another organisation recorded holds for these (DOMAIN.md 3.3).

    It opens the owner's signals as long as it is the latest record of its givers with that other organisation.
    """

    TOPIC: ClassVar[str] = "consent-confirmed"

    consent: str
    organisation: str
    """The organisation that recorded the consent."""
    owner: str
    """The organisation whose signals it opens from now on."""
    givers: tuple[str, ...]
    persons: tuple[str, ...]

    def tags(self) -> tuple[str, ...]:
        return (f"consent:{self.consent}", *person_tags(*self.persons))


class PassingConfirmed(Fact, frozen=True, kw_only=True):
    """A second professional agrees that those with authority over a youth of 12 to 15 are passed (DOMAIN.md 3.1)."""

    TOPIC: ClassVar[str] = "passing-confirmed"

    consent: str
    persons: tuple[str, ...]

    def tags(self) -> tuple[str, ...]:
        return (f"consent:{self.consent}", *person_tags(*self.persons))


class AuthorityJudged(Fact, frozen=True, kw_only=True):
    """That a source cannot determine who holds authority (GezagNietTeBepalen), or can again (DOMAIN.md 3.1).

    The latest of each source counts; while any source cannot determine it, nobody can consent for the child.
    """

    TOPIC: ClassVar[str] = "authority-judged"

    child: str
    source: str
    """``register``, or the organisation that stated it."""
    outcome: Literal["undeterminable", "determined"]

    def tags(self) -> tuple[str, ...]:
        return person_tags(self.child)


class ConsentWithdrawn(Fact, frozen=True, kw_only=True):
    """The consent counts no longer, at once and everywhere (DOMAIN.md 3.4)."""

    TOPIC: ClassVar[str] = "consent-withdrawn"

    consent: str
    persons: tuple[str, ...]

    def tags(self) -> tuple[str, ...]:
        return (f"consent:{self.consent}", *person_tags(*self.persons))


class WeighRequested(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody asked whoever is concerned about this person to weigh again whether to share (DOMAIN.md 4)."""

    TOPIC: ClassVar[str] = "weigh-requested"

    organisation: str
    """Who asked; no owner is told."""
    persons: tuple[str, ...]

    def tags(self) -> tuple[str, ...]:
        return person_tags(*self.persons)


class SharingTold(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """One organisation is told something about sharing that is no match: see ``what``.

    ``weigh-request``: weigh again whether its own sealed concern is to be shared. ``consent-noted``: another noted a
    consent for its signals; ``consent-ended``: one that it confirmed stands no longer. ``consent-ending``: somebody
    else will have to consent soon, by age. ``exception-review``: it is asked to review an exception that nobody
    reviewed. ``withdrawal``: something it was told of is not shared any more.
    """

    TOPIC: ClassVar[str] = "sharing-told"
    ACT: ClassVar[bool] = False

    recipient: str
    what: Literal["weigh-request", "consent-noted", "consent-ending", "consent-ended", "exception-review", "withdrawal"]
    thing: str
    """The own signal, the consent, the exception, or the match that goes on without what was taken back."""
    persons: tuple[str, ...]
    notification: str
    ground: Literal["own", "consent", "identifier"] = "own"
    answer_by: datetime | None = None

    def tags(self) -> tuple[str, ...]:
        return (f"notification:{self.notification}", f"to:{self.recipient}", *person_tags(*self.persons))


class ExceptionRecorded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A named professional decided that a safety risk requires sharing without consent (DOMAIN.md 4).

    The risk in words, the four tests' reasoning and the professional's name are not here: they are kept encrypted with
    ``hub.people`` under this exception's identifier. Here are the codes.
    """

    TOPIC: ClassVar[str] = "exception-recorded"

    exception: str
    owner: str
    persons: tuple[str, ...]
    items: tuple[str, ...]
    """Own items it opens: signals (with the household stated with them), memberships, follow-up facts."""
    recipients: tuple[str, ...]
    struck_out: tuple[str, ...] = ()
    struck_out_for: tuple[str, ...] = ()
    """Why each of these is struck out, coded, in the same order."""
    at_risk: tuple[str, ...] = ()
    """Whom the risk is to."""
    tests: tuple[str, ...]
    """The codes of the four tests that were answered."""
    consulted: tuple[str, ...] = ()
    meldcode: tuple[int, ...] = ()
    """The steps of the meldcode that were taken, 1 to 5; empty in a fact of before they had numbers."""
    review_on: datetime
    violence: bool
    """True: the date is a review date and the exception stays open unreviewed; False: it ends on it."""

    def tags(self) -> tuple[str, ...]:
        return (f"exception:{self.exception}", *kin_tags(*self.persons))


class ExceptionReviewed(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """A confirmation, a rejection or a new review date of an exception, or its end with a reason."""

    TOPIC: ClassVar[str] = "exception-reviewed"

    exception: str
    persons: tuple[str, ...]
    decision: Literal["confirmed", "continued", "rejected", "ended"]
    review_on: datetime | None = None
    reason: str | None = None

    def tags(self) -> tuple[str, ...]:
        return (f"exception:{self.exception}", *person_tags(*self.persons))


class RecipientsNamed(Fact, frozen=True, kw_only=True):
    """A shielded organisation named who may be an automatic recipient for persons in its care (DOMAIN.md 5.5)."""

    TOPIC: ClassVar[str] = "recipients-named"

    owner: str
    persons: tuple[str, ...]
    recipients: tuple[str, ...]

    def tags(self) -> tuple[str, ...]:
        return person_tags(*self.persons)


class DirectoryEntryRecorded(Fact, frozen=True, kw_only=True, omit_defaults=True):
    """Ordinary service: this organisation is the person's school, GP or youth health care. No signal (DOMAIN.md 1)."""

    TOPIC: ClassVar[str] = "directory-entry-recorded"

    entry: str
    owner: str
    person: str
    since: datetime
    until: datetime | None = None

    def tags(self) -> tuple[str, ...]:
        return person_tags(self.person)
