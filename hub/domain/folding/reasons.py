"""The fold of what confirms a reason to know, and of the looks that it was judged by."""

from hub.domain.facts import reasons
from hub.domain.folding.stated import Folds, Stated, change
from hub.domain.looks import Look
from hub.domain.relatives import Relatives


def _reason_confirmed(state: Stated, fact: reasons.ReasonConfirmed) -> None:
    for person in fact.persons:
        state.confirmed_reasons[(fact.owner, person)] = fact


def _looked(state: Stated, fact: reasons.LookRecorded) -> None:
    state.looks[fact.look] = Look(
        id=fact.look,
        owner=fact.owner,
        persons=fact.persons,
        looked_at=fact.recorded_at,
        basis=fact.basis,
        by=fact.by,
    )


def _look_reviewed(state: Stated, fact: reasons.LookReviewed) -> None:
    change(state.looks, fact.look, decision=fact.decision, decided_at=fact.recorded_at, reason=fact.reason)
    if fact.decision == "not-in-order":
        for person in fact.persons:
            state.refused_reasons[(fact.owner, person)] = fact


def _relatives_declared(state: Stated, fact: reasons.RelativesDeclared) -> None:
    state.relatives[fact.declaration] = Relatives(
        id=fact.declaration, owner=fact.owner, professional=fact.professional, persons=fact.persons
    )


def _relatives_withdrawn(state: Stated, fact: reasons.RelativesWithdrawn) -> None:
    state.relatives.pop(fact.declaration, None)


REASON_FOLDS: Folds = {
    reasons.ReasonConfirmed: _reason_confirmed,
    reasons.LookRecorded: _looked,
    reasons.LookReviewed: _look_reviewed,
    reasons.RelativesDeclared: _relatives_declared,
    reasons.RelativesWithdrawn: _relatives_withdrawn,
}
