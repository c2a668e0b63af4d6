"""The fold of follow-up facts: memberships, coded facts, coordinations, watches, handovers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from hub.domain import items
from hub.domain.authority import add_stated, state_anew
from hub.domain.facts import base, followup
from hub.domain.follow_up_codes import CONFIRMED

if TYPE_CHECKING:
    from hub.domain.family import FamilyState


def _meet(state: FamilyState, *persons: str) -> None:
    for person in persons:
        state.members.setdefault(person)


def _membership_stated(state: FamilyState, fact: followup.MembershipStated) -> None:
    _meet(state, fact.of, fact.person)
    state.items[fact.membership] = items.Membership(
        id=fact.membership,
        owner=fact.owner,
        about=(fact.person, fact.of),
        recorded_at=fact.recorded_at,
        occurred_at=fact.since,
        profile=fact.profile,
        profile_version=fact.profile_version,
        professional=fact.by,
        person=fact.person,
        of=fact.of,
        role=fact.role,
        in_home=fact.in_home,
        authority=fact.authority,
        joins=fact.joins,
        until=fact.until,
    )
    add_stated(state.authority, (state.items[fact.membership],))


def _membership_withdrawn(state: FamilyState, fact: followup.MembershipWithdrawn) -> None:
    state.items.pop(fact.membership, None)
    state_anew(state.authority, state.items.values(), state.registered)


def _follow_up(state: FamilyState, fact: followup.FollowUpRecorded) -> None:
    _meet(state, *fact.about)
    state.items[fact.followup] = items.FollowUp(
        id=fact.followup,
        owner=fact.owner,
        about=fact.about,
        recorded_at=fact.recorded_at,
        occurred_at=fact.occurred_at,
        profile=fact.profile,
        profile_version=fact.profile_version,
        professional=fact.by,
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


def _confirm(state: FamilyState, concern: str, fact: followup.FollowUpRecorded) -> None:
    known = state.items.get(concern)
    if isinstance(known, items.Signal) and known.owner == fact.owner:
        latest = max(known.confirmed_at or fact.recorded_at, fact.recorded_at)
        state.items[concern] = msgspec.structs.replace(known, confirmed_at=latest)


def _coordination(state: FamilyState, fact: followup.CoordinationRecorded) -> None:
    _meet(state, *fact.about)
    given_by = _given_by(state, fact.coordination, fact.owner)
    state.items[fact.coordination] = items.Coordination(
        id=fact.coordination,
        owner=fact.owner,
        about=fact.about,
        recorded_at=fact.recorded_at,
        occurred_at=fact.at,
        profile=fact.profile,
        profile_version=fact.profile_version,
        professional=fact.by,
        coordinator=fact.coordinator,
        step=fact.step,
        offered_by=fact.offered_by,
        given_by=given_by,
        takes_over=fact.takes_over,
    )


def _watch(state: FamilyState, fact: followup.WatchRecorded) -> None:
    _meet(state, fact.child)
    given_by = _given_by(state, fact.watch, fact.owner)
    state.items[fact.watch] = items.Watch(
        id=fact.watch,
        owner=fact.owner,
        about=(fact.child,),
        recorded_at=fact.recorded_at,
        occurred_at=fact.at,
        profile=fact.profile,
        profile_version=fact.profile_version,
        professional=fact.by,
        child=fact.child,
        watcher=fact.watcher,
        step=fact.step,
        offered_by=fact.offered_by,
        given_by=given_by,
    )


def _given_by(state: FamilyState, item: str, owner: str) -> str | None:
    """Who gave a role to who now has it: whoever recorded the offer that it goes on with, never what is only stated."""
    known = state.items.get(item)
    if not isinstance(known, items.Coordination | items.Watch):
        return None
    return known.given_by if known.owner == owner else known.owner


def _handover(state: FamilyState, fact: followup.HandoverRecorded) -> None:
    _meet(state, *fact.about)
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


FOLLOW_UP_FOLDS: dict[type[base.Fact], Callable[[FamilyState, Any], None]] = {
    followup.MembershipStated: _membership_stated,
    followup.MembershipWithdrawn: _membership_withdrawn,
    followup.FollowUpRecorded: _follow_up,
    followup.CoordinationRecorded: _coordination,
    followup.WatchRecorded: _watch,
    followup.HandoverRecorded: _handover,
}
