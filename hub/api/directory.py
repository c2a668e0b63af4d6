"""The basic-care directory: rosters of schools, GPs and youth health care. Being on one is no signal (DOMAIN.md 1)."""

import hashlib

import msgspec
from fastapi import APIRouter, Request, Response

from hub.api import ndjson
from hub.api.acting import RecordedAnswer, key_of, parsed, recorded, submit, with_optional_key
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.door import actor_of
from hub.api.openapi import described
from hub.api.services import ApiServices
from hub.api.signals import LineKey
from hub.api.version import BASE_PATH
from hub.commands.sharing import DirectoryRequest


class DirectoryLine(DirectoryRequest, frozen=True, kw_only=True):
    """One line of a roster, with an Idempotency-Key of its own where the sender has one."""

    idempotency_key: LineKey | None = None

    def alone(self) -> DirectoryRequest:
        """The line without its key."""
        return DirectoryRequest(subject=self.subject, since=self.since, until=self.until)


def router(services: ApiServices) -> APIRouter:
    """``/v1/directory``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/directory", tags=["directory"])
    line = Body(DirectoryLine, services.limits.line_bytes)

    specified = described(
        body=DirectoryLine,
        answer=ndjson.LineAnswer,
        body_media=ndjson.MEDIA_TYPE,
        answer_media=ndjson.MEDIA_TYPE,
        problems=("organisation-unknown", "not-allowed", "idempotency-key-malformed"),
    )

    @routes.post("/_batch", **with_optional_key(specified))
    @direct
    async def record_roster(request: Request) -> Response:
        """Bring the pupils or patients of this organisation, a line each; each answer has a reference to the person.

        The reference serves to ask by, and is another for each line. The directory is used only to address a
        disclosure that has a ground already; never counted, never shown.
        """
        actor = actor_of(request)
        key = key_of(request)

        async def handle(number: int, raw: bytes) -> tuple[int, RecordedAnswer]:
            command = parsed(services, actor.organisation, line, raw)
            own = command.idempotency_key or _line_key(key, number)
            outcome = await submit(services, command.alone(), actor, own)
            # Nobody is told of a line: equal references would tell, in silence, that somebody else stated both.
            return 201, recorded(services, actor.organisation, outcome, apart=own.encode())

        return ndjson.answer_lines(services, request, actor.organisation, handle)

    return routes


def _line_key(key: str, number: int) -> str:
    """The key of a line without one: the same when the same roster is sent again under the same key."""
    return hashlib.sha256(msgspec.json.encode((key, number))).hexdigest()
