"""What follows a match, about a family that the address names by the caller's own reference (DOMAIN.md 10)."""

from typing import TypeVar

from fastapi import APIRouter, Request, Response

from hub.api.acting import changing, record, thing
from hub.api.answers import answer
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.services import ApiServices
from hub.commands.followup import (
    CoordinatorRequest,
    FactRequest,
    HandoverRequest,
    MemberRequest,
    ReviewRequest,
    WatcherRequest,
)
from hub.commands.reasons import ConfirmReasonRequest
from hub.commands.request import Request as Command

AnyCommand = TypeVar("AnyCommand", bound=Command)
_REFUSALS = ("not-found", "command-invalid")


def add(routes: APIRouter, services: ApiServices) -> None:
    """Add what stands under ``/{ref}``: reason, facts, members, coordinator, watchers, handovers and reviews."""
    _reason(routes, services)
    _facts(routes, services)
    _roles(routes, services)


async def _record(services: ApiServices, request: Request, body: Body[AnyCommand]) -> Response:
    return answer(await record(services, request, await body.read(request), family=thing(request, "ref")), 201)


def _reason(routes: APIRouter, services: ApiServices) -> None:
    confirmation = Body(ConfirmReasonRequest)

    @routes.post(
        "/{ref}/reason/_confirm",
        **changing(
            body=ConfirmReasonRequest,
            status=201,
            problems=("not-found", "already-done", "second-professional-needed"),
        ),
    )
    @direct
    async def confirm_reason(request: Request) -> Response:
        """A second professional confirms the organisation's own reason to know this family (DOMAIN.md 5.3).

        What others recorded before that reason, and consent opens to those involved, then shows in full.
        """
        return await _record(services, request, confirmation)


def _facts(routes: APIRouter, services: ApiServices) -> None:
    fact, member, review = Body(FactRequest), Body(MemberRequest), Body(ReviewRequest)

    @routes.post("/{ref}/facts", **changing(body=FactRequest, status=201, problems=_REFUSALS))
    @direct
    async def record_fact(request: Request) -> Response:
        """Record a follow-up fact: a code and a date, never contents."""
        return await _record(services, request, fact)

    @routes.post("/{ref}/members", **changing(body=MemberRequest, status=201, problems=_REFUSALS))
    @direct
    async def state_member(request: Request) -> Response:
        """State that a person belongs to, or joins, the family (gezin) of the person in the address."""
        return await _record(services, request, member)

    @routes.post("/{ref}/reviews", **changing(body=ReviewRequest, status=201, problems=_REFUSALS))
    @direct
    async def look_back(request: Request) -> Response:
        """Set a day to look back together (terugkijken), with whom; or say that it was done, and who took part."""
        return await _record(services, request, review)


def _roles(routes: APIRouter, services: ApiServices) -> None:
    coordinator, watcher, handover = Body(CoordinatorRequest), Body(WatcherRequest), Body(HandoverRequest)

    @routes.post(
        "/{ref}/coordinator",
        **changing(
            body=CoordinatorRequest,
            status=201,
            problems=(*_REFUSALS, "coordinator-exists", "not-allowed", "log-unavailable"),
        ),
    )
    @direct
    async def coordinate(request: Request) -> Response:
        """Propose, accept, decline or end the coordinator (regisseur): one plan, one coordinator."""
        return await _record(services, request, coordinator)

    @routes.post(
        "/{ref}/watchers",
        **changing(
            body=WatcherRequest, status=201, problems=(*_REFUSALS, "review-awaited", "not-allowed", "log-unavailable")
        ),
    )
    @direct
    async def watch(request: Request) -> Response:
        """Propose, accept, decline or end who watches one child (wie let op de kinderen). Involvement is not it."""
        return await _record(services, request, watcher)

    @routes.post("/{ref}/handovers", **changing(body=HandoverRequest, status=201, problems=_REFUSALS))
    @direct
    async def offer_handover(request: Request) -> Response:
        """Offer a handover (warme overdracht) to another organisation."""
        return await _record(services, request, handover)
