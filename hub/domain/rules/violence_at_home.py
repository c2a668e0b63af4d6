"""violence-at-home: violence in a child's home; every child there counts as a victim."""

from collections.abc import Iterator

from hub.domain.items import Signal
from hub.domain.organisations import Role
from hub.domain.rules.gathering import ids_of, told_by_another
from hub.domain.rules.homes import children_with
from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.view import FamilyView


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:  # noqa: ARG001 - every rule has this shape
    """One finding for the family about the children in the home; each new report speaks again."""
    reports = [concern for concern in view.concerns if view.catalogue.is_violence(concern.category)]
    if not told_by_another(view, reports):
        return
    only_own = _addressed_as_basic_care(view)
    children = dict.fromkeys(c for report in reports for c in _children(view, report, only_own=only_own))
    if children:
        spoken = frozenset(f"item:{report.id}" for report in reports)
        yield Finding(about=tuple(children), items=ids_of(reports), speaks_for=spoken, lane="violence")


def _addressed_as_basic_care(view: FamilyView) -> bool:
    """Whether the recipient is reached only because it serves a child: it signals nothing itself."""
    return view.viewer.has(Role.BASIC_CARE) and not any(s.owner == view.viewer.id for s in view.active)


def _children(view: FamilyView, report: Signal, *, only_own: bool) -> Iterator[str]:
    """The children in the home of the report; a school or GP hears of its own and of those the report names."""
    named = {*report.about, *(member.person for member in report.household)}
    for child in children_with(view, report):
        if not only_own or child in view.serves or child in named:
            yield child


VIOLENCE_AT_HOME = Rule(
    id="violence-at-home",
    version=1,
    order=20,
    source="R4.2, R6.4, L2.1",
    looks_at=frozenset({"concern", "membership"}),
    find=find,
    fires_nl="een zorg over geweld in een huis waar kinderen wonen; elk kind daar telt als slachtoffer",
    fires_en="a concern about violence in a home where children live; every child there counts as a victim",
    told_nl="wie de zorg mag zien; de basiszorg van de kinderen uiterlijk de volgende schooldag",
    told_en="who may see the concern; the children's basic care by the next school day",
    reason_nl="Er is geweld gemeld in het huis van deze kinderen ({categories}), door {organisations}. Elk kind dat "
    "daar woont geldt als slachtoffer. Dit is geen melding bij Veilig Thuis; bel bij acuut gevaar 112.",
    reason_en="Violence has been signalled in the home of these children ({categories}), by {organisations}. Every "
    "child living there counts as a victim. This is no report to Veilig Thuis; in acute danger phone 112.",
)
