"""How endpoints are included: behind the door, and by a shorter way for those that take the request as it is.

FastAPI documents every endpoint and serves those that want their parameters parsed. Its machinery costs 32
microseconds a request (10 more per dependency), half of what a bare endpoint costs; an endpoint that reads its
request itself does not need it, and is served by a Starlette route in front of the documented one.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Final, TypeVar

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Scope

from hub.api.auth import caller_of
from hub.api.door import Access
from hub.api.query import check_query
from hub.api.version import BASE_PATH

STREAM: Final = "/_stream"
"""How the path of a stream ends."""
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


def include(app: FastAPI, routers: Iterable[APIRouter], access: Access) -> None:
    """Include these routers in ``app``, with the short ways to their direct endpoints in front, in the same order.

    Whatever is under the base path is behind ``access``, by whichever way it is reached.
    """

    async def ask(request: Request) -> None:
        route = request.scope["route"]
        if route.path.startswith(BASE_PATH):
            await _admit(request, access, f"{request.method} {route.path}")
            check_query(request, route.dependant.query_params)

    documented = []
    for router in routers:
        documented += [route for route in router.routes if isinstance(route, APIRoute)]
        app.include_router(router, dependencies=[Depends(ask)])
    app.state.documented = documented
    app.router.routes[0:0] = [
        _Shortcut(route.path, _behind(route, access), methods=sorted(route.methods or ()), include_in_schema=False)
        for route in documented
        if getattr(route.endpoint, _MARK, False)
    ]


async def _admit(request: Request, access: Access, call: str) -> None:
    request.scope["hub.actor"] = await access.admit(caller_of(request), call)


def _behind(route: APIRoute, access: Access) -> Callable[[Request], Awaitable[Response]]:
    """The direct endpoint of a route, once the door has let the caller in."""
    endpoint: Callable[[Request], Awaitable[Response]] = route.endpoint
    call = " ".join((*sorted(route.methods or ()), route.path))
    if not route.path.startswith(BASE_PATH):
        return endpoint

    async def admitted(request: Request) -> Response:
        await _admit(request, access, call)
        check_query(request)
        return await endpoint(request)

    return admitted


def template_of(scope: Scope) -> str:
    """The route's template, such as /v1/signals/{id}; never the address that was asked for."""
    return getattr(scope.get("route"), "path", None) or "unmatched"


def methods_at(app: FastAPI, path: str) -> list[str]:
    """What may be done at this path, for the header Allow: a router knows only of the first route that half matches."""
    documented: list[APIRoute] = app.state.documented
    methods = {method for route in documented if route.path_regex.match(path) for method in route.methods or ()}
    return sorted(methods | {"HEAD"} if "GET" in methods and not path.endswith(STREAM) else methods)
