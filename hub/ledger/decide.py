"""Decides the commands of a batch in the order in which they came, each on what the earlier ones left."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eventsourcing.dcb.api import DCBEvent

from hub.domain.facts.base import Fact
from hub.ledger.circles import PENDING, Circle, Circles, Entry, needs_history, view_of
from hub.ledger.errors import OutsideCircle
from hub.ledger.gather import Gatherer
from hub.ledger.mapper import FactMapper
from hub.ledger.ports import Command, Context, Premises, State


@dataclass(frozen=True, slots=True)
class Decision:
    """What a command came to: its answer, its facts as they will be stored, and the rows it brings along."""

    result: Any
    facts: tuple[Fact, ...]
    events: tuple[DCBEvent, ...]
    sealed: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every decision of a batch is given alike."""

    now: datetime
    ages: Mapping[str, Any]
    ids: Callable[[], str]
    new_state: Callable[[], State]
    premises: Premises | None = None


class Decider:
    """Holds the circles of one batch while its commands are decided."""

    def __init__(
        self, circles: Circles, named: dict[str, set[str]], around: Surroundings, gatherer: Gatherer, mapper: FactMapper
    ) -> None:
        self._circles = circles
        self._named = named
        self._around = around
        self._gatherer = gatherer
        self._mapper = mapper
        self._pending = PENDING
        self._policy = around.premises.policy() if around.premises else None
        self.on_premises: list[Fact] = []
        """The facts of this batch that change what decisions rest on: later commands are decided by them."""

    def was_known(self, persons: Sequence[str]) -> bool:
        """Whether something is stored or decided about every one of these persons."""
        return all(not circle.blank for circle in self._circles.around(persons))

    async def decide(self, command: Command, bound: Sequence[str]) -> Decision:
        """Decide one command. Whatever it raises, the batch is as it was before; only a database error spoils it."""
        view = await self._view(command, bound)
        context = Context(
            state=view_of(view, self._around.new_state),
            persons=tuple(bound),
            now=self._around.now,
            ages=self._around.ages,
            ids=self._around.ids,
            policy=self._policy,
            circle=frozenset[str]().union(*(circle.persons for circle in view)),
        )
        deciding = command.slice(context)
        deciding.execute()
        tagged = deciding.collect_events()
        decision = Decision(
            result=deciding.outcome,
            facts=tuple(event.decision for event in tagged),
            events=tuple(self._mapper.to_dcb_event(event) for event in tagged),
            sealed=command.sealed(context),
        )
        self._record(decision, view, deciding.state)
        self._change_premises(decision)
        return decision

    def _change_premises(self, decision: Decision) -> None:
        premises = self._around.premises
        if premises is None:
            return
        own = [fact for fact, event in zip(decision.facts, decision.events, strict=True) if premises.tag in event.tags]
        if own:
            self.on_premises.extend(own)
            self._policy = premises.policy(self.on_premises)

    async def _view(self, command: Command, bound: Sequence[str]) -> list[Circle]:
        seeds = [*bound, *command.persons]
        for handle in command.handles:
            seeds.extend(sorted(self._named[handle]))
        view = self._circles.around(seeds)
        partial = needs_history(view)
        if partial:
            await self._gatherer.complete(partial)
        return view

    def _record(self, decision: Decision, view: Sequence[Circle], state: State) -> None:
        """Enter the facts into the circles; the slice's own state serves on where it is the whole of one circle."""
        entries = [
            Entry.of(self._pending + number, fact, event.tags)
            for number, (fact, event) in enumerate(zip(decision.facts, decision.events, strict=True))
        ]
        seen = set().union(*(circle.persons for circle in view))
        for entry in entries:
            if not (seen.issuperset(entry.about) and seen.issuperset(entry.kin)):
                raise OutsideCircle(f"{entry.fact.TOPIC!r} is about a person whom its command did not read")
        self._pending += len(entries)
        known = [circle for circle in view if not circle.blank]
        grown = self._circles.record(entries)
        if len(grown) == 1 and _is_whole(grown[0], known, entries):
            grown[0].state = state
        if self._named:
            self._name(entries, decision.events)

    def _name(self, entries: Sequence[Entry], events: Sequence[DCBEvent]) -> None:
        """Let handles lead to the facts just decided too."""
        for entry, event in zip(entries, events, strict=True):
            for handle in self._named.keys() & set(event.tags):
                self._named[handle].update(entry.about, entry.kin)


def _is_whole(circle: Circle, known: Sequence[Circle], entries: Sequence[Entry]) -> bool:
    """Whether a state folded from the circles ``known`` and then ``entries`` is the state of this circle, no more."""
    if any(not one.persons <= circle.persons for one in known):
        return False
    return all(not circle.persons.isdisjoint(entry.about) for entry in entries)
