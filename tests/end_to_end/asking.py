"""Clients that publish and ask, and keep every answer that reached them whole, with the trace it names."""

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import httpx
import msgspec

from tests.end_to_end.load import ORGANISATIONS, Family, Load

_IDENTIFIER: Final = re.compile(r"[0-9a-f]{32}(\.\d+)?")


class Received(msgspec.Struct, frozen=True):
    """One answer as it reached a client."""

    path: str
    trace: str
    told: frozenset[str]
    """The identifiers of everything in it that was decided on: signals, items, matches, notifications."""


class Asker:
    """Asks as every organisation about one family, again and again, until it has enough answers."""

    def __init__(self, load: Load, clients: Mapping[str, httpx.AsyncClient], noticed: Callable[[], None]) -> None:
        self.received: list[Received] = []
        self.lost = 0
        """Requests whose answer never came: the hub was killed meanwhile."""
        self._load = load
        self._clients = clients
        self._noticed = noticed

    async def ask(self, family: Family, times: int, up: asyncio.Event) -> None:
        """Tell the family's story, and ask for everything it tells each organisation."""
        await self._load.tell(family)
        for number in range(times):
            who = ORGANISATIONS[number % len(ORGANISATIONS)].id
            for path, body in self._questions(family):
                await up.wait()
                await self._get(who, path, body)

    def _questions(self, family: Family) -> Iterator[tuple[str, Any]]:
        question = {"subject": family.child, "purpose": "coordination", "reason": "r"}
        yield "/v1/families/_search", question
        yield "/v1/matches?limit=5", None
        yield "/v1/notifications?limit=5", None
        yield "/v1/signals?limit=5", None

    async def _get(self, who: str, path: str, body: Any) -> None:
        try:
            answer = await self._clients[who].request("GET" if body is None else "POST", path, json=body)
        except httpx.TransportError:
            self.lost += 1
            return
        if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            return
        assert answer.is_success, (path, answer.status_code, answer.text)
        _, trace, _, _ = answer.headers["traceparent"].split("-")
        self.received.append(Received(path, trace, frozenset(identifiers(answer.json()))))
        self._noticed()


def identifiers(content: Any) -> Iterator[str]:
    """Every identifier in an answer; those of organisations are words."""
    if isinstance(content, dict):
        id_ = content.get("id")
        if isinstance(id_, str) and _IDENTIFIER.fullmatch(id_):
            yield id_
        content = list(content.values())
    if isinstance(content, list):
        for each in content:
            yield from identifiers(each)
