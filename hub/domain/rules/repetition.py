"""repetition: the same concern again and again is a pattern and no new incident."""

from collections.abc import Iterator

from hub.domain.rules.gathering import days, ids_of, organisations_of, persons_of
from hub.domain.rules.history import concerns_on_record, pattern
from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.view import FamilyView


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding per category. Parameters: ``times``, ``within_days`` of each other."""
    times, within = parameters["times"], days(parameters["within_days"])
    for category in dict.fromkeys(concern.category for concern in view.concerns):  # what is over is no pattern of now
        if category is None:
            continue
        found = pattern(view, concerns_on_record(view, category), within, times)
        if found:
            spoken = organisations_of(found)
            yield Finding(key=category, about=persons_of(found), items=ids_of(found), speaks_for=spoken)


REPETITION = Rule(
    id="repetition",
    version=1,
    order=100,
    source="L4.2, R3.2; period chosen",
    looks_at=frozenset({"concern", "membership"}),
    find=find,
    fires_nl="dezelfde categorie drie keer of vaker binnen de termijn",
    fires_en="one category three or more times within the period",
    told_nl="wie de signalen mag zien",
    told_en="who may see the signals",
    reason_nl="Dezelfde zorg komt {count} keer terug: {categories} ({dates}). Gesignaleerd door {organisations}. Dit "
    "is een patroon en geen los voorval.",
    reason_en="The same concern returns {count} times: {categories} ({dates}). Signalled by {organisations}. This is a "
    "pattern and no separate incident.",
    same_for_all=True,
)
