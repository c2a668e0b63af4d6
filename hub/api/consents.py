"""Consent (toestemming): what was answered, and its withdrawal (DOMAIN.md 3)."""

from fastapi import APIRouter, Request, Response

from hub.api import assessing
from hub.api.acting import changing, record, thing
from hub.api.answers import answer
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.services import ApiServices
from hub.api.version import BASE_PATH
from hub.commands.consents import (
    ConfirmConsentRequest,
    ConsentRequest,
    SecondPassingRequest,
    WithdrawConsentRequest,
)


def router(services: ApiServices) -> APIRouter:
    """``/v1/consents``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/consents", tags=["consents"])
    consent, withdrawal = Body(ConsentRequest), Body(WithdrawConsentRequest)

    @routes.post(
        "",
        **changing(
            body=ConsentRequest,
            status=201,
            problems=("command-invalid",),
        ),
    )
    @direct
    async def record_consent(request: Request) -> Response:
        """Record what the youth or family answered: given, refused, unanswered, unreachable or not asked.

        It opens only the signals of the organisation that recorded it. Refusing is never a signal.
        """
        return answer(await record(services, request, await consent.read(request)), 201)

    @routes.post(
        "/{id}/_withdraw",
        **changing(
            body=WithdrawConsentRequest,
            problems=("not-found",),
        ),
    )
    @direct
    async def withdraw_consent(request: Request) -> Response:
        """The consent counts no longer, at once and everywhere. It ends sharing, not the record."""
        return answer(await record(services, request, await withdrawal.read(request), named=thing(request)))

    _confirming(routes, services)
    assessing.add(routes, services)
    return routes


def _confirming(routes: APIRouter, services: ApiServices) -> None:
    confirmation, second = Body(ConfirmConsentRequest), Body(SecondPassingRequest)

    @routes.post("/{id}/_confirm", **changing(body=ConfirmConsentRequest, problems=("not-found",)))
    @direct
    async def confirm_consent(request: Request) -> Response:
        """Another organisation noted this consent for your signals too: from now on it opens these."""
        return answer(await record(services, request, await confirmation.read(request), named=thing(request)))

    @routes.post(
        "/{id}/_second",
        **changing(body=SecondPassingRequest, problems=("not-found", "already-done", "second-professional-needed")),
    )
    @direct
    async def second_passing(request: Request) -> Response:
        """A second professional agrees that those with authority over this youth of 12 to 15 are passed."""
        return answer(await record(services, request, await second.read(request), named=thing(request)))
