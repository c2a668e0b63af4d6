"""What goes back: a success that discloses nothing, and the one place that turns an exception into a problem.

What discloses something goes out by ``hub.api.telling``.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Final

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from hub.answers.own import Own
from hub.api import problems
from hub.api.acting import acting, with_content
from hub.api.direct import methods_at
from hub.api.problems import KINDS, Language, Problem
from hub.api.query import fault_of
from hub.api.services import ApiServices
from hub.api.telling import log_refusal
from hub.domain.errors import Fault, Refusal
from hub.passing import passes

_JSON: Final = "application/json"
_encode: Final = msgspec.json.Encoder(decimal_format="string").encode
_CODE_OF_STATUS: Final[Mapping[int, str]] = {
    401: "token-missing",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    413: "body-too-large",
    415: "media-type-unsupported",
    429: "too-many-requests",
    503: "unavailable",
}


def answer(value: Own, status: int = 200) -> Response:
    """A JSON answer that discloses nothing; moments in it must be aware, in UTC.

    Raises ``TypeError`` for one that might: that goes out by ``hub.api.telling``, with its lines in the log.
    """
    if not isinstance(value, Own):
        raise TypeError("an answer that may disclose something is told, not just sent")
    return Response(_encode(value), status, media_type=_JSON)


def no_content() -> Response:
    """204: done, and nothing to tell."""
    return Response(status_code=204)


def problem_response(problem: Problem, language: Language, correlation: str | None = None) -> Response:
    """The answer that tells of ``problem`` in ``language``."""
    body = _plain(problem.code, language) if not problem.faults and correlation is None else None
    if body is None:
        body = _encode(problems.details(problem.code, language, problem.faults, correlation))
    headers = {"content-language": language, **headers_of(problem)}
    status = KINDS[problem.code].status
    if status == HTTPStatus.UNAUTHORIZED:
        headers["www-authenticate"] = _challenge(problem.code)
    return Response(body, status, headers, problems.MEDIA_TYPE)


def headers_of(problem: Problem) -> dict[str, str]:
    """The headers that go with a problem, however it is told: its own, and when to try again."""
    headers = dict(problem.headers)
    if KINDS[problem.code].status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.setdefault("retry-after", "1")
    return headers


@lru_cache(maxsize=256)
def _plain(code: str, language: Language) -> bytes:
    return _encode(problems.details(code, language))


def _challenge(code: str) -> str:
    """RFC 6750: no error code when no token was sent."""
    return 'Bearer realm="hub"' if code == "token-missing" else 'Bearer realm="hub", error="invalid_token"'


def problem_of(error: Exception) -> Problem | None:
    """The problem that an exception stands for; None for one that nobody expected."""
    match error:
        case Problem():
            return error
        case Refusal():
            return Problem(error.code, (_of_the_body(fault) for fault in error.faults))
        case _ if _own_code(error) in KINDS:
            return Problem(_own_code(error))
        case RequestValidationError():
            return Problem("input-invalid", (fault_of(item) for item in error.errors()))
        case HTTPException(status_code=status) if (
            status < HTTPStatus.INTERNAL_SERVER_ERROR or status in _CODE_OF_STATUS
        ):
            return Problem(_CODE_OF_STATUS.get(status, "request-invalid"), headers=error.headers)
    # A database that is away: a header says when to try again.
    return Problem("unavailable") if passes(error) else None


def _of_the_body(fault: Fault) -> Fault:
    """The same, its path written as a JSON path: a decision names the field of what was asked, without the root."""
    return fault if fault.path.startswith("$") else msgspec.structs.replace(fault, path=f"$.{fault.path}")


def _own_code(error: Exception) -> str:
    """The stable code of an error that another part of the hub raises, such as the ledger's; "" for a stranger's."""
    kind = type(error)
    return str(getattr(kind, "code", "")) if kind.__module__.startswith("hub.") else ""


def language_for(request: Request) -> Language:
    """The language that the client asked for, Dutch by default."""
    return problems.language_of(request.headers.get("accept-language", ""))


Page = Callable[[Request, Problem], Response | None]
"""How a problem reads on a page; None where the request was for none."""


def install(app: FastAPI, services: ApiServices, page: Page | None = None) -> None:
    """Make ``app`` answer every expected exception with a problem; the unexpected ones go on to the envelope."""

    async def refuse(request: Request, error: Exception) -> Response:
        await log_refusal(services, request, error)
        problem = problem_of(error)
        if problem is None:
            raise error
        if problem.readable is not None:
            problem = with_content(services, acting(request).id, problem)
        if problem.code == "method-not-allowed":
            allowed = ", ".join(methods_at(request.app, request.scope["path"]))
            problem = Problem(problem.code, headers={"allow": allowed})
        read_by_people = None if page is None else page(request, problem)
        return read_by_people or problem_response(problem, language_for(request))

    for kind in (Problem, Refusal, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, refuse)
