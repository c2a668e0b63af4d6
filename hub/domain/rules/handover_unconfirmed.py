"""handover-unconfirmed: a handover was offered and not accepted, or accepted and never started."""

from collections.abc import Iterator
from datetime import datetime

from hub.domain.items import Handover
from hub.domain.rules.gathering import days
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.view import FamilyView


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding per handover, for giver and receiver. Parameters: ``accept_within_days``, ``start_within_days``."""
    for handover, due in _waiting(view, parameters):
        if due <= view.now:
            spoken = frozenset({f"step:{handover.step}"})
            yield Finding(key=handover.id, about=handover.about, items=(handover.id,), speaks_for=spoken)


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """When each waiting handover has had its time."""
    for handover, moment in _waiting(view, parameters):
        if moment > view.now:
            yield Moment(key=handover.id, due=moment)


def _waiting(view: FamilyView, parameters: Parameters) -> Iterator[tuple[Handover, datetime]]:
    terms = {
        "offered": days(parameters["accept_within_days"]),
        "accepted": days(parameters["start_within_days"]),
    }
    for handover in view.handovers:
        term = terms.get(handover.step)
        if term is not None and view.viewer.id in {handover.owner, handover.receiver}:
            yield handover, max(handover.stepped_at, handover.recorded_at) + term


HANDOVER_UNCONFIRMED = Rule(
    id="handover-unconfirmed",
    version=1,
    order=180,
    source="R4.2, R annex, V6.3; terms chosen",
    looks_at=frozenset({"handover"}),
    find=find,
    fires_nl="een warme overdracht is aangeboden en niet aanvaard, of aanvaard en niet begonnen, binnen de termijn",
    fires_en="a handover was offered and not accepted, or accepted and not started, within its term",
    told_nl="gever en ontvanger",
    told_en="giver and receiver",
    reason_nl="Een warme overdracht van {organisations} is niet bevestigd: niet aanvaard, of aanvaard en niet "
    "begonnen. Tot het eerste contact van de ontvanger blijft de gever op de kinderen letten.",
    reason_en="A handover by {organisations} is not confirmed: not accepted, or accepted and not started. Until the "
    "receiver's first contact the giver keeps the watch over the children.",
    term_nl="termijn voor de warme overdracht",
    term_en="term of the handover",
    on_time=True,
    due=due,
)
