"""A family by the five questions of the inspectorates (L5; DOMAIN.md 11), over what one viewer may see."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

import msgspec

from hub.answers.items import ItemAnswer, day_of, item_answer, item_answers
from hub.answers.naming import Names, OrganisationAnswer, PersonAnswer, ReachAnswer
from hub.answers.notices import Notice, Words, is_urgent, notices_for
from hub.answers.showing import Showing, ShownFamily
from hub.answers.steering import (
    CandidateAnswer,
    ClosedInquiryAnswer,
    ScaleAnswer,
    candidate_answers,
    closed_inquiries,
    scale_answer,
)
from hub.domain.disclosure import Disclosed
from hub.domain.items import Coordination, FollowUp, Handover, Item, Membership, Signal, Watch
from hub.domain.organisations import Sector
from hub.domain.rules.reason import reason
from hub.domain.tasks import REVIEWED_BY

SEEN: Final = frozenset({"child-seen", "contact-restored", "appointment-completed"})
"""Follow-up codes that say that somebody saw this child."""
EXPECTED: Final = {
    Sector.YOUTH_HEALTH_CARE: Words(nl="jeugdgezondheidszorg", en="youth health care"),
    Sector.SCHOOL: Words(nl="school", en="school"),
    Sector.GENERAL_PRACTICE: Words(nl="huisarts", en="general practice"),
}
"""The parties that a family with children is expected to have (R4.2, A3.2)."""
ADDRESSED_ELSEWHERE: Final = frozenset({"acute", "violence-at-home", "same-child", "same-family"})
"""Rules that bring organisations together; every other one that holds is a pattern."""


class SeenAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody saw a child, and when."""

    on: date
    by: OrganisationAnswer


