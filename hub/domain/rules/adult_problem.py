"""adult-problem: a serious concern about an adult on whom children depend, put before those involved with them."""

from collections.abc import Iterator

from hub.domain.catalogue import Severity
from hub.domain.items import Signal
from hub.domain.rules.gathering import ids_of, organisations_of, told_by_another
from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.view import FamilyView

SERIOUS = frozenset({Severity.SERIOUS, Severity.ACUTE})


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:  # noqa: ARG001 - every rule has this shape
    """One finding per adult, only for a recipient that is involved with the children.

    Violence is left to violence-at-home, which speaks of it sooner and apart.
    """
    if not view.involved_with_children or not view.children:
        return
    for adult, concerns in _concerns_by_adult(view).items():
        if told_by_another(view, concerns):
            spoken = frozenset(f"category:{concern.category}" for concern in concerns) | organisations_of(concerns)
            yield Finding(key=adult, about=(adult,), items=ids_of(concerns), speaks_for=spoken)


def _concerns_by_adult(view: FamilyView) -> dict[str, list[Signal]]:
    by_adult: dict[str, list[Signal]] = {}
    for concern in view.concerns:
        if concern.severity not in SERIOUS or view.catalogue.is_violence(concern.category):
            continue
        for person in concern.about:
            if view.is_adult(person):
                by_adult.setdefault(person, []).append(concern)
    return by_adult


ADULT_PROBLEM = Rule(
    id="adult-problem",
    version=1,
    order=60,
    source="L2, A3.2, R6.4",
    looks_at=frozenset({"involvement", "concern", "membership"}),
    find=find,
    fires_nl="een ernstige zorg over een volwassene van wie kinderen afhankelijk zijn",
    fires_en="a serious concern about an adult on whom children depend",
    told_nl="wie bij de kinderen betrokken is en de zorg mag zien",
    told_en="who is involved with the children and may see the concern",
    reason_nl="Er is een ernstige zorg over een volwassene van wie kinderen afhankelijk zijn: {categories}. "
    "Gesignaleerd door {organisations}.",
    reason_en="There is a serious concern about an adult on whom children depend: {categories}. Signalled by "
    "{organisations}.",
)
