"""Around every request: the headers of every answer, its place in a trace, the count, and a net under what nobody
expected.

Plain ASGI: Starlette's BaseHTTPMiddleware loses context variables and costs a task per request.
"""

import logging
import secrets
from time import perf_counter
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.api.answers import language_for, problem_of, problem_response
from hub.api.direct import STREAM, template_of
from hub.api.metrics import Metrics
from hub.api.problems import Problem
from hub.api.telling import BEGAN, TRACE
from hub.api.version import API_VERSION
from hub.disclosures.trace import HEADER, continued
from hub.logs import describe
from hub.passing import passes

log = logging.getLogger("hub.api")

# NLGov ADR transport/security-headers and version-header (STANDARDS B1). A page may set a policy of its own.
HEADERS: Final = (
    (b"api-version", API_VERSION.encode()),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
)
_NAMES: Final = frozenset(name for name, _ in HEADERS)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Envelope:
    """Middleware that dresses every answer, counts it, and answers for exceptions that nothing else caught."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        only_head = asks_for_head_alone(scope)
        if only_head:
            scope = {**scope, "method": "GET"}
        started = scope[BEGAN] = perf_counter()
        trace = scope[TRACE] = continued([value for name, value in scope["headers"] if name == HEADER])
        status = 0

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*_dress(message["headers"]), (HEADER, trace.header())]
            elif only_head:
                message["body"] = b""
            await send(message)

        try:
            await self._app(scope, receive, dressed)
        except Exception as error:  # noqa: BLE001 - the last net, so that nothing of the inside gets out
            # What started cannot be taken back: the connection ends without its last chunk, which a client notices.
            await self._catch(error, scope, receive, None if status else dressed)
        finally:
            method = "HEAD" if only_head else scope["method"] if scope["method"] in _METHODS else "other"
            self._metrics.observe(method, template_of(scope), status, perf_counter() - started)

    async def _catch(self, error: Exception, scope: Scope, receive: Receive, send: Send | None) -> None:
        problem = problem_of(error)
        correlation = None
        if problem is not None and passes(error):
            log.warning("request-unavailable route=%s error=%s", template_of(scope), type(error).__name__)
        if problem is None:
            correlation = secrets.token_hex(8)
            problem = Problem("internal-error")
            log.error(
                "request-failed correlation=%s route=%s error=%s", correlation, template_of(scope), describe(error)
            )
        if send is not None:
            await problem_response(problem, language_for(Request(scope)), correlation)(scope, receive, send)


def asks_for_head_alone(scope: Scope) -> bool:
    """Whether this is HEAD (RFC 9110, 9.3.2): all that a GET does, its lines in the log too, and no content.

    Not of a stream, which has no end to wait for.
    """
    return bool(scope["method"] == "HEAD") and not scope["path"].endswith(STREAM)


def _dress(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    own = _NAMES.intersection(name for name, _ in headers)
    if not own:
        return [*headers, *HEADERS]
    return [*headers, *(header for header in HEADERS if header[0] not in own)]
