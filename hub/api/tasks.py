"""The calendar (agenda): what is expected of a professional, or of the whole organisation, and by when."""

from datetime import UTC, datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request, Response

from hub.answers.naming import Names
from hub.answers.notices import notices_for
from hub.answers.showing import Showing
from hub.answers.tasks import Standing, TaskAnswer, TasksAnswer, standing_of, task_answer
from hub.api import looking
from hub.api.acting import caught_up
from hub.api.door import Actor, actor_of
from hub.api.openapi import described
from hub.api.problems import Problem
from hub.api.services import ApiServices
from hub.api.telling import tell
from hub.api.version import BASE_PATH
from hub.disclosures.told import Told
from hub.disclosures.trail import Trail
from hub.domain.errors import Fault
from hub.domain.looking import Looked
from hub.domain.organisations import Organisation
from hub.domain.policy import Policy
from hub.domain.professionals import ProfessionalRole
from hub.views.rows import TaskRow
from hub.views.task_list import BEGINNING, TaskPlace, Whose

MOST: Final = 200
Choice = Literal["me", "organisation"]
AFTER: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z_[A-Za-z0-9:._-]{1,200}$"


def router(services: ApiServices) -> APIRouter:
    """``/v1/tasks``."""
    routes = APIRouter(prefix=f"{BASE_PATH}/tasks", tags=["tasks"])

    @routes.get("", **described(answer=TasksAnswer, problems=("organisation-unknown", "wait-invalid")))
    async def list_tasks(
        request: Request,
        whose: Choice = "me",
        after: Annotated[str | None, Query(pattern=AFTER)] = None,
        limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
        wait: str | None = None,
    ) -> Response:
        """What is expected of whom asks, by when it is due; of the whole organisation, where that is asked or a system
        asks.

        Each task is decided anew: what may not be shown is not there.
        """
        actor = actor_of(request)
        await caught_up(services, wait)
        told = await calendar(services, actor, whose, place_of(after), limit)
        return await tell(services, request, actor.organisation, told)

    return routes


def place_of(after: str | None) -> TaskPlace:
    """Where a page begins. Raises Problem ``input-invalid`` for a moment that does not exist."""
    if after is None:
        return BEGINNING
    moment, _, task = after.partition("_")
    try:
        return TaskPlace(datetime.fromisoformat(moment), task)
    except ValueError:
        raise Problem("input-invalid", (Fault("query.after", "malformed", "not a moment"),)) from None


async def calendar(
    services: ApiServices, actor: Actor, choice: Choice, after: TaskPlace, limit: int
) -> Told[TasksAnswer]:
    """The tasks that stand now and may be shown, at most ``limit``, with the trail that showing them leaves."""
    page = _Page(services, actor, limit)
    await page.fill(whose_tasks(services, actor, choice), after)
    return Told(await page.answer(), Trail((), page.looked))


def whose_tasks(services: ApiServices, actor: Actor, choice: Choice) -> Whose:
    """Whose tasks are looked for. What is nobody's in particular is the duty desk's; without one, every reporter's."""
    who = actor.professional
    if choice == "organisation" or who is None:
        return Whose(everybody=True)
    known, now = services.policy().professionals, services.clock.now()
    organisation = actor.organisation.id
    answers = {each.id: known.responsible(organisation, each.id, now) for each in known.of(organisation)}
    active = [each for each in known.of(organisation) if each.active(now)]
    desk = {each.id for each in active if each.has(ProfessionalRole.DUTY)}
    me = known.get(organisation, who)
    return Whose(
        mine=tuple(code for code, found in answers.items() if found is not None and found.id == who),
        others=tuple(code for code, found in answers.items() if found is not None and found.id != who),
        left_over=who in desk if desk else True,
        second_to=who if me is not None and me.has(ProfessionalRole.SAFETY_REVIEWER) else None,
    )


def _terms(policy: Policy) -> dict[str, int]:
    """Every configured period in days, by rule and name."""
    return {
        f"{each.rule.id}.{name}": value
        for each in policy.rules
        for name, value in each.parameters.items()
        if "days" in name.split("_")
    }


class _Page:
    """One page of the calendar, filled with what stands until it is full or there is no more.

    Rows are read on until the page is full, so that what stays sealed makes no page shorter.
    """

    def __init__(self, services: ApiServices, actor: Actor, limit: int) -> None:
        self._services = services
        self._viewer: Organisation = actor.organisation
        self._professional = actor.professional
        self._limit = limit
        self._seen: dict[str, Showing | None] = {}
        self._tasks: list[tuple[Standing, Showing]] = []
        self.looked: list[Looked] = []

    async def fill(self, whose: Whose, after: TaskPlace) -> None:
        """Read rows after a place and keep those that stand, one more than the page holds."""
        services, most = self._services, self._limit + 1
        terms, now = _terms(services.policy()), services.clock.now()
        while True:
            rows = await services.queries.tasks(self._viewer.id, whose, terms, now, after=after, limit=most)
            new = {row.person for row in rows} - self._seen.keys()
            found = await looking.showings(services, self._viewer, new, professional=self._professional) if new else {}
            self._seen |= {person: found.get(person) for person in new}
            for row in rows:
                self._take(row)
                if len(self._tasks) == most:
                    return
            if len(rows) < most:
                return
            after = _place(rows[-1])

    def _take(self, row: TaskRow) -> None:
        showing = self._seen[row.person]
        standing = None if showing is None else standing_of(row, showing)
        if showing is not None and standing is not None:
            self._tasks.append((standing, showing))
        elif showing is not None:
            sealed = showing.sealed_of([row.thing])
            self.looked += (Looked(thing=each.id, about=each.about, ground=None) for each in sealed)

    async def answer(self) -> TasksAnswer:
        """What is in the page, and where the next begins."""
        kept = self._tasks[: self._limit]
        self.looked += (each for task, _ in kept for each in (task.looked, *task.rests_on))
        names: dict[int, Names] = {}
        for _, showing in kept:
            if id(showing) not in names:
                about = (person for task, of in kept if of is showing for person in task.about)
                names[id(showing)] = await looking.names(self._services, showing, about, ())
        more = len(self._tasks) > self._limit
        last = _place(kept[-1][0].row) if more else None
        return TasksAnswer(
            tasks=tuple(self._told(task, names[id(showing)], showing) for task, showing in kept),
            next=None if last is None else f"{last.due.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z_{last.task}",
            notices=notices_for(self._viewer, urgent=any(task.lane != "ordinary" for task, _ in kept)),
        )

    def _told(self, task: Standing, names: Names, showing: Showing) -> TaskAnswer:
        who = None
        if task.row.professional is not None and not task.row.second:
            professionals = self._services.policy().professionals
            who = professionals.responsible(self._viewer.id, task.row.professional, self._services.clock.now())
        return task_answer(task, names, showing, None if who is None else who.id)


def _place(row: TaskRow) -> TaskPlace:
    assert row.due is not None  # noqa: S101 - a row that is found is due at some moment
    return TaskPlace(row.due, row.task)
