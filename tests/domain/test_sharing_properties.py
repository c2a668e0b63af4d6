"""What holds of all sharing, whatever is recorded in whatever order: sealed is sealed, and a refusal leaves no trace.

A small model keeps by itself what each owner opened; it knows consent by its latest record and exceptions by their
items, and nothing of how the domain decides.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.document import to_document
from hub.domain.facts import ConsentRecorded, MatchRaised
from hub.domain.family import FamilyState
from hub.domain.organisations import Organisation
from tests.domain.builders import (
    CJG,
    GP,
    SCHOOL,
)
from tests.domain.village import HISTORIES, WHO, Step, Village


@settings(max_examples=150)
@given(HISTORIES)
def test_nobody_is_ever_shown_what_its_owner_did_not_open_and_a_refusal_leaves_no_trace(history: list[Step]) -> None:
    village = Village()
    for step in history:
        village.run(step)


@settings(max_examples=150)
@given(HISTORIES, st.sampled_from(WHO))
def test_after_a_withdrawal_no_open_match_of_another_rests_on_that_consent(
    history: list[Step], owner: Organisation
) -> None:
    village = Village()
    for step in (*history, Step("consent", owner, 0, 0), Step("withdraw", owner, 0, 0)):
        village.run(step)
    for match in village.state.matches.values():
        if match.withdrawn or match.recipient == owner.id:
            continue
        for item, ground in match.shown:
            found = village.state.items.get(item)
            assert found is None or found.owner != owner.id or ground != "consent"


@settings(max_examples=100)
@given(HISTORIES)
def test_facts_folded_again_give_the_same_state(history: list[Step]) -> None:
    village, again = Village(), FamilyState()
    for step in history:
        for fact in village.run(step):
            again.fold(fact)
    assert to_document(again) == to_document(village.state)


@settings(max_examples=100)
@given(HISTORIES)
def test_without_any_consent_or_exception_nobody_sees_anything_of_another(history: list[Step]) -> None:
    village = Village()
    for step in history:
        if step.what not in {"consent", "except"}:
            village.run(step)
    owners = {name: item.owner for name, item in village.state.items.items()}
    for match in village.state.matches.values():
        assert all(owners.get(item, match.recipient) == match.recipient for item, _ in match.shown)


def test_a_refusal_of_another_tells_nobody_of_an_end_of_what_was_bare_all_along() -> None:
    village = Village()
    for step in (Step("involve", GP, 1, 1), Step("consent", GP, 0, 1), Step("involve", SCHOOL, 1, 0)):
        facts = village.run(step)
    (raised,) = (fact for fact in facts if isinstance(fact, MatchRaised))
    assert [shown.bare for shown in raised.shown] == [True, False], "the school learns that the GP is involved, no more"

    refused = village.run(Step("refuse", CJG, 0, 2))

    assert [type(fact) for fact in refused] == [ConsentRecorded]
