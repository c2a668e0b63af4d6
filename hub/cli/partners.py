"""``hub organisation`` and ``hub professional``: who takes part, and who acts for them.

An organisation's own administrator manages its professionals through the API; the operator designates the first one,
and can shut anybody out at any hour. What is changed here is in force in every process within two seconds.
"""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
import typer

from hub.bootstrap import Hub, new_id, open_hub
from hub.clock import WallClock
from hub.commands.organisations import OrganisationRequest, PartRequest, RevokeRequest
from hub.commands.professionals import AwayRequest, BackRequest, ConfirmRequest, DesignateRequest, LeaveRequest
from hub.commands.request import Request
from hub.domain.organisations import OPERATOR, Organisation, Role, Sector
from hub.domain.professionals import Professional, ProfessionalRole
from hub.settings import load_settings
from hub.wiring.addresses import parts_of

Id = Annotated[str, typer.Argument(metavar="ID", help="Identifier of the organisation, as tokens name it.")]
Code = Annotated[str, typer.Argument(metavar="CODE", help="The organisation's own code of the professional; no name.")]
Reason = Annotated[str, typer.Option(help="Why, as a code: contract-lapsed.")]
Moment = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="In this machine's time.")
]
Json = Annotated[bool, typer.Option("--json", help="JSON for machines.")]


def add_organisation(
    id_: Id,
    name: Annotated[str, typer.Option(help="Name, as recipients see it.")],
    sector: Annotated[Sector, typer.Option(help="Sector: decides what it may record and receive.")],
    role: Annotated[list[Role] | None, typer.Option(help="Roles; they add up.")] = None,
    oin: Annotated[str | None, typer.Option(help="OIN, 20 positions.")] = None,
    phone: Annotated[str | None, typer.Option(help="The duty contact: a function, not a person.")] = None,
    duty_email: Annotated[str | None, typer.Option(help="Mail of the duty contact.")] = None,
    manager_phone: Annotated[str | None, typer.Option(help="The manager, reached when duty does not answer.")] = None,
    manager_email: Annotated[str | None, typer.Option(help="Mail of the manager.")] = None,
    area: Annotated[
        list[str] | None, typer.Option(help="postcode:3071, postcode:3011-3089, municipality:0599.")
    ] = None,
    reviewer: Annotated[list[str] | None, typer.Option(help="Outside pool: an organisation that reviews.")] = None,
    principal: Annotated[str | None, typer.Option(help="The organisation it publishes through.")] = None,
    *,
    shielded: Annotated[bool, typer.Option(help="A shielded source: a women's shelter.")] = False,
) -> None:
    """Register an organisation, or replace its particulars."""
    organisation = Organisation(
        id=id_,
        name=name,
        sector=sector,
        roles=frozenset(role or [Role.SIGNALLING]),
        oin=oin,
        phone=phone,
        duty_email=duty_email,
        manager_phone=manager_phone,
        manager_email=manager_email,
        area=tuple(area or ()),
        reviewers=tuple(reviewer or ()),
        publishes_through=principal,
        shielded=shielded,
    )
    _ask(OrganisationRequest(organisation=organisation), OPERATOR)
    typer.echo(f"{id_} takes part.")


def suspend_organisation(id_: Id, reason: Reason) -> None:
    """Shut an organisation out until further notice; what it would be told waits for it."""
    _change(id_, "suspended", reason)
    typer.echo(f"{id_} has no access until it is resumed.")


def resume_organisation(id_: Id) -> None:
    """Let a suspended organisation in again."""
    _change(id_, "resumed")
    typer.echo(f"{id_} has access again.")


def end_organisation(id_: Id, reason: Reason) -> None:
    """End the part of an organisation: no access, nobody's recipient, told nothing any more."""
    _change(id_, "ended", reason)
    typer.echo(f"{id_} takes part no longer.")


def revoke_tokens(
    id_: Id, professional: Annotated[str | None, typer.Option(help="Of this professional only.")] = None
) -> None:
    """Make every token that was issued until now count no longer; ones issued later do."""
    _ask(RevokeRequest(organisation=id_, holder=professional), OPERATOR)
    typer.echo("Tokens issued until now count no longer.")


