"""No fact is forgotten: each changes a family's state, or is listed here as one that deliberately does not."""

from hub.domain.document import to_document
from hub.domain.facts import ALL_FACTS, Fact, KeysDestroyed, OrganisationRegistered
from hub.domain.facts.identity import PersonsLinked, PersonsUnlinked
from hub.domain.family import FamilyState
from hub.domain.folding.table import FOLDS
from hub.domain.participants import FOLDED
from tests.domain.builders import CJG, on

IGNORED_BY_THE_FAMILY: frozenset[type[Fact]] = FOLDED | {KeysDestroyed}
"""Who takes part says nothing of a family (``hub.domain.participants`` folds it), nor does a key that went."""


CHANGES_HOW_IT_READS: frozenset[type[Fact]] = frozenset({PersonsLinked, PersonsUnlinked})
"""Links change nothing that was stated: the family itself takes them in."""


def test_every_fact_is_folded_or_ignored_on_purpose() -> None:
    folded = set(FOLDS) | CHANGES_HOW_IT_READS
    assert folded | IGNORED_BY_THE_FAMILY == set(ALL_FACTS)
    assert folded.isdisjoint(IGNORED_BY_THE_FAMILY)


def test_what_is_ignored_changes_nothing() -> None:
    state = FamilyState()
    state.fold(
        OrganisationRegistered(
            recorded_at=on("2013-01-01"), organisation=CJG.id, name="CJG", sector=CJG.sector, roles=()
        )
    )
    assert to_document(state) == to_document(FamilyState())


def test_topics_are_unique_and_carry_no_version() -> None:
    topics = [fact.TOPIC for fact in ALL_FACTS]
    assert len(set(topics)) == len(topics)
    assert not any(character.isdigit() for topic in topics for character in topic)
