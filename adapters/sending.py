"""Sending one message to the hub: what it answered, and when it is worth trying again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import httpx
import msgspec

ATTEMPTS: Final = 5
FIRST_WAIT: Final = 0.5
"""Seconds before the second attempt; each later wait doubles."""
LONGEST_WAIT: Final = 60.0
_PASSING: Final = frozenset({408, 429, 500, 502, 503, 504})
_SHUT_OUT: Final = frozenset({401, 403})
_MOST_FAULTS: Final = 100


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """The hub has the message; ``replayed`` says that it had it before."""

    id: str | None
    subject: str | None
    replayed: bool


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """The hub does not have the message: (field, code) pairs, and whether that may pass by itself.

    ``shut_out``: the token is refused, so that nothing else of the sender will come in either.
    """

    faults: tuple[tuple[str, str], ...]
    passing: bool
    shut_out: bool = False


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
        answer: Sent | Refused = Refused(faults=(("", "hub-unreachable"),), passing=True)
        for attempt in range(ATTEMPTS):
            answer, asked = await self._attempt(path, key, body)
            if isinstance(answer, Sent) or not answer.passing:
                return answer
            if attempt + 1 < ATTEMPTS:
                await self._wait(FIRST_WAIT * 2**attempt if asked is None else asked)
        return answer

    async def _attempt(self, path: str, key: str, body: dict[str, Any]) -> tuple[Sent | Refused, float | None]:
        try:
            response = await self._client.post(path, json=body, headers={"Idempotency-Key": key})
        except httpx.TransportError:
            return Refused(faults=(("", "hub-unreachable"),), passing=True), None
        return _read(response), _retry_after(response)


def client_of(base_url: str, token: str) -> httpx.AsyncClient:
    """A client for the hub at this address with this access token. Close it, or use it as a context manager."""
    return httpx.AsyncClient(base_url=base_url, headers={"Authorization": f"Bearer {token}"}, timeout=30.0)


def _read(response: httpx.Response) -> Sent | Refused:
    answer = _object(response)
    if not response.is_success:
        status = response.status_code
        return Refused(faults=_faults(answer, status), passing=status in _PASSING, shut_out=status in _SHUT_OUT)
    return Sent(
        id=_text(answer.get("id")), subject=_text(answer.get("subject")), replayed=answer.get("replayed") is True
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
