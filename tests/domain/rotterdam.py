"""The Rotterdam case replayed purely in memory: its requests become slices over one family's state, with no IO at all.

A person's pseudonym is its name in the case, and what an act makes is called by the act's key, so that two runs can be
compared. Deadlines come in their order, each at its own moment.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import Any, Final

import msgspec

from hub.commands import consents, followup, sharing, signals
from hub.commands.request import Asked
from hub.commands.request import Request as HubRequest
from hub.configuration.load import load_catalogue, load_legal_bases, load_rules
from hub.demo import acts
from hub.demo.case import Answer, Case, load_case
from hub.demo.outcome import Notification, ShownItem
from hub.demo.requests import Occasion, Request, consent_body, requests_of, signal_body
from hub.demo.statements import Body
from hub.domain.ages import AgeBand, band
from hub.domain.errors import NobodyWatching
from hub.domain.facts import Fact, MatchRaised
from hub.domain.family import FamilyState
from hub.domain.items import Item
from hub.domain.organisations import Organisations
from hub.domain.policy import Policy
from hub.domain.rules import configured
from hub.domain.rules.rule import ConfiguredRule
from hub.domain.slices.base import HubSlice
from hub.domain.slices.deadline import ReachDeadline
from hub.domain.slices.publish import COLLECTION_STEPS
from hub.ledger.ports import Context
from hub.people.subject import Subject

AFTERMATH: Final = timedelta(days=60)
"""How long after the last act deadlines still come."""

_BODIES: Final[Mapping[str, type[HubRequest]]] = {
    "signals": signals.PublishRequest,
    "consents": consents.ConsentRequest,
    "safety-exceptions": sharing.ExceptionRequest,
    "shielded-recipients": sharing.ShieldedRecipientsRequest,
    "directory": sharing.DirectoryRequest,
    "facts": followup.FactRequest,
    "members": followup.MemberRequest,
    "coordinator": followup.CoordinatorRequest,
    "handovers": followup.HandoverRequest,
}
_DECISIONS: Final = {"_review": "continued", "_end": "ended"}


class Told(msgspec.Struct, frozen=True):
    """A match that spoke to its recipient, with the items it rested on as they stood at that moment."""

    fact: MatchRaised
    items: tuple[Item, ...]


class Replay:
    """One run. ``without``: organisations that send nothing in it. Raises a ``Refusal`` where the domain refuses."""

    def __init__(self, case: Case, answer: Answer, *, without: Iterable[str] = ()) -> None:
        self.case = case
        self.state = FamilyState()
        self.facts: list[Fact] = []
        self.told: list[Told] = []
        self.warned: list[tuple[datetime, str]] = []
        """When which organisation was warned that nobody would watch the children."""
        self._answer: Answer = answer
        self._ids = count()
        self._numbers = {each: count() for each in case.organisations}
        self._made: dict[str, str] = {}
        self._names = {(p.family_name, p.given_names): name for name, p in case.persons.items()}
        self._policy = Policy(
            Organisations(case.organisation(each) for each in case.organisations),
            load_catalogue(),
            configured(load_rules()),
            load_legal_bases(),
        )
        timeline = case.timeline()
        for at, act in timeline:
            self._let_deadlines_come(at)
            if act.by not in without:
                self._do(act, at)
        self._let_deadlines_come(timeline[-1][0] + AFTERMATH)

    def id_of(self, key: str) -> str:
        """See ``hub.demo.requests.Made``."""
        return self._made[key]

    def reference_of(self, organisation: str, person: str) -> str:
        """See ``hub.demo.requests.Made``."""
        return person

    @property
    def notifications(self) -> tuple[Notification, ...]:
        """What was told, as the report of a replay has it."""
        return tuple(_notification(told) for told in self.told)

    def policy_with(self, rules: tuple[ConfiguredRule, ...]) -> Policy:
        """The policy of the run with other rules."""
        return msgspec.structs.replace(self._policy, rules=rules)

    def _do(self, act: acts.Act, at: datetime) -> None:
        for request in self._requests(act, at):
            for body in request.lines or (request.body,):
                try:
                    made = self._decide(request, body, at)
                except NobodyWatching:
                    if request.confirmed is None:
                        raise
                    self.warned.append((at, request.by))
                    made = self._decide(request, request.confirmed, at)
                if request.key is not None:
                    self._made[request.key] = made

    def _requests(self, act: acts.Act, at: datetime) -> tuple[Request, ...]:
        """The requests of an act; what travels with the corporation's file goes as the adapter would send it."""
        occasion = Occasion(self.case, at, self._answer, self)
        if isinstance(act, acts.Signal) and act.arrears is not None:
            arrears = {"objection": False, "collection_steps": sorted(COLLECTION_STEPS)}
            body = {**signal_body(act, occasion), "arrears": arrears}
            if act.arrears.bailiff is not None:
                body["through"] = act.arrears.bailiff
            return (Request(by=act.by, path="/v1/signals", body=body, key=act.key),)
        if isinstance(act, acts.Consent) and act.through_file:
            return (Request(by=act.by, path="/v1/consents", body=consent_body(act, occasion)),)
        return requests_of(act, occasion)

    def _decide(self, request: Request, body: Body, at: datetime) -> str:
        read, thing, family = _read(request.path, body)
        new = request.key or f"{request.by}-{next(self._numbers[request.by])}"
        assert not read.faults(self._policy, request.by, at), (request.by, request.path)
        persons = tuple(self._name(subject) for _, subject in read.subjects())
        asked = Asked(organisation=request.by, id=thing or new, family=family)
        self._run(read.slice(self._situation(persons, at), self._policy, asked))
        return asked.id

    def _name(self, subject: Subject) -> str:
        return self._names[(subject.family_name or "", subject.given_names or "")]

    def _situation(self, persons: tuple[str, ...], at: datetime) -> Context:
        ages: dict[str, AgeBand] = {n: band(p.born.isoformat(), at.date()) for n, p in self.case.persons.items()}
        return Context(self.state.fork(), persons, at, ages, lambda: f"made-{next(self._ids)}")

    def _run(self, slice_: HubSlice) -> None:
        """Take over the state of a slice that was not refused, and keep what it decided."""
        slice_.execute()
        self.state = slice_.state
        for tagged in slice_.collect_events():
            fact = tagged.decision
            self.facts.append(fact)
            if isinstance(fact, MatchRaised) and fact.notification is not None:
                self.told.append(Told(fact, tuple(self.state.items[each.item] for each in fact.shown)))

    def _let_deadlines_come(self, until: datetime) -> None:
        while due := [each for each in self.state.deadlines.values() if each.due <= until]:
            first = min(due, key=lambda each: (each.due, each.id))
            self._run(ReachDeadline(self._situation((), first.due), self._policy, first, tuple(self.state.everyone)))


