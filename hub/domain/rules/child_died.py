"""child-died: a child of this family died, by the population register; its brothers and sisters are there still."""

from collections.abc import Iterator

from hub.domain.rules.gathering import ids_of
from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.view import FamilyView


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:  # noqa: ARG001 - every rule has this shape
    """One finding per child that died, about its brothers and sisters; whoever signals about them is told."""
    for child in sorted(view.died):
        siblings = [each for each in view.siblings(child) if each in view.children]
        about_them = [signal for signal in view.active if not {child, *siblings}.isdisjoint(signal.about)]
        if siblings and about_them:
            yield Finding(key=child, about=tuple(siblings), items=ids_of(about_them), lane="acute")


CHILD_DIED = Rule(
    id="child-died",
    version=1,
    order=25,
    source="DOMAIN.md 10; R4.2",
    looks_at=frozenset({"involvement", "concern", "membership"}),
    find=find,
    fires_nl="een kind van dit gezin is overleden volgens de basisregistratie, en er zijn broers of zussen",
    fires_en="a child of this family died by the population register, and there are brothers or sisters",
    told_nl="wie over hen een signaal heeft of mag zien, binnen het uur",
    told_en="who signals about them or may see such a signal, within the hour",
    reason_nl="In dit gezin is volgens de basisregistratie personen een kind overleden. Neem binnen het uur contact op "
    "over de andere kinderen. Dit is geen melding bij Veilig Thuis; bel bij acuut gevaar 112.",
    reason_en="A child of this family has died, by the population register. Make contact about the other children "
    "within the hour. This is no report to Veilig Thuis; in acute danger phone 112.",
)
