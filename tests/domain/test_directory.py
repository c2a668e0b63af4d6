"""The basic-care directory: it only addresses what has a ground already; being on a roster says nothing to anybody."""

from typing import Any

from hypothesis import given as for_all
from hypothesis import strategies as st

from hub.domain.facts import Fact
from tests.domain.builders import CHILDREN, CJG, GP, POLICE, SCHOOL, SOCIAL_WORK, consent, serves, signal
from tests.domain.history import RULES, findings, given

NOW = "2014-06-01"
OWNERS = (GP, SCHOOL, CJG, POLICE)
COUNTS_CHANGES = {"repeated-moves"}
"""Of a roster that changed the date counts (DOMAIN.md 9), and nothing else."""
SIGNALS = st.lists(
    st.tuples(
        st.sampled_from(OWNERS), st.sampled_from(CHILDREN), st.sampled_from((None, "parenting")), st.integers(1, 28)
    ),
    max_size=5,
)
ROSTERS = st.lists(
    st.tuples(st.sampled_from((GP, SCHOOL, CJG)), st.sampled_from(CHILDREN), st.integers(1, 28)), max_size=4
)


def recorded(signals: Any) -> list[Fact]:
    found: list[Fact] = [consent(each, "2014-01-01") for each in OWNERS]
    for number, (owner, child, category, day) in enumerate(signals):
        found.append(signal(owner, category, child, date=f"2014-02-{day:02}", id_=f"s{number}"))
    return found


def on_rosters(rosters: Any) -> list[Fact]:
    return [entry for owner, child, day in rosters for entry in serves(owner, child, date=f"2014-01-{day:02}")]


def seen(facts: list[Fact], viewer: Any) -> object:
    """What somebody who is on no roster sees and is told."""
    families = given(facts).families(viewer, NOW)
    told = [
        sorted(map(repr, findings(rule, family))) for family in families for rule in RULES if rule not in COUNTS_CHANGES
    ]
    return [(family.items, family.grounds, family.children) for family in families], told


@for_all(SIGNALS, ROSTERS)
def test_rosters_of_others_change_nothing_that_anybody_sees_or_is_told(signals: Any, rosters: Any) -> None:
    for viewer in (POLICE, SOCIAL_WORK):
        without = seen(recorded(signals), viewer)
        assert seen([*recorded(signals), *on_rosters(rosters)], viewer) == without


@for_all(SIGNALS, ROSTERS)
def test_being_on_its_roster_shows_an_organisation_nothing_that_only_consent_opens(signals: Any, rosters: Any) -> None:
    """A directory entry alone is no reason to know for consented items (DOMAIN.md 5)."""
    others = [each for each in signals if each[0] is not GP]
    with_rosters = given([*recorded(others), *on_rosters([*rosters, (GP, CHILDREN[0], 1)])])
    assert all(family.items == () for family in with_rosters.families(GP, NOW))
