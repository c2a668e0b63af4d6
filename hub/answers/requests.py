"""A request of the family: the acknowledgement, the file of who decides, and what the owner of an entry is asked."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final, Literal

import msgspec

from hub.answers import plain
from hub.answers.items import day_of
from hub.answers.naming import OrganisationAnswer
from hub.answers.notices import Words
from hub.answers.own import Own
from hub.answers.record import RIGHTS
from hub.disclosures.told import Told
from hub.disclosures.trail import Trail
from hub.domain.circumstances import Circumstances
from hub.domain.looking import Looked, sealed
from hub.domain.organisations import Organisations
from hub.domain.requests import Asked, DataRequest
from hub.domain.rights import decide_for_subject, protects, restriction_runs, standing_of, weighs_child_interest
from hub.domain.slices.requests import Received
from hub.views.rows import RequestRow

Reference = Callable[[str], str]
_MOMENT: Final = timedelta(microseconds=1)


class AcknowledgementAnswer(Own, frozen=True, kw_only=True, omit_defaults=True):
    """The acknowledgement (ontvangstbevestiging): the same in all cases, whatever is recorded of whomever.

    ``answer_by`` is the last day of the term, in the Netherlands.
    """

    id: str
    wait: str
    received_on: date
    answer_by: date
    text: Words
    replayed: bool = False


class DecidedAnswer(Own, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a decision: ``proposed`` waits for a second professional."""

    id: str
    wait: str
    state: Literal["proposed", "decided"]
    erasure: Literal["erased", "restricted"] | None = None
    replayed: bool = False


class RequesterAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, by the municipality's own reference."""

    reference: str
    capacity: str


class AdviceAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one owner was asked, and what it answered."""

    organisation: OrganisationAnswer
    asks: str
    things: tuple[str, ...]
    answer_by: date
    advice: str | None = None
    reason: str | None = None


class RequestAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A request (verzoek) as its reader may see it: all of it for who decides, for an owner what it is asked.

    ``lacking`` says why those who ask may not ask this, coded. ``weigh`` says what stands against granting it, coded
    and without whose or what: ``restriction-runs`` (something is withheld now), ``protects-another`` (erasure would
    become restriction), ``child-interest``. ``things`` are entries of the record.
    """

    id: str
    kind: str
    state: str
    subject: str
    received_on: date
    answer_by: date
    requesters: tuple[RequesterAnswer, ...] = ()
    verified: str | None = None
    authority_shown: bool = False
    extended: bool = False
    things: tuple[str, ...] = ()
    wrong_child: bool = False
    words: str | None = None
    lacking: str | None = None
    weigh: tuple[str, ...] = ()
    advice: tuple[AdviceAnswer, ...] = ()
    proposed_by: str | None = None
    decision: str | None = None
    reasons: tuple[str, ...] = ()
    erasure: str | None = None


class RequestSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One request in the list of the municipality that decides; ``number`` counts within it."""

    number: int
    id: str
    kind: str
    subject: str
    state: str
    received_on: date
    answer_by: date


class RequestsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A page of requests, in the order they came; ``next`` is ``after`` of the next page."""

    requests: tuple[RequestSummary, ...]
    next: int


def acknowledgement(received: Received, wait: str, *, replayed: bool) -> AcknowledgementAnswer:
    """The answer to who asks. Nothing in it depends on anything but the day."""
    return AcknowledgementAnswer(
        id=received.id,
        wait=wait,
        received_on=day_of(received.received_at),
        answer_by=last_day(received.due),
        text=plain.RECEIVED,
        replayed=replayed,
    )


def last_day(due: datetime) -> date:
    """The last day of a term that ends with it, in the Netherlands."""
    return day_of(due - _MOMENT)


def file_of(
    request: DataRequest,
    where: Circumstances,
    organisations: Organisations,
    reference: Reference,
    words: str | None,
) -> Told[RequestAnswer | None]:
    """The file of the professional who decides."""
    answer = RequestAnswer(
        id=request.id,
        kind=request.kind,
        state=request.state,
        subject=reference(request.person),
        received_on=day_of(request.received_at),
        answer_by=last_day(request.due),
        requesters=tuple(
            RequesterAnswer(reference=reference(each.person), capacity=each.capacity) for each in request.requesters
        ),
        verified=request.verified,
        authority_shown=request.authority_shown,
        extended=request.extended,
        things=request.things,
        wrong_child=request.wrong_child,
        words=words,
        lacking=standing_of(request, where.ages),
        weigh=tuple(_weigh(request, where, organisations)),
        advice=tuple(_advice(owner, asked, organisations) for owner, asked in sorted(request.owners.items())),
        proposed_by=request.proposed_by,
        decision=request.decision,
        reasons=request.reasons,
        erasure=request.erasure,
    )
    decided = (
        (item, decide_for_subject(request.person, item, where, organisations)) for item in where.family.items.values()
    )
    withheld = sealed(item for item, told in decided if told is not None and not told.allowed)
    return Told(answer, Trail([request.person], (_there(request), *withheld)))


def asked_of(request: DataRequest, owner: str, reference: Reference, words: str | None) -> Told[RequestAnswer | None]:
    """What the owner of an entry is asked: about its own, and nothing of who else."""
    asked = request.owners[owner]
    answer = RequestAnswer(
        id=request.id,
        kind=request.kind,
        state=request.state,
        subject=reference(request.person),
        received_on=day_of(request.received_at),
        answer_by=day_of(asked.answer_by),
        things=asked.things,
        words=words,
        advice=(
            AdviceAnswer(
                organisation=OrganisationAnswer(id=owner),
                asks=asked.asks,
                things=asked.things,
                answer_by=day_of(asked.answer_by),
                advice=asked.advice,
                reason=asked.reason,
            ),
        ),
    )
    return Told(answer, Trail([request.person], [_there(request)]))


def summaries(rows: Sequence[RequestRow], following: int, reference: Reference) -> Told[RequestsAnswer]:
    """The list of the municipality that decides; ``following`` is ``after`` of the next page."""
    page = RequestsAnswer(
        requests=tuple(
            RequestSummary(
                number=row.number,
                id=row.request,
                kind=row.kind,
                subject=reference(row.person),
                state=row.state,
                received_on=day_of(row.received_at),
                answer_by=last_day(row.due),
            )
            for row in rows
        ),
        next=following,
    )
    return Told(page, Trail((), (Looked(thing=row.request, about=(row.person,), ground=RIGHTS) for row in rows)))


def _there(request: DataRequest) -> Looked:
    return Looked(thing=request.id, about=(request.person,), ground=RIGHTS)


def _weigh(request: DataRequest, where: Circumstances, organisations: Organisations) -> Iterator[str]:
    if weighs_child_interest(request, where.ages):
        yield "child-interest"
    if restriction_runs(request.person, where, organisations):
        yield "restriction-runs"
    if any(protects(request.person, where)):
        yield "protects-another"


def _advice(owner: str, asked: Asked, organisations: Organisations) -> AdviceAnswer:
    known = organisations.get(owner)
    return AdviceAnswer(
        organisation=OrganisationAnswer(id=owner, name=None if known is None else known.name),
        asks=asked.asks,
        things=asked.things,
        answer_by=day_of(asked.answer_by),
        advice=asked.advice,
        reason=asked.reason,
    )
