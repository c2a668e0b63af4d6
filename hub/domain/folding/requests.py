"""The fold of requests of the family, restrictions and holds: one small function per fact, and one table of them."""

import msgspec

from hub.domain.facts import requests
from hub.domain.folding.forgetting import forget, let_go
from hub.domain.folding.stated import Folds, Stated, change
from hub.domain.requests import Asked, DataRequest


def _received(state: Stated, fact: requests.RequestReceived) -> None:
    state.members.setdefault(fact.person)
    state.requests[fact.request] = DataRequest(
        id=fact.request,
        owner=fact.owner,
        kind=fact.kind,
        person=fact.person,
        requesters=fact.requesters,
        authority_shown=fact.authority_shown,
        received_at=fact.received_at,
        due=fact.due,
        verified=fact.verified,
        things=fact.things,
        wrong_child=fact.wrong_child,
    )


def _extended(state: Stated, fact: requests.RequestExtended) -> None:
    change(state.requests, fact.request, due=fact.due, extended=True)


def _owner_asked(state: Stated, fact: requests.OwnerAsked) -> None:
    asked = Asked(asks=fact.asks, things=fact.things, notification=fact.notification, answer_by=fact.answer_by)
    known = state.requests.get(fact.request)
    if known is not None:
        change(state.requests, fact.request, owners={**known.owners, fact.recipient: asked})


def _advised(state: Stated, fact: requests.AdviceGiven) -> None:
    known = state.requests.get(fact.request)
    asked = None if known is None else known.owners.get(fact.owner)
    if known is not None and asked is not None:
        answered = msgspec.structs.replace(asked, advice=fact.advice, reason=fact.reason)
        change(state.requests, fact.request, owners={**known.owners, fact.owner: answered})


def _reminded(state: Stated, fact: requests.RequestReminded) -> None:
    """A reminder is its recipient's notification; the request stays as it is."""


def _proposed(state: Stated, fact: requests.DecisionProposed) -> None:
    change(state.requests, fact.request, proposed=fact.decision, proposed_by=fact.by)


def _decided(state: Stated, fact: requests.RequestDecided) -> None:
    change(
        state.requests,
        fact.request,
        decision=fact.decision,
        decided_at=fact.recorded_at,
        reasons=fact.reasons,
        child_interest=fact.child_interest,
        decided_by=fact.decided_by,
        second_by=fact.second_by,
    )


def _erasure(state: Stated, fact: requests.ErasureDecided) -> None:
    change(state.requests, fact.request, erasure=fact.outcome)
    for person in dict.fromkeys((fact.person, *fact.pseudonyms)):
        _restrict(state, person, fact.request)
    forget(state, *fact.erased)
    let_go(state, *fact.things)


def _restricted(state: Stated, fact: requests.RestrictionSet) -> None:
    for restricted in fact.things or (fact.person,):
        _restrict(state, restricted, fact.request)


def _restrict(state: Stated, restricted: str, request: str) -> None:
    state.restricted[restricted] = tuple(dict.fromkeys((*state.restricted.get(restricted, ()), request)))


def _lifted(state: Stated, fact: requests.RestrictionLifted) -> None:
    """What another request restricts too stays restricted."""
    for restricted, by in list(state.restricted.items()):
        left = tuple(each for each in by if each != fact.request)
        if left:
            state.restricted[restricted] = left
        else:
            del state.restricted[restricted]


def _held(state: Stated, fact: requests.HoldPlaced) -> None:
    state.members.setdefault(fact.person)
    state.held[fact.hold] = fact.person


def _let_go(state: Stated, fact: requests.HoldLifted) -> None:
    state.held.pop(fact.hold, None)


REQUEST_FOLDS: Folds = {
    requests.RequestReceived: _received,
    requests.RequestExtended: _extended,
    requests.OwnerAsked: _owner_asked,
    requests.AdviceGiven: _advised,
    requests.RequestReminded: _reminded,
    requests.DecisionProposed: _proposed,
    requests.RequestDecided: _decided,
    requests.ErasureDecided: _erasure,
    requests.RestrictionSet: _restricted,
    requests.RestrictionLifted: _lifted,
    requests.HoldPlaced: _held,
    requests.HoldLifted: _let_go,
}
