"""Whether a task stands for its organisation now, what of it may be shown, and how it reads in a calendar.

A task is decided anew whenever it is shown: an offer, or what another recorded, passes the disclosure decision like
everything else, so that a sealed one leaves nothing, not even a gap in a page.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Final, NamedTuple

import msgspec

from hub.answers.items import day_of
from hub.answers.matches import reason_of
from hub.answers.naming import Names, PersonAnswer
from hub.answers.notices import Notice, Words
from hub.answers.showing import Showing, may_stand_on_a_page
from hub.answers.task_labels import ACTS, LABELS
from hub.domain.disclosure import Disclosed, Ground
from hub.domain.informing import informed_of
from hub.domain.items import Coordination, FollowUp, Handover, Item, SafetyException, Signal, Watch
from hub.domain.looking import Looked, shown
from hub.domain.rules.referral_not_arrived import ARRIVED, answers
from hub.domain.tasks import Kind
from hub.views.rows import TaskRow


class TaskLinks(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where to act, and where to look."""

    act: str
    match: str | None = None
    exception: str | None = None
    """What is to be decided on, to read first."""
    look: str | None = None
    """The same, of a first look that is to be judged."""
    family: str | None = None
    """Only where that page shows something now."""


class TaskAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One task (taak). ``due`` is UTC, ``due_on`` that moment's calendar day in the Netherlands; of what a role asks,
    the last day that is in time.

    ``thing`` is what it is about, by identifier. ``about`` are the viewer's own references. ``assigned_to`` is whose it
    is now; without one it is the duty contact's, or that of all who hold the role. ``reason``: of a notification, why
    it was sent, from what may be seen now.
    """

    id: str
    kind: Kind
    label: Words
    reason: Words | None = None
    thing: str
    due: datetime
    due_on: date
    overdue: bool = False
    lane: str = "ordinary"
    about: tuple[PersonAnswer, ...] = ()
    assigned_to: str | None = None
    links: TaskLinks


class TasksAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A page of the calendar (agenda), by when things are due; ``next`` is ``after`` of the next page."""

    tasks: tuple[TaskAnswer, ...]
    next: str | None = None
    notices: tuple[Notice, ...] = ()


class Standing(NamedTuple):
    """A task that stands and may be shown."""

    row: TaskRow
    thing: str
    """What is acted upon: of a match, its last notification."""
    about: tuple[str, ...]
    """The persons it is about, as far as the viewer may know of them."""
    looked: Looked
    lane: str = "ordinary"
    rests_on: tuple[Looked, ...] = ()
    """What else its being there, or its reason, tells of."""
    reason: Words | None = None


def standing_of(row: TaskRow, showing: Showing) -> Standing | None:
    """The task as it stands for the viewer now; None where it does not, or where nothing of it may be shown."""
    return _STANDING[Kind(row.kind)](row, showing)


def task_answer(task: Standing, names: Names, showing: Showing, assigned_to: str | None) -> TaskAnswer:
    """How a task reads."""
    row, kind = task.row, Kind(task.row.kind)
    assert row.due is not None  # noqa: S101 - a row that is found is due at some moment
    reference = names.reference(task.about[0]) if task.about else ""
    family = bool(task.about) and showing.family_of(task.about[0]) is not None
    return TaskAnswer(
        id=row.task,
        kind=kind,
        label=LABELS[kind],
        reason=task.reason,
        thing=task.thing,
        due=row.due,
        due_on=day_of(row.due),
        overdue=row.due <= showing.now,
        lane=task.lane,
        about=tuple(map(names.person, task.about)),
        assigned_to=assigned_to,
        links=TaskLinks(
            act=ACTS[kind].format(thing=task.thing, reference=reference),
            match=f"/v1/matches/{row.thing}" if kind is Kind.ANSWER else None,
            exception=f"/v1/safety-exceptions/{row.thing}" if kind in _ON_EXCEPTIONS else None,
            look=f"/v1/looks/{row.thing}" if kind is Kind.LOOK_REVIEW else None,
            family=f"/v1/families/{reference}" if family else None,
        ),
    )


