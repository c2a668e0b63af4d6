"""Requests about the relatives of an organisation's professionals, by its administrator (DOMAIN.md 5.3)."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import msgspec

from hub.commands.request import Asked, Request
from hub.domain.facts import Fact, RelativesDeclared, RelativesWithdrawn
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.relatives import DeclareRelatives, WithdrawRelatives
from hub.domain.slices.sharing import Recorded
from hub.people.subject import Subject


class DeclareRelativesRequest(Request, frozen=True, kw_only=True):
    """These persons are relatives (familie) of the professional in the address, or they themselves."""

    about: Annotated[tuple[Subject, ...], msgspec.Meta(min_length=1, max_length=50)]

    def subjects(self) -> Iterator[tuple[str, Subject]]:
        for index, subject in enumerate(self.about):
            yield f"$.about[{index}]", subject

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return DeclareRelatives(situation, policy, asked.organisation, asked.id)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.declaration for each in facts if isinstance(each, RelativesDeclared)))


class WithdrawRelativesRequest(Request, frozen=True, kw_only=True):
    """What was declared so is not so, or not so any more."""

    def handles(self, thing: str | None) -> tuple[str, ...]:
        return (f"relatives:{thing}",)

    def slice(self, situation: Situation, policy: Policy, asked: Asked) -> HubSlice:
        return WithdrawRelatives(situation, policy, asked.organisation, asked.id)

    def recall(self, facts: Sequence[Fact]) -> Recorded:
        return Recorded(id=next(each.declaration for each in facts if isinstance(each, RelativesWithdrawn)))
