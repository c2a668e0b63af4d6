"""Holds: nothing of a person is erased for now, because a death is looked into or a court asks (DOMAIN.md 12)."""

from fastapi import APIRouter, Request, Response

from hub.api.acting import changing, record, thing
from hub.api.answers import answer
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.services import ApiServices
from hub.api.version import BASE_PATH
from hub.commands.requests import HoldRequest, LiftHoldRequest


def router(services: ApiServices) -> APIRouter:
    """``/v1/holds``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/holds", tags=["holds"])
    hold, lifting = Body(HoldRequest), Body(LiftHoldRequest)

    @routes.post("", **changing(body=HoldRequest, status=201, problems=("command-invalid",)))
    @direct
    async def place_hold(request: Request) -> Response:
        """Keep a person from being erased; until then a request for erasure becomes a restriction."""
        return answer(await record(services, request, await hold.read(request)), 201)

    @routes.post("/{id}/_lift", **changing(body=LiftHoldRequest, problems=("command-invalid", "not-found")))
    @direct
    async def lift_hold(request: Request) -> Response:
        """The hold ends."""
        return answer(await record(services, request, await lifting.read(request), named=thing(request)))

    return routes
