"""What every endpoint of an organisation begins and ends with: who acts, on what, under which key, and the answer."""

import re
from collections.abc import Iterable
from typing import Any, Final, TypeVar
from uuid import uuid4

from starlette.requests import Request

from hub.answers.notices import Notice
from hub.answers.own import Own
from hub.api import idempotency
from hub.api.body import Body
from hub.api.door import Actor, actor_of
from hub.api.mending import Mended, beside
from hub.api.openapi import described
from hub.api.problems import Problem
from hub.api.services import ApiServices
from hub.commands import on_whose_name
from hub.commands.request import Asked, Named
from hub.commands.request import Request as Command
from hub.domain.errors import Fault, UnknownThing
from hub.domain.organisations import Organisation
from hub.domain.professionals import ProfessionalRole
from hub.ledger.errors import InvalidWaitToken, LedgerStopped
from hub.ledger.ports import Outcome

Read = TypeVar("Read")
_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9._:-]{1,128}")


class RecordedAnswer(Own, frozen=True, kw_only=True, omit_defaults=True):
    """That something was recorded.

    ``wait`` makes a later GET see it; ``subject`` is the organisation's own reference to the person it is about;
    ``replayed`` says that the hub had the message before and stored nothing now.
    """

    id: str
    wait: str
    subject: str | None = None
    notices: tuple[Notice, ...] = ()
    replayed: bool = False


def acting(request: Request) -> Organisation:
    """The organisation that calls, whom the door let in."""
    return actor_of(request).organisation


def has_role(services: ApiServices, request: Request, role: ProfessionalRole) -> bool:
    """Whether who calls is a professional with this role, for answers that depend on it."""
    return holds(services, actor_of(request), role)


def holds(services: ApiServices, actor: Actor, role: ProfessionalRole) -> bool:
    """Whether somebody who acts is a professional with this role."""
    organisation, professional, _ = actor
    found = None if professional is None else services.policy().professionals.get(organisation.id, professional)
    return found is not None and found.has(role)


def on_name(services: ApiServices, request: Request, body: Named) -> tuple[Fault, ...]:
    """What is wrong with the professional on whose name something is asked that stores nothing."""
    actor = actor_of(request)
    acts = actor.professional or next((code for _, code in body.named()), None)
    asked = Asked(organisation=actor.organisation.id, id="", professional=acts, roles=actor.roles)
    vouched = actor.professional is None
    return tuple(on_whose_name.faults(body, asked, services.policy(), services.clock.now(), vouched=vouched))


def thing(request: Request, name: str = "id") -> str:
    """The identifier in the path. Raises ``UnknownThing`` for what cannot be one, as for one that nobody has."""
    value: str = request.path_params[name]
    if not _IDENTIFIER.fullmatch(value):
        raise UnknownThing
    return value


def key_of(request: Request) -> str:
    """The Idempotency-Key where it is optional: without one, the request stands by itself."""
    given = any(name == b"idempotency-key" for name, _ in request.scope["headers"])
    return idempotency.idempotency_key(request) if given else uuid4().hex


def with_content(services: ApiServices, organisation: str, problem: Problem) -> Problem:
    """A problem of form, with what is wrong with the content of what can be read all the same."""
    read = problem.readable
    if not isinstance(read, Mended) or not isinstance(read.value, Command):
        return problem
    content = beside(services.desk.faults(read.value, organisation), read.left_out, read.value.RESTS_ON)
    return Problem(problem.code, (*problem.faults, *content), problem.headers)


def parsed(services: ApiServices, organisation: Organisation, body: Body[Read], raw: bytes) -> Read:
    """One line of a batch. Raises Problem with every fault, of form and of content."""
    try:
        return body.parse(raw)
    except Problem as problem:
        raise with_content(services, organisation.id, problem) from None


async def submit(
    services: ApiServices,
    command: Command,
    actor: Actor,
    key: str,
    *,
    family: str | None = None,
    named: str | None = None,
    persons: tuple[str, ...] = (),
) -> Outcome:
    """Submit to the desk; ``family`` and ``named`` are what the path names. Raises what the desk raises."""
    try:
        return await services.desk.submit(
            command,
            organisation=actor.organisation.id,
            key=key,
            family=family,
            thing=named,
            professional=actor.professional,
            roles=actor.roles,
            persons=persons,
        )
    except LedgerStopped:
        raise Problem("unavailable") from None


async def record(
    services: ApiServices,
    request: Request,
    command: Command,
    *,
    family: str | None = None,
    named: str | None = None,
    notices: tuple[Notice, ...] = (),
) -> RecordedAnswer:
    """Submit a command whose outcome is an identifier, and the answer to it."""
    actor = actor_of(request)
    outcome = await submit(services, command, actor, key_of(request), family=family, named=named)
    return recorded(services, actor.organisation, outcome, notices)


def changing(
    *, body: object, answer: object = RecordedAnswer, status: int = 200, problems: Iterable[str] = ()
) -> dict[str, Any]:
    """The specification of an operation that records something, under an Idempotency-Key or without one."""
    codes = ("organisation-unknown", "idempotency-key-malformed", "idempotency-key-reused", "ledger-unavailable")
    return with_optional_key(described(body=body, answer=answer, status=status, problems=(*codes, *problems)))


def with_optional_key(specified: dict[str, Any]) -> dict[str, Any]:
    """The specification of an operation that takes an Idempotency-Key and can do without one."""
    specified["openapi_extra"]["parameters"] = [{**idempotency.PARAMETER, "required": False}]
    return specified


def recorded(
    services: ApiServices,
    organisation: Organisation,
    outcome: Outcome,
    notices: tuple[Notice, ...] = (),
    apart: bytes = b"",
) -> RecordedAnswer:
    """The answer to a command whose outcome is an identifier, with a person or not.

    ``apart``: sets the reference of that person apart, so that it can be compared with no other.
    """
    person = getattr(outcome.result, "subject", None)
    return RecordedAnswer(
        id=getattr(outcome.result, "id", None) or outcome.result.signal,
        wait=services.wait_tokens.seal(outcome.position),
        subject=None if person is None else services.people.reference(organisation.id, person, apart),
        notices=notices,
        replayed=outcome.replayed,
    )


async def caught_up(services: ApiServices, wait: str | None) -> bool:
    """Wait until the views hold what ``wait`` stands for, at most ``limits.wait_seconds``; whether they do.

    Raises Problem ``wait-invalid`` for a token that this hub did not make.
    """
    if wait is None:
        return True
    try:
        position = services.wait_tokens.open(wait)
    except InvalidWaitToken:
        raise Problem("wait-invalid") from None
    reached: bool = await services.queries.wait_for(position, services.limits.wait_seconds)
    return reached
