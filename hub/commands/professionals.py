"""Requests about an organisation's professionals, by its administrator; the operator may ask them for it."""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from hub.commands.request import Asked, Code, Moment, Request, Text
from hub.domain.facts import (
    Fact,
    ProfessionalAway,
    ProfessionalBack,
    ProfessionalConfirmed,
    ProfessionalDesignated,
    ProfessionalLeft,
)
from hub.domain.policy import Policy
from hub.domain.professionals import ProfessionalRole
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.professionals import (
    ConfirmProfessional,
    DesignateProfessional,
    Designation,
    LetLeave,
    SendAway,
    TakeBack,
)
from hub.domain.slices.sharing import Recorded


class Contact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What recipients see of a professional: a name, and ways to reach them. Kept encrypted."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None


class DesignateRequest(Request, frozen=True, kw_only=True):
    """Designate a professional, or replace what is known of one. Left out, name and ways to reach them stay."""

    id: Code
    """The organisation's own code, which is no name: it stands in the ledger for ever."""
    roles: Annotated[tuple[ProfessionalRole, ...], msgspec.Meta(min_length=1, max_length=len(ProfessionalRole))]
    deputy: Code | None = None
    name: Text | None = None
    phone: Text | None = None
    email: Text | None = None

    def content(self) -> bytes | None:
        kept = Contact(name=self.name, phone=self.phone, email=self.email)
        return None if kept == Contact() else msgspec.json.encode(kept)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        contact = asked.id if self.content() else None
        designation = Designation(roles=self.roles, deputy=self.deputy, contact=contact)
        return DesignateProfessional(situation, policy, asked.organisation, self.id, designation)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.professional for each in facts if isinstance(each, ProfessionalDesignated)))


class ConfirmRequest(Request, frozen=True, kw_only=True):
    """This professional still needs its access."""

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return ConfirmProfessional(situation, policy, asked.organisation, asked.id)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.professional for each in facts if isinstance(each, ProfessionalConfirmed)))


class AwayRequest(Request, frozen=True, kw_only=True):
    """This professional is away from a moment on; without one, from now."""

    since: Moment | None = None
    until: Moment | None = None

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return SendAway(
            situation,
            policy,
            asked.organisation,
            asked.id,
            since=self.since or situation.now,
            until=self.until,
        )

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.professional for each in facts if isinstance(each, ProfessionalAway)))


class BackRequest(Request, frozen=True, kw_only=True):
    """This professional is there again."""

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return TakeBack(situation, policy, asked.organisation, asked.id)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.professional for each in facts if isinstance(each, ProfessionalBack)))


class LeaveRequest(Request, frozen=True, kw_only=True):
    """This professional leaves, today; ``successor`` takes over what is open."""

    successor: Code | None = None

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return LetLeave(situation, policy, asked.organisation, asked.id, successor=self.successor)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.professional for each in facts if isinstance(each, ProfessionalLeft)))
