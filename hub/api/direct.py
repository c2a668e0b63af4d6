"""A shorter way to an endpoint that takes the request as it is.

FastAPI documents every endpoint and serves those that want their parameters parsed. Its machinery costs 32
microseconds a request (10 more per dependency), half of what a bare endpoint costs; an endpoint that reads its
request itself does not need it, and is served by a Starlette route in front of the documented one.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Final, TypeVar

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Scope

_MARK: Final = "_served_directly"
Endpoint = TypeVar("Endpoint", bound=Callable[[Request], Awaitable[Response]])


def direct(endpoint: Endpoint) -> Endpoint:
    """Mark an endpoint whose only parameter is the request and which answers with a ``Response``.

    It stands under the route's decorator. Path parameters are in ``request.path_params``, unchecked.
    """
    setattr(endpoint, _MARK, True)
    return endpoint


class _Shortcut(Route):
    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, found = super().matches(scope)
        if match is Match.FULL:
            found["route"] = self  # the figures show its template
        return match, found


def include(app: FastAPI, routers: Iterable[APIRouter]) -> None:
    """Include these routers in ``app``, with the short ways to their direct endpoints in front, in the same order."""
    documented = []
    for router in routers:
        documented += [route for route in router.routes if isinstance(route, APIRoute)]
        app.include_router(router)
    app.state.documented = documented
    app.router.routes[0:0] = [
        _Shortcut(route.path, route.endpoint, methods=sorted(route.methods or ()), include_in_schema=False)
        for route in documented
        if getattr(route.endpoint, _MARK, False)
    ]


def template_of(scope: Scope) -> str:
    """The route's template, such as /v1/signals/{id}; never the address that was asked for."""
    return getattr(scope.get("route"), "path", None) or "unmatched"


def methods_at(app: FastAPI, path: str) -> list[str]:
    """What may be done at this path, for the header Allow: a router knows only of the first route that half matches."""
    documented: list[APIRoute] = app.state.documented
    return sorted({method for route in documented if route.path_regex.match(path) for method in route.methods or ()})
