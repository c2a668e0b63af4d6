"""missing-party: an expected party gave no signal while others did: a blind spot, of which nobody is told."""

from collections.abc import Iterator

from hub.domain.organisations import Sector
from hub.domain.rules.gathering import ids_of
from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.view import FamilyView

EXPECTED = (Sector.YOUTH_HEALTH_CARE, Sector.SCHOOL, Sector.GENERAL_PRACTICE)


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding per expected sector of which the recipient sees nothing. Parameter: ``organisations`` that signal."""
    if not view.children or len({signal.owner for signal in view.signals}) < parameters["organisations"]:
        return
    there = {view.sector(item) for item in view.items}
    for sector in EXPECTED:
        if sector not in there:
            yield Finding(key=str(sector), about=view.children, items=ids_of(view.signals))


MISSING_PARTY = Rule(
    id="missing-party",
    version=1,
    order=280,
    source="R4.2, A3.2",
    looks_at=frozenset({"involvement", "concern", "membership"}),
    find=find,
    fires_nl="jeugdgezondheidszorg, school of huisarts gaf geen signaal terwijl anderen dat wel deden",
    fires_en="youth health care, school or GP gave no signal while others did",
    told_nl="niemand: wie het gezin opvraagt ziet het als blinde vlek, over wat die mag zien",
    told_en="nobody: who asks about the family sees it as a blind spot, over what it may see",
    reason_nl="Anderen gaven een signaal ({organisations}); van deze partij is niets te zien.",
    reason_en="Others gave a signal ({organisations}); of this party nothing is seen.",
    page_only=True,
)
