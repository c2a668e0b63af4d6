"""Sending one message to the hub: what it answered, and when it is worth trying again."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

import httpx
import msgspec

ATTEMPTS: Final = 5
FIRST_WAIT: Final = 0.5
"""Seconds before the second attempt; each later wait doubles."""
LONGEST_WAIT: Final = 60.0
_PASSING: Final = frozenset({408, 429, 500, 502, 503, 504})
_AWAY: Final = frozenset({429, 502, 503, 504})
"""The hub answers nobody now; a 500 may be of one message."""
_SHUT_OUT: Final = frozenset({"organisation-unknown", "organisation-suspended", "organisation-ended"})
"""Codes of a 403 that hold for whatever the sender brings; others are of the professional whom a message names."""
_MOST_FAULTS: Final = 100


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """The hub has the message. ``replayed``: it had it before. ``corrects``: before, it said something else."""

    id: str | None
    subject: str | None
    replayed: bool
    gone: bool = False
    """Of what it had before: it was taken back since."""
    corrects: bool = False


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """The hub does not have the message: (field, code) pairs, and whether that may pass by itself.

    ``everything``: whatever else the sender brings now will not come in either, since the hub is away (which passes)
    or the sender is shut out.
    """

    faults: tuple[tuple[str, str], ...]
    passing: bool
    everything: bool = False


_UNREACHABLE: Final = Refused(faults=(("", "hub-unreachable"),), passing=True, everything=True)


class Sender:
    """Sends messages through a client that knows the hub's address and carries a bearer token.

    Repeats what may pass (no connection, 429, 5xx) with growing waits, or after what ``Retry-After`` asks. Repeating is
    safe, because the idempotency key goes with every attempt.
    """

    def __init__(self, client: httpx.AsyncClient, *, wait: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._client = client
        self._wait = wait

    async def send(self, path: str, key: str, body: dict[str, Any]) -> Sent | Refused:
        """One message: that the hub has it, or why not. Raises nothing that the hub or the network can cause."""
        answer = await self._repeated("POST", path, json=body, headers={"Idempotency-Key": key})
        return answer if isinstance(answer, Refused) else _sent(answer)

    async def fetch(self, path: str, query: Mapping[str, str | int]) -> dict[str, Any] | Refused:
        """What the hub shows the sender there, or why not. Raises nothing either."""
        return await self._repeated("GET", path, params=dict(query))

    async def _repeated(self, method: str, path: str, **content: Any) -> dict[str, Any] | Refused:  # noqa: ANN401 - as httpx
        answer: dict[str, Any] | Refused = _UNREACHABLE
        for attempt in range(ATTEMPTS):
            answer, asked = await self._attempt(method, path, content)
            if not isinstance(answer, Refused) or not answer.passing:
                return answer
            if attempt + 1 < ATTEMPTS:
                await self._wait(FIRST_WAIT * 2**attempt if asked is None else asked)
        return answer

    async def _attempt(
        self, method: str, path: str, content: Mapping[str, Any]
    ) -> tuple[dict[str, Any] | Refused, float | None]:
        try:
            response = await self._client.request(method, path, **content)
        except httpx.TransportError:
            return _UNREACHABLE, None
        return _read(response), _retry_after(response)


def client_of(base_url: str, token: str) -> httpx.AsyncClient:
    """A client for the hub at this address with this access token. Close it, or use it as a context manager."""
    return httpx.AsyncClient(base_url=base_url, headers={"Authorization": f"Bearer {token}"}, timeout=30.0)


def _read(response: httpx.Response) -> dict[str, Any] | Refused:
    answer = _object(response)
    if response.is_success:
        return answer
    status, code = response.status_code, answer.get("code")
    shut_out = status == HTTPStatus.UNAUTHORIZED or (status == HTTPStatus.FORBIDDEN and code in _SHUT_OUT)
    return Refused(faults=_faults(answer, status), passing=status in _PASSING, everything=shut_out or status in _AWAY)


def _sent(answer: dict[str, Any]) -> Sent:
    return Sent(
        id=_text(answer.get("id")),
        subject=_text(answer.get("subject")),
        replayed=answer.get("replayed") is True,
        gone=answer.get("gone") is True,
    )


def _object(response: httpx.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _faults(problem: dict[str, Any], status: int) -> tuple[tuple[str, str], ...]:
    """Codes and places of a problem; its sentences stay out, because a report is kept and mailed around."""
    errors = problem.get("errors")
    listed = [each for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
    found = tuple((_text(each.get("path")) or "", _text(each.get("code")) or "invalid") for each in listed)
    return found[:_MOST_FAULTS] or (("", _text(problem.get("code")) or f"http-{status}"),)


def _retry_after(response: httpx.Response) -> float | None:
    asked = response.headers.get("Retry-After", "")
    return min(float(asked), LONGEST_WAIT) if asked.isdecimal() else None
