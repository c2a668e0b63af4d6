"""A shorter way to an endpoint that takes the request as it is.

FastAPI documents every endpoint and serves those that want their parameters parsed. Its machinery costs 32
microseconds a request (10 more per dependency), half of what a bare endpoint costs; an endpoint that reads its
request itself does not need it, and is served by a Starlette route in front of the documented one.
"""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_MARK: Final = "_served_directly"
Endpoint = TypeVar("Endpoint", bound=Callable[[Request], Awaitable[Response]])


def direct(endpoint: Endpoint) -> Endpoint:
    """Mark an endpoint whose only parameter is the request and which answers with a ``Response``.

    It stands under the route's decorator. Path parameters are in ``request.path_params``, unchecked.
    """
    setattr(endpoint, _MARK, True)
    return endpoint


def include(app: FastAPI, router: APIRouter, prefix: str) -> None:
    """Include ``router`` in ``app``, with the short way to its direct endpoints."""
    shortcuts = [
        Route(prefix + route.path, route.endpoint, methods=sorted(route.methods or ()), include_in_schema=False)
        for route in router.routes
        if isinstance(route, APIRoute) and getattr(route.endpoint, _MARK, False)
    ]
    app.include_router(router, prefix=prefix)
    app.router.routes[0:0] = shortcuts
