"""A request to weigh: it looks for the child and stores nothing of whom nobody knows (DOMAIN.md 4)."""

from collections.abc import Sequence
from datetime import datetime

from hub.commands.request import Asked, Request
from hub.domain.errors import Fault
from hub.domain.facts import Fact
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.weigh_requests import AskToWeigh
from hub.domain.terms import AMSTERDAM
from hub.people.subject import Subject, faults


class WeighRequest(Request, frozen=True, kw_only=True):
    """Whoever keeps a sealed concern about this child is asked to weigh again whether to share it."""

    subject: Subject
    urgent: bool = False

    def faults(self, policy: Policy, organisation: str, now: datetime) -> Sequence[Fault]:  # noqa: ARG002 - any may ask
        return tuple(faults(self.subject, "$.subject", now.astimezone(AMSTERDAM).date()))

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return AskToWeigh(situation, policy, asked.organisation, asked.persons, urgent=self.urgent)

    def recall(self, facts: Sequence[Fact]) -> None:
        """Nothing is told, the first time or again."""