class WatchedChild(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One child, who watches it (wie let op dit kind), and who last saw it."""

    child: PersonAnswer
    watchers: tuple[OrganisationAnswer, ...] = ()
    last_seen: SeenAnswer | None = None


class MemberAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A member of the family (gezinslid) as the viewer may know it."""

    person: PersonAnswer
    roles: tuple[str, ...] = ()
    child: bool = False


class InView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who and what is in view."""

    members: tuple[MemberAnswer, ...]
    organisations: tuple[ReachAnswer, ...]
    items: tuple[ItemAnswer, ...]
    domains: tuple[str, ...] = ()
    blind_spots: tuple[Words, ...] = ()


class PatternAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A pattern (patroon): a rule that holds over what the viewer may see, and why."""

    rule: str
    reason: Words
    items: tuple[str, ...]


class UnansweredAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A notification to the viewer itself that waits for its answer."""

    notification: str
    match: str
    lane: str
    raised_at: datetime


class CoordinationAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who coordinates, what is being offered and handed over, and what waits for an answer."""

    coordinator: ItemAnswer | None = None
    offers: tuple[ItemAnswer, ...] = ()
    handovers: tuple[ItemAnswer, ...] = ()
    candidates: tuple[CandidateAnswer, ...] = ()
    """Whom to ask, in this order; never by recency (Z4.2)."""
    scale: ScaleAnswer | None = None
    closed_inquiries: tuple[ClosedInquiryAnswer, ...] = ()
    unanswered: tuple[UnansweredAnswer, ...] = ()


class LookBack(msgspec.Struct, frozen=True, kw_only=True):
    """A day on which something is looked at again, and why: a planned review, a rule's term, an exception's review."""

    on: date
    why: str


class FamilyAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One family (gezin) by the five questions; ``reference`` is the viewer's own, of the person asked about."""

    reference: str
    who_watches: tuple[WatchedChild, ...]
    """1. Who watches the children? (Wie let op de kinderen?)"""
    in_view: InView
    """2. Who and what is in view? (Wie en wat is in beeld?)"""
    patterns: tuple[PatternAnswer, ...]
    """3. Can it be solved? (Is het op te lossen?)"""
    coordination: CoordinationAnswer
    """4. Who coordinates? (Wie heeft de regie?)"""
    look_back: tuple[LookBack, ...]
    """5. When do we look back? (Wanneer kijken we terug?)"""
    notices: tuple[Notice, ...] = ()


def family_answer(person: str, family: ShownFamily, showing: Showing, names: Names) -> FamilyAnswer:
    """The family of ``person`` as the viewer may see it now."""
    catalogue = showing.policy.catalogue
    signals = (each.item for each in family.disclosed if isinstance(each.item, Signal))
    urgent = any(is_urgent(signal.severity, signal.category, catalogue) for signal in signals)
    return FamilyAnswer(
        reference=names.reference(person),
        who_watches=tuple(_watched(child, family, names) for child in family.view.children if child in family.persons),
        in_view=_in_view(family, showing, names),
        patterns=tuple(_patterns(family, showing)),
        coordination=_coordination(family, showing, names),
        look_back=tuple(_look_backs(family, showing)),
        notices=notices_for(family.viewer, urgent=urgent),
    )


def _watched(child: str, family: ShownFamily, names: Names) -> WatchedChild:
    watches = (each.item for each in family.disclosed if isinstance(each.item, Watch))
    accepted = dict.fromkeys(watch.watcher for watch in watches if watch.child == child and watch.step == "accepted")
    seen = [each for each in family.disclosed if _saw(each.item, child) and not names.hides(each)]
    last = max(seen, key=lambda each: each.item.occurred_at, default=None)
    return WatchedChild(
        child=names.person(child),
        watchers=tuple(map(names.organisation, accepted)),
        last_seen=None if last is None else SeenAnswer(on=day_of(last.item.occurred_at), by=names.owner(last)),
    )


def _saw(item: Item, child: str) -> bool:
    return isinstance(item, FollowUp) and item.code in SEEN and child in item.about


def _in_view(family: ShownFamily, showing: Showing, names: Names) -> InView:
    catalogue = showing.policy.catalogue
    told = [each for each in family.disclosed if not isinstance(each.item, Membership)]
    answers = item_answers(told, names, catalogue)
    children = set(family.view.children)
    members = (
        MemberAnswer(
            person=names.person(person),
            roles=tuple(sorted(family.view.roles.get(person, ()))),
            child=person in children,
        )
        for person in family.persons
    )
    return InView(
        members=tuple(members),
        organisations=names.reach(told),
        items=answers,
        domains=tuple(dict.fromkeys(each.category.domain for each in answers if each.category is not None)),
        blind_spots=tuple(_blind_spots(told, family, showing)),
    )


def _blind_spots(told: Sequence[Disclosed[Item]], family: ShownFamily, showing: Showing) -> Iterator[Words]:
    """Expected parties of whom the viewer sees nothing while others did signal. Nobody is told of it (R4.2, A3.2)."""
    others = {each.item.owner for each in told if isinstance(each.item, Signal)}
    if not family.view.children or len(others) < 2 or family.viewer.enforcing:  # noqa: PLR2004 - "others" is two or more
        return
    known = (showing.policy.organisations.get(each.item.owner) for each in told)
    sectors = {organisation.sector for organisation in known if organisation is not None}
    yield from (words for sector, words in EXPECTED.items() if sector not in sectors)


def _patterns(family: ShownFamily, showing: Showing) -> Iterator[PatternAnswer]:
    policy = showing.policy
    for configured in policy.rules:
        if configured.rule.own_duty or configured.rule.id in ADDRESSED_ELSEWHERE:
            continue
        for finding in configured.rule.find(family.view, configured.parameters):
            items = family.of(finding.items)
            if finding.to_process_coordinator or finding.asks_nothing or not items:
                continue
            words = Words(*reason(configured.rule, items, policy.organisations, policy.catalogue))
            yield PatternAnswer(rule=configured.rule.id, reason=words, items=tuple(each.item.id for each in items))


def _coordination(family: ShownFamily, showing: Showing, names: Names) -> CoordinationAnswer:
    catalogue = showing.policy.catalogue
    accepted = next((each for each in family.disclosed if _coordinates(each.item)), None)
    offers = [each for each in family.disclosed if _is_offer(each.item)]
    handovers = [each for each in family.disclosed if isinstance(each.item, Handover) and each.item.step != "completed"]
    waiting = (m for m in showing.own_matches if m.waits and m.answer_by is not None)
    return CoordinationAnswer(
        coordinator=None if accepted is None else item_answer(accepted, names, catalogue),
        offers=item_answers(offers, names, catalogue),
        handovers=tuple(_as_it_stands(each, family) for each in item_answers(handovers, names, catalogue)),
        candidates=candidate_answers(family, showing, names),
        scale=scale_answer(family, names),
        closed_inquiries=tuple(closed_inquiries(family, showing, names)),
        unanswered=tuple(
            UnansweredAnswer(notification=m.notifications[-1], match=m.id, lane=m.lane, raised_at=m.raised_at)
            for m in waiting
            if m.anchor in family.view.persons
        ),
    )


def _as_it_stands(answer: ItemAnswer, family: ShownFamily) -> ItemAnswer:
    """A handover that nobody took up while its offer stood has expired; the giver keeps the watch."""
    expired = any(each.id == answer.id and each.expired(family.view.now) for each in family.view.handovers)
    return msgspec.structs.replace(answer, step="expired") if expired else answer


def _coordinates(item: Item) -> bool:
    return isinstance(item, Coordination) and item.step == "accepted"


def _is_offer(item: Item) -> bool:
    return isinstance(item, Coordination | Watch) and item.step == "proposed"


def _look_backs(family: ShownFamily, showing: Showing) -> Iterator[LookBack]:
    """Terms of rules over this view, and reviews of own exceptions; never a deadline that others' items set."""
    found = {
        LookBack(on=day_of(moment.due), why=configured.rule.id)
        for configured in showing.policy.rules
        if configured.rule.due is not None
        for moment in configured.rule.due(family.view, configured.parameters)
        if moment.due > showing.now
    }
    found.update(_planned(family))
    persons = set(family.persons)
    found.update(
        LookBack(on=day_of(each.review_on), why="safety-exception")
        for each in showing.own_exceptions
        if not persons.isdisjoint(each.persons)
    )
    yield from sorted(found, key=lambda each: (each.on, each.why))


def _planned(family: ShownFamily) -> Iterator[LookBack]:
    """The days to look back together that are set and to come."""
    facts = family.view.follow_ups
    held = {each.of for each in facts if each.code == "review-held"}
    for each in facts:
        to_come = each.until is not None and each.until + REVIEWED_BY > family.view.now
        if each.code == "review-planned" and each.until is not None and to_come and each.id not in held:
            yield LookBack(on=day_of(each.until), why=each.code)
