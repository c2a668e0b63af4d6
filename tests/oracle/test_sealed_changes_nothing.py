"""What is sealed to somebody changes nothing of what they are shown: random histories with and without it.

Left out of the comparison is what the law itself lets count for everybody, sealed or not: who is stated to hold
authority or to be an adult (DOMAIN.md 3.1), a shielded stay (5.5), and what an author stated of the home of its own
exception (4). Source: DOMAIN.md 6.
"""

import random

from hub.domain.circumstances import Circumstances
from hub.domain.facts import (
    CoordinationRecorded,
    ExceptionRecorded,
    Fact,
    FollowUpRecorded,
    HandoverRecorded,
    MembershipStated,
    SignalRecorded,
    WatchRecorded,
)
from hub.domain.family import FamilyState
from tests.oracle.drafts import IDS, History
from tests.oracle.histories import history
from tests.oracle.test_decision_against_law import CATALOGUE, RULES, Seen, decided

HISTORIES = 1_500


def around(here: History, facts: list[Fact]) -> Circumstances:
    state = FamilyState()
    for fact in facts:
        state.fold(fact)
    return Circumstances(state, state.ages(here.ages()), CATALOGUE, here.now, rules=RULES)


_MADE: dict[type[Fact], str] = {
    SignalRecorded: "signal",
    MembershipStated: "membership",
    FollowUpRecorded: "followup",
    CoordinationRecorded: "coordination",
    WatchRecorded: "watch",
    HandoverRecorded: "handover",
}


def made_by(fact: Fact, here: History) -> tuple[str, ...]:
    """The item that a fact makes or steps, where nothing but that item follows from it."""
    match fact:
        case SignalRecorded(household=household, shielded=shielded) if household or shielded:
            return ()
        case MembershipStated(authority=authority) if authority or None in here.born.values():
            return ()
        case FollowUpRecorded(of=str()):
            return ()
    name = _MADE.get(type(fact))
    return () if name is None else (getattr(fact, name),)


def without_the_sealed(here: History, viewer: str, seen: dict[str, Seen]) -> list[Fact]:
    """The history without what others recorded and this viewer is not shown."""
    excepting = {fact.owner for fact in here.facts if isinstance(fact, ExceptionRecorded)}
    kept = set(seen)
    for fact in here.facts:  # of whom the viewer recorded a step itself, or an author of an exception, all stays
        if getattr(fact, "owner", None) in {viewer, *excepting}:
            kept.update(made_by(fact, here))
    return [fact for fact in here.facts if not made_by(fact, here) or not kept.isdisjoint(made_by(fact, here))]


def test_without_what_is_sealed_to_them_everybody_is_shown_the_same() -> None:
    removed = 0
    for seed in range(HISTORIES):
        here = history(seed)
        viewer = random.Random(seed).choice(IDS)
        seen = decided(around(here, here.facts), viewer)
        rest = without_the_sealed(here, viewer, seen)
        removed += len(here.facts) - len(rest)
        assert decided(around(here, rest), viewer) == seen, f"seed {seed}: {viewer}"
    assert removed > HISTORIES  # there was something to remove
