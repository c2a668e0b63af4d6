"""Handovers (warme overdracht): accepted, declined, and complete at the receiver's first contact with the child."""

from typing import Literal

from fastapi import APIRouter, Request, Response

from hub.api.acting import changing, record, thing
from hub.api.answers import answer
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.services import ApiServices
from hub.api.version import BASE_PATH
from hub.commands.followup import HandoverStepRequest
from hub.commands.request import Code, Moment, Named


class HandoverStep(Named, frozen=True, kw_only=True):
    """When the receiver took this step, and why, coded."""

    at: Moment
    reason: Code | None = None


def router(services: ApiServices) -> APIRouter:
    """``/v1/handovers``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/handovers", tags=["handovers"])
    step = Body(HandoverStep)
    refusals = ("not-found", "command-invalid", "already-done")

    async def take(request: Request, taken: Literal["accepted", "declined", "completed"]) -> Response:
        body = await step.read(request)
        command = HandoverStepRequest(step=taken, at=body.at, reason=body.reason, professional=body.professional)
        return answer(await record(services, request, command, named=thing(request)))

    @routes.post("/{id}/_accept", **changing(body=HandoverStep, problems=refusals))
    @direct
    async def accept_handover(request: Request) -> Response:
        """The receiver accepts. The giver keeps the watch until the handover is complete."""
        return await take(request, "accepted")

    @routes.post("/{id}/_decline", **changing(body=HandoverStep, problems=refusals))
    @direct
    async def decline_handover(request: Request) -> Response:
        """The receiver declines."""
        return await take(request, "declined")

    @routes.post("/{id}/_complete", **changing(body=HandoverStep, problems=refusals))
    @direct
    async def complete_handover(request: Request) -> Response:
        """The receiver had its first contact with the child."""
        return await take(request, "completed")

    return routes
