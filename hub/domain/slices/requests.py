"""Requests of the family: taken in, given a longer term, advised on by the owner, reminded of (DOMAIN.md 12)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Literal

import msgspec

from hub.domain.errors import AlreadyDone, Fault, InvalidCommand, NotAllowed, UnknownThing
from hub.domain.facts.matches import Deadline, DeadlinesSet
from hub.domain.facts.requests import (
    AdviceGiven,
    Capacity,
    OwnerAsked,
    Requester,
    RequestExtended,
    RequestKind,
    RequestReceived,
    RequestReminded,
)
from hub.domain.organisations import Role
from hub.domain.policy import Policy
from hub.domain.relatives import relatives_of
from hub.domain.requests import Asked, DataRequest
from hub.domain.rights import decide_for_subject, standing_of
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.terms import months_after, working_mornings

TERM_MONTHS: Final = 1
EXTENDED_MONTHS: Final = 3
"""One month, and two more with a reason (GDPR 12(3))."""
REASONS_TO_EXTEND: Final = frozenset({"complex", "many-requests"})
ADVICE_WORKING_DAYS: Final = 10
"""In which an owner advises, or carries out what was decided (chosen)."""
NEAR_WORKING_DAYS: Final = 5
"""Before the end of the term when its decider is reminded (chosen)."""
NEARS: Final = "request-term-nears"
PASSED: Final = "request-term-passed"
ABOUT_THINGS: Final = frozenset({"correction", "objection"})


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of taking a request in: the same in all cases, whatever is recorded of whomever."""

    id: str
    received_at: datetime
    due: datetime


class RequestDetails(msgspec.Struct, frozen=True, kw_only=True):
    """A request without its persons: the command's subjects are the data subject, then who asks for another."""

    kind: RequestKind
    capacities: tuple[Capacity, ...]
    authority_shown: bool
    verified: str
    things: tuple[str, ...] = ()
    wrong_child: bool = False
    received_at: datetime


class RequestSlice(HubSlice):
    """A step in a request, by a professional of the municipality or of the owner of what it is about."""

    def __init__(self, situation: Situation, policy: Policy, organisation: str, request: str) -> None:
        super().__init__(situation, policy, organisation)
        self.request = request

    def decider(self) -> str:
        """The professional who acts for the municipality. Raises ``NotAllowed`` for anybody else, and for a system."""
        acting = self.policy.organisations.get(self.organisation)
        if self.professional is None or acting is None or not acting.has(Role.MUNICIPALITY):
            raise NotAllowed
        return self.professional

    def own_request(self) -> DataRequest:
        """The request. Raises ``UnknownThing`` for another's, exactly as for none, ``AlreadyDone`` once decided."""
        found = self.state.requests.get(self.request)
        if found is None or found.owner != self.organisation or self.is_of_relative(found):
            raise UnknownThing
        if found.decision is not None:
            raise AlreadyDone
        return found

    def is_of_relative(self, request: DataRequest) -> bool:
        """Whether it is about a relative of who acts: to them it is as unknown as their family (DOMAIN.md 5.3)."""
        declared = self.state.relatives.values()
        return request.person in relatives_of(declared, self.organisation, self.professional)

    def ask_owners(
        self, request: DataRequest, things: Iterable[str], asks: Literal["advice", "correct", "remove"]
    ) -> None:
        """Ask every owner of these things that the data subject may be told of; who it is, they know."""
        for owner, own in self.by_owner(request, things).items():
            self.record(
                OwnerAsked(
                    recorded_at=self.now,
                    request=request.id,
                    person=request.person,
                    recipient=owner,
                    things=tuple(own),
                    asks=asks,
                    notification=self.ids(),
                    answer_by=working_mornings(self.now, ADVICE_WORKING_DAYS),
                )
            )

    def by_owner(self, request: DataRequest, things: Iterable[str]) -> dict[str, list[str]]:
        """Of these things, by owner, those that are about the data subject and of which it may be told."""
        where, organisations = self.circumstances(), self.policy.organisations
        found: dict[str, list[str]] = {}
        for thing in things:
            item = self.state.items.get(thing)
            told = item and decide_for_subject(
                request.person, item, where, organisations, by_representative=request.by_representative
            )
            if item is not None and told and told.allowed:
                found.setdefault(item.owner, []).append(thing)
        return found

    def wait_for_term(self, request: DataRequest) -> None:
        """Remind of the term before it ends, and when it has passed."""
        near = working_mornings(request.due, -NEAR_WORKING_DAYS)
        moments = ((NEARS, near), (PASSED, request.due))
        deadlines = tuple(
            Deadline(id=f"{rule}:{request.id}:{due:%Y%m%dT%H%M%S}", rule=rule, due=due) for rule, due in moments
        )
        self.record(DeadlinesSet(recorded_at=self.now, persons=(request.person,), deadlines=deadlines))


