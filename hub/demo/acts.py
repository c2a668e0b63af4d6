"""The acts of a case: one thing that one organisation does on one day, as the case file writes it."""

from datetime import date
from typing import Annotated, Literal

import msgspec

from hub.domain.catalogue import Severity

Key = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""Names what an act made, so that a later act can refer to it."""


class Act(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="act"):
    """What every act has. ``date`` is the day on which the organisation knew it and publishes it."""

    date: date
    by: str
    source: str
    """The section of the report it comes from."""
    what: str | None = None
    precision: Literal["month", "season", "invented", "assumed"]
    """How well the report dates it; ``assumed`` is not in the report at all."""
    sisa: Literal["yes", "no", "not-connected", "unknown"] | None = None
    """Whether it was registered in reality."""

    @property
    def persons(self) -> tuple[str, ...]:
        """The persons the act is about."""
        return ()


class Roster(Act, frozen=True, kw_only=True, tag="directory"):
    """Ordinary service: these are pupils or patients from this day, or (``until``) are so no longer."""

    listed: tuple[str, ...] = msgspec.field(name="persons")
    until: date | None = None

    @property
    def persons(self) -> tuple[str, ...]:
        return self.listed


class _About(Act, frozen=True, kw_only=True):
    about: tuple[str, ...]

    @property
    def persons(self) -> tuple[str, ...]:
        return self.about


class ShelterNames(_About, frozen=True, kw_only=True, tag="shelter-names"):
    """A shielded organisation names who may be an automatic recipient."""

    recipients: tuple[str, ...]


class Consent(_About, frozen=True, kw_only=True, tag="consent"):
    """This organisation asks the one with authority, for herself and these children."""

    given_on: date | None = None
    """The day on which the question was answered, where that is earlier than the act."""
    through_file: bool = False
    """It travels with the arrears file."""


class Arrears(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the housing corporation's file says besides: the collection steps, each with its day."""

    record: str
    reminder_on: date
    contact_on: date
    pointed_on: date
    offered_on: date
    effect_date: date | None = None
    bailiff: str | None = None


class Signal(_About, frozen=True, kw_only=True, tag="signal"):
    """An involvement or a concern. With ``arrears`` it is a line of the corporation's file."""

    key: Key
    kind: Literal["involvement", "concern"]
    subject: str
    household: tuple[str, ...] = ()
    state: Literal["started", "continues"] | None = None
    category: str | None = None
    severity: Severity | None = None
    occurred: date | None = None
    kindcheck: Literal["named", "none", "unknown"] | None = None
    report_to_veilig_thuis: Literal["intended", "made", "not-needed"] | None = None
    arrears: Arrears | None = None


class Tests(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """The reasoning under each of the four tests of a safety exception (DOMAIN.md 4)."""

    outweighs: str
    not_otherwise: str
    consent_sought: str
    least: str


class SafetyException(Act, frozen=True, kw_only=True, tag="safety-exception"):
    """A professional opens own items to recipients without consent."""

    key: Key
    items: tuple[Key, ...]
    recipients: tuple[str, ...]
    reviewed_until: date
    risk: str
    tests: Tests
    struck_out: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ("colleague",)


class ExceptionReview(Act, frozen=True, kw_only=True, tag="exception-review"):
    """Its owner looks again at an exception and continues it. Follows from ``SafetyException.reviewed_until``."""

    exception: Key
    review_on: date


class ExceptionEnd(Act, frozen=True, kw_only=True, tag="exception-end"):
    """Its owner ends an exception. Follows from ``SafetyException.reviewed_until``."""

    exception: Key
    reason: str = "no-longer-needed"


class End(_About, frozen=True, kw_only=True, tag="end"):
    """Involvements end, or concerns are closed with a code.

    ``confirm_unwatched``: the organisation first ends without confirming; warned that nobody watches the children, it
    ends all the same, as happened.
    """

    signals: tuple[Key, ...]
    outcome: Literal["ended", "resolved", "refuted", "taken-over"]
    confirm_unwatched: bool = False


class FollowUp(_About, frozen=True, kw_only=True, tag="fact"):
    """A coded follow-up fact."""

    key: Key
    code: str
    towards: str | None = None
    of: Key | None = None


class NewMember(Act, frozen=True, kw_only=True, tag="member"):
    """A person joins a family and its home."""

    key: Key
    person: str
    joins_family_of: str

    @property
    def persons(self) -> tuple[str, ...]:
        return (self.joins_family_of, self.person)


class Coordinator(_About, frozen=True, kw_only=True, tag="coordinator"):
    """The coordination is offered, accepted or ended."""

    step: Literal["propose", "accept", "decline", "end"]
    organisation: str | None = None
    offered_by: str | None = None


class Handover(_About, frozen=True, kw_only=True, tag="handover"):
    """The help is offered to another organisation."""

    key: Key
    to: str


WrittenAct = (
    Roster
    | ShelterNames
    | Consent
    | Signal
    | SafetyException
    | End
    | FollowUp
    | NewMember
    | Coordinator
    | Handover
    | ExceptionReview
    | ExceptionEnd
)
"""Every act; reviews and ends of exceptions are derived, and are not written in a case file."""
