"""How a professional comes to the pages: with their own token they ask a code, which the login page takes once."""

import re
from typing import Final

import msgspec
from fastapi import APIRouter, Request, Response

from hub.answers.own import Own
from hub.api.answers import answer
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.door import actor_of
from hub.api.openapi import described
from hub.api.problems import Problem
from hub.api.services import ApiServices
from hub.api.version import BASE_PATH
from hub.domain.errors import Fault

LOGIN_PAGE: Final = "/web/login"
FIRST_PAGE: Final = "/web/tasks"
_PAGE: Final = re.compile(
    r"/web/(tasks(/of-role)?|requests/[\w-]{1,128}|families/[\w-]{1,128}(\?purpose=[a-z][a-z0-9-]{0,59})?)", re.ASCII
)


class LoginRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A login to the pages. ``return_to``: the page to begin with, as a path; without it the calendar."""

    return_to: str = FIRST_PAGE


class LoginAnswer(Own, frozen=True, kw_only=True):
    """Where the login page is, the code that it takes once within ten minutes, and the page to begin with."""

    path: str
    code: str
    begins_at: str


def is_page(path: str) -> bool:
    """Whether this is the path of a page of the hub, and of nothing else: a login leads nowhere else."""
    return _PAGE.fullmatch(path) is not None


def router(services: ApiServices) -> APIRouter:
    """``/v1/logins``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/logins", tags=["logins"])
    asked = Body(LoginRequest)

    @routes.post("", **described(body=LoginRequest, answer=LoginAnswer, status=201, problems=("organisation-unknown",)))
    @direct
    async def log_in(request: Request) -> Response:
        """A code for one login to the pages, for the professional whom the token names."""
        actor, body = actor_of(request), await asked.read(request)
        if not is_page(body.return_to):
            raise Problem("input-invalid", (Fault("$.return_to", "malformed", "not the path of a page"),))
        code = await services.logins.issue(actor.organisation.id, body.return_to, professional=actor.professional or "")
        return answer(LoginAnswer(path=services.public_url + LOGIN_PAGE, code=code, begins_at=body.return_to), 201)

    return routes
