"""The fold of signals, and of the households that are stated with them."""

import msgspec

from hub.domain import items
from hub.domain.authority import add_stated
from hub.domain.facts import signals
from hub.domain.folding.common import common
from hub.domain.folding.forgetting import let_go
from hub.domain.folding.stated import Folds, Stated, change


def _signal_recorded(state: Stated, fact: signals.SignalRecorded) -> None:
    state.meet(fact.subject, *fact.about, *(member.person for member in fact.household))
    state.items[fact.signal] = items.Signal(
        **common(fact, fact.signal, fact.about, fact.occurred_at),
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
    state: Stated,
    fact: signals.SignalRecorded,
    item: str,
    member: signals.Member,
    own_role: signals.FamilyRole | None,
) -> None:
    """A household stated with a signal is one membership per member: each says something about its own two persons."""
    state.items[item] = items.Membership(
        **common(fact, item, tuple(dict.fromkeys((member.person, fact.subject))), fact.occurred_at),
        stated_with=fact.signal,
        unsafe_to_ask=fact.unsafe_to_ask,
        person=member.person,
        of=fact.subject,
        role=member.role,
        of_role=own_role,
        in_home=member.in_home,
        authority=member.authority,
    )


def _informing_recorded(state: Stated, fact: signals.InformingRecorded) -> None:
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


def _signal_ended(state: Stated, fact: signals.SignalEnded) -> None:
    change(state.items, fact.signal, ended_at=fact.ended_at, end_recorded_at=fact.recorded_at, outcome=fact.outcome)


def _signal_retracted(state: Stated, fact: signals.SignalRetracted) -> None:
    let_go(state, fact.signal)


def _report_recorded(state: Stated, fact: signals.ReportToVeiligThuisRecorded) -> None:
    change(state.items, fact.signal, report_to_veilig_thuis=fact.answer)


SIGNAL_FOLDS: Folds = {
    signals.SignalRecorded: _signal_recorded,
    signals.SignalEnded: _signal_ended,
    signals.SignalRetracted: _signal_retracted,
    signals.ReportToVeiligThuisRecorded: _report_recorded,
    signals.InformingRecorded: _informing_recorded,
}
