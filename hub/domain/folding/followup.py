"""The fold of follow-up facts: memberships, coded facts, coordinations, watches, handovers."""

import msgspec

from hub.domain import items
from hub.domain.authority import add_stated, state_anew
from hub.domain.facts import followup
from hub.domain.folding.common import common
from hub.domain.folding.stated import Folds, Stated
from hub.domain.follow_up_codes import CONFIRMED


def _membership_stated(state: Stated, fact: followup.MembershipStated) -> None:
    state.meet(fact.of, fact.person)
    state.items[fact.membership] = items.Membership(
        **common(fact, fact.membership, (fact.person, fact.of), fact.since),
        person=fact.person,
        of=fact.of,
        role=fact.role,
        in_home=fact.in_home,
        authority=fact.authority,
        joins=fact.joins,
        until=fact.until,
    )
    add_stated(state.authority, (state.items[fact.membership],))


def _membership_withdrawn(state: Stated, fact: followup.MembershipWithdrawn) -> None:
    state.items.pop(fact.membership, None)
    state_anew(state.authority, state.items.values(), state.registered)


def _follow_up(state: Stated, fact: followup.FollowUpRecorded) -> None:
    state.meet(*fact.about)
    state.items[fact.followup] = items.FollowUp(
        **common(fact, fact.followup, fact.about, fact.occurred_at),
        code=fact.code,
        towards=fact.towards,
        of=fact.of,
        bands=fact.bands,
        until=fact.until,
        outcome=fact.outcome,
        parties=fact.parties,
        instrument=fact.instrument,
    )
    if fact.code == CONFIRMED and fact.of is not None:
        _confirm(state, fact.of, fact)


def _confirm(state: Stated, concern: str, fact: followup.FollowUpRecorded) -> None:
    known = state.items.get(concern)
    if isinstance(known, items.Signal) and known.owner == fact.owner:
        latest = max(known.confirmed_at or fact.recorded_at, fact.recorded_at)
        state.items[concern] = msgspec.structs.replace(known, confirmed_at=latest)


def _coordination(state: Stated, fact: followup.CoordinationRecorded) -> None:
    state.meet(*fact.about)
    given_by = _given_by(state, fact.coordination, fact.owner)
    state.items[fact.coordination] = items.Coordination(
        **common(fact, fact.coordination, fact.about, fact.at),
        coordinator=fact.coordinator,
        step=fact.step,
        offered_by=fact.offered_by,
        given_by=given_by,
        takes_over=fact.takes_over,
    )


def _watch(state: Stated, fact: followup.WatchRecorded) -> None:
    state.meet(fact.child)
    given_by = _given_by(state, fact.watch, fact.owner)
    state.items[fact.watch] = items.Watch(
        **common(fact, fact.watch, (fact.child,), fact.at),
        child=fact.child,
        watcher=fact.watcher,
        step=fact.step,
        offered_by=fact.offered_by,
        given_by=given_by,
    )


def _given_by(state: Stated, item: str, owner: str) -> str | None:
    """Who gave a role to who now has it: whoever recorded the offer that it goes on with, never what is only stated."""
    known = state.items.get(item)
    if not isinstance(known, items.Coordination | items.Watch):
        return None
    return known.given_by if known.owner == owner else known.owner


def _handover(state: Stated, fact: followup.HandoverRecorded) -> None:
    state.meet(*fact.about)
    known = state.items.get(fact.handover)
    state.items[fact.handover] = items.Handover(
        id=fact.handover,
        owner=fact.owner,
        about=fact.about,
        recorded_at=known.recorded_at if known else fact.recorded_at,
        occurred_at=known.occurred_at if known else fact.at,
        profile=fact.profile,
        profile_version=fact.profile_version,
        professional=known.professional if known else fact.by,
        receiver=fact.receiver,
        step=fact.step,
        stepped_at=fact.at,
        reason=fact.reason,
    )


FOLLOW_UP_FOLDS: Folds = {
    followup.MembershipStated: _membership_stated,
    followup.MembershipWithdrawn: _membership_withdrawn,
    followup.FollowUpRecorded: _follow_up,
    followup.CoordinationRecorded: _coordination,
    followup.WatchRecorded: _watch,
    followup.HandoverRecorded: _handover,
}
