"""The fold of what is found out about who is one person."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from hub.domain.facts import base, identity
from hub.domain.items import IdentityReview

if TYPE_CHECKING:
    from hub.domain.family import FamilyState


def _persons_linked(state: FamilyState, fact: identity.PersonsLinked) -> None:
    state.link({fact.link: fact.persons})


def _persons_unlinked(state: FamilyState, fact: identity.PersonsUnlinked) -> None:
    state.unlink(fact.link)


def _review_opened(state: FamilyState, fact: identity.IdentityReviewOpened) -> None:
    state.members.setdefault(fact.person)
    state.reviews[fact.review] = IdentityReview(id=fact.review, person=fact.person, likely=fact.likely)


def _review_decided(state: FamilyState, fact: identity.IdentityReviewDecided) -> None:
    review = state.reviews.get(fact.review)
    if review is not None:
        state.reviews[fact.review] = msgspec.structs.replace(review, decided=True)


IDENTITY_FOLDS: dict[type[base.Fact], Callable[[FamilyState, Any], None]] = {
    identity.PersonsLinked: _persons_linked,
    identity.PersonsUnlinked: _persons_unlinked,
    identity.IdentityReviewOpened: _review_opened,
    identity.IdentityReviewDecided: _review_decided,
}
