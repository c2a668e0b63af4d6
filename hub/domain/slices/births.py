"""A child is born whom somebody expected: whether it is that child, a steward decides; never a guess.

An expected child has a due date and no name, so that the rules of linkage cannot tell (docs/linkage.md).
"""

from collections.abc import Iterable, Iterator

from hub.domain.ages import AgeBand
from hub.domain.facts.identity import IdentityReviewOpened, Likely
from hub.domain.facts.population import PersonRegistered
from hub.domain.items import Signal
from hub.domain.registered import as_registered
from hub.domain.slices.base import HubSlice

UNCERTAIN = ("given", "born")
"""The conditions of an automatic link that cannot be met."""


def newly_born(slice_: HubSlice, facts: Iterable[PersonRegistered]) -> dict[str, list[str]]:
    """Of these answers, not recorded yet: child -> parents, of those whom an earlier answer about the parent lacks."""
    born: dict[str, list[str]] = {}
    for fact in facts:
        known = as_registered(slice_.state.as_stated.registered, fact.person)
        if known is None or known.children is None:
            continue
        for child in fact.children or ():
            if child not in known.children and slice_.ages.get(child) is AgeBand.UNDER_FOUR:
                born.setdefault(child, []).append(fact.person)
    return born


def ask_who_was_born(slice_: HubSlice, born: dict[str, list[str]]) -> None:
    """Ask a steward about each who was born in a family in which a child was expected."""
    for child, parents in born.items():
        likely = tuple(
            Likely(person=each, reasons=())
            for each in _expected_with(slice_, parents)
            if not _is_one(slice_, each, child)
        )
        if likely:
            slice_.record(
                IdentityReviewOpened(
                    recorded_at=slice_.now, review=slice_.ids(), person=child, likely=likely, failing=UNCERTAIN
                )
            )


def _expected_with(slice_: HubSlice, parents: Iterable[str]) -> Iterator[str]:
    """Who was stated as an expected child in one statement with one of these parents, by each pseudonym once."""
    group, found = slice_.as_one(parents), dict[str, None]()
    for item in slice_.state.as_stated.items.values():
        if not isinstance(item, Signal):
            continue
        persons = (item.subject, *item.about, *(member.person for member in item.household))
        if group.isdisjoint(slice_.as_one(persons)):
            continue
        expected = (person for person in persons if item.bands.get(person) is AgeBand.EXPECTED)
        found.update(dict.fromkeys(person for person in expected if person not in slice_.state.as_stated.registered))
    return iter(found)


def _is_one(slice_: HubSlice, one: str, other: str) -> bool:
    return slice_.as_one([one]) == slice_.as_one([other])
