"""The fold: how each fact changes a family's state. One small function per fact, and one table of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from hub.domain import items
from hub.domain.authority import add_stated
from hub.domain.facts import base, matches, signals
from hub.domain.folding_followup import FOLLOW_UP_FOLDS
from hub.domain.folding_forgetting import FORGETTING_FOLDS, let_go
from hub.domain.folding_identity import IDENTITY_FOLDS
from hub.domain.folding_population import POPULATION_FOLDS
from hub.domain.folding_reasons import REASON_FOLDS
from hub.domain.folding_requests import REQUEST_FOLDS
from hub.domain.folding_sharing import SHARING_FOLDS

if TYPE_CHECKING:
    from hub.domain.family import FamilyState


def _meet(state: FamilyState, *persons: str) -> None:
    for person in persons:
        state.members.setdefault(person)


def _change(kept: dict[str, Any], key: str, **fields: Any) -> None:  # noqa: ANN401 - of any kind of thing
    """Change what is there under this key, if anything is."""
    if key in kept:
        kept[key] = msgspec.structs.replace(kept[key], **fields)


def _signal_recorded(state: FamilyState, fact: signals.SignalRecorded) -> None:
    _meet(state, fact.subject, *fact.about, *(member.person for member in fact.household))
    state.items[fact.signal] = items.Signal(
        id=fact.signal,
        owner=fact.owner,
        about=fact.about,
        recorded_at=fact.recorded_at,
        occurred_at=fact.occurred_at,
        profile=fact.profile,
        profile_version=fact.profile_version,
        professional=fact.by,
        category=fact.category,
        concern=fact.kind == "concern",
        subject=fact.subject,
        severity=fact.severity,
        household=fact.household,
        kindcheck=fact.kindcheck,
        bands=fact.bands,
        report_to_veilig_thuis=fact.report_to_veilig_thuis,
        shielded=fact.shielded,
        through=fact.through,
        unsafe_to_ask=fact.unsafe_to_ask,
        effect_at=fact.effect_at,
        informing=fact.informed,
        informed=any(each.on is not None for each in fact.informed),
        deferred_until=max((each.deferred_until for each in fact.informed if each.deferred_until), default=None),
    )
    own_role = next((m.role for m in fact.household if m.person == fact.subject), None)
    for index, member in enumerate(fact.household):
        if member.person != fact.subject:
            _membership(state, fact, f"{fact.signal}.{index}", member, own_role)
    add_stated(state.authority, (state.items[fact.signal],))


def _membership(
    state: FamilyState,
    fact: signals.SignalRecorded,
    item: str,
    member: signals.Member,
    own_role: signals.FamilyRole | None,
) -> None:
    """A household stated with a signal is one membership per member: each says something about its own two persons."""
    state.items[item] = items.Membership(
        id=item,
        owner=fact.owner,
        about=tuple(dict.fromkeys((member.person, fact.subject))),
        recorded_at=fact.recorded_at,
        occurred_at=fact.occurred_at,
        profile=fact.profile,
        profile_version=fact.profile_version,
        professional=fact.by,
        stated_with=fact.signal,
        unsafe_to_ask=fact.unsafe_to_ask,
        person=member.person,
        of=fact.subject,
        role=member.role,
        of_role=own_role,
        in_home=member.in_home,
        authority=member.authority,
    )


def _informing_recorded(state: FamilyState, fact: signals.InformingRecorded) -> None:
    """Who was told is told; what is still deferred waits until the latest of its dates."""
    known = state.items.get(fact.signal)
    if not isinstance(known, items.Signal):
        return
    informing = (*known.informing, *fact.informed)
    last = {each.person or each.addressee: each for each in informing}
    waiting = [each.deferred_until for each in last.values() if each.on is None and each.deferred_until is not None]
    state.items[fact.signal] = msgspec.structs.replace(
        known,
        informing=informing,
        informed=any(each.on is not None for each in informing),
        deferred_until=max(waiting, default=None),
    )


def _signal_ended(state: FamilyState, fact: signals.SignalEnded) -> None:
    _change(state.items, fact.signal, ended_at=fact.ended_at, end_recorded_at=fact.recorded_at, outcome=fact.outcome)


def _signal_retracted(state: FamilyState, fact: signals.SignalRetracted) -> None:
    let_go(state, fact.signal)


def _report_recorded(state: FamilyState, fact: signals.ReportToVeiligThuisRecorded) -> None:
    _change(state.items, fact.signal, report_to_veilig_thuis=fact.answer)


def _match_raised(state: FamilyState, fact: matches.MatchRaised) -> None:
    known = state.matches.get(fact.match)
    notifications = known.notifications if known else ()
    state.matches[fact.match] = items.Match(
        id=fact.match,
        recipient=fact.recipient,
        rule=fact.rule,
        anchor=fact.anchor,
        key=fact.key,
        about=fact.about,
        persons=fact.persons,
        shown=tuple((each.item, each.ground) for each in fact.shown),
        speaks_for=frozenset(fact.speaks_for),
        lane=fact.lane,
        opened_at=known.opened_at if known else fact.recorded_at,
        raised_at=known.raised_at if known and fact.notification is None else fact.recorded_at,
        notifications=notifications if fact.notification is None else (*notifications, fact.notification),
        message=fact.message or (known.message if known else None),
        identifier_only=fact.identifier_only,
        answered=None if fact.notification else (known.answered if known else None),
        answer_by=fact.answer_by or (known.answer_by if known else None),
        rule_version=fact.rule_version,
        reaches=fact.reaches,
    )


def _match_withdrawn(state: FamilyState, fact: matches.MatchWithdrawn) -> None:
    _change(state.matches, fact.match, withdrawn=True)


def _match_closed(state: FamilyState, fact: matches.MatchClosed) -> None:
    _change(state.matches, fact.match, closed=fact.outcome)


def _answered(state: FamilyState, fact: matches.NotificationAnswered) -> None:
    _change(state.matches, fact.match, answered=fact.answer)


def _deadlines_set(state: FamilyState, fact: matches.DeadlinesSet) -> None:
    for deadline in fact.deadlines:
        state.deadlines[deadline.id] = deadline


def _deadline_reached(state: FamilyState, fact: matches.DeadlineReached) -> None:
    state.deadlines.pop(fact.deadline, None)


FOLDS: dict[type[base.Fact], Callable[[FamilyState, Any], None]] = {
    signals.SignalRecorded: _signal_recorded,
    signals.SignalEnded: _signal_ended,
    signals.SignalRetracted: _signal_retracted,
    signals.ReportToVeiligThuisRecorded: _report_recorded,
    signals.InformingRecorded: _informing_recorded,
    matches.MatchRaised: _match_raised,
    matches.MatchWithdrawn: _match_withdrawn,
    matches.MatchClosed: _match_closed,
    matches.NotificationAnswered: _answered,
    matches.DeadlinesSet: _deadlines_set,
    matches.DeadlineReached: _deadline_reached,
    **FOLLOW_UP_FOLDS,
    **FORGETTING_FOLDS,
    **IDENTITY_FOLDS,
    **POPULATION_FOLDS,
    **REASON_FOLDS,
    **REQUEST_FOLDS,
    **SHARING_FOLDS,
}
