"""Requests to weigh (weegverzoeken): always the same answer, with whom to call (DOMAIN.md 4 and 5.2)."""

import msgspec
from fastapi import APIRouter, Request, Response

from hub.answers.notices import NO_REPORT, Notice
from hub.answers.own import Own
from hub.api.acting import changing, key_of, submit
from hub.api.answers import answer
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.door import actor_of
from hub.api.pace import in_step
from hub.api.services import ApiServices
from hub.api.version import BASE_PATH
from hub.commands.weigh_requests import WeighRequest
from hub.domain.organisations import Organisations, Role, Sector


class DutyContact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whom to call: a function that is reached day and night, of an organisation that everybody may call."""

    organisation: str
    phone: str | None = None


class WeighAnswer(Own, frozen=True, kw_only=True):
    """That the request was taken in: the same whatever is known of whomever."""

    duty_contacts: tuple[DutyContact, ...]
    notices: tuple[Notice, ...] = (NO_REPORT,)


def router(services: ApiServices) -> APIRouter:
    """``/v1/weigh-requests``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/weigh-requests", tags=["safety-exceptions"])
    body = Body(WeighRequest)
    codes = ("command-invalid", "unavailable")

    @routes.post("", **changing(body=WeighRequest, answer=WeighAnswer, status=202, problems=codes))
    @direct
    async def ask_to_weigh(request: Request) -> Response:
        """Ask whoever is concerned about this child to weigh again. No report to Veilig Thuis. Always 202.

        In an emergency call 112; the answer names whom else to call. It says nothing of whether anybody is concerned.
        """
        command, actor, key = await body.read(request), actor_of(request), key_of(request)
        async with in_step(services.limits.answer_step_seconds):
            person = await services.people.find(command.subject, actor.organisation.id)
            await submit(services, command, actor, key, persons=() if person is None else (person,))
        return answer(WeighAnswer(duty_contacts=_duty_contacts(services.policy().organisations)), 202)

    return routes


def _duty_contacts(organisations: Organisations) -> tuple[DutyContact, ...]:
    everybodys = (each for each in organisations if each.sector is Sector.VEILIG_THUIS or each.has(Role.MUNICIPALITY))
    return tuple(DutyContact(organisation=each.name, phone=each.phone) for each in everybodys if each.takes_part)
