"""A family as it was known on a date: what had been recorded by then, and nothing that was learned later.

For who looks back at what could have been known (L5 question 5). What may be shown of it is decided as of now.
"""

from collections.abc import Iterable
from datetime import datetime

from hub.domain.facts.base import Fact
from hub.domain.family import FamilyState


def as_known_on(facts: Iterable[Fact], moment: datetime) -> FamilyState:
    """The fold of what was recorded at or before a moment (UTC), of a circle's facts in the order of the ledger."""
    state = FamilyState()
    for fact in facts:
        if fact.recorded_at <= moment:
            state.fold(fact)
    return state
