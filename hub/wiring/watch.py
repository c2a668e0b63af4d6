"""What an operator watches: how far behind each part is, read beside the work and shown as figures.

Counts of the whole hub, of nobody in particular. A figure that could not be read stays as it was, and its age grows.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from hub.clock import DomainClock, monotonic_seconds
from hub.ledger.ports import BatchReport
from hub.ledger.reader import LedgerReader
from hub.outbound.position import Turns
from hub.rounds import rounds
from hub.views.projector import Projector
from hub.views.queries import Queries

PAUSE: Final = 5.0
"""Seconds between two looks."""
STALE: Final = timedelta(seconds=10)
"""The views hold a fact within a second; older than this without it they stand still."""


class ViewsStale(Exception):  # noqa: N818 - names what is the matter
    """The views do not hold what was recorded a while ago: no worker runs, or it is stuck."""


class Figures(Protocol):
    """Where figures are shown."""

    def add(self, name: str, help_text: str, read: Callable[[], float], kind: str = "gauge") -> None:
        """Show one; ``read`` is called when the operator asks."""


class UnderLock:
    """How long this process's writer held the ledger's lock."""

    def __init__(self) -> None:
        self.batches = 0
        self.seconds = 0.0

    def take(self, report: BatchReport) -> None:
        """Count one batch."""
        self.batches += 1
        self.seconds += report.seconds_under_lock

    def show(self, figures: Figures) -> None:
        """Add these figures."""
        figures.add("hub_ledger_batches_total", "Batches of this process's writer.", lambda: self.batches, "counter")
        figures.add(
            "hub_ledger_lock_seconds_total", "Seconds under the ledger's lock.", lambda: self.seconds, "counter"
        )


class Watch:
    """Reads how far behind the views, the relay and the deadlines are."""

    def __init__(
        self, reader: LedgerReader, queries: Queries, turns: Turns, projector: Projector, clock: DomainClock
    ) -> None:
        self._reader = reader
        self._queries = queries
        self._turns = turns
        self._projector = projector
        self._clock = clock
        self._views = self._relay = self._overdue = 0.0
        self._age = 0.0
        self._looked = monotonic_seconds()

    async def run(self) -> None:
        """Until cancelled; a database that cannot be reached is tried again."""
        await rounds("figures", self.once, PAUSE)

    async def once(self) -> None:
        """Read every figure. Raises what the database raises."""
        head, due = await self._reader.head(), await self._queries.next_deadline()
        self._views = head - await self._queries.position()
        self._relay = head - await self._turns.position()
        self._age = (await self.age_of_views()).total_seconds()
        self._overdue = 0.0 if due is None else max(0.0, (self._clock.now() - due.astimezone(UTC)).total_seconds())
        self._looked = monotonic_seconds()

    async def age_of_views(self) -> timedelta:
        """How long ago the first fact was recorded that the views do not hold; zero where they hold all."""
        waiting = await self._reader.page(await self._queries.position(), 1)
        recorded: datetime | None = waiting[0].fact.recorded_at if waiting else None
        return timedelta() if recorded is None else max(timedelta(), self._clock.now() - recorded)

    async def views_are_fresh(self) -> None:
        """For a probe. Raises ``ViewsStale`` where they are not, or what the database raises."""
        if await self.age_of_views() > STALE:
            raise ViewsStale

    def show(self, figures: Figures) -> None:
        """Add these figures. Positions behind count facts; some of them are no news to a stream."""
        figures.add("hub_views_behind", "Facts that the views do not hold yet.", lambda: self._views)
        figures.add("hub_views_age_seconds", "Age of the first such fact.", lambda: self._age)
        figures.add("hub_views_poisoned", "How often the fact before which views stand failed.", self._stuck)
        figures.add("hub_relay_behind", "Facts that the relay has not passed yet.", lambda: self._relay)
        figures.add("hub_deadline_overdue_seconds", "How long the first deadline is due.", lambda: self._overdue)
        figures.add(
            "hub_figures_age_seconds", "Since when these could not be read.", lambda: monotonic_seconds() - self._looked
        )

    def _stuck(self) -> float:
        return max(self._projector.poisoned.values(), default=0)
