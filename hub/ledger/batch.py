"""One batch: one transaction, from the lock to the commit (ARCHITECTURE.md 2).

1. recognise command identifiers; 2. bind identities; 3. find circles; 4. read histories; 5. decide in order of arrival;
6. insert facts, command identifiers, people rows and seal. A refused command leaves no row: when its persons were bound
for the first time, the transaction is rolled back and the rest is decided again without it.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

import asyncpg

from hub.breath import Breath
from hub.clock import DomainClock, monotonic_seconds
from hub.domain.facts.base import Fact
from hub.ledger import commands as identifiers
from hub.ledger import store
from hub.ledger.cache import FoldedCircles
from hub.ledger.circles import PENDING, Circle, Circles, Folded
from hub.ledger.commands import CommandId, KnownCommand
from hub.ledger.connect import DATABASE_ERRORS
from hub.ledger.decide import Decider, Decision, Surroundings
from hub.ledger.errors import CommandConflict
from hub.ledger.folded import FoldedStates
from hub.ledger.gather import Gatherer
from hub.ledger.mapper import FactMapper
from hub.ledger.ports import BatchReport, Command, Fleeting, Outcome, PeoplePort, Premises, State, StoredFact


@dataclass(slots=True, eq=False)
class Ticket:
    """A command that waits for its answer."""

    command: Command
    identity: CommandId
    answer: "asyncio.Future[Outcome]"


@dataclass(frozen=True, slots=True)
class Tools:
    """What every batch of a writer works with."""

    mapper: FactMapper
    people: PeoplePort
    new_state: Callable[[], State]
    clock: DomainClock
    zone: tzinfo
    ids: Callable[[], str]
    cache: FoldedCircles
    kept: FoldedStates | None = None
    premises: Premises | None = None


@dataclass(slots=True)
class Verdicts:
    """What became of the commands of a batch."""

    answers: dict[Ticket, Outcome | Exception] = field(default_factory=dict)
    again: list[Ticket] = field(default_factory=list)
    """To be decided again, because a refused command had to be taken back."""
    report: BatchReport | None = None


class Batch:
    """Runs once. Raises what the database raises; nothing was committed then, unless the commit's answer was lost."""

    def __init__(self, tools: Tools, connection: asyncpg.Connection, tickets: Sequence[Ticket]) -> None:
        self._tools = tools
        self._connection = connection
        self._tickets = tickets
        self._verdicts = Verdicts()
        self._bound: dict[Ticket, Sequence[str]] = {}
        self._accepted: dict[Ticket, Decision] = {}
        self._repeats: dict[Ticket, Ticket] = {}
        self._breath = Breath.on(connection)
        self._gatherer = Gatherer(connection, tools.mapper.registry, tools.cache, tools.kept, self._breath)

    async def run(self) -> Verdicts:
        """Decide and commit."""
        await self._connection.execute(store.BEGIN)
        began = monotonic_seconds()
        fresh = await self._recognise()
        await self._bind(fresh)
        circles, decider = await self._prepare(fresh)
        await self._decide(decider, fresh)
        if self._must_take_back(decider):
            await self._connection.execute("ROLLBACK")
            self._verdicts.again = [*self._accepted, *self._repeats]
            return self._verdicts
        positions = await self._write()
        folded = await self._keep(circles, positions)
        await self._connection.execute("COMMIT" if self._accepted else "ROLLBACK")
        for each in folded:
            self._tools.cache.put(each)
        if decider.on_premises:
            self._take_own_premises(positions)
        self._verdicts.report = BatchReport(
            commands=len(self._tickets),
            accepted=len(self._accepted),
            facts=len(positions),
            seconds_under_lock=monotonic_seconds() - began,
            at=self._tools.clock.now(),
        )
        return self._verdicts

    async def _recognise(self) -> list[Ticket]:
        """Answer the commands that were decided in an earlier batch; the others, in order."""
        premises = self._tools.premises
        known, changed = await identifiers.lookup(
            self._connection, [ticket.identity.id for ticket in self._tickets], premises.tag if premises else None
        )
        if premises is not None and changed > premises.position:
            await self._take_premises(premises)
        fresh: list[Ticket] = []
        recalled: list[tuple[Ticket, KnownCommand]] = []
        for ticket in self._tickets:
            before = known.get(ticket.identity.id)
            if before is None:
                fresh.append(ticket)
            elif before.identity != ticket.identity:
                self._verdicts.answers[ticket] = CommandConflict()
            else:
                recalled.append((ticket, before))
        if recalled:
            await self._recall(recalled)
        return fresh

    async def _take_premises(self, premises: Premises) -> None:
        """Bring what decisions rest on up to date: another process changed it."""
        rows = await store.history(self._connection, {premises.tag: premises.position})
        decode = self._tools.mapper.registry.decode
        premises.take([StoredFact(row.position, decode(row.type, row.data), tuple(row.tags)) for row in rows])

    def _take_own_premises(self, positions: Sequence[int]) -> None:
        """The same for what this batch itself has changed, once it is committed."""
        premises = self._tools.premises
        if premises is None:
            return
        facts = [fact for decision in self._accepted.values() for fact in decision.facts]
        events = [event for decision in self._accepted.values() for event in decision.events]
        stored = (
            StoredFact(at, fact, tuple(event.tags)) for at, fact, event in zip(positions, facts, events, strict=True)
        )
        premises.take([each for each in stored if premises.tag in each.tags])

    async def _recall(self, recalled: Sequence[tuple[Ticket, KnownCommand]]) -> None:
        ranges = [
            (known.first, known.last) for _, known in recalled if known.first is not None and known.last is not None
        ]
        rows = await store.ranges(self._connection, ranges) if ranges else []
        stored = {row.position: self._tools.mapper.registry.decode(row.type, row.data) for row in rows}
        for ticket, known in recalled:
            own = range(known.first or 0, (known.last or -1) + 1)
            facts = [stored[position] for position in own if position in stored]
            self._verdicts.answers[ticket] = _recalled(ticket, facts, known.first, known.last)

    async def _bind(self, fresh: Sequence[Ticket]) -> None:
        subjects = [subject for ticket in fresh for subject in ticket.command.subjects]
        names = await self._tools.people.bind(self._connection, subjects) if subjects else []
        start = 0
        for ticket in fresh:
            end = start + len(ticket.command.subjects)
            self._bound[ticket] = names[start:end]
            start = end

    async def _prepare(self, fresh: Sequence[Ticket]) -> tuple[Circles, Decider]:
        persons = {person for ticket in fresh for person in (*self._bound[ticket], *ticket.command.persons)}
        handles = {handle for ticket in fresh for handle in ticket.command.handles}
        circles, named = await self._gatherer.circles(persons, handles)
        now = self._tools.clock.now()
        everyone = circles.persons
        today = now.astimezone(self._tools.zone).date()
        ages = await self._tools.people.ages(self._connection, everyone, today) if everyone else {}
        around = Surroundings(
            now=now, ages=ages, ids=self._tools.ids, new_state=self._tools.new_state, premises=self._tools.premises
        )
        return circles, Decider(circles, named, around, self._gatherer, self._tools.mapper)

    async def _decide(self, decider: Decider, fresh: Sequence[Ticket]) -> None:
        first: dict[bytes, Ticket] = {}
        for ticket in fresh:
            await self._breath.between()
            before = first.get(ticket.identity.id)
            if before is None:
                try:
                    self._accepted[ticket] = await decider.decide(ticket.command, self._bound[ticket])
                    first[ticket.identity.id] = ticket
                except DATABASE_ERRORS:
                    raise
                except Exception as refused:  # noqa: BLE001 - a command that fails, fails alone
                    self._verdicts.answers[ticket] = refused
            elif before.identity == ticket.identity:
                self._repeats[ticket] = before
            else:
                self._verdicts.answers[ticket] = CommandConflict()

    def _must_take_back(self, decider: Decider) -> bool:
        """Whether somebody was bound for the first time by refused commands only."""
        kept = {person for ticket in (*self._accepted, *self._repeats) for person in self._bound[ticket]}
        loose = {person for ticket, bound in self._bound.items() for person in bound} - kept
        return bool(self._accepted) and not decider.was_known(sorted(loose))

    async def _write(self) -> list[int]:
        """Insert everything that the accepted commands brought; the positions of their facts."""
        if not self._accepted:
            return []
        events = [event for decision in self._accepted.values() for event in decision.events]
        appended = await store.append(self._connection, events) if events else None
        positions = appended.positions if appended else []
        start, known = 0, []
        for ticket, decision in self._accepted.items():
            own = positions[start : start + len(decision.events)]
            start += len(own)
            first, last = (own[0], own[-1]) if own else (None, None)
            if own or not isinstance(ticket.command, Fleeting):
                known.append(KnownCommand(ticket.identity, first, last))
            self._verdicts.answers[ticket] = Outcome(decision.result, first, last, replayed=False)
        for ticket, before in self._repeats.items():
            self._verdicts.answers[ticket] = self._repeat(ticket, before)
        await store.finish(self._connection, appended.seal if appended else None, known)
        sealed = [row for decision in self._accepted.values() for row in decision.sealed]
        if sealed:
            await self._tools.people.keep(self._connection, sealed)
        facts = (fact for decision in self._accepted.values() for fact in decision.facts)
        if forgotten := [owner for fact in facts for owner in fact.forgets()]:
            await self._tools.people.let_go(self._connection, forgotten)
        return positions

    def _repeat(self, ticket: Ticket, before: Ticket) -> Outcome | Exception:
        """The answer to a command that came twice in one batch."""
        first = self._verdicts.answers[before]
        if isinstance(first, Exception):
            return first
        facts = self._accepted[before].facts
        return _recalled(ticket, facts, first.first, first.last)

    async def _keep(self, circles: Circles, positions: Sequence[int]) -> list[Folded]:
        """What to remember once everything in it is committed; part of it is kept in the database, with the facts."""
        folded = [
            Folded(
                frozenset(circle.persons),
                _last_position(circle, positions),
                circle.state,
                len(circle.history) + (circle.base.unkept if circle.base else 0),
            )
            for circle in circles
            if circle.state is not None and circle.history
        ]
        if self._tools.kept is None or not self._accepted:
            return folded
        return await self._tools.kept.keep(self._connection, folded)


def _recalled(ticket: Ticket, facts: Sequence[Fact], first: int | None, last: int | None) -> Outcome | Exception:
    """The answer to a command that was decided before."""
    try:
        return Outcome(ticket.command.recall(facts), first, last, replayed=True)
    except Exception as failed:  # noqa: BLE001 - it fails alone
        return failed


def _last_position(circle: Circle, positions: Sequence[int]) -> int:
    """Up to where a circle is folded, with facts of this batch at the positions they got."""
    last = circle.history[-1].position
    return positions[last - PENDING] if last >= PENDING else last
