"""same-child: signals of two or more organisations on one child."""

from collections.abc import Iterator

from hub.domain.items import Signal
from hub.domain.rules.gathering import ids_of, organisations_of
from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.view import FamilyView


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding per child about whom two or more (``organisations``) have an active signal."""
    for child, signals in shared_children(view, parameters["organisations"]).items():
        yield Finding(key=child, about=(child,), items=ids_of(signals), speaks_for=organisations_of(signals))


def shared_children(view: FamilyView, organisations: int) -> dict[str, list[Signal]]:
    """child -> its active signals, for the children with signals of at least so many organisations."""
    children = set(view.children)
    return {
        person: signals
        for person, signals in view.active_about.items()
        if person in children and len({signal.owner for signal in signals}) >= organisations
    }


SAME_CHILD = Rule(
    id="same-child",
    version=1,
    order=30,
    source="R4.2, A3.2, VIR",
    looks_at=frozenset({"involvement", "concern", "membership"}),
    find=find,
    fires_nl="twee of meer organisaties met een actief signaal over hetzelfde kind",
    fires_en="two or more organisations with an active signal about the same child",
    told_nl="wie de signalen mag zien",
    told_en="who may see the signals",
    reason_nl="Meer organisaties hebben een signaal over hetzelfde kind: {organisations}.",
    reason_en="Several organisations have a signal about the same child: {organisations}.",
)
