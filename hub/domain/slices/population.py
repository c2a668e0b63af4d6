"""What the population register says is taken in, and asked again: nobody's act, nobody's item.

Source: DOMAIN.md 1 (family) and 9 (moved); Jeugdwet 7.1.2.3(1)(g).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from hub.domain.facts.matches import Deadline, DeadlineReached, DeadlinesSet
from hub.domain.facts.population import PersonRegistered
from hub.domain.items import Item, Signal
from hub.domain.matching import Occasion, raise_matches
from hub.domain.organisations import OPERATOR
from hub.domain.policy import Policy
from hub.domain.registered import Registration, as_registered
from hub.domain.slices.base import HubSlice, Situation
from hub.domain.slices.births import ask_who_was_born, newly_born
from hub.domain.slices.deaths import follow_deaths, newly_died
from hub.domain.slices.sharing import Recorded
from hub.domain.withdrawing import withdraw_matches

POPULATION: Final = "population-register"
"""Of the deadlines at which the register is asked again."""
AGAIN_AFTER: Final = timedelta(days=7)
"""While a signal about somebody is active, so that a move, a birth and a death are found (chosen)."""
TRIED_AFTER: Final = timedelta(hours=1)
"""When the register gave no answer (chosen)."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What came of asking about some persons (pseudonyms); ``facts`` None where the register gave no answer."""

    asked_about: tuple[str, ...]
    facts: tuple[PersonRegistered, ...] | None

    @property
    def again_after(self) -> timedelta:
        """How long until the register is asked about these persons again."""
        return TRIED_AFTER if self.facts is None else AGAIN_AFTER


def take_in_register(slice_: HubSlice, told: Told) -> None:
    """Record what is new, raise what it makes converge, take back what rested on a link that is none any more."""
    died, born = newly_died(slice_, told.facts or ()), newly_born(slice_, told.facts or ())
    news = [fact for fact in told.facts or () if _is_new(slice_, fact)]
    changed = any(as_registered(slice_.state.registered, fact.person) is not None for fact in news)
    for fact in news:
        slice_.record(fact)
    ask_who_was_born(slice_, born)
    wait_for_register(slice_, told.asked_about, slice_.now + told.again_after)
    touched = tuple(_about(slice_, news))
    if touched:
        slice_.joined = True
        raise_matches(slice_, Occasion(touched=touched))
    follow_deaths(slice_, died)
    if changed:
        withdraw_matches(slice_, "sharing-ended")


def wait_for_register(slice_: HubSlice, persons: Iterable[str], due: datetime) -> None:
    """Ask about each of these persons again then, unless that waits already."""
    waiting = {id_.split(":")[1] for id_, each in slice_.state.deadlines.items() if each.rule == POPULATION}
    for person in dict.fromkeys(persons):
        if person not in waiting:
            id_ = f"{POPULATION}:{person}:{due:%Y%m%dT%H%M%S}"
            deadline = Deadline(id=id_, rule=POPULATION, due=due)
            slice_.record(DeadlinesSet(recorded_at=slice_.now, persons=(person,), deadlines=(deadline,)))


def _is_new(slice_: HubSlice, fact: PersonRegistered) -> bool:
    known = as_registered(slice_.state.as_stated.registered, fact.person)
    return known is None or not Registration.of(fact).says_the_same_as(known)


def _about(slice_: HubSlice, news: Sequence[PersonRegistered]) -> Iterable[Item]:
    """The items about anybody whom the news is about, or who belongs together with one of them."""
    named = slice_.as_one(person for fact in news for person in (fact.person, *fact.relatives))
    group = slice_.circumstances().kinship.around(named)
    return (item for item in slice_.state.items.values() if not group.isdisjoint(item.about)) if group else ()


class AskedAgain(HubSlice):
    """The moment came at which the register is asked about somebody again, and it was."""

    def __init__(
        self, situation: Situation, policy: Policy, deadline: Deadline, about: tuple[str, ...], told: Told
    ) -> None:
        super().__init__(situation, policy, OPERATOR)
        self.deadline = deadline
        self.about = about
        self.told = told

    def execute(self) -> None:
        """Never refuses. While nobody has an active signal about the person, it is not asked again.

        Of who was erased while the register was asked nothing is recorded anew.
        """
        self.record(
            DeadlineReached(
                recorded_at=self.now, deadline=self.deadline.id, rule=self.deadline.rule, persons=self.about
            )
        )
        in_view = self._in_view(self.told.asked_about)
        facts = None if self.told.facts is None else tuple(fact for fact in self.told.facts if self._may_stand(fact))
        take_in_register(self, Told(asked_about=in_view, facts=facts))
        self.outcome = Recorded(id=self.deadline.id)

    def _may_stand(self, fact: PersonRegistered) -> bool:
        return self.state.as_stated.erased.keys().isdisjoint((fact.person, *fact.relatives))

    def _in_view(self, persons: tuple[str, ...]) -> tuple[str, ...]:
        signals = (item for item in self.state.items.values() if isinstance(item, Signal) and item.active(self.now))
        known = frozenset(person for signal in signals for person in (signal.subject, *signal.about))
        return tuple(person for person in persons if not self.as_one([person]).isdisjoint(known))
