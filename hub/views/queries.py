"""What endpoints and pages ask of the views. One statement each; nothing here decides who may see what.

Whatever leaves the hub passes ``hub.domain.disclosure`` afterwards (DOMAIN.md 5.1).
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar

import msgspec
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Table,
    Text,
    any_,
    bindparam,
    select,
)
from sqlalchemy.ext.asyncio import AsyncEngine

from hub.clock import monotonic_seconds
from hub.domain.document import from_document
from hub.domain.facts.matches import Deadline
from hub.domain.family import FamilyState
from hub.domain.retention import Retention
from hub.ledger.news import News
from hub.ledger.subscription import wait_for_news
from hub.views.due import (
    DEATHS,
    DUE,
    DUE_AFTER,
    ERASURES_WAITING,
    FORGOTTEN,
    FORGOTTEN_AT,
    NEXT_DEADLINE,
    REQUESTS_OVER,
    RETENTION_DUE,
    TO_FORGET,
    Due,
    DueDeadline,
)
from hub.views.figures import RuleEffectRow, UseRow, find_effect, find_use, period
from hub.views.relatives import RELATIVES_OF
from hub.views.rows import ForgettingRow, IdentityRow, InboxRow, MatchRow, RelativeRow, RequestRow, SignalRow, TaskRow
from hub.views.statements import key_of, read_position
from hub.views.tables import CHILD, FAMILY, IDENTITY, INBOX, MATCH, REQUEST, SIGNAL
from hub.views.task_list import TaskPlace, Whose, find_tasks, find_undecided, find_whom, values_of

RowT = TypeVar("RowT", bound=msgspec.Struct)

_FAMILIES = (
    select(CHILD.c.person, FAMILY.c.family, FAMILY.c.state)
    .join(FAMILY, FAMILY.c.family == CHILD.c.family)
    .where(CHILD.c.person == any_(bindparam("persons", type_=ARRAY(Text))))
)
NOT_SHOWN: Final = ("archived", "gone")
"""Of these no page, list or query tells any more (DOMAIN.md 12)."""
_IS_SHOWN = SIGNAL.c.kept.not_in(NOT_SHOWN)
_IS_KEPT = REQUEST.c.state != "forgotten"


class Family(NamedTuple):
    """A family as the hub knows it, sealed items included."""

    id: str
    """The pseudonym of the person of the circle whom the hub met first. Internal: it changes when families merge."""
    state: FamilyState


class Queries:
    """Reads the views. ``engine`` is of the primary; ``viewed`` is the projector's when it runs in this process.

    ``poll``: seconds between two looks of ``wait_for`` when the views are folded by another process.
    """

    def __init__(self, engine: AsyncEngine, viewed: News | None = None, *, poll: float = 0.05) -> None:
        self._engine = engine
        self._viewed = viewed or News()
        self._poll = poll
        self._reached = 0
        self._looking = asyncio.Lock()

    async def family(self, person: str) -> Family | None:
        """The family of a person, or None for a person nothing was recorded about."""
        return (await self.families([person])).get(person)

    async def families(self, persons: Collection[str]) -> dict[str, Family]:
        """The family of each of these persons; those of one family share it, and the unknown are left out."""
        found: dict[str, Family] = {}
        by_person: dict[str, Family] = {}
        for person, id_, state in await self._all(_FAMILIES, persons=list(persons)):
            if id_ not in found:
                found[id_] = Family(id_, from_document(state))
            by_person[person] = found[id_]
        return by_person

    async def inbox(self, organisation: str, after: int = 0, limit: int = 100) -> list[InboxRow]:
        """The notifications of an organisation with a number above ``after``, in order."""
        return await self._numbered(INBOX, InboxRow, "organisation", organisation, after, limit)

    async def notification(self, id_: str) -> InboxRow | None:
        """One notification, whoever's it is."""
        return await self._one(INBOX, InboxRow, id_)

    async def own_signals(self, organisation: str, after: int = 0, limit: int = 100) -> list[SignalRow]:
        """The signals of an organisation with a number above ``after``, in order, retracted ones included."""
        return await self._numbered(SIGNAL, SignalRow, "owner", organisation, after, limit, _IS_SHOWN)

    async def signal(self, id_: str) -> SignalRow | None:
        """One signal, whoever's it is."""
        found = await self._one(SIGNAL, SignalRow, id_)
        return None if found is None or found.kept in NOT_SHOWN else found

    async def matches(self, organisation: str, after: int = 0, limit: int = 100) -> list[MatchRow]:
        """The matches of a recipient with a number above ``after``, in order of opening, withdrawn ones included."""
        return await self._numbered(MATCH, MatchRow, "recipient", organisation, after, limit)

    async def match(self, id_: str) -> MatchRow | None:
        """One match, whoever's it is."""
        return await self._one(MATCH, MatchRow, id_)

    async def identities(self, kind: str, after: int = 0, limit: int = 100) -> list[IdentityRow]:
        """Identity reviews (`review`) or links (`link`) with a number above ``after``, in order of recording."""
        return await self._numbered(IDENTITY, IdentityRow, "kind", kind, after, limit)

    async def identity(self, id_: str) -> IdentityRow | None:
        """One identity review or link."""
        return await self._one(IDENTITY, IdentityRow, id_)

    async def requests(self, owner: str, after: int = 0, limit: int = 100) -> list[RequestRow]:
        """The requests that a municipality decides with a number above ``after``, in the order they came."""
        return await self._numbered(REQUEST, RequestRow, "owner", owner, after, limit, _IS_KEPT)

    async def relatives(self, owner: str, professional: str) -> list[RelativeRow]:
        """Who was declared to be a relative of this professional of an organisation, the earliest first."""
        rows = await self._all(RELATIVES_OF, owner=owner, professional=professional)
        return [RelativeRow(*row) for row in rows]

    async def undecided(
        self, owner: str, decider: str, apart: Collection[str], after: TaskPlace, limit: int
    ) -> list[RequestRow]:
        """What this decider has still to decide, by when its term ends; ``task`` of a place is a request."""
        values = {"owner": owner, "decider": decider, "apart": list(apart), "due": after.due, "request": after.task}
        rows = await self._all(find_undecided(limit), **values)
        return [RequestRow(*row) for row in rows]

    async def request(self, id_: str) -> RequestRow | None:
        """One request, whoever's it is."""
        found = await self._one(REQUEST, RequestRow, id_)
        return None if found is None or found.state == "forgotten" else found

    async def tasks(
        self, organisation: str, whose: Whose, terms: Mapping[str, int], now: datetime, after: TaskPlace, limit: int
    ) -> list[TaskRow]:
        """What an organisation may have to do, as ``hub.views.task_list`` finds it."""
        rows = await self._all(find_tasks(limit), **values_of(organisation, whose, terms, now, after))
        return [TaskRow(*row) for row in rows]

    async def whom(self, organisation: str, thing: str, kinds: Collection[str]) -> str | None:
        """The person about whom an organisation has to do one of these with a thing; None where it has not."""
        rows = await self._all(find_whom(), organisation=organisation, thing=thing, kinds=list(kinds))
        return rows[0][0] if rows else None

    async def use(self, since: datetime, until: datetime, closed: datetime) -> list[UseRow]:
        """What each organisation did with the hub in a period, as recorded before ``closed``."""
        return [UseRow(*row) for row in await self._all(find_use(), **period(since, until, closed))]

    async def effect(self, since: datetime, until: datetime, closed: datetime) -> list[RuleEffectRow]:
        """What became before ``closed`` of the matches of each rule that opened in a period."""
        return [RuleEffectRow(*row) for row in await self._all(find_effect(), **period(since, until, closed))]

    async def deadlines_due(
        self,
        now: datetime,
        limit: int = 100,
        *,
        after: Deadline | None = None,
        rules: Collection[str] = (),
        others: bool = True,
    ) -> list[DueDeadline]:
        """The deadlines that have come at ``now`` (aware), the earliest first, then by identifier, from ``after`` on.

        Of these rules alone; with ``others`` of every rule but these.
        """
        which = {"now": now, "rules": list(rules), "others": others}
        if after is None:
            rows = await self._all(DUE.limit(limit), **which)
        else:
            rows = await self._all(DUE_AFTER.limit(limit), **which, due=after.due, id=after.id)
        return [DueDeadline(Deadline(id=row[0], rule=row[1], due=row[2]), tuple(row[3])) for row in rows]

    async def next_deadline(self) -> datetime | None:
        """When the next deadline comes, also one that is past already; None when nobody waits for anything."""
        ((due,),) = await self._all(NEXT_DEADLINE)
        return due if isinstance(due, datetime) else None

    async def retention_due(self, now: datetime, retention: Retention, after: str, limit: int) -> list[Due]:
        """Signals whose next term may be over at ``now`` (aware), by identifier, from ``after`` on."""
        rows = await self._all(
            RETENTION_DUE.limit(limit),
            after=after,
            active=now - retention.active,
            kept=now - retention.kept,
            retracted=now - retention.retracted,
        )
        return [Due(row[0], row[1], row[2] == "retracted") for row in rows]

    async def erasures_waiting(self, after: str, limit: int) -> list[Due]:
        """Requests by which somebody is restricted until they can be erased, by identifier, from ``after`` on."""
        return [Due(row[0], row[1]) for row in await self._all(ERASURES_WAITING.limit(limit), after=after)]

    async def requests_over(self, now: datetime, retention: Retention, after: str, limit: int) -> list[Due]:
        """Requests that were decided long enough before ``now`` (aware), by identifier, from ``after`` on."""
        rows = await self._all(REQUESTS_OVER.limit(limit), after=after, decided=now - retention.requests)
        return [Due(row[0], row[1]) for row in rows]

    async def deaths(self, after: str, limit: int) -> list[Due]:
        """Persons who died, from ``after`` on."""
        return [Due(row[0], row[0]) for row in await self._all(DEATHS.limit(limit), after=after)]

    async def to_forget(self, limit: int) -> list[ForgettingRow]:
        """Whose keys are to be destroyed yet, in the order in which they were forgotten."""
        return [ForgettingRow(*row) for row in await self._all(TO_FORGET.limit(limit))]

    async def forgotten_after(self, position: int, limit: int) -> list[ForgettingRow]:
        """Whoever was forgotten after a position, in order: at least so many, and whole facts."""
        rows = await self._all(FORGOTTEN.limit(limit), after=position)
        last = rows[-1][1] if rows else position
        rows = [*rows, *await self._all(FORGOTTEN_AT, at=last, known=[row[0] for row in rows])] if rows else rows
        return [ForgettingRow(*row) for row in rows]

    async def position(self) -> int:
        """Position of the last fact that the views hold. Stays inside the hub."""
        async with self._engine.connect() as connection:
            return await read_position(connection)

    async def wait_for(self, position: int, timeout: float) -> bool:  # noqa: ASYNC109 - the answer is False, not an error
        """Wait until the views hold the fact at ``position``, at most ``timeout`` seconds; whether they do.

        However many wait, one of them looks at a time.
        """
        ends = monotonic_seconds() + timeout
        woken = self._viewed.listen()
        try:
            while not await self._has_reached(position):
                left = ends - monotonic_seconds()
                if left <= 0:
                    return False
                await wait_for_news(woken, min(left, self._poll))
                woken.clear()
        finally:
            self._viewed.forget(woken)
        return True

    async def _has_reached(self, position: int) -> bool:
        if self._reached >= position:
            return True
        before = self._reached
        async with self._looking:
            if self._reached == before:
                self._reached = await self.position()
        return self._reached >= position

    async def _numbered(
        self,
        table: Table,
        row: type[RowT],
        group: str,
        organisation: str,
        after: int,
        limit: int,
        *which: ColumnElement[bool],
    ) -> list[RowT]:
        statement = (
            select(*table.columns)
            .where(table.c[group] == organisation, table.c.number > after, *which)
            .order_by(table.c.number)
            .limit(limit)
        )
        return [row(*each) for each in await self._all(statement)]

    async def _one(self, table: Table, row: type[RowT], id_: str) -> RowT | None:
        rows = await self._all(select(*table.columns).where(key_of(table) == id_))
        return row(*rows[0]) if rows else None

    async def _all(self, statement: Select[Any], **values: object) -> Sequence[Any]:
        async with self._engine.connect() as connection:
            found: Sequence[Any] = (await connection.execute(statement, values)).all()
            return found
