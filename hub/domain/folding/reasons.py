"""The fold of what confirms a reason to know."""

from hub.domain.facts import reasons
from hub.domain.folding.stated import Folds, Stated


def _reason_confirmed(state: Stated, fact: reasons.ReasonConfirmed) -> None:
    for person in fact.persons:
        state.confirmed_reasons[(fact.owner, person)] = fact


REASON_FOLDS: Folds = {reasons.ReasonConfirmed: _reason_confirmed}
