"""Signals (signalen): publish one or many, end, retract, answer for an intended report, and look at one's own."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Query, Request, Response

from hub.answers import published, trails
from hub.answers.notices import is_urgent, notices_for
from hub.answers.published import Disclosure, PublishedAnswer
from hub.api import looking, ndjson
from hub.api.acting import acting, caught_up, changing, parsed, record, submit, thing
from hub.api.answers import answer
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.door import Actor, actor_of
from hub.api.idempotency import idempotency_key
from hub.api.openapi import described
from hub.api.problems import Problem
from hub.api.services import ApiServices
from hub.api.telling import tell
from hub.api.version import BASE_PATH
from hub.commands.informing import InformRequest
from hub.commands.signals import EndRequest, PublishRequest, ReportRequest, RetractRequest, Source
from hub.disclosures.told import Told
from hub.disclosures.trail import Trail
from hub.domain.opening import Purpose, for_purpose
from hub.domain.organisations import Organisation
from hub.ledger.ports import Outcome
from hub.views.rows import SignalRow

LineKey = Annotated[str, msgspec.Meta(pattern="^[!-~]{1,128}$")]
_FIELDS: Final = PublishRequest.__struct_fields__


class SignalLine(PublishRequest, frozen=True, kw_only=True):
    """One line of a batch: a signal with the Idempotency-Key that it would have had by itself."""

    idempotency_key: LineKey

    def alone(self) -> PublishRequest:
        """The same signal as it would have come by itself: sent both ways, it is one message."""
        return PublishRequest(**{name: getattr(self, name) for name in _FIELDS})


class SignalAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An own signal. ``number`` counts within the organisation; ``disclosure`` is told for one signal only.

    ``source`` is what the organisation said of where it keeps this itself, for as long as its words are kept.
    """

    id: str
    number: int
    subject: str
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    category: str | None = None
    severity: str | None = None
    ended_at: datetime | None = None
    retracted: bool = False
    source: Source | None = None
    disclosure: Disclosure | None = None


class SignalsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A page of own signals; ``next`` is ``after`` of the next page."""

    signals: tuple[SignalAnswer, ...]
    next: int


async def publish_one(services: ApiServices, command: PublishRequest, actor: Actor, key: str) -> Told[PublishedAnswer]:
    """Publish, and say what the organisation may know of it now. Raises what the desk raises."""
    outcome, organisation = await submit(services, command, actor, key), actor.organisation
    result = outcome.result
    reference = looking.references(services, organisation)
    if result.decided:
        grounds: Collection[str] | None = result.grounds
        matches = tuple(published.raised(match, reference) for match in result.matches)
        trail = Trail([result.person], result.looked)
    else:
        grounds, matches, trail = await _decided_again(services, actor, outcome)
    urgent = is_urgent(command.severity, command.category, services.policy().catalogue)
    answer = PublishedAnswer(
        id=result.signal,
        wait=services.wait_tokens.seal(outcome.position),
        subject=reference(result.subject),
        disclosure=published.disclosure(grounds or ()),
        matches=matches,
        notices=notices_for(organisation, urgent=urgent),
        replayed=outcome.replayed,
        gone=grounds is None,
        consent=result.consent,
        safety_exception=result.exception,
    )
    return Told(answer, trail)


async def _decided_again(
    services: ApiServices, actor: Actor, outcome: Outcome
) -> tuple[Collection[str] | None, tuple[published.MatchSummary, ...], Trail]:
    """What the answer to a repeated message discloses, as it stands now and not as it stood then.

    First on which grounds the signal is open; None where it stands no more.
    """
    signal, subject = outcome.result.signal, outcome.result.subject
    reached = await services.queries.wait_for(outcome.position, services.limits.wait_seconds)
    seen = await looking.showing(services, actor.organisation, subject, professional=actor.professional)
    if seen is None:  # to who asks it is their own family: they hear of their own signal, as the first time
        everybody = await looking.showing(services, actor.organisation, subject, professional=None)
        grounds = None if everybody is None else everybody.openness_of(signal)
        return grounds if reached else grounds or (), (), trails.of_nothing(subject)
    grounds = seen.openness_of(signal)
    reference = looking.told_as(services, seen)
    standing = seen.matches_on(signal)
    matches = tuple(published.standing(match, reference) for match in standing)
    return grounds if reached else grounds or (), matches, trails.of_repeat(signal, subject, standing, seen)


def router(services: ApiServices) -> APIRouter:
    """``/v1/signals``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/signals", tags=["signals"])
    _publishing(routes, services)
    _changing(routes, services)
    _own(routes, services)
    return routes


def _publishing(routes: APIRouter, services: ApiServices) -> None:
    signal = Body(PublishRequest, services.limits.signal_bytes)
    line = Body(SignalLine, services.limits.line_bytes)
    refusals = ("organisation-unknown", "signal-invalid", "ledger-unavailable", "unavailable")

    @routes.post(
        "", **described(body=PublishRequest, answer=PublishedAnswer, status=201, keyed=True, problems=refusals)
    )
    @direct
    async def publish_signal(request: Request) -> Response:
        """Publish a signal (signaal). The same message again gets the same status, id and subject."""
        key = idempotency_key(request)
        command = await signal.read(request)
        actor = actor_of(request)
        told = await publish_one(services, command, actor, key)
        return await tell(services, request, actor.organisation, told, status=201)

    @routes.post(
        "/_batch",
        **described(
            body=SignalLine,
            answer=ndjson.LineAnswer,
            body_media=ndjson.MEDIA_TYPE,
            answer_media=ndjson.MEDIA_TYPE,
            problems=("organisation-unknown",),
        ),
    )
    @direct
    async def publish_signals(request: Request) -> Response:
        """Publish many signals: a line in, a line out, in the same order; a wrong line is refused alone."""
        actor = actor_of(request)

        async def handle(_: int, raw: bytes) -> tuple[int, Told[PublishedAnswer]]:
            command = parsed(services, actor.organisation, line, raw)
            key = command.idempotency_key
            return 201, await publish_one(services, command.alone(), actor, key)

        return ndjson.answer_lines(services, request, actor.organisation, handle)


