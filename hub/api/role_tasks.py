"""The calendar of a role: what waits for whoever decides on requests, or administers who has access."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from hub.answers.role_tasks import page_of, place_among, to_confirm, to_decide
from hub.answers.tasks import TasksAnswer
from hub.api import looking
from hub.api.acting import acting, caught_up, has_role
from hub.api.door import actor_of
from hub.api.openapi import described
from hub.api.outcomes import PURPOSE, relatives_apart
from hub.api.services import ApiServices
from hub.api.tasks import AFTER, MOST, place_of
from hub.api.telling import tell
from hub.api.version import BASE_PATH
from hub.domain.professionals import ProfessionalRole
from hub.domain.tasks import Kind
from hub.views.rows import RequestRow


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
        organisation, place, now = acting(request), place_of(after), services.clock.now()
        await caught_up(services, wait)
        rows: Sequence[RequestRow] = ()
        if has_role(services, request, ProfessionalRole.REQUEST_DECIDER):
            among = place_among(Kind.REQUEST_DECISION, place)
            actor = actor_of(request)
            apart = await relatives_apart(services, actor)
            rows = await services.queries.undecided(organisation.id, actor.professional or "", apart, among, limit + 1)
        tasks = [*to_decide(rows, looking.references(services, organisation), now)]
        if has_role(services, request, ProfessionalRole.ADMINISTRATOR):
            tasks += to_confirm(services.policy().professionals.of(organisation.id), now)
        return await tell(services, request, organisation, page_of(tasks, rows, place, limit), purpose=PURPOSE)

    return routes
