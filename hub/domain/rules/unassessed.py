"""unassessed: a safety concern is open, and the safety of a child was not assessed, or of one parent only."""

from collections.abc import Iterator

from hub.domain.items import FollowUp, Signal
from hub.domain.rules.gathering import days, ids_of, runs_from
from hub.domain.rules.homes import children_with
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.view import FamilyView

ASSESSED = frozenset({"safety-assessment-safe", "safety-assessment-unsafe"})
SPOKEN = frozenset({"member-spoken-with", "child-spoken-with", *ASSESSED})


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding, for the concern that waits longest; about the children, then who was not spoken with.

    For owners of open safety concerns and the coordinator. Parameter: ``within_days``.
    """
    for concern, unassessed in _waiting(view):
        if runs_from(concern) + days(parameters["within_days"]) <= view.now:
            about = tuple(dict.fromkeys((*unassessed, *_not_spoken_with(view, concern))))
            items = ids_of((concern, *_assessments(view, concern)))
            yield Finding(about=about, items=items, speaks_for=frozenset({f"item:{concern.id}"}))
        return


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """When the assessment that is lacking longest should have been there."""
    for concern, _ in _waiting(view):
        moment = runs_from(concern) + days(parameters["within_days"])
        if moment > view.now:
            yield Moment(key="", due=moment)
        return


def _waiting(view: FamilyView) -> Iterator[tuple[Signal, tuple[str, ...]]]:
    """Open safety concerns with the children whose assessment is lacking, the one told first first."""
    if not _concerned(view):
        return
    parents = {person for person in view.persons if "parent" in view.roles.get(person, ())}
    for concern in sorted(view.safety_concerns, key=lambda each: (runs_from(each), each.id)):
        children = children_with(view, concern)
        named = {person for each in _assessments(view, concern) for person in each.about}
        lacking = tuple(child for child in children if child not in named)
        one_parent_only = len(parents) > 1 and len(parents & named) == 1
        if lacking or (children and one_parent_only):
            yield concern, lacking or children


def _concerned(view: FamilyView) -> bool:
    return view.coordinates or any(concern.owner == view.viewer.id for concern in view.safety_concerns)


def _assessments(view: FamilyView, concern: Signal) -> list[FollowUp]:
    """Assessments of or after the day of the concern."""
    since = concern.occurred_at.date()
    return [each for each in view.follow_ups if each.code in ASSESSED and each.occurred_at.date() >= since]


def _not_spoken_with(view: FamilyView, concern: Signal) -> Iterator[str]:
    since = concern.occurred_at.date()
    later = (each for each in view.follow_ups if each.code in SPOKEN and each.occurred_at.date() >= since)
    spoken = {person for each in later for person in each.about}
    return (person for person in view.persons if person not in spoken)


UNASSESSED = Rule(
    id="unassessed",
    version=1,
    order=210,
    source="R3.2, V4.3, V3.3; term chosen",
    looks_at=frozenset({"concern", "follow-up", "coordination", "membership"}),
    find=find,
    fires_nl="een openstaande zorg over veiligheid en voor een kind na de termijn geen veiligheidsbeoordeling, of een "
    "die maar over één van de ouders gaat",
    fires_en="an open safety concern and for a child no safety assessment after the term, or one that is about one of "
    "the parents only",
    told_nl="wie de zorg heeft en de regisseur, met wie er niet is gesproken",
    told_en="who has the concern and the coordinator, with who was not spoken with",
    reason_nl="Er staat een zorg over veiligheid open ({categories}, {dates}) en de veiligheid is niet voor elk kind "
    "en met beide ouders beoordeeld. Genoemd zijn de kinderen en met wie niet is gesproken.",
    reason_en="A safety concern is open ({categories}, {dates}), and safety was not assessed for every child and with "
    "both parents. Named are the children and those who were not spoken with.",
    term_nl="termijn voor de veiligheidsbeoordeling",
    term_en="term of the safety assessment",
    on_time=True,
    due=due,
)
