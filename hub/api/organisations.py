"""The organisation itself: what the hub has registered of it. Taking one in is the operator's."""

from fastapi import APIRouter, Request, Response

from hub.answers.own import Own
from hub.api.acting import acting, thing
from hub.api.answers import answer
from hub.api.direct import direct
from hub.api.openapi import described
from hub.api.services import ApiServices
from hub.api.version import BASE_PATH
from hub.domain.errors import UnknownThing
from hub.domain.organisations import Organisation


class OwnOrganisationAnswer(Own, frozen=True, kw_only=True, omit_defaults=True):
    """The caller's own organisation (organisatie), with what recipients see of it and whom the hub reaches."""

    id: str
    name: str
    sector: str
    roles: tuple[str, ...]
    oin: str | None = None
    shielded: bool = False
    publishes_through: str | None = None
    duty_phone: str | None = None
    duty_email: str | None = None
    manager_phone: str | None = None
    manager_email: str | None = None
    area: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    """The outside pool that reviews safety exceptions on which its own reviewers do not decide."""


def router(_: ApiServices) -> APIRouter:
    """``/v1/organisations/{id}``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/organisations", tags=["organisations"])

    @routes.get("/{id}", **described(answer=OwnOrganisationAnswer, problems=("not-found",)))
    @direct
    async def show_organisation(request: Request) -> Response:
        """One's own organisation as it is registered."""
        own = own_organisation(request)
        return answer(
            OwnOrganisationAnswer(
                id=own.id,
                name=own.name,
                sector=own.sector.value,
                roles=tuple(sorted(own.roles)),
                oin=own.oin,
                shielded=own.shielded,
                publishes_through=own.publishes_through,
                duty_phone=own.phone,
                duty_email=own.duty_email,
                manager_phone=own.manager_phone,
                manager_email=own.manager_email,
                area=own.area,
                reviewers=own.reviewers,
            )
        )

    return routes


def own_organisation(request: Request) -> Organisation:
    """The organisation in the address, which is the caller's. Raises ``UnknownThing`` for another's, as for none."""
    own = acting(request)
    if thing(request) != own.id:
        raise UnknownThing
    return own
