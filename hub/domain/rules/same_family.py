"""same-family: signals of two or more organisations on different members of one family."""

from collections.abc import Iterator

from hub.domain.rules.gathering import ids_of, organisations_of, persons_of
from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.rules.same_child import shared_children
from hub.domain.view import FamilyView


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding for the family, half-siblings and two homes included, where same-child does not hold.

    Parameter: ``organisations``.
    """
    signals, enough = view.active, parameters["organisations"]
    if len({signal.owner for signal in signals}) < enough or shared_children(view, enough):
        return
    yield Finding(about=persons_of(signals), items=ids_of(signals), speaks_for=organisations_of(signals))


# An end can make same-child give way to this rule; that is no news, so this rule does not look at ends.
SAME_FAMILY = Rule(
    id="same-family",
    version=1,
    order=40,
    source="R3.2 (files of siblings kept apart), VIR",
    looks_at=frozenset({"involvement", "concern", "membership"}),
    find=find,
    fires_nl="hetzelfde over verschillende leden van een gezin, halfbroers en -zussen en twee huizen inbegrepen, waar "
    "same-child niet geldt",
    fires_en="the same over different members of a family, half-siblings and two homes included, where same-child does "
    "not hold",
    told_nl="wie de signalen mag zien",
    told_en="who may see the signals",
    reason_nl="Meer organisaties hebben een signaal over leden van hetzelfde gezin: {organisations}.",
    reason_en="Several organisations have a signal about members of the same family: {organisations}.",
)
