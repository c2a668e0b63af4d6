"""The fake register as a server (ASGI): ``POST /personen``. It fails on request, as real ones do."""

import json
import re
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, date, datetime
from typing import Any, Final

from adapters.brp.fake.answers import full_answer, limited_answer
from adapters.brp.fake.world import World

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_BSN: Final = re.compile(r"[0-9]{9}")
_MOST_BSNS: Final = 20


class BadQuestionError(Exception):
    """A question that the register refuses, by the parameter that is wrong."""


class FakeRegister:
    """Answers from a ``World``. ``fails`` holds the status codes of the next answers; None in it drops the line.

    ``asked`` are the questions so far. ``today`` decides who is a minor.
    """

    def __init__(
        self,
        world: World,
        *,
        api_key: str | None = None,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        self.world = world
        self.fails: deque[int | None] = deque()
        self.asked: list[dict[str, Any]] = []
        self._api_key = api_key
        self._today = today

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, by ASGI."""
        if scope["type"] != "http":
            return
        body = await _body(receive)
        if self.fails and (status := self.fails.popleft()) != 200:  # noqa: PLR2004
            if status is None:
                raise ConnectionError("the line was dropped")
            await _send(send, status, _problem(status))
            return
        await _send(send, *self._answer(scope, body))

    def _answer(self, scope: Scope, body: bytes) -> tuple[int, dict[str, Any]]:
        if scope["method"] != "POST" or not scope["path"].endswith("/personen"):
            return 404, _problem(404)
        if self._api_key is not None and (b"x-api-key", self._api_key.encode()) not in scope["headers"]:
            return 401, _problem(401)
        try:
            return 200, self.answer(json.loads(body))
        except (BadQuestionError, ValueError, TypeError) as wrong:
            return 400, {**_problem(400), "invalidParams": [{"name": str(wrong)[:50]}]}

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """The answer to one question. Raises ``BadQuestionError``."""
        self.asked.append(question)
        fields, kind = question.get("fields"), question.get("type")
        if not isinstance(fields, list) or not fields:
            raise BadQuestionError("fields")
        match kind:
            case "RaadpleegMetBurgerservicenummer":
                found = self._by_bsn(question.get("burgerservicenummer"), fields)
            case "ZoekMetAdresseerbaarObjectIdentificatie":
                home = question.get("adresseerbaarObjectIdentificatie")
                if not isinstance(home, str) or not re.fullmatch(r"[0-9]{16}", home):
                    raise BadQuestionError("adresseerbaarObjectIdentificatie")
                found = [limited_answer(each, fields) for each in self.world.living_at(home)]
            case _:
                raise BadQuestionError("type")
        return {"type": kind, "personen": found}

    def _by_bsn(self, bsns: object, fields: list[str]) -> list[dict[str, Any]]:
        if not isinstance(bsns, list) or not 1 <= len(bsns) <= _MOST_BSNS or not all(map(_is_bsn, bsns)):
            raise BadQuestionError("burgerservicenummer")
        today = self._today()
        found = (self.world.get(bsn) for bsn in dict.fromkeys(bsns))
        return [full_answer(each, self.world, today, fields) for each in found if each is not None]


def _is_bsn(value: object) -> bool:
    return isinstance(value, str) and _BSN.fullmatch(value) is not None


def _problem(status: int) -> dict[str, Any]:
    return {"status": status, "code": "fake", "detail": "een fout"}


async def _body(receive: Receive) -> bytes:
    body: bytes = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body


async def _send(send: Send, status: int, content: dict[str, Any]) -> None:
    kind = b"application/json" if status == 200 else b"application/problem+json"  # noqa: PLR2004
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", kind)]})
    await send({"type": "http.response.body", "body": json.dumps(content).encode()})
