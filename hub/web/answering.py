"""Answering a notification from the calendar, in one click (DOMAIN.md 10): the call of the API, from a form."""

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
from hub.commands.followup import AnswerRequest
from hub.domain.errors import Fault
from hub.web.rendering import go
from hub.web.sessions import actor_in, check_own_page, to_login

ANSWERING: Final = "POST /v1/notifications/{id}/_answer"
"""The call of the authorisation matrix that the form stands for."""
_FORM_LIMIT: Final = 4096


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form, each once. Raises what reading a body raises."""
    check_media_type(request, b"application/x-www-form-urlencoded")
    fields = parse_qs((await read_bytes(request, _FORM_LIMIT)).decode("ascii", "replace"))
    return {name: values[0] for name, values in fields.items()}


def router(services: ApiServices) -> APIRouter:
    """``/web/notifications``."""
    routes = APIRouter(prefix="/web/notifications", include_in_schema=False)

    @routes.post("/{id}/answer")
    async def answer(request: Request) -> Response:
        """Record what whoever is logged in answers, on their name, and lead back to the calendar."""
        check_own_page(request)
        form = await form_of(request)
        actor = await actor_in(services, request, ANSWERING)
        if actor is None:
            return to_login(request)
        await submit(services, _answered(form), actor, uuid4().hex, named=thing(request))
        return go(FIRST_PAGE)

    return routes


def _answered(form: dict[str, str]) -> AnswerRequest:
    """What a form answers; the reason counts with *not needed* alone. Raises Problem ``input-invalid``."""
    wanted = form if form.get("answer") == "not-needed" else {"answer": form.get("answer")}
    try:
        return msgspec.convert(wanted, AnswerRequest)
    except msgspec.ValidationError:
        raise Problem("input-invalid", (Fault("answer", "malformed", "not an answer to a notification"),)) from None
