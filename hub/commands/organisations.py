"""The request by which an operator registers an organisation; there is no address for it in the API."""

from collections.abc import Sequence

from hub.commands.request import Asked, Request
from hub.domain.facts import Fact, OrganisationRegistered
from hub.domain.organisations import Organisation
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.organisations import RegisterOrganisation
from hub.domain.slices.sharing import Recorded


class OrganisationRequest(Request, frozen=True, kw_only=True):
    """Register an organisation, or replace its particulars."""

    organisation: Organisation

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return RegisterOrganisation(situation, policy, asked.organisation, self.organisation)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.organisation for each in facts if isinstance(each, OrganisationRegistered)))
