"""Requests of the family (verzoeken): taken in and decided by the municipality, advised on by the owner."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from hub.answers import requests as answers
from hub.answers.own import Own
from hub.answers.record import RecordAnswer
from hub.answers.requests import AcknowledgementAnswer, DecidedAnswer, RequestAnswer, RequestsAnswer
from hub.answers.trails import of_another
from hub.api import looking
from hub.api.acting import acting, caught_up, changing, has_role, key_of, record, submit, thing
from hub.api.answers import answer
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.door import actor_of
from hub.api.openapi import described
from hub.api.outcomes import PURPOSE, case_of, outcome_of, relatives_apart
from hub.api.services import ApiServices
from hub.api.telling import asking_of, opened, tell
from hub.api.version import BASE_PATH
from hub.commands.requests import AdviseRequest, DecideOnRequest, ExtendRequest, LiftRestrictionRequest, RightsRequest
from hub.disclosures.told import Told
from hub.domain.errors import UnknownThing
from hub.domain.organisations import Organisation
from hub.domain.professionals import ProfessionalRole


class PageAnswer(Own, frozen=True, kw_only=True):
    """Where the printable page of an outcome is, and the code that opens it once, within ten minutes."""

    path: str
    code: str


def router(services: ApiServices) -> APIRouter:
    """``/v1/requests``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/requests", tags=["requests"])
    _taking_in(routes, services)
    _looking(routes, services)
    _deciding(routes, services)
    _telling(routes, services)
    return routes


def _taking_in(routes: APIRouter, services: ApiServices) -> None:
    taken, longer = Body(RightsRequest), Body(ExtendRequest)

    @routes.post(
        "",
        **changing(body=RightsRequest, answer=AcknowledgementAnswer, status=201, problems=("command-invalid",)),
    )
    @direct
    async def take_in(request: Request) -> Response:
        """Take in what somebody asks: access, correction, objection, restriction or erasure.

        The acknowledgement is the same in all cases.
        """
        body = await taken.read(request)
        outcome = await submit(services, body, actor_of(request), key_of(request))
        wait = services.wait_tokens.seal(outcome.position)
        return answer(answers.acknowledgement(outcome.result, wait, replayed=outcome.replayed), 201)

    @routes.post(
        "/{id}/_extend",
        **changing(body=ExtendRequest, problems=("not-found", "already-done", "command-invalid")),
    )
    @direct
    async def extend_term(request: Request) -> Response:
        """Two more months, with a reason, before the first has passed (GDPR 12(3))."""
        return answer(await record(services, request, await longer.read(request), named=thing(request)))


def _looking(routes: APIRouter, services: ApiServices) -> None:
    @routes.get("", **described(answer=RequestsAnswer, problems=("wait-invalid",)))
    async def list_requests(
        request: Request,
        after: Annotated[int, Query(ge=0, le=2**62)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
        wait: str | None = None,
    ) -> Response:
        """The requests that this municipality decides, in the order they came, with their terms."""
        actor = actor_of(request)
        organisation = actor.organisation
        await caught_up(services, wait)
        rows = await services.queries.requests(organisation.id, after, limit)
        following = rows[-1].number if rows else after
        apart = await relatives_apart(services, actor)
        shown = [row for row in rows if row.person not in apart]
        told = answers.summaries(shown, following, looking.references(services, organisation))
        return await tell(services, request, organisation, told, purpose=PURPOSE)

    @routes.get(
        "/{id}", **described(answer=RequestAnswer, problems=("organisation-unknown", "not-found", "wait-invalid"))
    )
    async def show_request(request: Request, wait: str | None = None) -> Response:
        """A request: the file of who decides it, or what an owner is asked about its own entries."""
        organisation = acting(request)
        await caught_up(services, wait)
        told = await _as_seen_by(services, request, organisation, thing(request))
        return await tell(services, request, organisation, told, purpose=PURPOSE)


async def _as_seen_by(
    services: ApiServices, request: Request, viewer: Organisation, id_: str
) -> Told[RequestAnswer | None]:
    row = await services.queries.request(id_)
    case = None if row is None else await case_of(services, actor_of(request), id_, row.person)
    reference = looking.references(services, viewer)
    decides = has_role(services, request, ProfessionalRole.REQUEST_DECIDER)
    if case is not None and case.request.owner == viewer.id and decides:
        organisations = services.policy().organisations
        return answers.file_of(case.request, case.where, organisations, reference, case.words)
    if case is not None and viewer.id in case.request.owners:
        return answers.asked_of(case.request, viewer.id, reference, case.words)
    return Told(None, of_another(id_, None if row is None else row.person))


def _deciding(routes: APIRouter, services: ApiServices) -> None:
    decision, advice, lifting = Body(DecideOnRequest), Body(AdviseRequest), Body(LiftRestrictionRequest)
    refusals = ("not-found", "already-done", "command-invalid")

    @routes.post(
        "/{id}/_decide",
        **changing(body=DecideOnRequest, answer=DecidedAnswer, problems=(*refusals, "same-professional")),
    )
    @direct
    async def decide_request(request: Request) -> Response:
        """Decide, on one's name. On a wrong child two professionals decide, one after the other."""
        body = await decision.read(request)
        outcome = await submit(services, body, actor_of(request), key_of(request), named=thing(request))
        decided = DecidedAnswer(
            id=outcome.result.id,
            wait=services.wait_tokens.seal(outcome.position),
            state=outcome.result.state,
            erasure=outcome.result.erasure,
            replayed=outcome.replayed,
        )
        return answer(decided)

    @routes.post(
        "/{id}/_advise",
        **changing(body=AdviseRequest, problems=("not-found", "already-done", "command-invalid")),
    )
    @direct
    async def advise(request: Request) -> Response:
        """The owner of an entry answers what it was asked (Jeugdwet 7.1.5.2)."""
        return answer(await record(services, request, await advice.read(request), named=thing(request)))

    @routes.post("/{id}/_lift", **changing(body=LiftRestrictionRequest, problems=refusals))
    @direct
    async def lift_restriction(request: Request) -> Response:
        """The restriction that a request brought ends; who asked for it was told first (GDPR 18(3))."""
        return answer(await record(services, request, await lifting.read(request), named=thing(request)))


def _telling(routes: APIRouter, services: ApiServices) -> None:
    refusals = ("not-found", "not-decided-yet")

    @routes.get("/{id}/outcome", **described(answer=RecordAnswer, problems=(*refusals, "wait-invalid")))
    async def show_outcome(request: Request, wait: str | None = None) -> Response:
        """The outcome, in plain words: what is recorded about me, and who saw it on which ground."""
        organisation = acting(request)
        await caught_up(services, wait)
        told = await outcome_of(services, actor_of(request), thing(request))
        return await tell(services, request, organisation, told, purpose=PURPOSE)

    @routes.post("/{id}/_page", **described(answer=PageAnswer, problems=(*refusals, "log-unavailable")))
    @direct
    async def open_page(request: Request) -> Response:
        """A code for the printable page of the outcome."""
        actor, id_ = actor_of(request), thing(request)
        organisation = actor.organisation
        told = await outcome_of(services, actor, id_)
        asking = asking_of(services, request, organisation, PURPOSE)
        if await opened(services, asking, told.then(lambda outcome: outcome is None)):
            raise UnknownThing
        path = f"/web/requests/{id_}"
        code = await services.logins.issue(organisation.id, path, professional=actor.professional or "")
        return answer(PageAnswer(path=path, code=code))
