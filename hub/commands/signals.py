"""Requests about signals: publish, end, retract, answer for an intended report (DOMAIN.md 2)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Literal

import msgspec

from hub.commands.informing import InformedAddressee, informed_as
from hub.commands.inline import InlineConsent, InlineException, names_of, naming_faults, positions, sharing_faults
from hub.commands.request import Asked, Code, Day, Moment, Request, Text, start_of
from hub.domain.ages import AgeBand, band
from hub.domain.catalogue import Severity
from hub.domain.errors import Fault, InvalidSignal, Refusal
from hub.domain.facts import (
    ConsentRecorded,
    ExceptionRecorded,
    Fact,
    ReportToVeiligThuisRecorded,
    SignalEnded,
    SignalRecorded,
    SignalRetracted,
)
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.ending import AnswerReport, Ended, EndSignal, RetractSignal
from hub.domain.slices.publish import Published, PublishSignal, Relative, SignalDetails, faults_of
from hub.domain.slices.publish_sharing import PublishSharing, SharingDetails
from hub.domain.terms import AMSTERDAM
from hub.people.subject import Subject

Relation = Literal["child", "parent", "sibling", "partner", "ex-partner", "other-adult"]


class HouseholdMember(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A member of the subject's household, by its relation to the subject (``child``: a child of the subject)."""

    relation: Relation
    subject: Subject
    label: Code | None = None
    """How ``informed`` names this person in this message: ``mother``."""
    about: bool = False
    """The signal says something about this member too."""
    in_home: bool = True
    """Lives or regularly stays in the subject's home."""
    authority: bool = False
    """Holds authority (gezag) over the children of this household."""
    unsafe_to_ask: bool = False
    """An alleged source of danger whom asking is unsafe: only a safety exception opens what is about them."""


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where the organisation keeps this itself; only the organisation sees it again."""

    system: Text
    record: Text


class Arrears(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a landlord must say with rent arrears (DOMAIN.md 2.3; STANDARDS.md A6)."""

    objection: bool
    """The tenant objects to passing it on."""
    collection_steps: frozenset[Code] = frozenset()


class PublishRequest(Request, frozen=True, kw_only=True):
    """A signal: that the organisation is involved with, or concerned about, the subject."""

    INVALID: ClassVar[type[Refusal]] = InvalidSignal
    IN_ITS_STEAD: ClassVar[Mapping[str, Any]] = {"occurred_at": "0001-01-02T00:00:00Z", "subject": {}}
    """So early that whoever is stated was no adult: whether a kindcheck is missing depends on the moment."""
    RESTS_ON: ClassVar[Mapping[str, frozenset[str]]] = {
        "person-unknown": frozenset({"household", "label"}),
        "effect-not-for-category": frozenset({"category"}),
    }

    kind: Literal["involvement", "concern"]
    occurred_at: Moment
    subject: Subject
    label: Code | None = None
    authority: bool = False
    """The subject holds authority over the children stated in the household."""
    unsafe_to_ask: bool = False
    """The subject is an alleged source of danger whom asking for consent is unsafe."""
    state: Literal["started", "continues"] | None = None
    category: Code | None = None
    severity: Severity | None = None
    household: tuple[HouseholdMember, ...] = ()
    kindcheck: Literal["named", "none", "unknown"] | None = None
    informed: tuple[InformedAddressee, ...] = ()
    report_to_veilig_thuis: Literal["intended", "made", "not-needed"] | None = None
    arrears: Arrears | None = None
    through: Code | None = None
    takes_effect_on: Day | None = None
    """When a measure that hits the family (eviction, benefit stop, cut-off) takes effect; terms count back from it."""
    source: Source | None = None
    consent: InlineConsent | None = None
    """What was answered when sharing was asked, for this and the organisation's other signals of these persons."""
    safety_exception: InlineException | None = None
    """A decision to share this signal without consent, because a safety risk requires it."""

    def subjects(self) -> Iterator[tuple[str, Subject]]:
        yield "$.subject", self.subject
        for index, member in enumerate(self.household):
            yield f"$.household[{index}].subject", member.subject

    def asks_register(self) -> bool:
        """Who belongs to the family must be known when the signal is decided."""
        return True

    def is_act(self) -> bool:
        """A concern is; that the organisation is involved, its system may tell by itself."""
        return self.kind == "concern" or self.consent is not None or self.safety_exception is not None

    def named(self) -> Iterator[tuple[str, str]]:
        yield from super().named()
        exception = self.safety_exception
        if exception is not None and exception.professional is not None:
            yield "$.safety_exception.professional.id", exception.professional.id

    def faults(self, policy: Policy, organisation: str, now: datetime) -> Sequence[Fault]:
        found = faults_of(self.details(), policy, organisation, now)
        if self.consent is not None:
            found.extend(naming_faults(self.consent, self._names()))
        found.extend(sharing_faults(self.consent, self.safety_exception, policy, now))
        return [msgspec.structs.replace(fault, path=f"$.{fault.path}") for fault in found]

    def _names(self) -> dict[str, int]:
        labels = (self.label, *(member.label for member in self.household))
        return names_of(labels, [member.relation for member in self.household])

    def details(self) -> SignalDetails:
        """The signal without its persons."""
        relatives = (
            Relative(
                relation=m.relation,
                about=m.about,
                in_home=m.in_home,
                authority=m.authority,
                unsafe_to_ask=m.unsafe_to_ask,
            )
            for m in self.household
        )
        return SignalDetails(
            kind=self.kind,
            occurred_at=self.occurred_at,
            state=self.state,
            category=self.category,
            severity=self.severity,
            subject_band=self._subject_band(),
            authority=self.authority,
            unsafe_to_ask=self.unsafe_to_ask,
            relatives=tuple(relatives),
            kindcheck=self.kindcheck,
            informed=tuple(informed_as(self.informed)),
            informed_persons=tuple(self._names().get(each.addressee) for each in self.informed),
            report_to_veilig_thuis=self.report_to_veilig_thuis,
            objection=None if self.arrears is None else self.arrears.objection,
            collection_steps=frozenset() if self.arrears is None else self.arrears.collection_steps,
            through=self.through,
            effect_at=start_of(self.takes_effect_on),
        )

    def _subject_band(self) -> AgeBand:
        try:
            return band(self.subject.born, self.occurred_at.astimezone(AMSTERDAM).date(), due=self.subject.due)
        except ValueError:  # named among the faults of the subject
            return AgeBand.UNKNOWN

    def content(self) -> bytes | None:
        kept = {
            "professional": self.professional,
            "source": self.source,
            "safety_exception": self.safety_exception,
        }
        return msgspec.json.encode(kept) if any(kept.values()) else None

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        if self.consent is None and self.safety_exception is None:
            return PublishSignal(situation, policy, asked.organisation, asked.id, self.details())
        sharing = SharingDetails(
            consent=self.consent.details() if self.consent else None,
            givers=positions(self.consent.persons, self._names()) if self.consent else (),
            exception=self.safety_exception.details() if self.safety_exception else None,
        )
        return PublishSharing(situation, policy, asked.organisation, asked.id, self.details(), sharing)

    def recall(self, facts: Sequence[Fact]) -> Published:
        fact = next(each for each in facts if isinstance(each, SignalRecorded))
        return Published(
            signal=fact.signal,
            subject=fact.subject,
            consent=next((each.consent for each in facts if isinstance(each, ConsentRecorded)), None),
            exception=next((each.exception for each in facts if isinstance(each, ExceptionRecorded)), None),
            decided=False,
        )


