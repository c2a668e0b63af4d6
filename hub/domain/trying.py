"""What changed rules would have raised on a history as it is, raising nothing: for who decides on a rule's numbers."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from heapq import heappop, heappush

import msgspec

from hub.domain.ages import AgeBand
from hub.domain.circumstances import Circumstances
from hub.domain.disclosure import Standing
from hub.domain.facts import DeadlineReached, DeadlinesSet, Fact, MatchClosed, MatchRaised, MatchWithdrawn
from hub.domain.family import FamilyState
from hub.domain.matching import recipients
from hub.domain.organisations import Organisation
from hub.domain.policy import Policy
from hub.domain.rules.rule import ConfiguredRule
from hub.domain.view import FamilyView, see

Ages = Callable[[Iterable[str], datetime], Awaitable[Mapping[str, AgeBand]]]
"""Age bands of these persons at a moment (UTC)."""
_BY_THE_HUB = (MatchRaised, MatchWithdrawn, MatchClosed, DeadlinesSet, DeadlineReached)
"""What the rules brought forth themselves changes nothing that rules look at."""


class WouldRaise(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One match that a rule would have opened. It names nobody: ``family`` counts the families met."""

    at: datetime
    rule: str
    recipient: str
    family: int
    raised: bool
    """The ledger has it: this recipient was told by this rule about the same."""


async def try_rules(
    history: Sequence[Fact], family: int, policy: Policy, ages: Ages, since: datetime
) -> list[WouldRaise]:
    """What the rules of ``policy`` would have opened over the facts of one circle, in the order of the ledger.

    From ``since`` (UTC) on: after each fact, and at each moment a rule waits for until the last of them.
    """
    return [each async for each in _Trial(history, family, policy, ages, since).run()]


class _Trial:
    def __init__(self, history: Sequence[Fact], family: int, policy: Policy, ages: Ages, since: datetime) -> None:
        self._history, self._family, self._policy, self._ages, self._since = history, family, policy, ages, since
        self._rules = tuple(each for each in policy.rules if not each.rule.page_only and not each.rule.answers)
        self._state = FamilyState()
        self._due: list[datetime] = []
        self._found: set[tuple[str, str, str]] = set()
        self._raised = {(f.recipient, f.rule, f.key) for f in history if isinstance(f, MatchRaised)}

    async def run(self) -> AsyncIterator[WouldRaise]:
        for fact in self._history:
            while self._due and self._due[0] <= fact.recorded_at:
                for each in await self._look(heappop(self._due), at_their_moment=True):
                    yield each
            self._state.fold(fact)
            if not isinstance(fact, _BY_THE_HUB):
                for each in await self._look(fact.recorded_at, at_their_moment=False):
                    yield each

    async def _look(self, now: datetime, *, at_their_moment: bool) -> list[WouldRaise]:
        """What opens now; what opened before it is asked about is known and not told again."""
        ages = self._state.ages(await self._ages(self._state.everyone, now))
        return [each for each in self._evaluate(now, ages, at_their_moment=at_their_moment) if now >= self._since]

    def _evaluate(self, now: datetime, ages: Mapping[str, AgeBand], *, at_their_moment: bool) -> Iterator[WouldRaise]:
        policy = self._policy
        where = Circumstances(self._state, ages, policy.catalogue, now, policy.organisations, policy.disclosure)
        for id_ in sorted(recipients(self._state, policy.organisations, now)):
            viewer = policy.organisations.get(id_)
            for family in see(Standing(viewer, where)).families() if viewer and viewer.takes_part else ():
                for configured in self._rules:
                    self._wait(family, configured)
                    if at_their_moment or not configured.rule.on_time:
                        yield from self._opened(family, configured, now)

    def _wait(self, family: FamilyView, configured: ConfiguredRule) -> None:
        if configured.rule.due is not None and family.items:
            for moment in configured.rule.due(family, configured.parameters):
                if moment.due not in self._due:
                    heappush(self._due, moment.due)

    def _opened(self, family: FamilyView, configured: ConfiguredRule, now: datetime) -> Iterator[WouldRaise]:
        for finding in configured.rule.find(family, configured.parameters) if family.items else ():
            to = self._coordinators() if finding.to_process_coordinator else (family.viewer,)
            for recipient in to:
                told = (recipient.id, configured.rule.id, finding.key)
                if told not in self._found:
                    self._found.add(told)
                    yield WouldRaise(
                        at=now,
                        rule=configured.rule.id,
                        recipient=recipient.id,
                        family=self._family,
                        raised=told in self._raised,
                    )

    def _coordinators(self) -> tuple[Organisation, ...]:
        organisations = self._policy.organisations
        return tuple(organisations[each] for each in organisations.process_coordinators)
