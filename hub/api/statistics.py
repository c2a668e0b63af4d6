"""Statistics (statistiek) for the municipality: use per organisation, and effect; of nobody and of no family."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query, Request, Response

from hub.answers.statistics import EffectStatistics, UseStatistics, effect_statistics, use_statistics
from hub.api.acting import acting
from hub.api.openapi import described
from hub.api.problems import Problem
from hub.api.services import ApiServices
from hub.api.telling import tell
from hub.api.version import BASE_PATH
from hub.disclosures.told import Told
from hub.disclosures.trail import Trail
from hub.domain.errors import Fault
from hub.domain.quarters import FORM, Quarter

PURPOSE = "statistics"
Content = TypeVar("Content")
_Chosen = Annotated[str | None, Query(pattern=FORM, description="A quarter that has closed; the last one by default.")]


def router(services: ApiServices) -> APIRouter:
    """``/v1/statistics``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/statistics", tags=["statistics"])

    async def told(request: Request, find: Callable[[], Awaitable[Content]]) -> Response:
        """What was found; that it was asked for is logged, about nobody."""
        return await tell(services, request, acting(request), Told(await find(), Trail([None])), purpose=PURPOSE)

    @routes.get("/use", **described(answer=UseStatistics))
    async def show_use(request: Request, quarter: _Chosen = None) -> Response:
        """Who signals, who answers, how soon, and who was in contact already; per organisation, shielded ones never
        apart."""
        chosen = _closed(services, quarter)

        async def find() -> UseStatistics:
            rows = await services.queries.use(*_counted(services, chosen))
            return use_statistics(chosen, rows, services.policy().organisations, services.statistics)

        return await told(request, find)

    @routes.get("/effect", **described(answer=EffectStatistics))
    async def show_effect(request: Request, quarter: _Chosen = None) -> Response:
        """What came of matches and how soon: contact, a coordinator, a plan, help; per rule."""
        chosen = _closed(services, quarter)

        async def find() -> EffectStatistics:
            rows = await services.queries.effect(*_counted(services, chosen))
            return effect_statistics(chosen, rows, services.statistics)

        return await told(request, find)

    return routes


def _counted(services: ApiServices, quarter: Quarter) -> tuple[datetime, datetime, datetime]:
    """Of when and until when it is counted."""
    return quarter.begins, quarter.ends, quarter.closes(services.statistics.closed_after)


def _closed(services: ApiServices, quarter: str | None) -> Quarter:
    """The quarter that is asked about. Raises Problem ``input-invalid`` for one that has not closed."""
    last = Quarter.last_closed(services.clock.now(), services.statistics.closed_after)
    try:
        chosen = last if quarter is None else Quarter.parse(quarter)
    except ValueError:
        raise Problem(
            "input-invalid", (Fault("query.quarter", "malformed", "not a quarter such as 2026-Q3"),)
        ) from None
    if chosen > last:
        raise Problem("input-invalid", (Fault("query.quarter", "not-ended", "this quarter has not closed yet"),))
    return chosen