class EndRequest(Request, frozen=True, kw_only=True):
    """An involvement ends, or a concern is closed with a code."""

    ended_at: Moment
    outcome: Literal["ended", "resolved", "refuted", "taken-over"] = "ended"
    confirm_unwatched: bool = False
    """End although nobody watches the children."""

    def is_act(self) -> bool:
        """Closing a concern is, and ending although nobody watches; an involvement may end in a system."""
        return self.outcome != "ended" or self.confirm_unwatched

    def handles(self, thing: str | None) -> tuple[str, ...]:
        return (f"signal:{thing}",)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return EndSignal(
            situation,
            policy,
            asked.organisation,
            asked.id,
            ended_at=self.ended_at,
            outcome=self.outcome,
            confirm_unwatched=self.confirm_unwatched,
        )

    def recall(self, facts: Sequence[Fact]) -> Ended:
        return Ended(signal=next(each.signal for each in facts if isinstance(each, SignalEnded)))


class RetractRequest(Request, frozen=True, kw_only=True):
    """A signal was wrong."""

    def is_act(self) -> bool:
        """A system takes back what it sent by mistake."""
        return False

    def handles(self, thing: str | None) -> tuple[str, ...]:
        return (f"signal:{thing}",)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return RetractSignal(situation, policy, asked.organisation, asked.id)

    def recall(self, facts: Sequence[Fact]) -> Ended:
        return Ended(signal=next(each.signal for each in facts if isinstance(each, SignalRetracted)))


class ReportRequest(Request, frozen=True, kw_only=True):
    """An intended report to Veilig Thuis has been made, or is not needed."""

    answer: Literal["made", "not-needed"]
    on: Day | None = None
    """When it was made."""
    reason: Code | None = None
    """Why it is not needed: no, because ... (a code)."""

    def handles(self, thing: str | None) -> tuple[str, ...]:
        return (f"signal:{thing}",)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return AnswerReport(
            situation, policy, asked.organisation, asked.id, self.answer, on=start_of(self.on), reason=self.reason
        )

    def recall(self, facts: Sequence[Fact]) -> Ended:
        return Ended(signal=next(each.signal for each in facts if isinstance(each, ReportToVeiligThuisRecorded)))
