"""Answering from the calendar in one click: a notification, or the offer of a handover (DOMAIN.md 1 and 10).

Each form is a call of the API under another address, on the name of whose session it is.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from urllib.parse import parse_qs
from uuid import uuid4

import msgspec
from fastapi import APIRouter, Request, Response

from hub.api.acting import submit, thing
from hub.api.body import check_media_type, read_bytes
from hub.api.logins import FIRST_PAGE
from hub.api.problems import Problem
from hub.api.services import ApiServices
from hub.commands.followup import AnswerRequest, HandoverStepRequest
from hub.commands.request import Request as Command
from hub.domain.errors import Fault
from hub.web.rendering import go
from hub.web.sessions import actor_in, check_own_page, to_login

ANSWERING: Final = "POST /v1/notifications/{id}/_answer"
HANDING_OVER: Final[Mapping[str, str]] = {
    "accepted": "POST /v1/handovers/{id}/_accept",
    "declined": "POST /v1/handovers/{id}/_decline",
    "completed": "POST /v1/handovers/{id}/_complete",
}
"""The calls of the authorisation matrix that the forms stand for; of a handover by its step."""
_FORM_LIMIT: Final = 4096


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form, each once. Raises what reading a body raises."""
    check_media_type(request, b"application/x-www-form-urlencoded")
    fields = parse_qs((await read_bytes(request, _FORM_LIMIT)).decode("ascii", "replace"))
    return {name: values[0] for name, values in fields.items()}


def router(services: ApiServices) -> APIRouter:
    """``/web/notifications`` and ``/web/handovers``."""
    routes = APIRouter(prefix="/web", include_in_schema=False)

    async def recorded(request: Request, call: str, command: Command) -> Response:
        """Record it on the name of whoever is logged in, and lead back to the calendar."""
        check_own_page(request)
        actor = await actor_in(services, request, call)
        if actor is None:
            return to_login(request)
        await submit(services, command, actor, uuid4().hex, named=thing(request))
        return go(FIRST_PAGE)

    @routes.post("/notifications/{id}/answer")
    async def answer(request: Request) -> Response:
        """An answer to a notification."""
        return await recorded(request, ANSWERING, _answered(await form_of(request)))

    @routes.post("/handovers/{id}/step")
    async def step(request: Request) -> Response:
        """The receiver's next step in a handover, taken now."""
        taken = _step(await form_of(request), services.clock.now())
        return await recorded(request, HANDING_OVER[taken.step], taken)

    return routes


def _answered(form: dict[str, str]) -> AnswerRequest:
    """What a form answers; the reason counts with *not needed* alone. Raises Problem ``input-invalid``."""
    wanted = form if form.get("answer") == "not-needed" else {"answer": form.get("answer")}
    try:
        return msgspec.convert(wanted, AnswerRequest)
    except msgspec.ValidationError:
        raise Problem("input-invalid", (Fault("answer", "malformed", "not an answer to a notification"),)) from None


def _step(form: dict[str, str], now: datetime) -> HandoverStepRequest:
    """What a form says of a handover; the reason counts with *declined* alone. Raises Problem ``input-invalid``."""
    wanted = {"step": form.get("step"), "at": now}
    if form.get("step") == "declined":
        wanted["reason"] = form.get("reason")
    try:
        return msgspec.convert(wanted, HandoverStepRequest)
    except msgspec.ValidationError:
        raise Problem("input-invalid", (Fault("step", "malformed", "not a step of a handover"),)) from None