_ON_EXCEPTIONS: Final = frozenset({Kind.EXCEPTION_CONFIRM, Kind.EXCEPTION_REVIEW, Kind.EXCEPTION_OUTSIDE})


def _match(row: TaskRow, showing: Showing) -> Standing | None:
    match = showing.match(row.thing)
    if match is None or match.withdrawn or match.answered is not None or not match.notifications:
        return None
    about = match.about if match.identifier_only else tuple(each for each in match.about if each in showing.known)
    ground = Ground.IDENTIFIER if match.identifier_only else Ground.OWN
    looked = Looked(thing=match.id, about=about or (match.anchor,), ground=ground.value)
    disclosed = [] if match.identifier_only else showing.of(item for item, _ in match.shown)
    return Standing(
        row,
        match.notifications[-1],
        about,
        looked,
        match.lane,
        rests_on=tuple(shown(each.item, each.ground.value) for each in disclosed),
        reason=reason_of(match, disclosed, showing.policy) if disclosed else None,
    )


def _request(row: TaskRow, showing: Showing) -> Standing | None:
    asked = showing.asked_of(row.thing)
    if asked is None or row.task != f"{Kind.REQUEST}:{asked.notification}":
        return None
    person = showing.read_as(row.person)
    return Standing(row, row.thing, (person,), Looked(thing=row.thing, about=(person,), ground="rights"))


def _item(holds: Callable[[Item, Showing], bool]) -> Callable[[TaskRow, Showing], Standing | None]:
    """A task about an item, as long as that is disclosed to the viewer and this holds of it."""

    def stands(row: TaskRow, showing: Showing) -> Standing | None:
        found = next(iter(showing.of([row.thing])), None)
        if found is None or _is_archived(found.item) or not holds(found.item, showing):
            return None
        return Standing(row, row.thing, found.item.about, shown(found.item, found.ground.value))

    return stands


def _is_archived(item: Item) -> bool:
    """Of an archived signal nothing stands on any page (DOMAIN.md 12)."""
    return isinstance(item, Signal) and item.archived


def _is_offered(item: Item, showing: Showing) -> bool:
    return isinstance(item, Coordination | Watch | Handover) and item.offered_to == showing.viewer.id


def _lacks_a_plan(item: Item, showing: Showing) -> bool:
    if not isinstance(item, Coordination) or item.step != "accepted" or item.coordinator != showing.viewer.id:
        return False
    plans = (each for each in _facts_near(item, showing) if each.code == "family-plan")
    return not any(plan.occurred_at >= item.occurred_at for plan in plans)


def _has_not_arrived(item: Item, showing: Showing) -> bool:
    if not isinstance(item, FollowUp):
        return False
    return not any(each.code == ARRIVED and answers(each, item) for each in _facts_near(item, showing))


def _unsafe(item: Item, showing: Showing) -> list[Disclosed[Item]]:
    """The open safety concerns that the viewer sees in that family: then the rule on referrals takes less time."""
    family = showing.family_of(item.about[0])
    return [] if family is None else showing.of(each.id for each in family.view.safety_concerns)


def _sooner(row: TaskRow, showing: Showing) -> Standing | None:
    """A referral that is looked after sooner, which tells of the safety concerns for which it is."""
    found, referral = _item(_has_not_arrived)(row, showing), next(iter(showing.of([row.thing])), None)
    unsafe = [] if referral is None else _unsafe(referral.item, showing)
    if found is None or not unsafe:
        return None
    return found._replace(rests_on=tuple(shown(each.item, each.ground.value) for each in unsafe))


def _is_not_held(item: Item, showing: Showing) -> bool:
    return not any(each.code == "review-held" and each.of == item.id for each in _facts_near(item, showing))


def _facts_near(item: Item, showing: Showing) -> Iterator[FollowUp]:
    """The follow-up facts of its family that the viewer may see."""
    family = showing.family_of(item.about[0])
    disclosed = () if family is None else family.disclosed
    return (each.item for each in disclosed if isinstance(each.item, FollowUp))


def _is_open(item: Item, showing: Showing) -> bool:
    return isinstance(item, Signal) and item.active(showing.now) and item.ended_at is None