def show_organisation(id_: Id, *, machine: Json = False) -> None:
    """Show an organisation and its professionals, by their codes, with the state of their access."""

    async def read(hub: Hub) -> tuple[Organisation | None, tuple[Professional, ...]]:
        policy = hub.services.policy()
        return policy.organisations.get(id_), policy.professionals.of(id_)

    organisation, professionals = _within(read)
    if organisation is None:
        raise typer.BadParameter("no such organisation", param_hint="ID")
    shown = _shown(organisation, professionals)
    typer.echo(json.dumps(shown) if machine else _lines(shown))


def add_professional(
    id_: Id,
    code: Code,
    role: Annotated[list[ProfessionalRole], typer.Option(help="Roles; they add up.")],
    name: Annotated[str | None, typer.Option(help="As recipients see it; kept encrypted.")] = None,
    phone: Annotated[str | None, typer.Option(help="Kept encrypted.")] = None,
    email: Annotated[str | None, typer.Option(help="Kept encrypted.")] = None,
    deputy: Annotated[str | None, typer.Option(help="Code of who acts when this one is away.")] = None,
) -> None:
    """Designate a professional (meldingsbevoegde), or replace what is known of one."""
    request = DesignateRequest(id=code, roles=tuple(role), deputy=deputy, name=name, phone=phone, email=email)
    _ask(request, id_)
    typer.echo(f"{code} acts for {id_}.")


def confirm_professional(id_: Id, code: Code) -> None:
    """Confirm that the access is still needed: for another four months."""
    _ask(ConfirmRequest(), id_, code)
    typer.echo(f"The access of {code} is confirmed.")


def send_professional_away(id_: Id, code: Code, since: Moment = None, until: Moment = None) -> None:
    """Away: no access, and what is theirs is with the deputy, or else the duty contact."""
    _ask(AwayRequest(since=since and since.astimezone(), until=until and until.astimezone()), id_, code)
    typer.echo(f"{code} is away.")


def take_professional_back(id_: Id, code: Code) -> None:
    """There again after having been away."""
    _ask(BackRequest(), id_, code)
    typer.echo(f"{code} is back.")


def let_professional_leave(
    id_: Id, code: Code, successor: Annotated[str | None, typer.Option(help="Code of who takes over.")] = None
) -> None:
    """Leaves now: access ends at once, and recipients see whoever took over what is open."""
    _ask(LeaveRequest(successor=successor), id_, code)
    typer.echo(f"{code} has left; access has ended.")


def _change(id_: str, change: Literal["suspended", "resumed", "ended"], reason: str | None = None) -> None:
    _ask(PartRequest(organisation=id_, change=change, reason=reason), OPERATOR)


def _ask(request: Request, organisation: str, code: str | None = None) -> None:
    """Ask something as the operator, on its own name or for an organisation."""

    async def submit(hub: Hub) -> None:
        await hub.desk.submit(request, organisation=organisation, key=new_id(), thing=code, operator=True)

    _within(submit)


def _within(work: Callable[[Hub], Any]) -> Any:  # noqa: ANN401 - what the work gives
    settings = load_settings()
    with parts_of(settings, join=True) as addresses:

        async def run() -> Any:  # noqa: ANN401 - as above
            async with open_hub(settings, addresses, WallClock()) as hub:
                return await work(hub)

        return asyncio.run(run())


def _shown(organisation: Organisation, professionals: tuple[Professional, ...]) -> dict[str, Any]:
    now = WallClock().now()
    team = [
        {
            "code": each.id,
            "roles": sorted(each.roles),
            "state": each.state(now),
            "confirm_by": each.confirm_by.date().isoformat(),
            "deputy": each.deputy,
            "successor": each.successor,
        }
        for each in professionals
    ]
    return {**msgspec.to_builtins(organisation), "roles": sorted(organisation.roles), "professionals": team}


def _lines(shown: dict[str, Any]) -> str:
    """A line for every particular that there is, and one for every professional."""
    about = [f"{name}: {value}" for name, value in shown.items() if value and name != "professionals"]
    team = [
        f"  {each['code']}: {each['state']}, {', '.join(each['roles'])}, confirm by {each['confirm_by']}"
        for each in shown["professionals"]
    ]
    return "\n".join((*about, "professionals:", *team))
