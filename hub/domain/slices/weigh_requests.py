"""A request to weigh: whoever keeps a sealed concern about this child looks again whether to share it (DOMAIN.md 4).

The answer is the same whatever is known of whomever, and no owner learns who asked.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from hub.domain.circumstances import Circumstances
from hub.domain.facts.sharing import SharingTold, WeighRequested
from hub.domain.items import Signal
from hub.domain.openness import is_sealed
from hub.domain.policy import Policy
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.terms import answer_by

AGAIN_AFTER: Final = timedelta(days=1)
"""Within which the same concern is not asked about again, however often somebody asks (chosen)."""


class AskToWeigh(HubSlice):
    """Ask the owners of sealed concerns about these persons to weigh again."""

    def __init__(
        self, situation: Situation, policy: Policy, organisation: str, persons: tuple[str, ...], *, urgent: bool
    ) -> None:
        super().__init__(situation, policy, organisation)
        self.asked_about = persons
        self.urgent = urgent

    def execute(self) -> None:
        """Never refuses, also for somebody whom nobody knows: then it records nothing."""
        if self.asked_about:
            asked = WeighRequested(recorded_at=self.now, organisation=self.organisation, persons=self.asked_about)
            self.record(asked)
        for concern in tuple(self._to_weigh()):
            self.record(
                SharingTold(
                    recorded_at=self.now,
                    recipient=concern.owner,
                    what="weigh-request",
                    thing=concern.id,
                    persons=self.stated(concern).about,
                    notification=self.ids(),
                    answer_by=answer_by("acute" if self.urgent else "ordinary", self.now),
                )
            )

    def _to_weigh(self) -> Iterator[Signal]:
        """The latest sealed concern of each other owner about one of these persons, unless it was asked of lately."""
        where, persons = self.circumstances(), self.as_one(self.asked_about)
        concerns = [item for item in self.state.items.values() if isinstance(item, Signal) and item.concern]
        latest = {each.owner: each for each in concerns if _is_sealed_about(each, persons, where)}
        for owner, concern in sorted(latest.items()):
            if owner != self.organisation and not self._asked_lately(concern):
                yield concern

    def _asked_lately(self, concern: Signal) -> bool:
        return concern.asked_to_weigh is not None and self.now < concern.asked_to_weigh + AGAIN_AFTER


def _is_sealed_about(concern: Signal, persons: frozenset[str], where: Circumstances) -> bool:
    named = {*concern.about, *(member.person for member in concern.household)}
    return concern.active(where.now) and not named.isdisjoint(persons) and is_sealed(concern, where)