def _is_intended(item: Item, _: Showing) -> bool:
    return isinstance(item, Signal) and item.report_to_veilig_thuis == "intended"


def _informing(row: TaskRow, showing: Showing) -> Standing | None:
    """That one addressee of an own signal was not told yet."""
    found = next(iter(showing.of([row.thing])), None)
    if found is None or not isinstance(found.item, Signal) or not may_stand_on_a_page(found.item, showing.now):
        return None
    person = showing.read_as(row.person)
    told = (informed_of(found.item, each) for each in (person, row.person))
    if any(each is not None and each.on is not None for each in told):
        return None
    return Standing(row, row.thing, (person,), shown(found.item, found.ground.value))


def _consent(row: TaskRow, showing: Showing) -> Standing | None:
    consent = showing.own_consent(row.thing)
    if consent is None or consent.until is None or consent.until <= showing.now:
        return None
    looked = Looked(thing=consent.consent, about=consent.persons, ground=Ground.OWN.value)
    return Standing(row, row.thing, consent.persons, looked)


def _noted(row: TaskRow, showing: Showing) -> Standing | None:
    """Its ground is the consent itself, which names the viewer; of whom it is about, those whom the viewer knows."""
    consent = showing.noted_for(row.thing)
    about = () if consent is None else tuple(each for each in consent.persons if each in showing.known)
    if consent is None or not about:
        return None
    return Standing(row, row.thing, about, Looked(thing=row.thing, about=about, ground=Ground.CONSENT.value))


def _exception(row: TaskRow, showing: Showing) -> Standing | None:
    found: SafetyException | None = next((e for e in showing.own_exceptions if e.id == row.thing), None)
    if found is None:
        return None
    looked = Looked(thing=found.id, about=found.persons, ground=Ground.OWN.value)
    return Standing(row, row.thing, found.persons, looked, "violence" if found.violence else "ordinary")


def _outside(row: TaskRow, showing: Showing) -> Standing | None:
    """By identifier: who decides on it reads it by that, and learns here of nobody."""
    found = showing.asked_to_review(row.thing)
    if found is None:
        return None
    looked = Looked(thing=found.id, about=tuple(map(showing.read_as, found.persons)), ground=Ground.IDENTIFIER.value)
    return Standing(row, row.thing, (), looked, "violence" if found.violence else "ordinary")


def _look(row: TaskRow, showing: Showing) -> Standing | None:
    found = showing.own_look(row.thing)
    if found is None:
        return None
    about = tuple(dict.fromkeys(map(showing.read_as, found.persons)))
    known = tuple(person for person in about if person in showing.known)
    return Standing(row, row.thing, known, Looked(thing=found.id, about=about, ground=Ground.OWN.value))


_STANDING: Final[Mapping[Kind, Callable[[TaskRow, Showing], Standing | None]]] = {
    Kind.ANSWER: _match,
    Kind.REQUEST: _request,
    Kind.COORDINATION_OFFER: _item(_is_offered),
    Kind.WATCH_OFFER: _item(_is_offered),
    Kind.HANDOVER_OFFER: _item(_is_offered),
    Kind.FIRST_CONTACT: _item(_is_offered),
    Kind.INTERPRETATION: _item(lambda item, showing: item.offered_to == showing.viewer.id),
    Kind.FAMILY_PLAN: _item(_lacks_a_plan),
    Kind.REFERRAL: _item(lambda item, showing: _has_not_arrived(item, showing) and not _unsafe(item, showing)),
    Kind.REFERRAL_WHEN_UNSAFE: _sooner,
    Kind.REPORT: _item(_is_intended),
    Kind.INFORMING: _informing,
    Kind.REVIEW: _item(_is_not_held),
    Kind.CONCERN_EXPIRES: _item(_is_open),
    Kind.CONSENT_ENDS: _consent,
    Kind.CONSENT_NOTED: _noted,
    Kind.EXCEPTION_CONFIRM: _exception,
    Kind.EXCEPTION_REVIEW: _exception,
    Kind.EXCEPTION_OUTSIDE: _outside,
    Kind.LOOK_REVIEW: _look,
}
