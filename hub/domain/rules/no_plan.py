"""no-plan: a coordinator accepted, and there is no family plan."""

from collections.abc import Iterator
from datetime import datetime

from hub.domain.items import Coordination
from hub.domain.rules.gathering import days, runs_from
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.view import FamilyView

PLAN = "family-plan"


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding per coordination, for the coordinator and who offered it. Parameter: ``within_days``."""
    for coordination, due in _without_plan(view, parameters):
        if due <= view.now:
            yield Finding(key=coordination.id, about=coordination.about, items=(coordination.id,))


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """When each coordination without a plan has had its time."""
    for coordination, moment in _without_plan(view, parameters):
        if moment > view.now:
            yield Moment(key=coordination.id, due=moment)


def _without_plan(view: FamilyView, parameters: Parameters) -> Iterator[tuple[Coordination, datetime]]:
    viewer = view.viewer.id
    for coordination in view.coordinations:
        if coordination.step != "accepted" or viewer not in {coordination.coordinator, coordination.offered_by}:
            continue
        accepted = coordination.occurred_at
        if not any(f.code == PLAN and f.occurred_at >= accepted for f in view.follow_ups):
            yield coordination, runs_from(coordination) + days(parameters["within_days"])


NO_PLAN = Rule(
    id="no-plan",
    version=1,
    order=170,
    source="R4.1, V5.3, Z4.2; term chosen",
    looks_at=frozenset({"coordination"}),
    find=find,
    fires_nl="een regisseur heeft aanvaard en na de termijn is er geen gezinsplan",
    fires_en="a coordinator accepted and after the term there is no family plan",
    told_nl="de regisseur en wie de regie aanbood",
    told_en="the coordinator and who offered the coordination",
    reason_nl="De coördinatie van dit gezin is aanvaard en er is nog geen gezinsplan vastgelegd.",
    reason_en="The coordination of this family was accepted, and no family plan has been recorded yet.",
    term_nl="termijn voor het gezinsplan",
    term_en="term of the family plan",
    on_time=True,
    due=due,
)
