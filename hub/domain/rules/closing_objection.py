"""closing-objection: an organisation that ends is told of, and an objection forces a review."""

from collections.abc import Iterator
from datetime import datetime

from hub.domain.items import FollowUp, Signal
from hub.domain.rules.gathering import ids_of
from hub.domain.rules.rule import Finding, Parameters, Rule
from hub.domain.terms import working_mornings
from hub.domain.view import FamilyView

OBJECTION, HELD = "closing-objection", "review-held"
OBJECTED = "objection"


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """That an involvement ended, to the others who may see it; then that somebody objects, to everyone who may.

    Without an open safety concern the end stands on the page without a message.

    Parameter: ``object_within_working_days``.
    """
    for ended in view.seen.ends_told:
        until = _until(ended, parameters)
        if until is None:
            continue
        if ended.owner != view.viewer.id and view.now <= until and view.concerns:
            yield Finding(key=ended.id, about=ended.about, items=ids_of((ended,)), quiet=not view.safety_concerns)
        raised = _raised(view, ended, until)
        if raised:
            yield Finding(key=f"{ended.id}:{OBJECTED}", about=ended.about, items=ids_of((ended, *raised)))


def forced_reviews(view: FamilyView, parameters: Parameters) -> list[FollowUp]:
    """The objections over which those involved still have to look back: until then who watches a child goes on."""
    ended = ((each, _until(each, parameters)) for each in view.seen.ends_told)
    return [objection for each, until in ended if until is not None for objection in _raised(view, each, until)]


def _raised(view: FamilyView, ended: Signal, until: datetime) -> list[FollowUp]:
    """What was objected in time to this end, and was not looked back on since."""
    objections = (each for each in view.follow_ups if each.code == OBJECTION and each.of == ended.id)
    return [each for each in objections if each.recorded_at <= until and not _reviewed(view, each)]


def _until(signal: Signal, parameters: Parameters) -> datetime | None:
    """Until when others may object, counted from when the hub was told; None for what has not ended."""
    if signal.concern or signal.end_recorded_at is None:
        return None
    return working_mornings(signal.end_recorded_at, parameters["object_within_working_days"])


def _reviewed(view: FamilyView, objection: FollowUp) -> bool:
    persons = set(objection.about)
    held = (each for each in view.follow_ups if each.code == HELD and each.occurred_at >= objection.occurred_at)
    return any(not persons.isdisjoint(each.about) for each in held)


CLOSING_OBJECTION = Rule(
    id="closing-objection",
    version=1,
    order=260,
    source="L3.2",
    looks_at=frozenset({"ended", "follow-up"}),
    find=find,
    fires_nl="een betrokkenheid eindigt terwijl zorgen openstaan; en opnieuw als iemand binnen de termijn bezwaar "
    "maakt: dan kijken de betrokkenen samen terug voordat iemand loslaat",
    fires_en="an involvement ends while concerns are open; and again where somebody objects within the term: then "
    "those involved look back together before anybody lets go",
    told_nl="wie het mag zien; bij bezwaar ook wie beëindigde",
    told_en="who may see it; with an objection also who ended",
    reason_nl="Een betrokkenheid van {organisations} eindigt terwijl er zorgen openstaan. U kunt binnen vijf werkdagen "
    "bezwaar maken; bij bezwaar kijkt u samen terug en blijft tot dan wie op de kinderen let.",
    reason_en="An involvement of {organisations} ends while concerns are open. You may object within five working "
    "days; with an objection you look back together, and until then the watch over the children stays.",
    lasts=False,
)
