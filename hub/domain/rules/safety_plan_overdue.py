"""safety-plan-overdue: a safety plan is past its review, or there is none after an assessment "unsafe"."""

from collections.abc import Iterator
from datetime import datetime

from hub.domain.items import FollowUp
from hub.domain.rules.gathering import days, ids_of, runs_from
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.view import FamilyView

PLAN = "safety-plan"
SAFE, UNSAFE = "safety-assessment-safe", "safety-assessment-unsafe"


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding per plan or assessment, for its owner and the coordinator.

    Parameters: ``plan_within_days`` after "unsafe", ``review_within_days`` at most, also where the plan says later.
    """
    for item, moment in _waiting(view, parameters):
        if moment <= view.now:
            yield Finding(key=item.id, about=item.about, items=ids_of((item,)))


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """When each plan is to be reviewed, and when there should be one."""
    for item, moment in _waiting(view, parameters):
        if moment > view.now:
            yield Moment(key=item.id, due=moment)


def _waiting(view: FamilyView, parameters: Parameters) -> Iterator[tuple[FollowUp, datetime]]:
    for item in view.follow_ups:
        if (
            item.code not in {PLAN, UNSAFE}
            or not (view.coordinates or item.owner == view.viewer.id)
            or _over(view, item)
        ):
            continue
        if item.code == UNSAFE:
            yield item, runs_from(item) + days(parameters["plan_within_days"])
        else:
            latest = item.occurred_at + days(parameters["review_within_days"])
            yield item, min(item.until or latest, latest)


def _over(view: FamilyView, item: FollowUp) -> bool:
    """Whether a later plan, or a later assessment "safe", about one of the same persons came in its place."""
    persons = set(item.about)
    return any(
        each.code in {PLAN, SAFE}
        and not persons.isdisjoint(each.about)
        and (each.occurred_at, each.code == PLAN, each.id) > (item.occurred_at, item.code == PLAN, item.id)
        for each in view.follow_ups
    )


SAFETY_PLAN_OVERDUE = Rule(
    id="safety-plan-overdue",
    version=1,
    order=220,
    source="V annex 1; term after an assessment chosen",
    looks_at=frozenset({"follow-up", "coordination"}),
    find=find,
    fires_nl="een veiligheidsplan voorbij zijn evaluatie, of geen plan binnen de termijn na een beoordeling: onveilig",
    fires_en='a safety plan past its review, or no plan within the term after an assessment "unsafe"',
    told_nl="wie het plan of de beoordeling vastlegde, en de regisseur",
    told_en="who recorded the plan or the assessment, and the coordinator",
    reason_nl="De veiligheid is beoordeeld als onvoldoende en er is geen veiligheidsplan, of het plan van "
    "{organisations} is niet op tijd geëvalueerd ({dates}).",
    reason_en="Safety was assessed as not enough and there is no safety plan, or the plan of {organisations} was not "
    "reviewed in time ({dates}).",
    term_nl="termijn voor het veiligheidsplan of de evaluatie ervan",
    term_en="term of the safety plan or its review",
    on_time=True,
    due=due,
)
