"""The request that confirms a reason to know (DOMAIN.md 5.3)."""

from collections.abc import Sequence

from hub.commands.request import Asked, Request
from hub.domain.errors import UnknownThing
from hub.domain.facts import Fact, ReasonConfirmed
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.reasons import ConfirmReason
from hub.domain.slices.sharing import Recorded


class ConfirmReasonRequest(Request, frozen=True, kw_only=True):
    """A second professional confirms that the organisation has reason to know the family named in the address."""

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        if asked.family is None:
            raise UnknownThing
        return ConfirmReason(situation, policy, asked.organisation, asked.family)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.owner for each in facts if isinstance(each, ReasonConfirmed)))
