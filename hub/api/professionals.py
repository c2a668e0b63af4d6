"""Professionals (meldingsbevoegden) of one's own organisation: designated, confirmed, away, gone (DOMAIN.md 7)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeVar

import msgspec
from fastapi import APIRouter, Request, Response

from hub.answers.own import Own
from hub.api.acting import caught_up, changing, record, thing
from hub.api.answers import answer
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.openapi import described
from hub.api.organisations import own_organisation
from hub.api.services import ApiServices
from hub.api.version import BASE_PATH
from hub.commands.professionals import (
    AwayRequest,
    BackRequest,
    ConfirmRequest,
    Contact,
    DesignateRequest,
    LeaveRequest,
)
from hub.commands.relatives import DeclareRelativesRequest, WithdrawRelativesRequest
from hub.commands.request import Request as Command
from hub.domain.errors import UnknownThing
from hub.domain.opening import Purpose, for_purpose
from hub.domain.professionals import Professional, warn_at
from hub.views.rows import RelativeRow

AnyCommand = TypeVar("AnyCommand", bound=Command)
_REFUSALS = ("not-found", "command-invalid", "access-ended")


class DesignatedAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A professional as the organisation designated them, and whether they have access now."""

    id: str
    roles: tuple[str, ...]
    state: str
    """``active``, ``away``, ``not-confirmed`` or ``left``; only who is active has access."""
    confirm_by: datetime
    """From this moment access has ended, unless it is confirmed again."""
    confirm_soon: bool = False
    """Access ends within two weeks."""
    deputy: str | None = None
    successor: str | None = None
    answers: str | None = None
    """Who answers now for what stands on this name, where that is another; None for the duty contact."""
    away_from: datetime | None = None
    away_until: datetime | None = None
    left_at: datetime | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None


class ProfessionalsAnswer(Own, frozen=True, kw_only=True):
    """Every professional of the organisation, by code, those who left included."""

    professionals: tuple[DesignatedAnswer, ...]


class DeclaredAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """That these persons were declared to be relatives of a professional, or that professional.

    ``id`` serves to withdraw it. ``about`` are the organisation's own references.
    """

    id: str
    declared_at: datetime
    about: tuple[str, ...]


class RelativesAnswer(Own, frozen=True, kw_only=True):
    """Everything that was declared of the relatives of one professional and not withdrawn, the earliest first."""

    relatives: tuple[DeclaredAnswer, ...]


