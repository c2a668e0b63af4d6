"""acute: an acute concern, or an injury after earlier violence or after a missed appointment."""

from collections.abc import Iterator

from hub.domain.catalogue import Severity
from hub.domain.items import Signal
from hub.domain.rules.gathering import days, ids_of, told_by_another
from hub.domain.rules.history import concerns_on_record
from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.view import FamilyView

INJURY = "child-injury"
MISSED = "missed-appointment"


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding per concern that asks for action within the hour; a late acute signal is still acute.

    Parameter: ``look_back_days``, how far back violence or a missed appointment makes an injury acute.
    """
    for concern in view.concerns:
        if concern.severity is not Severity.ACUTE and concern.category != INJURY:
            continue
        before = _before(view, concern, parameters) if concern.category == INJURY else []
        if concern.severity is not Severity.ACUTE and not before:
            continue
        items = [concern, *before]
        if told_by_another(view, items):
            spoken = frozenset(f"category:{item.category}" for item in items)
            yield Finding(key=concern.id, about=concern.about, items=ids_of(items), speaks_for=spoken, lane="acute")


def _before(view: FamilyView, injury: Signal, parameters: Parameters) -> list[Signal]:
    """Earlier violence and missed appointments in this family. One injury seen by two at once is no earlier injury."""
    return [
        earlier
        for earlier in concerns_on_record(view, history=days(parameters["look_back_days"])).items
        if (earlier.category == MISSED or view.catalogue.is_violence(earlier.category))
        and earlier.occurred_at <= injury.occurred_at
        and (earlier.category != INJURY or earlier.occurred_at < injury.occurred_at)
    ]


ACUTE = Rule(
    id="acute",
    version=1,
    order=10,
    source="R4.2",
    looks_at=frozenset({"concern", "membership"}),
    find=find,
    fires_nl="een zorg die acuut is; of een letsel na eerder geweld of na een gemiste afspraak",
    fires_en="a concern that is acute; or an injury after earlier violence or a missed appointment",
    told_nl="wie de zorg mag zien, binnen het uur",
    told_en="who may see the concern, within the hour",
    reason_nl="Er is een zorg die niet kan wachten: {categories}. Gesignaleerd door {organisations}. Neem binnen het "
    "uur contact op. Dit is geen melding bij Veilig Thuis; bel bij acuut gevaar 112.",
    reason_en="There is a concern that cannot wait: {categories}. Signalled by {organisations}. Make contact within "
    "the hour. This is no report to Veilig Thuis; in acute danger phone 112.",
)
