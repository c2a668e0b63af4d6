"""out-of-view: after a missed appointment nobody saw the child again."""

from collections.abc import Iterator
from datetime import datetime

from hub.domain.ages import AgeBand
from hub.domain.items import FollowUp, Signal
from hub.domain.organisations import Sector
from hub.domain.rules.gathering import days, runs_from
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.view import FamilyView

MISSED = "missed-appointment"
COMPLETED = "appointment-completed"
MEDICAL = frozenset({Sector.YOUTH_HEALTH_CARE, Sector.GENERAL_PRACTICE, Sector.HOSPITAL})
"""Equivalent to each other; for a child under four the ones that count beside the profession itself (R3.2)."""


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding per missed appointment, about the children not seen since.

    For the profession concerned and the coordinator. Parameters: ``within_days``, ``within_days_under_four``.
    """
    for missed in _missed(view):
        unseen = tuple(child for child, due in _unseen(view, missed, parameters) if due <= view.now)
        if unseen:
            yield Finding(key=missed.id, about=unseen, items=(missed.id,))


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """When each child has been out of view too long; a sibling under four earlier than the others."""
    for missed in _missed(view):
        moments = {due for _, due in _unseen(view, missed, parameters) if due > view.now}
        yield from (Moment(key=missed.id, due=moment) for moment in sorted(moments))


def _missed(view: FamilyView) -> Iterator[Signal]:
    viewer = view.viewer.id
    for concern in view.concerns:
        if concern.category == MISSED and (view.coordinates or concern.owner == viewer):
            yield concern


def _unseen(view: FamilyView, missed: Signal, parameters: Parameters) -> Iterator[tuple[str, datetime]]:
    """The missed children without a later completed appointment, with the moment at which that has been too long.

    Only one with the same or an equivalent profession counts: a child seen at school was not seen by a doctor.
    """
    children = set(view.children)
    completed = [f for f in view.follow_ups if f.code == COMPLETED and f.occurred_at >= missed.occurred_at]
    for person in missed.about:
        young = missed.bands.get(person) is AgeBand.UNDER_FOUR
        seen = any(person in each.about and _equivalent(view, each, missed, young=young) for each in completed)
        if person in children and not seen:
            term = parameters["within_days_under_four" if young else "within_days"]
            yield person, runs_from(missed) + days(term)


def _equivalent(view: FamilyView, completed: FollowUp, missed: Signal, *, young: bool) -> bool:
    """Whether an appointment makes up for the one that was missed: the same profession, or one that sees as much."""
    one, other = view.sector(completed), view.sector(missed)
    if completed.owner == missed.owner or one == other:
        return True
    return one in MEDICAL and (young or other in MEDICAL)


OUT_OF_VIEW = Rule(
    id="out-of-view",
    version=2,
    order=150,
    source="R3.2; terms chosen",
    looks_at=frozenset({"concern", "coordination", "membership"}),
    find=find,
    fires_nl="na een gemiste afspraak op tijd geen afspraak die wel doorging bij dezelfde of een gelijkwaardige "
    "professie",
    fires_en="after a missed appointment no completed appointment with the same or an equivalent profession in time",
    told_nl="de betrokken professie en de regisseur",
    told_en="the profession concerned and the coordinator",
    reason_nl="Na een gemiste afspraak ({dates}) is niet vastgelegd dat dit kind is gezien. Gesignaleerd door "
    "{organisations}.",
    reason_en="After a missed appointment ({dates}) nobody has recorded seeing this child. Signalled by "
    "{organisations}.",
    term_nl="termijn voor weer een afspraak",
    term_en="term for another appointment",
    on_time=True,
    due=due,
)
