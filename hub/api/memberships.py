"""Memberships (wie bij het gezin hoort), as an organisation stated them: withdrawn by whoever stated them."""

from fastapi import APIRouter, Request, Response

from hub.api.acting import changing, record, thing
from hub.api.answers import answer
from hub.api.body import Body
from hub.api.direct import direct
from hub.api.services import ApiServices
from hub.api.version import BASE_PATH
from hub.commands.memberships import WithdrawMembershipRequest


def router(services: ApiServices) -> APIRouter:
    """``/v1/memberships``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/memberships", tags=["memberships"])
    withdrawal = Body(WithdrawMembershipRequest)

    @routes.post("/{id}/_withdraw", **changing(body=WithdrawMembershipRequest, problems=("not-found",)))
    @direct
    async def withdraw_membership(request: Request) -> Response:
        """Withdraw an own statement that a person belongs to a family; what others state stays (DOMAIN.md 1).

        What was stated with a signal is withdrawn with that signal.
        """
        command = await withdrawal.read(request)
        return answer(await record(services, request, command, named=thing(request)))

    return routes
