"""The safety exception (veiligheidsuitzondering): recorded by a professional, confirmed by a second (DOMAIN.md 4)."""

from typing import Literal

from fastapi import APIRouter, Request, Response

from hub.answers.exceptions import ExceptionAnswer
from hub.answers.notices import notices_for
from hub.api.acting import RecordedAnswer, acting, caught_up, changing, record, thing
from hub.api.answers import answer
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.door import actor_of
from hub.api.openapi import described
from hub.api.reviewing import PURPOSE, read_exception
from hub.api.services import ApiServices
from hub.api.telling import tell
from hub.api.version import BASE_PATH
from hub.commands.request import Code, Day, Named
from hub.commands.sharing import ExceptionRequest, ReviewExceptionRequest

_REFUSALS = ("not-found", "command-invalid", "already-done")


class ExceptionDecision(Named, frozen=True, kw_only=True):
    """A decision on an exception, with a coded reason."""

    reason: Code | None = None


class ExceptionReview(Named, frozen=True, kw_only=True):
    """The exception goes on, until it is looked at again on this day (at most 90 days from now)."""

    review_on: Day
    reason: Code | None = None


class ExceptionEnding(Named, frozen=True, kw_only=True):
    """Ending an exception is a decision with a reason."""

    reason: Code


def router(services: ApiServices) -> APIRouter:
    """``/v1/safety-exceptions``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/safety-exceptions", tags=["safety-exceptions"])
    _recording(routes, services)
    _reading(routes, services)
    _reviewing(routes, services)
    return routes


async def _record(
    services: ApiServices, request: Request, command: ExceptionRequest | ReviewExceptionRequest, named: str | None
) -> RecordedAnswer:
    """Every answer about an exception says that it is no report to Veilig Thuis and no emergency call."""
    ended = isinstance(command, ReviewExceptionRequest) and command.decision in {"rejected", "ended"}
    notices = notices_for(acting(request), urgent=True, ended=ended)
    return await record(services, request, command, named=named, notices=notices)


def _recording(routes: APIRouter, services: ApiServices) -> None:
    exception, ending, review = Body(ExceptionRequest), Body(ExceptionEnding), Body(ExceptionReview)

    @routes.post("", **changing(body=ExceptionRequest, status=201, problems=_REFUSALS))
    @direct
    async def record_exception(request: Request) -> Response:
        """A named professional shares own items without consent, because of a safety risk. No report to Veilig Thuis.

        Risk and reasoning are kept encrypted. Sharing does not wait for the second professional.
        """
        return answer(await _record(services, request, await exception.read(request), None), 201)

    @routes.post("/{id}/_review", **changing(body=ExceptionReview, problems=_REFUSALS))
    @direct
    async def review_exception(request: Request) -> Response:
        """The exception was looked at again and goes on until a new date."""
        body = await review.read(request)
        command = ReviewExceptionRequest(
            decision="continued", review_on=body.review_on, reason=body.reason, professional=body.professional
        )
        return answer(await _record(services, request, command, thing(request)))

    @routes.post("/{id}/_end", **changing(body=ExceptionEnding, problems=_REFUSALS))
    @direct
    async def end_exception(request: Request) -> Response:
        """Sharing under this exception ends; this says nothing about the child's safety."""
        body = await ending.read(request)
        command = ReviewExceptionRequest(decision="ended", reason=body.reason, professional=body.professional)
        return answer(await _record(services, request, command, thing(request)))


def _reading(routes: APIRouter, services: ApiServices) -> None:
    @routes.get(
        "/{id}", **described(answer=ExceptionAnswer, problems=("organisation-unknown", "not-found", "wait-invalid"))
    )
    async def show_exception(request: Request, wait: str | None = None) -> Response:
        """The exception that this organisation must review: its own, or as one of the outside pool that was asked."""
        viewer = acting(request)
        await caught_up(services, wait)
        told = await read_exception(services, actor_of(request), thing(request))
        return await tell(services, request, viewer, told, purpose=PURPOSE)


def _reviewing(routes: APIRouter, services: ApiServices) -> None:
    decision = Body(ExceptionDecision)

    async def decide(request: Request, taken: Literal["confirmed", "rejected"]) -> Response:
        body = await decision.read(request)
        command = ReviewExceptionRequest(decision=taken, reason=body.reason, professional=body.professional)
        return answer(await _record(services, request, command, thing(request)))

    second = (*_REFUSALS, "role-missing")

    @routes.post("/{id}/_confirm", **changing(body=ExceptionDecision, problems=second))
    @direct
    async def confirm_exception(request: Request) -> Response:
        """A second professional, with the role ``safety-reviewer``, confirms the exception."""
        return await decide(request, "confirmed")

    @routes.post("/{id}/_reject", **changing(body=ExceptionDecision, problems=second))
    @direct
    async def reject_exception(request: Request) -> Response:
        """A second professional, with the role ``safety-reviewer``, rejects the exception: sharing ends."""
        return await decide(request, "rejected")
