"""What the tests of the views have at hand: facts to append, projectors, and what the ledger says without any view."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import asyncpg
from eventsourcing.dcb.domain import Tagged
from sqlalchemy.ext.asyncio import AsyncEngine

from hub.domain.document import to_document
from hub.domain.facts import (
    CoordinationRecorded,
    DeadlineReached,
    DeadlinesSet,
    Fact,
    MatchRaised,
    MatchWithdrawn,
    NotificationAnswered,
    SignalRecorded,
)
from hub.domain.facts.matches import Deadline
from hub.domain.facts.signals import Member
from hub.domain.family import FamilyState
from hub.ledger.circles import kin_in, persons_in
from hub.ledger.mapper import FactMapper
from hub.ledger.news import News
from hub.ledger.ports import StoredFact
from hub.ledger.reader import LedgerReader
from hub.ledger.recorder import LedgerRecorder
from hub.views.projector import Projector
from hub.views.queries import Queries
from hub.views.tables import VIEWS
from tests.conftest import Databases

NOON = datetime(2014, 10, 10, 12, tzinfo=UTC)


@dataclass
class Shelf:
    """A ledger and its views."""

    database: Databases
    engine: AsyncEngine
    recorder: LedgerRecorder
    mapper: FactMapper
    reader: LedgerReader

    async def append(self, *facts: Fact) -> int:
        """Append facts as one batch; the position of the last."""
        return await self.recorder.append([self.mapper.to_dcb_event(Tagged(list(f.tags()), f)) for f in facts])

    def projector(self, page: int = 500) -> Projector:
        """A projector that has not folded yet."""
        return Projector(self.engine, self.reader, self.mapper.registry, self.recorder.news, page=page)

    def queries(self, viewed: News | None = None) -> Queries:
        """Queries over the views."""
        return Queries(self.engine, viewed)

    async def settled(self, page: int = 500) -> Queries:
        """Queries over views that hold everything."""
        await self.projector(page).catch_up()
        return self.queries()

    async def everything(self) -> list[StoredFact]:
        """The whole ledger."""
        return await self.reader.page(0, 1_000_000)

    async def as_admin(self, statement: str, *arguments: object) -> list[Any]:
        """What a statement of the superuser finds."""
        connection = await asyncpg.connect(self.database.admin_url)
        try:
            return list(await connection.fetch(statement, *arguments))
        finally:
            await connection.close()

    async def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every view."""
        rows = {table.name: await self.as_admin(f"SELECT * FROM {table.name} ORDER BY 1") for table in VIEWS}
        return {name: [tuple(row) for row in found] for name, found in rows.items()}


def families_of(history: Iterable[StoredFact]) -> dict[str, tuple[frozenset[str], bytes]]:
    """What the families are by the ledger alone: persons and state by the first person, folded without any view."""
    history = list(history)
    linked: dict[str, set[str]] = {}
    for stored in history:
        for person in sorted(persons_in(stored.tags)):
            linked.setdefault(person, {person})
        kin = kin_in(stored.tags)
        together = set().union(*(linked[person] for person in kin))
        linked.update(dict.fromkeys(together, together))
    families: dict[str, tuple[frozenset[str], bytes]] = {}
    for first, persons in linked.items():
        if not any(first in known for known, _ in families.values()):
            state = FamilyState()
            for stored in history:
                if not persons.isdisjoint(persons_in(stored.tags)):
                    state.fold(stored.fact)
            families[first] = frozenset(persons), to_document(state)
    return families


def signal(id_: str, *persons: str, owner: str = "school") -> SignalRecorded:
    """An involvement with the first person, in a household with the others."""
    return SignalRecorded(
        recorded_at=NOON,
        signal=id_,
        owner=owner,
        kind="involvement",
        subject=persons[0],
        about=persons[:1],
        occurred_at=NOON,
        state="started",
        household=tuple(Member(person=each, role="child") for each in persons) if len(persons) > 1 else (),
    )


def raised(match: str, notification: str | None, *persons: str, to: str = "school") -> MatchRaised:
    """A match of one recipient."""
    return MatchRaised(
        recorded_at=NOON,
        match=match,
        recipient=to,
        rule="same-child",
        rule_version=1,
        anchor=persons[0],
        key="",
        about=persons[:1],
        persons=persons,
        notification=notification,
        message=None if notification is None else f"message {notification}",
        answer_by=NOON,
    )


def withdrawn(match: str, notification: str | None, *persons: str, to: str = "school") -> MatchWithdrawn:
    """That match is taken back."""
    return MatchWithdrawn(
        recorded_at=NOON, match=match, recipient=to, persons=persons, reason="retracted", notification=notification
    )


def answered(match: str, notification: str, *persons: str, to: str = "school") -> NotificationAnswered:
    """The recipient answers."""
    return NotificationAnswered(
        recorded_at=NOON, notification=notification, match=match, recipient=to, persons=persons, answer="contact-made"
    )


def offered(id_: str, about: tuple[str, ...], step: Literal["proposed", "accepted"], to: str) -> CoordinationRecorded:
    """An organisation is asked to coordinate, or does."""
    return CoordinationRecorded(
        recorded_at=NOON, coordination=id_, owner="police", coordinator=to, about=about, step=step, at=NOON
    )


def waits(id_: str, due: datetime, *persons: str) -> DeadlinesSet:
    """A rule waits for a moment."""
    return DeadlinesSet(
        recorded_at=NOON, persons=persons, deadlines=(Deadline(id=id_, rule="no-coordinator", due=due),)
    )


def reached(id_: str, *persons: str) -> DeadlineReached:
    """The moment came."""
    return DeadlineReached(recorded_at=NOON, deadline=id_, rule="no-coordinator", persons=persons)
