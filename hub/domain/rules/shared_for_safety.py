"""shared-for-safety: a safety exception opens something to a recipient whom no other rule tells of it (DOMAIN.md 4)."""

from collections.abc import Iterator
from typing import Final

from hub.domain.disclosure import Ground
from hub.domain.rules.gathering import ids_of, persons_of
from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.view import FamilyView

ID: Final = "shared-for-safety"


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:  # noqa: ARG001 - every rule has this shape
    """One finding for the family, over what goes on and is open on an exception, and rests in no match of another rule.

    Whom a professional names because of a danger is to hear of it, also where nothing comes together yet.
    """
    if Ground.EXCEPTION not in view.grounds.values():
        return  # as nearly always
    told = {item for match in view.matches if match.rule != ID for item, _ in match.shown}
    opened = [s for s in view.active if view.grounds[s.id] is Ground.EXCEPTION and s.id not in told]
    if opened:
        spoken = frozenset(f"item:{signal.id}" for signal in opened)
        yield Finding(about=persons_of(opened), items=ids_of(opened), speaks_for=spoken)


SHARED_FOR_SAFETY = Rule(
    id=ID,
    version=1,
    order=340,
    source="DOMAIN.md 4",
    looks_at=frozenset({"concern", "involvement"}),
    find=find,
    fires_nl="een andere organisatie deelt iets met u om een veiligheidsrisico, en geen andere regel vertelt u ervan",
    fires_en="another organisation shares something with you because of a safety risk, and no other rule tells of it",
    told_nl="de ontvangers van de veiligheidsuitzondering",
    told_en="the recipients of the safety exception",
    reason_nl="{organisations} deelt iets met u om een veiligheidsrisico. Bij deze match staat wat u ervan mag zien. "
    "Dit is geen melding bij Veilig Thuis; bel bij acuut gevaar 112.",
    reason_en="{organisations} shares something with you because of a safety risk. This match has what you may see of "
    "it. This is no report to Veilig Thuis; in acute danger phone 112.",
    after_others=True,
    lasts=False,
)
