"""A child died: siblings' signals raise an acute match, its own end, and nothing of it is erased for now.

Source: DOMAIN.md 10 and 12; Jeugdwet 7.1.4.5 (signals about a child end with its death).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from hub.domain.ages import AgeBand
from hub.domain.facts.population import PersonRegistered
from hub.domain.facts.requests import HoldPlaced
from hub.domain.facts.signals import SignalEnded
from hub.domain.items import Signal
from hub.domain.matching import Occasion, raise_matches
from hub.domain.registered import REGISTER, as_registered
from hub.domain.slices.base import HubSlice

DEATH = "death"


def newly_died(slice_: HubSlice, facts: Iterable[PersonRegistered]) -> tuple[PersonRegistered, ...]:
    """Of these answers of the register, not recorded yet, those that say of a child for the first time that it died."""
    return tuple(fact for fact in facts if fact.died and _is_news(slice_, fact.person) and _is_child(slice_, fact))


def follow_deaths(slice_: HubSlice, died: Iterable[PersonRegistered]) -> None:
    """Hold erasure, and end what is about the child alone; the acute match was raised before, while all could see it.

    Concerns about the home, and whatever is about somebody else too, go on.
    """
    for fact in died:
        slice_.record(
            HoldPlaced(
                recorded_at=slice_.now, hold=slice_.ids(), person=fact.person, owner=REGISTER, reason=DEATH, by=REGISTER
            ),
            own_act=False,
        )
        for signal in list(_about_alone(slice_, fact.person)):
            _end(slice_, signal, fact.died_on)


def _end(slice_: HubSlice, signal: Signal, died_on: datetime | None) -> None:
    ended_at = min(max(died_on or slice_.now, signal.occurred_at), slice_.now)
    stated = slice_.stated(signal)
    slice_.record(
        SignalEnded(recorded_at=slice_.now, signal=signal.id, persons=stated.about, ended_at=ended_at, outcome="ended"),
        own_act=False,
    )
    raise_matches(slice_, Occasion(change="ended", touched=(slice_.state.items[signal.id],)))


def _is_news(slice_: HubSlice, person: str) -> bool:
    known = as_registered(slice_.state.as_stated.registered, person)
    return known is None or not known.died


def _is_child(slice_: HubSlice, fact: PersonRegistered) -> bool:
    return slice_.ages.get(fact.person, AgeBand.UNKNOWN).is_child


def _about_alone(slice_: HubSlice, child: str) -> Iterator[Signal]:
    group, catalogue = slice_.as_one([child]), slice_.policy.catalogue
    for item in slice_.state.items.values():
        if isinstance(item, Signal) and item.ended_at is None and group.issuperset(item.about):
            category = None if item.category is None else catalogue.get(item.category)
            if category is None or category.about != "home":
                yield item