def router(services: ApiServices) -> APIRouter:
    """``/v1/organisations/{id}/professionals``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/organisations/{{id}}/professionals", tags=["professionals"])
    _listing(routes, services)
    _changing(routes, services)
    _relatives(routes, services)
    return routes


def _listing(routes: APIRouter, services: ApiServices) -> None:
    designation = Body(DesignateRequest)

    @routes.get("", **described(answer=ProfessionalsAnswer, problems=("not-found", "wait-invalid")))
    async def list_professionals(request: Request, wait: str | None = None) -> Response:
        """Who may act for the organisation, in which roles, and until when their access is confirmed."""
        own = own_organisation(request)
        await caught_up(services, wait)
        found = services.policy().professionals.of(own.id)
        kept = (each.contact for each in found if each.contact is not None)
        contacts = await services.people.read_contents(for_purpose(Purpose.OWN_PROFESSIONALS, contents=kept))
        return answer(ProfessionalsAnswer(professionals=_answers(services, found, contacts)))

    @routes.post("", **changing(body=DesignateRequest, status=201, problems=_REFUSALS))
    @direct
    async def designate_professional(request: Request) -> Response:
        """Designate a professional, or replace what is known of one. Name and ways to reach them are kept encrypted."""
        own_organisation(request)
        return answer(await record(services, request, await designation.read(request)), 201)


def _answers(
    services: ApiServices, found: Sequence[Professional], contacts: Mapping[str, bytes]
) -> tuple[DesignatedAnswer, ...]:
    now, all_of_them = services.clock.now(), services.policy().professionals

    def one(each: Professional) -> DesignatedAnswer:
        raw = None if each.contact is None else contacts.get(each.contact)
        contact = Contact() if raw is None else msgspec.json.decode(raw, type=Contact)
        state, stands_in = each.state(now), all_of_them.responsible(each.organisation, each.id, now)
        return DesignatedAnswer(
            id=each.id,
            roles=tuple(sorted(each.roles)),
            state=state,
            confirm_by=each.confirm_by,
            confirm_soon=state != "left" and now >= warn_at(each.confirm_by),
            deputy=each.deputy,
            successor=each.successor,
            answers=None if stands_in is None or stands_in.id == each.id else stands_in.id,
            away_from=each.away_from,
            away_until=each.away_until,
            left_at=each.left_at,
            name=contact.name,
            phone=contact.phone,
            email=contact.email,
        )

    return tuple(map(one, found))


def _changing(routes: APIRouter, services: ApiServices) -> None:
    confirm, away, back, leave = Body(ConfirmRequest), Body(AwayRequest), Body(BackRequest), Body(LeaveRequest)

    async def change(request: Request, body: Body[AnyCommand]) -> Response:
        own_organisation(request)
        command, professional = await body.read(request), thing(request, "professional")
        return answer(await record(services, request, command, named=professional))

    @routes.post("/{professional}/_confirm", **changing(body=ConfirmRequest, problems=_REFUSALS))
    @direct
    async def confirm_access(request: Request) -> Response:
        """The access is still needed: it counts for another four months. Unconfirmed access ends by itself."""
        return await change(request, confirm)

    @routes.post("/{professional}/_away", **changing(body=AwayRequest, problems=_REFUSALS))
    @direct
    async def send_away(request: Request) -> Response:
        """Away: no access, and what is theirs is with the deputy, or else with the duty contact, until then."""
        return await change(request, away)

    @routes.post("/{professional}/_back", **changing(body=BackRequest, problems=(*_REFUSALS, "already-done")))
    @direct
    async def take_back(request: Request) -> Response:
        """There again, with access, and with what is theirs."""
        return await change(request, back)

    @routes.post("/{professional}/_leave", **changing(body=LeaveRequest, problems=_REFUSALS))
    @direct
    async def let_leave(request: Request) -> Response:
        """Leaves today: access ends at once, and recipients see whoever took over what is open."""
        return await change(request, leave)


def _relatives(routes: APIRouter, services: ApiServices) -> None:
    relatives, withdrawal = Body(DeclareRelativesRequest), Body(WithdrawRelativesRequest)

    @routes.get(
        "/{professional}/relatives", **described(answer=RelativesAnswer, problems=("not-found", "wait-invalid"))
    )
    async def list_relatives(request: Request, wait: str | None = None) -> Response:
        """What this organisation declared of the relatives of one of its professionals."""
        own, professional = own_organisation(request), thing(request, "professional")
        if services.policy().professionals.get(own.id, professional) is None:
            raise UnknownThing
        await caught_up(services, wait)
        declared: dict[str, list[RelativeRow]] = {}
        for row in await services.queries.relatives(own.id, professional):
            declared.setdefault(row.declaration, []).append(row)
        return answer(RelativesAnswer(relatives=tuple(_declared(services, rows) for rows in declared.values())))

    @routes.post("/{professional}/relatives", **changing(body=DeclareRelativesRequest, status=201, problems=_REFUSALS))
    @direct
    async def declare_relatives(request: Request) -> Response:
        """Persons whose families this professional does not look at, because they are their own (DOMAIN.md 5.3)."""
        own_organisation(request)
        command, professional = await relatives.read(request), thing(request, "professional")
        return answer(await record(services, request, command, named=professional), 201)

    @routes.post(
        "/{professional}/relatives/{declaration}/_withdraw",
        **changing(body=WithdrawRelativesRequest, problems=(*_REFUSALS, "second-professional-needed")),
    )
    @direct
    async def withdraw_relatives(request: Request) -> Response:
        """What was declared of relatives is not so, or not so any more."""
        own_organisation(request)
        command, declaration = await withdrawal.read(request), thing(request, "declaration")
        return answer(await record(services, request, command, named=declaration))


def _declared(services: ApiServices, rows: Sequence[RelativeRow]) -> DeclaredAnswer:
    about = (services.people.reference(row.owner, row.person) for row in rows)
    return DeclaredAnswer(id=rows[0].declaration, declared_at=rows[0].declared_at, about=tuple(about))
