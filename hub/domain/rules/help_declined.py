"""help-declined: help is declined again, or only material help is accepted, while there is reason for concern."""

from collections.abc import Iterator
from datetime import datetime

from hub.domain.items import Item, Signal
from hub.domain.rules.gathering import days, ids_of, organisations_of, persons_of
from hub.domain.rules.history import concerns_on_record, pattern
from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.view import FamilyView

DECLINED = "help-declined"
ONLY_MATERIAL = "help-accepted-only-material"
NOT_SCALED_UP = "not-scaled-up-help-accepted"
ENDED_EARLY = "help-ended-early"
BROKEN_OFF = (DECLINED, "missed-appointment")


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding for the family, for whichever of the three reasons hold.

    Parameters: ``times`` declined ``within_days`` of each other, ``times_after_not_scaled_up``.
    """
    found = [
        *_declined_after_a_concern(view, parameters),
        *_only_material(view),
        *_after_not_scaled_up(view, parameters),
    ]
    if found:
        about = persons_of(item for item in found if item.category in {DECLINED, ONLY_MATERIAL}) or persons_of(found)
        yield Finding(about=about, items=ids_of(found), speaks_for=organisations_of(found))


def _declined_after_a_concern(view: FamilyView, parameters: Parameters) -> list[Item]:
    """Help declined ``times`` after a concern of the same day or earlier; declining is itself no such concern."""
    declined = concerns_on_record(view, DECLINED)
    if not declined:
        return []
    first = next((each for each in concerns_on_record(view).items if view.domain(each) is not None), None)
    if first is None:
        return []
    that_day = first.occurred_at.replace(hour=0, minute=0, second=0, microsecond=0)
    after = declined.between(declined.since(that_day), len(declined))
    found = pattern(view, after, days(parameters["within_days"]), parameters["times"])
    return [first, *found] if found else []


def _only_material(view: FamilyView) -> list[Item]:
    accepted = [concern for concern in view.concerns if concern.category == ONLY_MATERIAL]
    return [*view.safety_concerns, *accepted] if accepted and view.safety_concerns else []


def _after_not_scaled_up(view: FamilyView, parameters: Parameters) -> list[Item]:
    """Help was accepted, so nothing was scaled up; then one refusal, missed appointment or early end counts."""
    within = days(parameters["within_days"])
    for accepted in view.follow_ups:
        if accepted.code != NOT_SCALED_UP:
            continue
        last = accepted.occurred_at + within
        broken = [s for each in BROKEN_OFF for s in _between(view, each, accepted.occurred_at, last)]
        early = [f for f in view.follow_ups if f.code == ENDED_EARLY and accepted.occurred_at <= f.occurred_at <= last]
        now = early or any(s.active(view.now) for s in broken)
        if now and len(broken) + len(early) >= parameters["times_after_not_scaled_up"]:
            return [accepted, *broken, *early]
    return []


def _between(view: FamilyView, category: str, first: datetime, last: datetime) -> list[Signal]:
    on_record = concerns_on_record(view, category)
    return on_record.items[on_record.since(first) : on_record.after(last)]


HELP_DECLINED = Rule(
    id="help-declined",
    version=2,
    order=90,
    source="R3.1, L3.1, L4.3; period chosen",
    looks_at=frozenset({"concern", "membership", "follow-up"}),
    find=find,
    fires_nl="twee keer hulp afgewezen na een zorg; alleen materiële hulp aanvaard terwijl een zorg over veiligheid "
    "openstaat; of één keer afgehaakt nadat niet is opgeschaald omdat hulp was aanvaard",
    fires_en="help declined twice after a concern; only material help accepted while a safety concern is open; or "
    "broken off once after nothing was scaled up because help was accepted",
    told_nl="wie de signalen mag zien",
    told_en="who may see the signals",
    reason_nl="In dit gezin is er reden tot zorg en wordt hulp niet of alleen materieel aanvaard: {categories} "
    "({dates}). Gesignaleerd door {organisations}.",
    reason_en="In this family there is reason for concern, and help is declined or only material help is accepted: "
    "{categories} ({dates}). Signalled by {organisations}.",
    same_for_all=True,
)
