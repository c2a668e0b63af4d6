"""The calendar of a role: what waits for whoever decides on requests, or administers who has access."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from hub.answers.role_tasks import page_of, place_among, to_confirm, to_decide
from hub.answers.tasks import TasksAnswer
from hub.api import looking
from hub.api.acting import caught_up, holds
from hub.api.door import Actor, actor_of
from hub.api.openapi import described
from hub.api.outcomes import PURPOSE, relatives_apart
from hub.api.services import ApiServices
from hub.api.tasks import AFTER, MOST, place_of
from hub.api.telling import tell
from hub.api.version import BASE_PATH
from hub.disclosures.told import Told
from hub.domain.professionals import ProfessionalRole
from hub.domain.tasks import Kind
from hub.views.rows import RequestRow
from hub.views.task_list import TaskPlace


def router(services: ApiServices) -> APIRouter:
    """``/v1/tasks/of-role``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/tasks", tags=["tasks"])

    @routes.get("/of-role", **described(answer=TasksAnswer, problems=("wait-invalid",)))
    async def list_role_tasks(
        request: Request,
        after: Annotated[str | None, Query(pattern=AFTER)] = None,
        limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
        wait: str | None = None,
    ) -> Response:
        """What the roles of whoever asks ask of them: requests of the family to decide within their term, and
        colleagues whose access is to be confirmed again.
        """
        actor = actor_of(request)
        await caught_up(services, wait)
        told = await role_calendar(services, actor, place_of(after), limit)
        return await tell(services, request, actor.organisation, told, purpose=PURPOSE)

    return routes


async def role_calendar(services: ApiServices, actor: Actor, place: TaskPlace, limit: int) -> Told[TasksAnswer]:
    """What the roles of this professional ask of them, at most ``limit``, with the trail that showing it leaves."""
    organisation, now = actor.organisation, services.clock.now()
    rows: Sequence[RequestRow] = ()
    if holds(services, actor, ProfessionalRole.REQUEST_DECIDER):
        among = place_among(Kind.REQUEST_DECISION, place)
        apart = await relatives_apart(services, actor)
        rows = await services.queries.undecided(organisation.id, actor.professional or "", apart, among, limit + 1)
    tasks = [*to_decide(rows, looking.references(services, organisation), now)]
    if holds(services, actor, ProfessionalRole.ADMINISTRATOR):
        tasks += to_confirm(services.policy().professionals.of(organisation.id), now)
    return page_of(tasks, rows, place, limit)