class ReceiveRequest(RequestSlice):
    """Take a request in. What is known of whom decides nothing here, so that the answer is the same in all cases."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        request: str,
        details: RequestDetails,
    ) -> None:
        super().__init__(situation, policy, organisation, request)
        self.details = details

    def execute(self) -> None:
        """Raises ``NotAllowed``, or ``InvalidCommand`` with every fault."""
        by, details = self.decider(), self.details
        faults = request_faults(details, self.now)
        if faults:
            raise InvalidCommand(*faults)
        subject, *others = self.persons
        asking = iter(others)
        self.record(
            RequestReceived(
                recorded_at=self.now,
                request=self.request,
                owner=self.organisation,
                kind=details.kind,
                person=subject,
                requesters=tuple(
                    Requester(person=subject if each == "self" else next(asking), capacity=each)
                    for each in details.capacities
                ),
                authority_shown=details.authority_shown,
                verified=details.verified,
                things=details.things,
                wrong_child=details.wrong_child,
                received_by=by,
                received_at=details.received_at,
                due=months_after(details.received_at, TERM_MONTHS),
            )
        )
        received = self.state.requests[self.request]
        if standing_of(received, self.ages) is None:
            self.ask_owners(received, received.things, "advice")
        self.wait_for_term(received)
        self.outcome = Received(id=received.id, received_at=received.received_at, due=received.due)


def request_faults(details: RequestDetails, now: datetime) -> list[Fault]:
    """Everything that is wrong with a request beside its persons, at once."""
    faults = []
    if details.received_at > now:
        faults.append(Fault("received_on", "date-in-future", "A request was received before now."))
    elif months_after(details.received_at, TERM_MONTHS) <= now:
        faults.append(Fault("received_on", "term-passed", "The term of one month has passed already."))
    if details.capacities.count("self") > 1 or not (details.capacities or details.wrong_child):
        faults.append(Fault("requesters", "requesters-impossible", "Somebody asks, and each for itself once."))
    if details.kind in ABOUT_THINGS and not details.things:
        faults.append(Fault("things", "things-missing", "Say which entries of the record it is about."))
    if details.kind not in ABOUT_THINGS and details.things:
        faults.append(Fault("things", "things-not-for-kind", "This request is about the whole record."))
    if details.wrong_child and details.kind != "erasure":
        faults.append(Fault("wrong_child", "wrong-child-not-for-kind", "A wrong child is erased."))
    return faults


class ExtendTerm(RequestSlice):
    """Give a request a longer term, once, before the first has passed."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        request: str,
        *,
        reason: str,
    ) -> None:
        super().__init__(situation, policy, organisation, request)
        self.reason = reason

    def execute(self) -> None:
        """Raises ``NotAllowed``, ``UnknownThing``, ``AlreadyDone``, or ``InvalidCommand``."""
        by, request = self.decider(), self.own_request()
        if request.extended:
            raise AlreadyDone
        if self.reason not in REASONS_TO_EXTEND:
            raise InvalidCommand(Fault("reason", "reason-unknown", "It is complex, or there are many requests."))
        if request.due <= self.now:
            raise InvalidCommand(Fault("reason", "term-passed", "The first term has passed."))
        due = months_after(request.received_at, EXTENDED_MONTHS)
        self.record(
            RequestExtended(
                recorded_at=self.now, request=request.id, person=request.person, due=due, reason=self.reason, by=by
            )
        )
        self.wait_for_term(self.state.requests[request.id])
        self.outcome = Received(id=request.id, received_at=request.received_at, due=due)


class Advise(RequestSlice):
    """The owner answers what it was asked about a request."""

    def __init__(
        self,
        situation: Situation,
        policy: Policy,
        organisation: str,
        request: str,
        *,
        advice: Literal["agree", "disagree"],
        reason: str | None = None,
    ) -> None:
        super().__init__(situation, policy, organisation, request)
        self.advice: Literal["agree", "disagree"] = advice
        self.reason = reason

    def execute(self) -> None:
        """Raises ``UnknownThing`` for who was asked nothing, ``AlreadyDone``, ``InvalidCommand`` without a reason."""
        request, asked = self._asked()
        if asked.advice is not None:
            raise AlreadyDone
        if self.advice == "disagree" and self.reason is None:
            raise InvalidCommand(Fault("reason", "reason-missing", "Say why, with a code."))
        self.record(
            AdviceGiven(
                recorded_at=self.now,
                request=request.id,
                person=request.person,
                owner=self.organisation,
                notification=asked.notification,
                advice=self.advice,
                reason=self.reason,
                by=self.professional,
            )
        )
        self.outcome = Received(id=request.id, received_at=request.received_at, due=request.due)

    def _asked(self) -> tuple[DataRequest, Asked]:
        request = self.state.requests.get(self.request)
        asked = None if request is None else request.owners.get(self.organisation)
        if request is None or asked is None or self.is_of_relative(request):
            raise UnknownThing
        return request, asked


def remind(slice_: HubSlice, deadline: Deadline) -> None:
    """Remind the municipality of a request whose term nears or has passed; nothing where it was decided or extended."""
    request = slice_.state.requests.get(deadline.id.split(":")[1])
    if request is None or request.decision is not None:
        return
    near = working_mornings(request.due, -NEAR_WORKING_DAYS)
    if deadline.due not in (near, request.due):
        return
    slice_.record(
        RequestReminded(
            recorded_at=slice_.now,
            request=request.id,
            person=request.person,
            recipient=request.owner,
            why=deadline.rule,  # type: ignore[arg-type]
            notification=slice_.ids(),
            answer_by=request.due,
        )
    )
