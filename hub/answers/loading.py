"""Loads families, and stands one viewer before each of them."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Protocol

from hub.answers.showing import Showing
from hub.domain.ages import AgeBand
from hub.domain.circumstances import COORDINATION, Circumstances
from hub.domain.family import FamilyState
from hub.domain.organisations import Organisation
from hub.domain.policy import Policy
from hub.domain.terms import AMSTERDAM


class Families(Protocol):
    """Where families are found."""

    async def families(self, persons: Collection[str], /) -> Mapping[str, tuple[str, FamilyState]]:
        """The family of each of these persons and everything known about it, the unknown left out."""
        ...


class Ages(Protocol):
    """How old people are, as a decision may know it."""

    async def __call__(self, persons: Collection[str], on: date) -> Mapping[str, AgeBand]:
        """The age band of each of these persons on a Dutch calendar day."""
        ...


async def look(
    persons: Collection[str],
    viewer: Organisation,
    *,
    families: Families,
    ages: Ages,
    policy: Policy,
    now: datetime,
    professional: str | None,
    asked_about: str | None = None,
    purpose: str | None = None,
) -> dict[str, Showing]:
    """Load the families of these persons at once and stand before each; those of whom nothing is known are left out.

    ``now`` is UTC. ``purpose``: for what is asked, without a word for early coordination; a consent that is limited to
    purposes opens for these alone. ``professional``: who looks, None for a system; to them their own family is as
    unknown as one of whom nothing is known (DOMAIN.md 5.3).
    """
    found = await families.families(persons)
    states = {id(state): state for _, state in found.values()}
    everyone = dict.fromkeys(person for state in states.values() for person in state.everyone)
    bands = await ages(tuple(everyone), now.astimezone(AMSTERDAM).date())
    showings: dict[int, Showing] = {}
    for key, state in states.items():
        own = state.ages({person: bands[person] for person in state.everyone if person in bands})
        where = Circumstances(
            state, own, policy.catalogue, now, policy.organisations, policy.disclosure, purpose or COORDINATION
        )
        showings[key] = Showing(viewer, where, policy, asked_about=asked_about)
    known = {person: state for person, (_, state) in found.items() if person not in state.as_stated.erased}
    stand = {person: showings[id(state)] for person, state in known.items()}
    return {person: showing for person, showing in stand.items() if not showing.is_of_own(person, professional)}
