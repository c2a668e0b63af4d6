"""out-of-view: after a missed appointment nobody saw the child again."""

from collections.abc import Iterator
from datetime import datetime

from hub.domain.ages import AgeBand
from hub.domain.items import Signal
from hub.domain.rules.gathering import days, runs_from
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.view import FamilyView

MISSED = "missed-appointment"
COMPLETED = "appointment-completed"


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
    coordinates = any(c.step == "accepted" and c.coordinator == viewer for c in view.coordinations)
    for concern in view.concerns:
        if concern.category == MISSED and (coordinates or concern.owner == viewer):
            yield concern


def _unseen(view: FamilyView, missed: Signal, parameters: Parameters) -> Iterator[tuple[str, datetime]]:
    """The missed children without a later completed appointment, with the moment at which that has been too long.

    An appointment with any organisation that the recipient may see counts, so that nobody is alarmed for nothing.
    """
    children = set(view.children)
    seen = {
        person
        for followup in view.follow_ups
        if followup.code == COMPLETED and followup.occurred_at >= missed.occurred_at
        for person in followup.about
    }
    for person in missed.about:
        if person in children and person not in seen:
            young = missed.bands.get(person) is AgeBand.UNDER_FOUR
            term = parameters["within_days_under_four" if young else "within_days"]
            yield person, runs_from(missed) + days(term)


OUT_OF_VIEW = Rule(
    id="out-of-view",
    version=1,
    order=150,
    source="R3.2; terms chosen",
    looks_at=frozenset({"concern", "coordination", "membership"}),
    find=find,
    fires_nl="na een gemiste afspraak binnen de termijn geen afspraak die wel doorging",
    fires_en="after a missed appointment no completed appointment within the term",
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
