"""A small real HTTP server in the place of the hub: it keeps what arrives and answers as told."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

Answering = Callable[[str, dict[str, Any]], JSONResponse | None]


class HubStub:
    """Remembers messages by idempotency key, as the hub does. ``answer`` may speak first; ``arrived`` holds all."""

    def __init__(self, answer: Answering = lambda _path, _body: None) -> None:
        self.arrived: list[tuple[str, str, dict[str, Any]]] = []
        self.tokens: set[str] = set()
        self.url = ""
        self._answer = answer
        self._stored: dict[str, dict[str, Any]] = {}
        self._signals: list[dict[str, Any]] = []
        self.listed = 0
        """How often somebody asked for a page of signals."""

    def bodies(self, path: str) -> list[dict[str, Any]]:
        return [body for at, _, body in self.arrived if at == path]

    def app(self) -> FastAPI:
        app = FastAPI()
        app.add_api_route("/v1/{what}", self._receive, methods=["POST"], response_model=None)
        app.add_api_route("/v1/signals", self._list, methods=["GET"], response_model=None)
        app.add_api_route("/v1/signals/{id}/_retract", self._retract, methods=["POST"], response_model=None)
        return app

    async def _receive(self, request: Request) -> JSONResponse:
        path, key, body = request.url.path, request.headers["Idempotency-Key"], await request.json()
        self.arrived.append((path, key, body))
        self.tokens.add(request.headers.get("Authorization", ""))
        told = self._answer(path, body)
        if told is not None:
            return told
        replayed = key in self._stored
        if replayed and self._stored[key] != body:
            return JSONResponse({"code": "idempotency-key-reused"}, status_code=409)
        self._stored[key] = body
        id_ = f"id-{list(self._stored).index(key) + 1}"
        if path == "/v1/signals" and not replayed:
            shown = {name: body[name] for name in ("category", "occurred_at", "source")}
            self._signals.append({"id": id_, "number": len(self._signals) + 1, "retracted": False, **shown})
        gone = any(each["id"] == id_ and each["retracted"] for each in self._signals)
        answer = {"id": id_, "subject": "ref-tenant", "replayed": replayed, "gone": gone}
        return JSONResponse(answer, status_code=201)

    async def _list(self, after: int, limit: int) -> dict[str, Any]:
        self.listed += 1
        page = [each for each in self._signals if each["number"] > after][:limit]
        return {"signals": page, "next": page[-1]["number"] if page else after}

    async def _retract(self, request: Request) -> JSONResponse:
        told = self._answer(request.url.path, {})
        if told is not None:
            return told
        self.take_back(request.path_params["id"])
        return JSONResponse({})

    def take_back(self, id_: str) -> None:
        """As somebody does who is no file."""
        taken = next(each for each in self._signals if each["id"] == id_)
        taken["retracted"] = True
        del taken["source"]  # whose words are forgotten then

    def standing(self) -> list[str]:
        """The signals that nobody took back."""
        return [each["id"] for each in self._signals if not each["retracted"]]


@asynccontextmanager
async def serving(stub: HubStub) -> AsyncIterator[HubStub]:
    """The stub on a free loopback port, stopped at the end."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        config = uvicorn.Config(stub.app(), log_level="critical", lifespan="off", ws="none")
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=[listening]))
        stub.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            yield stub
        finally:
            server.should_exit = True
            await running
