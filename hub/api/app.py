"""The application: middleware around endpoints, put together from services that ``hub.bootstrap`` has wired."""

from collections.abc import Callable, Sequence
from typing import Final

from fastapi import APIRouter, FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.middleware import Middleware

from hub.api import (
    answers,
    consents,
    direct,
    directory,
    disclosures,
    exceptions,
    families,
    handovers,
    holds,
    identities,
    logins,
    looks,
    matches,
    memberships,
    notifications,
    operations,
    organisations,
    professionals,
    requests,
    role_tasks,
    shielded,
    signals,
    statistics,
    tasks,
    weigh_requests,
)
from hub.api.auth import Guard
from hub.api.envelope import Envelope
from hub.api.negotiation import Negotiation
from hub.api.services import ApiServices
from hub.api.version import API_VERSION

RouterOf = Callable[[ApiServices], APIRouter]

ROUTERS: Final[Sequence[RouterOf]] = (
    signals.router,
    notifications.router,
    matches.router,
    tasks.router,
    role_tasks.router,
    families.router,
    directory.router,
    consents.router,
    exceptions.router,
    looks.router,
    handovers.router,
    memberships.router,
    identities.router,
    shielded.router,
    weigh_requests.router,
    organisations.router,
    professionals.router,
    disclosures.router,
    requests.router,
    holds.router,
    statistics.router,
    logins.router,
)
"""One module per noun, each with its whole path. The most used first: routes are tried in order."""

_NO_TELEMETRY: Final[TelemetryConfig] = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""FastAPI would hand the messages of exceptions to whatever OpenTelemetry finds in the environment."""


def create_app(
    services: ApiServices, routers: Sequence[RouterOf] = ROUTERS, page: answers.Page | None = None
) -> FastAPI:
    """The API on these services. Does no work and opens nothing; the services' own life is bootstrap's.

    ``page``: how a problem reads where a page was asked for.
    """
    app = FastAPI(
        title="Samenloop",
        version=API_VERSION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=_NO_TELEMETRY,
        middleware=[
            Middleware(Envelope, services.metrics),
            Middleware(Guard, services.tokens, services.metrics),
            Middleware(Negotiation),
        ],
    )
    answers.install(app, services, page)
    direct.include(app, (router(services) for router in (*routers, operations.router)), services.access)
    operations.add_specification(app, services)
    return app
