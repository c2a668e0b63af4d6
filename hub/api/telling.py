"""The way out of everything that discloses: first the log, then the answer (DOMAIN.md 5.1).

``tell`` sends what ``hub.answers`` built; nothing else can, because what is told comes out only with the log's receipt.
Where the log cannot be written the answer is the problem ``log-unavailable``.
"""

from datetime import timedelta
from time import perf_counter
from typing import Final, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from hub.answers.trails import of_refusal
from hub.api.auth import Caller
from hub.api.direct import template_of
from hub.api.services import ApiServices
from hub.disclosures.asking import COORDINATION, Asking
from hub.disclosures.told import Told
from hub.disclosures.trace import Trace
from hub.domain.errors import Refusal, UnknownThing
from hub.domain.organisations import Organisation

Content = TypeVar("Content")

BEGAN: Final = "hub.began"
"""Where ``hub.api.envelope`` keeps when a request came, on a clock that only measures."""
TRACE: Final = "hub.trace"
"""Where it keeps the request's place in a trace."""
PROFESSIONAL: Final = "hub.professional"
"""Where a page keeps who looks at it."""
_JSON: Final = "application/json"
_encode: Final = msgspec.json.Encoder(decimal_format="string").encode


def asking_of(
    services: ApiServices, request: Request, viewer: Organisation, purpose: str | None = None, *, part: bool = False
) -> Asking:
    """Who asks what by this request. ``part``: of one answer among the several that a batch or a stream gets."""
    scope = request.scope
    trace: Trace = scope[TRACE]
    return Asking(
        organisation=viewer.id,
        professional=professional_of(request),
        principal=viewer.publishes_through,
        operation=f"{scope['method']} {template_of(scope)}",
        purpose=purpose or COORDINATION,
        began=services.clock.now() - timedelta(seconds=perf_counter() - scope[BEGAN]),
        trace=trace.below() if part else trace,
    )


def professional_of(request: Request) -> str | None:
    """Who asks, by the token or by the session of a page; None for a system."""
    caller: Caller | None = request.scope.get("hub.caller")
    return request.scope.get(PROFESSIONAL) if caller is None else caller.professional


async def opened(services: ApiServices, asking: Asking, told: Told[Content]) -> Content:
    """What is told, once its lines are stored. Raises ``LogUnavailable``: then it is not told."""
    return told.after(await services.disclosures.record(asking, told.trail))


async def tell(
    services: ApiServices,
    request: Request,
    viewer: Organisation,
    told: Told[Content | None],
    *,
    status: int = 200,
    purpose: str | None = None,
) -> Response:
    """A JSON answer that discloses something; moments in it must be aware, in UTC.

    Raises ``UnknownThing`` where nothing may be told, after that was logged too, and ``LogUnavailable``.
    """
    content = await opened(services, asking_of(services, request, viewer, purpose), told)
    if content is None:
        raise UnknownThing
    return Response(_encode(content), status, media_type=_JSON)


async def log_refusal(services: ApiServices, request: Request, error: Exception, *, part: bool = False) -> None:
    """Log a refusal whose code itself tells something of others. Raises ``LogUnavailable``: then it is not told."""
    if isinstance(error, Refusal) and error.looked:
        viewer = services.policy().organisations[request.scope["hub.caller"].organisation]
        await services.disclosures.record(asking_of(services, request, viewer, part=part), of_refusal(error.looked))
