"""Facts that tell somebody something, put into a ledger; and what a stream or a relay made of them."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import asyncpg
from eventsourcing.dcb.domain import Tagged

from hub.clock import WallClock
from hub.disclosures.memory import MemoryLog
from hub.disclosures.told import Disclosures
from hub.domain.facts import ALL_FACTS, Fact, MatchRaised, MatchWithdrawn
from hub.ledger.mapper import FactMapper, FactRegistry
from hub.ledger.news import News
from hub.ledger.reader import LedgerReader
from hub.outbound.cloudevent import CloudEvent, outgoing
from hub.outbound.ports import NotificationStream
from hub.outbound.position import Turns
from hub.outbound.relay import Relay
from tests.conftest import Databases

SOURCE = "urn:nld:oin:00000099123456789000:systeem:samenloop"
MOMENT = datetime(2014, 10, 10, 12, 30, tzinfo=UTC)
TERM = datetime(2014, 10, 10, 13, 30, tzinfo=UTC)
PERSON = "p" + "a" * 25
REGISTRY = FactRegistry(ALL_FACTS)
_MAPPER = FactMapper(REGISTRY)
_INSERT = "INSERT INTO samenloop_events_tt_main (type, data, tags) VALUES ($1, $2, $3) RETURNING id"


def raised(recipient: str = "school", notification: str | None = "new") -> MatchRaised:
    """A match that speaks, or with None one that grew in silence."""
    return MatchRaised(
        recorded_at=MOMENT, match=uuid.uuid4().hex, recipient=recipient, rule="violence-at-home", rule_version=1,
        anchor=PERSON, key=PERSON, about=(PERSON,), persons=(PERSON,), lane="acute", answer_by=TERM,
        notification=uuid.uuid4().hex if notification == "new" else notification,
    )  # fmt: skip


def withdrawn(recipient: str = "school") -> MatchWithdrawn:
    """A match taken back."""
    return MatchWithdrawn(
        recorded_at=MOMENT, match=uuid.uuid4().hex, recipient=recipient, persons=(PERSON,), reason="sharing-ended",
        notification=uuid.uuid4().hex,
    )  # fmt: skip


def event(fact: Fact | None = None) -> CloudEvent:
    """The event of a fact, as if the log had it."""
    told = outgoing(fact or raised(), SOURCE)
    assert told is not None
    return told.event._content


async def record(pool: asyncpg.Pool, facts: Sequence[Fact]) -> int:
    """Put facts into the ledger; the last position."""
    position = 0
    for fact in facts:
        stored = _MAPPER.to_dcb_event(Tagged([], fact))
        position = await pool.fetchval(_INSERT, stored.type, stored.data, stored.tags)
    return position


def a_relay(
    pool: asyncpg.Pool, database: Databases, stream: NotificationStream, page: int = 200, log: MemoryLog | None = None
) -> Relay:
    """A relay of its own, as a process would have it; with a disclosure log of its own too."""
    turns, disclosures = Turns(database.app_url, stream.name), Disclosures(log or MemoryLog(), WallClock())
    return Relay(LedgerReader(pool, REGISTRY), News(), turns, stream, disclosures, source=SOURCE, page=page, poll=0.05)


@asynccontextmanager
async def running(work: Awaitable[None]) -> AsyncIterator[asyncio.Future[None]]:
    """Run something in the background until the block ends."""
    task = asyncio.ensure_future(work)
    try:
        yield task
    finally:
        task.cancel()
        _, unended = await asyncio.wait({task}, timeout=30)
        assert not unended, "it does not end when it is asked to"


async def read(stream: NotificationStream, organisation: str) -> list[str]:
    """The ids of the events for an organisation, as its consumer gets them, to the end."""
    ids = []
    while (delivery := await stream.next(organisation, 0.5)) is not None:
        ids.append(delivery.event.id)
        await delivery.done()
    return ids


async def until(true: Callable[[], Awaitable[bool]] | Callable[[], bool]) -> None:
    """Look again and again until it is true; a test that would wait for ever fails after half a minute."""
    async with asyncio.timeout(30):
        while True:
            answer = true()
            if await answer if isinstance(answer, Awaitable) else answer:
                return
            await asyncio.sleep(0.02)