def _changing(routes: APIRouter, services: ApiServices) -> None:
    end, retract, report = Body(EndRequest), Body(RetractRequest), Body(ReportRequest)
    known = ("organisation-unknown", "not-found", "command-invalid", "already-done", "ledger-unavailable")

    @routes.post(
        "/{id}/_end",
        **changing(body=EndRequest, problems=(*known, "nobody-watching", "safety-not-assessed", "log-unavailable")),
    )
    @direct
    async def end_signal(request: Request) -> Response:
        """End an involvement, or close a concern with a code. 409 ``nobody-watching`` until confirmed."""
        return answer(await record(services, request, await end.read(request), named=thing(request)))

    @routes.post("/{id}/_retract", **changing(body=RetractRequest, problems=known))
    @direct
    async def retract_signal(request: Request) -> Response:
        """Withdraw a signal that was wrong; what it raised is taken back."""
        return answer(await record(services, request, await retract.read(request), named=thing(request)))

    @routes.post("/{id}/_report", **changing(body=ReportRequest, problems=known))
    @direct
    async def answer_for_report(request: Request) -> Response:
        """Say that an intended report to Veilig Thuis was made, or is not needed. This is no such report."""
        command, organisation = await report.read(request), acting(request)
        notices = notices_for(organisation, urgent=True)
        return answer(await record(services, request, command, named=thing(request), notices=notices))

    inform = Body(InformRequest)

    @routes.post("/{id}/_inform", **changing(body=InformRequest, problems=known))
    @direct
    async def inform_of_signal(request: Request) -> Response:
        """Say who was told of a signal, or until when that waits: at most four weeks, extended by two at a time."""
        return answer(await record(services, request, await inform.read(request), named=thing(request)))


def _own(routes: APIRouter, services: ApiServices) -> None:
    @routes.get("", **described(answer=SignalsAnswer, problems=("organisation-unknown", "wait-invalid")))
    async def list_signals(
        request: Request,
        after: Annotated[int, Query(ge=0, le=2**62)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
        wait: str | None = None,
    ) -> Response:
        """The organisation's own signals, in the order in which it published them."""
        organisation = acting(request)
        await caught_up(services, wait)
        rows = await services.queries.own_signals(organisation.id, after, limit)
        sources = await _sources(services, organisation, rows)
        signals = tuple(_signal(services, organisation, row, sources.get(row.signal)) for row in rows)
        page = SignalsAnswer(signals=signals, next=signals[-1].number if signals else after)
        return await tell(services, request, organisation, Told(page, trails.of_signals(rows)))

    @routes.get(
        "/{id}", **described(answer=SignalAnswer, problems=("organisation-unknown", "not-found", "wait-invalid"))
    )
    async def show_signal(request: Request, wait: str | None = None) -> Response:
        """An own signal, and how far it is shared now. 503 while what ``wait`` stands for cannot be shown yet."""
        organisation = acting(request)
        reached = await caught_up(services, wait)
        id_ = thing(request)
        row = await services.queries.signal(id_)
        if not reached and (row is None or row.owner != organisation.id):
            raise Problem("unavailable")  # it may well exist: "not found" would be taken for lost
        if row is None or row.owner != organisation.id:
            told = Told[SignalAnswer | None](None, trails.of_another(id_, None if row is None else row.person))
        else:
            seen = await looking.showing(
                services, organisation, row.person, professional=actor_of(request).professional
            )
            grounds = None if seen is None else seen.openness_of(row.signal)
            disclosed = None if grounds is None else published.disclosure(grounds)
            sources = await _sources(services, organisation, [row])
            shown = _signal(services, organisation, row, sources.get(row.signal), disclosed)
            told = Told(shown, trails.of_signals([row]))
        return await tell(services, request, organisation, told)


class _Kept(msgspec.Struct, frozen=True):
    """What is read of the words that were kept with a signal."""

    source: Source | None = None


async def _sources(
    services: ApiServices, organisation: Organisation, rows: Sequence[SignalRow]
) -> dict[str, Source | None]:
    """Where an organisation keeps its own signals itself, by signal."""
    own = [row.signal for row in rows if row.owner == organisation.id]
    kept = await services.people.read_contents(for_purpose(Purpose.OWN_SIGNALS, contents=own))
    return {signal: msgspec.json.decode(content, type=_Kept).source for signal, content in kept.items()}


def _signal(
    services: ApiServices,
    organisation: Organisation,
    row: SignalRow,
    source: Source | None,
    disclosed: Disclosure | None = None,
) -> SignalAnswer:
    return SignalAnswer(
        id=row.signal,
        number=row.number,
        subject=services.people.reference(organisation.id, row.person),
        kind=row.kind,
        category=row.category,
        severity=row.severity,
        occurred_at=row.occurred_at,
        recorded_at=row.recorded_at,
        ended_at=row.ended_at,
        retracted=row.retracted,
        source=source,
        disclosure=disclosed,
    )
