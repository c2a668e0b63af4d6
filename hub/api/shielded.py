"""The recipients that a shielded organisation (a women's shelter) names for persons in its care (DOMAIN.md 5.5)."""

from fastapi import APIRouter, Request, Response

from hub.api.acting import changing, record
from hub.api.answers import answer
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.services import ApiServices
from hub.api.version import BASE_PATH
from hub.commands.sharing import ShieldedRecipientsRequest


def router(services: ApiServices) -> APIRouter:
    """``/v1/shielded-recipients``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/shielded-recipients", tags=["shielded-recipients"])
    named = Body(ShieldedRecipientsRequest)

    @routes.post(
        "",
        **changing(
            body=ShieldedRecipientsRequest,
            status=201,
            problems=("not-allowed", "command-invalid"),
        ),
    )
    @direct
    async def name_recipients(request: Request) -> Response:
        """Name who may be told automatically about these persons; others are told nothing by themselves."""
        return answer(await record(services, request, await named.read(request)), 201)

    return routes
