"""review-overdue: the day to look back passed, or none was set after signals came together."""

from collections.abc import Iterator
from datetime import datetime

from hub.domain.items import FollowUp
from hub.domain.organisations import Role
from hub.domain.rules.gathering import days, ids_of
from hub.domain.rules.no_coordinator import joined
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.view import FamilyView

PLANNED, HELD = "review-planned", "review-held"
UNPLANNED = "unplanned"


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding per day that passed, or one that none was set.

    For the coordinator; where there is none, for those of the family who may coordinate. Parameters: ``organisations``
    that make a match, ``plan_within_days`` after it.
    """
    for moment, plan in _waiting(view, parameters):
        if moment.due <= view.now:
            about = plan.about if plan else view.persons
            yield Finding(key=moment.key, about=about, items=ids_of((plan,)) if plan else ids_of(view.active))


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """The days set, and the day by which one should be."""
    for moment, _ in _waiting(view, parameters):
        if moment.due > view.now:
            yield moment


def _waiting(view: FamilyView, parameters: Parameters) -> Iterator[tuple[Moment, FollowUp | None]]:
    if not _is_asked(view):
        return
    plans = [each for each in view.follow_ups if each.code == PLANNED]
    held = [each.occurred_at for each in view.follow_ups if each.code == HELD]
    last = max(plans, key=lambda each: (each.recorded_at, each.id), default=None)
    if last is not None and last.until is not None and not any(at >= last.occurred_at for at in held):
        yield Moment(key=last.id, due=last.until + days(1)), last
    elif last is None and not held:
        since = _matched(view, parameters)
        if since is not None:
            yield Moment(key=UNPLANNED, due=since + days(parameters["plan_within_days"])), None


def _is_asked(view: FamilyView) -> bool:
    if view.coordinator is not None:
        return view.coordinates
    return view.viewer.has(Role.MAY_COORDINATE) and any(each.owner == view.viewer.id for each in view.active)


def _matched(view: FamilyView, parameters: Parameters) -> datetime | None:
    """When so many organisations first came together."""
    return joined(view, parameters["organisations"])


REVIEW_OVERDUE = Rule(
    id="review-overdue",
    version=1,
    order=270,
    source="L5 question 5; term after a match chosen",
    looks_at=frozenset({"involvement", "concern", "membership", "follow-up", "coordination"}),
    find=find,
    fires_nl="de dag om terug te kijken is voorbij, of na de termijn na een samenloop is er geen gekozen",
    fires_en="the day to look back has passed, or after the term after a match none was set",
    told_nl="de regisseur; zonder regisseur wie van de betrokkenen de regie mag voeren",
    told_en="the coordinator; without one those involved who may coordinate",
    reason_nl="De dag om samen terug te kijken is voorbij of niet gekozen. Betrokken: {organisations}.",
    reason_en="The day to look back together has passed or was not set. Involved: {organisations}.",
    term_nl="dag om terug te kijken",
    term_en="day to look back",
    on_time=True,
    due=due,
)
