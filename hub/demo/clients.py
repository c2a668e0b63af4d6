"""The clients of a replay: each organisation's own, over HTTP with its own token, as any integrator would write it."""

import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import msgspec

from adapters.arrears.delivery import deliver
from hub.demo.memory import Memory
from hub.demo.requests import Request

NDJSON = "application/x-ndjson"


class ReplayFailed(Exception):  # noqa: N818 - says what happened
    """The hub refused what the case holds to be right; names the address, the status and the codes, no value."""


class Clients:
    """One HTTP client per organisation of the case, with what they remember of the hub's answers."""

    def __init__(self, base_url: str, tokens: Mapping[str, str]) -> None:
        certificates = ssl.create_default_context()  # reading them once for all saves half a second
        self._clients = {
            organisation: httpx.AsyncClient(
                base_url=base_url,
                headers={"Authorization": f"Bearer {token}"},
                timeout=httpx.Timeout(60),
                verify=certificates,
            )
            for organisation, token in tokens.items()
        }
        self._sent = 0
        self.memory = Memory()

    async def close(self) -> None:
        """Close every connection."""
        for client in self._clients.values():
            await client.aclose()

    async def send(self, request: Request) -> None:
        """Send one request as its organisation and remember the answer. Raises ``ReplayFailed`` for a refusal."""
        if request.lines is not None:
            await self._send_lines(request)
            return
        answer = await self._post(request, request.body)
        if answer.status_code == httpx.codes.CONFLICT and request.confirmed is not None:
            answer = await self._post(request, request.confirmed)
        if answer.is_error:
            raise _failed(request.path, answer)
        self._remember(request, answer.json())

    async def _post(self, request: Request, body: Mapping[str, Any]) -> httpx.Response:
        self._sent += 1
        headers = {"Idempotency-Key": f"replay-{self._sent}"}
        return await self._clients[request.by].post(request.path, json=body, headers=headers)

    async def _send_lines(self, request: Request) -> None:
        self._sent += 1
        content = b"".join(msgspec.json.encode(line) + b"\n" for line in request.lines or ())
        headers = {"Idempotency-Key": f"replay-{self._sent}", "Content-Type": NDJSON, "Accept": NDJSON}
        answer = await self._clients[request.by].post(request.path, content=content, headers=headers)
        if answer.is_error:
            raise _failed(request.path, answer)
        lines = [msgspec.json.decode(line) for line in answer.content.splitlines() if line]
        refused = [line["problem"].get("code") for line in lines if "problem" in line]
        if refused:
            raise ReplayFailed(f"{request.path}: {refused}")
        for person, line in zip(request.persons, lines, strict=True):
            self.memory.keep_reference(request.by, person, line["answer"]["subject"])

    def _remember(self, request: Request, answer: Mapping[str, Any]) -> None:
        if request.key is not None:
            self.memory.keep_id(request.key, answer["id"])
        if request.persons and "subject" in answer:
            self.memory.keep_reference(request.by, request.persons[0], answer["subject"])

    async def deliver_arrears(self, organisation: str, file: Path) -> list[tuple[str, str]]:
        """Deliver a nightly file by the batch adapter; the signal and subject reference of each line, in order."""
        report = await deliver(file, self._clients[organisation])
        if not report.complete:
            raise ReplayFailed(f"arrears file: {report.as_json()['counts']}")
        return [(line.id or "", line.subject or "") for line in report.lines]

    async def confirm_access(self, organisation: str, professional: str) -> None:
        """Say that a professional still needs access: every four months, when the hub warns that it ends."""
        path = f"/v1/organisations/{organisation}/professionals/{professional}/_confirm"
        answer = await self._post(Request(by=organisation, path=path), {})
        if answer.is_error:
            raise _failed(path, answer)

    async def inbox(self, organisation: str, after: int) -> list[dict[str, Any]]:
        """The organisation's notifications after a number."""
        found: list[dict[str, Any]] = []
        while True:
            query = {"after": found[-1]["number"] if found else after, "limit": 100}
            page = await self._get(organisation, "/v1/notifications", query)
            found.extend(page["notifications"])
            if not page["notifications"]:
                return found

    async def match(self, organisation: str, id_: str) -> dict[str, Any]:
        """A match as its recipient may see it now."""
        return await self._get(organisation, f"/v1/matches/{id_}", {})

    async def _get(self, organisation: str, path: str, query: Mapping[str, Any]) -> dict[str, Any]:
        answer = await self._clients[organisation].get(path, params=dict(query))
        if answer.is_error:
            raise _failed(path, answer)
        content: dict[str, Any] = answer.json()
        return content


def _failed(path: str, answer: httpx.Response) -> ReplayFailed:
    """Codes and paths of the problem only: a body may hold a name."""
    try:
        problem = answer.json()
    except ValueError:
        problem = {}
    faults = [(fault.get("path"), fault.get("code")) for fault in problem.get("errors", ())]
    return ReplayFailed(f"{path}: {answer.status_code} {problem.get('code')} {faults}")
