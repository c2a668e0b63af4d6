"""The fold of reviews of who is one person. Links change how a family is read: ``hub.domain.family`` takes those in."""

import msgspec

from hub.domain.facts import identity
from hub.domain.folding.stated import Folds, Stated
from hub.domain.items import IdentityReview


def _review_opened(state: Stated, fact: identity.IdentityReviewOpened) -> None:
    state.members.setdefault(fact.person)
    state.reviews[fact.review] = IdentityReview(id=fact.review, person=fact.person, likely=fact.likely)


def _review_decided(state: Stated, fact: identity.IdentityReviewDecided) -> None:
    review = state.reviews.get(fact.review)
    if review is not None:
        state.reviews[fact.review] = msgspec.structs.replace(review, decided=True)


IDENTITY_FOLDS: Folds = {
    identity.IdentityReviewOpened: _review_opened,
    identity.IdentityReviewDecided: _review_decided,
}
