"""Requests by which the operator takes organisations in and shuts them out; there is no address for them in the API."""

from collections.abc import Sequence
from typing import Literal

from hub.commands.request import Asked, Code, Request
from hub.domain.facts import (
    Fact,
    OrganisationEnded,
    OrganisationRegistered,
    OrganisationResumed,
    OrganisationSuspended,
    TokensRevoked,
)
from hub.domain.organisations import Organisation
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.organisations import ChangePart, RegisterOrganisation, RevokeTokens
from hub.domain.slices.sharing import Recorded


class OperatorRequest(Request, frozen=True, kw_only=True):
    """Something that only the operator of the hub asks."""


class OrganisationRequest(OperatorRequest, frozen=True, kw_only=True):
    """Register an organisation, or replace its particulars."""

    organisation: Organisation

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return RegisterOrganisation(situation, policy, asked.organisation, self.organisation)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.organisation for each in facts if isinstance(each, OrganisationRegistered)))


class PartRequest(OperatorRequest, frozen=True, kw_only=True):
    """Suspend an organisation, let it in again, or end its part."""

    organisation: Code
    change: Literal["suspended", "resumed", "ended"]
    reason: Code | None = None

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return ChangePart(
            situation, policy, asked.organisation, self.organisation, change=self.change, reason=self.reason
        )

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        changed = (OrganisationSuspended, OrganisationResumed, OrganisationEnded)
        return Recorded(id=next(each.organisation for each in facts if isinstance(each, changed)))


class RevokeRequest(OperatorRequest, frozen=True, kw_only=True):
    """The tokens of an organisation, or of one professional of it, that were issued until now count no longer."""

    organisation: Code
    holder: Code | None = None
    """The professional whose tokens they are; None for all of the organisation."""

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return RevokeTokens(situation, policy, asked.organisation, self.organisation, self.holder)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        fact = next(each for each in facts if isinstance(each, TokensRevoked))
        return Recorded(id=fact.professional or fact.organisation)
