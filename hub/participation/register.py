"""The register: who takes part, as the ledger has it, kept in memory by every process.

It is read at two moments. At the door, before every answer, it is at most ``STALE`` seconds behind the ledger: whoever
was shut out is out within that time, in every process. Under the ledger's lock the writer brings it up to date first,
so that nothing is decided for whoever was shut out before.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from hub.clock import monotonic_seconds
from hub.domain.facts import Fact
from hub.domain.facts.organisations import ORGANISATIONS
from hub.domain.participants import Participants
from hub.ledger.connect import DATABASE_ERRORS
from hub.ledger.mapper import FactRegistry
from hub.ledger.ports import StoredFact
from hub.ledger.recorder import LedgerRecorder
from hub.rounds import rounds

STALE: Final = 2.0
"""Seconds after which nobody is let in on what was read before: then the ledger is read first, or nobody gets in."""
_QUERY: Final = DCBQuery(items=[DCBQueryItem(tags=[ORGANISATIONS])])


class RegisterUnavailable(Exception):  # noqa: N818 - says what the register is
    """Who takes part cannot be read, so nobody is let in. Nothing was stored."""

    code = "unavailable"


def participants_after(facts: Iterable[Fact]) -> Participants:
    """Who takes part by these facts alone, read in their order."""
    return Participants().after(facts)


class Register:
    """Follows the ledger's facts about organisations and professionals, with a look every ``poll`` seconds.

    Measured by the system clock: ``now`` in seconds.
    """

    tag = ORGANISATIONS

    def __init__(
        self,
        recorder: LedgerRecorder,
        registry: FactRegistry,
        *,
        poll: float = 1.0,
        now: Callable[[], float] = monotonic_seconds,
    ) -> None:
        self._recorder = recorder
        self._registry = registry
        self._poll = poll
        self._now = now
        self._looked = float("-inf")
        self._looking = asyncio.Lock()
        self.position = 0
        """Of the last fact taken in."""
        self.current = Participants()

    def take(self, stored: Sequence[StoredFact]) -> None:
        """Take in committed facts, in order; those that were taken in before are passed over."""
        new = [each for each in stored if each.position > self.position]
        if new:
            self.current = self.current.after(each.fact for each in new)
            self.position = new[-1].position

    def with_decided(self, facts: Sequence[Fact]) -> Participants:
        """Who takes part once these facts are stored too."""
        return self.current.after(facts) if facts else self.current

    async def refresh(self) -> None:
        """Take in what was recorded since the last look. Raises what the database raises."""
        looked = self._now()
        events = (await self._recorder.read(_QUERY, after=self.position)).events
        self.take(
            [
                StoredFact(
                    each.position, self._registry.decode(each.event.type, each.event.data), tuple(each.event.tags)
                )
                for each in events
            ]
        )
        self._looked = looked

    async def ensure_fresh(self) -> None:
        """Read the ledger first where the last look is too long ago. Raises ``RegisterUnavailable`` where it fails."""
        if self._now() - self._looked <= STALE:
            return
        async with self._looking:
            if self._now() - self._looked <= STALE:
                return
            try:
                await self.refresh()
            except DATABASE_ERRORS as failed:
                raise RegisterUnavailable from failed

    async def run(self) -> None:
        """Look again and again, until cancelled; a database that cannot be reached is tried again."""
        await rounds("register", self.refresh, self._poll)