def _read(path: str, body: Body) -> tuple[HubRequest, str | None, str | None]:
    """The request that a body at a path is, with the thing and the family that the path names."""
    match path.strip("/").split("/"):
        case ["v1", "families", family, noun]:
            return msgspec.convert(body, _BODIES[noun]), None, family
        case ["v1", "signals", thing, "_end"]:
            return msgspec.convert(body, signals.EndRequest), thing, None
        case ["v1", "safety-exceptions", thing, verb]:
            decided: dict[str, Any] = {**body, "decision": _DECISIONS[verb]}
            return msgspec.convert(decided, sharing.ReviewExceptionRequest), thing, None
        case ["v1", noun, *_]:
            return msgspec.convert(body, _BODIES[noun]), None, None
    raise AssertionError(path)


def _notification(told: Told) -> Notification:
    fact = told.fact
    grounds = sorted({shown.ground for shown in fact.shown})
    return Notification(
        on=fact.recorded_at.date(),
        to=fact.recipient,
        rule=fact.rule,
        ground=", ".join(grounds) or "identifier",
        about=fact.about,
        items=tuple(
            ShownItem(owner=item.owner, ground=shown.ground) for item, shown in zip(told.items, fact.shown, strict=True)
        ),
    )


@cache
def replayed(answer: Answer, without: str | None = None) -> Replay:
    """A run of the case, made once: nothing may be changed in it."""
    return Replay(load_case(), answer, without=() if without is None else (without,))
