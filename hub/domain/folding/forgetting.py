"""The fold of what is forgotten: one small function per fact, and one table of them."""

import msgspec

from hub.domain.authority import state_anew
from hub.domain.facts import forgetting
from hub.domain.folding.stated import Folds, Stated
from hub.domain.items import Signal


def let_go(state: Stated, *things: str) -> None:
    """These things are gone from the family, with what was stated with them."""
    gone = set(things)
    for key in [key for key, item in state.items.items() if key in gone or item.stated_with in gone]:
        del state.items[key]
    for thing in things:
        state.exceptions.pop(thing, None)
    state_anew(state.authority, state.items.values(), state.registered)


def forget(state: Stated, *persons: str) -> None:
    """Nobody knows any more who these persons are; what the register said of them goes too, with who has authority."""
    state.erased.update(dict.fromkeys(persons))
    for person in persons:
        state.registered.pop(person, None)
    for kept in (state.looks, state.relatives):
        for key in [key for key, each in kept.items() if state.erased.keys() >= set(each.persons)]:
            del kept[key]
    state_anew(state.authority, state.items.values(), state.registered)


def _archived(state: Stated, fact: forgetting.SignalArchived) -> None:
    signal = state.items.get(fact.signal)
    if isinstance(signal, Signal):
        state.items[fact.signal] = as_archived(signal)
    let_go(state, *fact.things)  # nor is kept who was stated to have authority


def as_archived(signal: Signal) -> Signal:
    """Of a signal its date, category and child, with how old that child was, which the rules marked * look at."""
    return Signal(
        id=signal.id,
        owner=signal.owner,
        about=signal.about,
        recorded_at=signal.recorded_at,
        occurred_at=signal.occurred_at,
        profile=signal.profile,
        profile_version=signal.profile_version,
        unsafe_to_ask=signal.unsafe_to_ask,
        category=signal.category,
        concern=signal.concern,
        subject=signal.subject,
        household=tuple(
            msgspec.structs.replace(each, authority=False) for each in signal.household if each.role == "child"
        ),
        bands=signal.bands,
        shielded=signal.shielded,
        ended_at=signal.ended_at,
        end_recorded_at=signal.end_recorded_at,
        informed=signal.informed,
        deferred_until=signal.deferred_until,
        confirmed_at=signal.confirmed_at,
        archived=True,
    )


def _signal_forgotten(state: Stated, fact: forgetting.SignalForgotten) -> None:
    let_go(state, fact.signal)


def _person_forgotten(state: Stated, fact: forgetting.PersonForgotten) -> None:
    forget(state, fact.person)


def _request_forgotten(state: Stated, fact: forgetting.RequestForgotten) -> None:
    state.requests.pop(fact.request, None)


FORGETTING_FOLDS: Folds = {
    forgetting.SignalArchived: _archived,
    forgetting.SignalForgotten: _signal_forgotten,
    forgetting.PersonForgotten: _person_forgotten,
    forgetting.RequestForgotten: _request_forgotten,
}
