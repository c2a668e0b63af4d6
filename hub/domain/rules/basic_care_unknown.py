"""basic-care-unknown: a child in danger whose school, GP and youth health care nobody knows (DOMAIN.md 4)."""

from collections.abc import Iterator

from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.view import FamilyView


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:  # noqa: ARG001 - every rule has this shape
    """One finding per own exception and child whom no basic care could be told of."""
    own = view.own_sharing
    opened = {exception.id: exception.items for exception in own.exceptions}
    for exception, child in own.without_basic_care:
        if child in view.persons:
            items = tuple(item.id for item in view.items if item.id in opened[exception])
            yield Finding(key=f"{exception}.{child}", about=(child,), items=items)


BASIC_CARE_UNKNOWN = Rule(
    id="basic-care-unknown",
    version=1,
    order=500,
    source="DOMAIN.md 4; R4.2",
    looks_at=frozenset({"concern", "involvement"}),
    find=find,
    fires_nl="een veiligheidsuitzondering is ook voor de basiszorg van de kinderen in huis, en van een kind is die bij "
    "niemand bekend",
    fires_en="a safety exception is also for the basic care of the children in the home, and that of one is unknown",
    told_nl="wie de uitzondering maakte",
    told_en="who made the exception",
    reason_nl="Van dit kind kent de hub geen school, huisarts of jeugdgezondheidszorg: niemand daarvan kon worden "
    "ingelicht. Zoek zelf uit wie dat is. Dit is geen melding bij Veilig Thuis; bel bij acuut gevaar 112.",
    reason_en="The hub knows no school, GP or youth health care of this child: nobody of its basic care could be told. "
    "Find out yourself who that is. This is no report to Veilig Thuis; in acute danger phone 112.",
    own_duty=True,
)
