"""monitoring: Veilig Thuis handed a family over, and nobody found out what came of it."""

from collections.abc import Iterator
from datetime import datetime

from hub.domain.items import FollowUp, Item
from hub.domain.rules.gathering import days, ids_of
from hub.domain.rules.rule import Finding, Moment, Parameters, Rule
from hub.domain.rules.unassessed import ASSESSED
from hub.domain.view import FamilyView

AFTER_INQUIRY, AFTER_TRIAGE = "inquiry-handed-over", "triage-handed-over"
CONTACT, REPORTED_BACK = "monitoring-contact", "reported-back"
CLOSED = frozenset({"handed-over-closed", "help-not-wanted"})


def find(view: FamilyView, parameters: Parameters) -> Iterator[Finding]:
    """One finding per handover of Veilig Thuis, for it and for who received the family.

    After an inquiry or intervention: no contact by Veilig Thuis. After triage: closed, or no help wanted, without
    report back or assessment. Parameter: ``within_days``.
    """
    for handed in _handed_over(view):
        if handed.code == AFTER_INQUIRY:
            if _due(handed, parameters) <= view.now and not _contacted(view, handed):
                yield Finding(key=handed.id, about=handed.about, items=ids_of((handed,)))
        elif closed := _closed_unseen(view, handed):
            yield Finding(key=handed.id, about=handed.about, items=ids_of((handed, *closed)))


def due(view: FamilyView, parameters: Parameters) -> Iterator[Moment]:
    """When Veilig Thuis should have made contact."""
    for handed in _handed_over(view):
        moment = _due(handed, parameters)
        if handed.code == AFTER_INQUIRY and moment > view.now and not _contacted(view, handed):
            yield Moment(key=handed.id, due=moment)


def _handed_over(view: FamilyView) -> Iterator[FollowUp]:
    viewer = view.viewer.id
    handed = (each for each in view.follow_ups if each.code in {AFTER_INQUIRY, AFTER_TRIAGE})
    return (each for each in handed if viewer in {each.owner, each.towards})


def _due(handed: FollowUp, parameters: Parameters) -> datetime:
    return handed.occurred_at + days(parameters["within_days"])


def _contacted(view: FamilyView, handed: FollowUp) -> bool:
    return any(each.code == CONTACT and each.of == handed.id for each in view.follow_ups)


def _closed_unseen(view: FamilyView, handed: FollowUp) -> list[Item]:
    """How the receiver closed it, where neither a report back nor an assessment came; nothing otherwise."""
    later = [e for e in view.follow_ups if e.occurred_at >= handed.occurred_at and _same_family(e, handed)]
    if any(e.code in ASSESSED or (e.code == REPORTED_BACK and e.of == handed.id) for e in later):
        return []
    return [e for e in later if e.code in CLOSED and e.owner == handed.towards]


def _same_family(one: FollowUp, other: FollowUp) -> bool:
    return one.of == other.id or not set(one.about).isdisjoint(other.about)


MONITORING = Rule(
    id="monitoring",
    version=1,
    order=230,
    source="V3.2, V3.3",
    looks_at=frozenset({"follow-up"}),
    find=find,
    fires_nl="Veilig Thuis droeg over na onderzoek of interventie en nam binnen de termijn geen contact op; of na "
    "triage is het gesloten, of wilde het gezin geen hulp, zonder terugkoppeling of beoordeling",
    fires_en="Veilig Thuis handed over after an inquiry or intervention and made no contact within the term; or after "
    "triage it was closed, or the family wanted no help, without report back or assessment",
    told_nl="Veilig Thuis en wie overnam",
    told_en="Veilig Thuis and who took over",
    reason_nl="Veilig Thuis droeg dit gezin over ({dates}) en het is niet gebleken hoe het verder ging: geen "
    "monitorcontact, of gesloten zonder terugkoppeling of beoordeling.",
    reason_en="Veilig Thuis handed this family over ({dates}), and it did not show how things went on: no monitoring "
    "contact, or closed without report back or assessment.",
    term_nl="termijn voor het monitorcontact van Veilig Thuis",
    term_en="term of the monitoring contact of Veilig Thuis",
    due=due,
)
