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

    def bodies(self, path: str) -> list[dict[str, Any]]:
        return [body for at, _, body in self.arrived if at == path]

    def app(self) -> FastAPI:
        app = FastAPI()
        app.add_api_route("/v1/{what}", self._receive, methods=["POST"], response_model=None)
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
        answer = {"id": f"id-{len(self._stored)}", "subject": "ref-tenant"}
        return JSONResponse({**answer, "replayed": replayed}, status_code=201)


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
