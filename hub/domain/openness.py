"""Whether an item is open to anybody at all, whoever is there: by what its owner itself opened (DOMAIN.md 6)."""

from collections.abc import Iterator

from hub.domain.bare import opened_by_profile
from hub.domain.circumstances import Circumstances
from hub.domain.consent import consent_opens_to_somebody
from hub.domain.disclosure import Ground, is_restricted
from hub.domain.excepting import covers
from hub.domain.items import Item


def openness(item: Item, circumstances: Circumstances) -> frozenset[Ground]:
    """The grounds on which an item is open to anybody at all, whoever is there; none: it is sealed (DOMAIN.md 6).

    Depends on the owner's own consents and exceptions only, so that the answer tells the owner nothing of others.
    """
    return frozenset(_open_on(item, circumstances))


def is_sealed(item: Item, circumstances: Circumstances) -> bool:
    """Whether an item is open to nobody at all, whoever is there: it has no ground of ``openness``."""
    return next(_open_on(item, circumstances), None) is None


def _open_on(item: Item, where: Circumstances) -> Iterator[Ground]:
    if not is_restricted(item, where):
        if consent_opens_to_somebody(item, where):
            yield Ground.CONSENT
        if opened_by_profile(item, where):
            yield Ground.PROFILE
    if any(e.open(where.now) and covers(e, item) for e in where.family.exceptions.values()):
        yield Ground.EXCEPTION
