"""In which form an answer may be: 406 comes before anything is stored, or the client could not read what was."""

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from hub.api.problems import Problem
from hub.api.version import BASE_PATH

_JSON: Final = "application/json"
_OTHER: Final = {"_stream": "text/event-stream", "_batch": "application/x-ndjson"}
"""Operations whose answer is not JSON, by the last segment of their path."""


class Negotiation:
    """Middleware that refuses a request under ``/v1`` whose Accept header excludes the one form of its answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            accept = b", ".join([value for name, value in scope["headers"] if name == b"accept"])
            if accept not in (b"", b"*/*") and scope["path"].startswith(f"{BASE_PATH}/"):
                offered = _OTHER.get(scope["path"].rpartition("/")[2], _JSON)
                if not accepts(accept.decode("latin-1"), offered):
                    raise Problem("not-acceptable")
        await self._app(scope, receive, send)


def accepts(accept: str, offered: str) -> bool:
    """Whether a header Accept allows the media type ``offered`` (RFC 9110: the most specific range decides)."""
    best, allowed = -1, False
    for part in accept.lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        specific = {offered: 2, f"{offered.partition('/')[0]}/*": 1, "*/*": 0}.get(media, -1)
        if specific > best:
            best, allowed = specific, not any(_is_zero(parameter) for parameter in parameters)
    return allowed


def _is_zero(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return name.strip() == "q" and value.strip().strip("0") in ("", ".")
