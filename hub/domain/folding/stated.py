"""What is stated of a family: everything that was recorded about the persons of one circle, as it was recorded."""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from hub.domain.facts import base, matches, reasons, sharing
from hub.domain.items import DirectoryEntry, IdentityReview, Item, SafetyException
from hub.domain.looks import Look
from hub.domain.match import Match
from hub.domain.registered import Registration
from hub.domain.relatives import Relatives
from hub.domain.requests import DataRequest

ConsentKey = tuple[str, str]
"""(owner organisation, giver): the latest record per giver and organisation counts (DOMAIN.md 3.3)."""

AboutConsent = sharing.ConsentRecorded | sharing.ConsentWithdrawn | sharing.ConsentConfirmed

OF_CONSENT: Final = ("consents", "withdrawn", "confirmed")
"""Containers that follow from ``consenting``: of one giver the latest goes before all that was answered until then."""

CONTAINERS: Final = (
    "authority",
    "confirmed",
    "confirmed_reasons",
    "consenting",
    "consents",
    "deadlines",
    "directory",
    "erased",
    "exceptions",
    "held",
    "items",
    "looks",
    "matches",
    "members",
    "named_by_shelter",
    "refused_reasons",
    "registered",
    "relatives",
    "requests",
    "restricted",
    "reviews",
    "seconded",
    "undeterminable",
    "withdrawn",
)
"""The names of the containers of ``Stated``."""


class Stated:
    """What every fact about the persons of a circle has left behind, sealed or not.

    The values are frozen; the folds of this package change the containers only.
    """

    __slots__ = CONTAINERS

    def __init__(self) -> None:
        self.items: dict[str, Item] = {}
        self.consenting: dict[int, AboutConsent] = {}
        """What was answered, withdrawn and confirmed, in order: ``consents``, ``withdrawn`` and ``confirmed`` follow
        from this, for linked persons too."""
        self.consents: dict[ConsentKey, sharing.ConsentRecorded] = {}
        self.withdrawn: dict[ConsentKey, sharing.ConsentRecorded] = {}
        """What was the latest record until it was withdrawn, and nothing since."""
        self.confirmed: dict[ConsentKey, tuple[tuple[str, str], ...]] = {}
        """(owner, giver) -> consents that others recorded (organisation, consent) and that the owner confirmed."""
        self.seconded: dict[str, str | None] = {}
        """Consents whose passing of those with authority a second professional confirmed -> that professional."""
        self.undeterminable: dict[str, frozenset[str]] = {}
        """child -> the sources that cannot determine who holds authority over it."""
        self.exceptions: dict[str, SafetyException] = {}
        self.directory: dict[str, DirectoryEntry] = {}
        self.named_by_shelter: dict[ConsentKey, frozenset[str]] = {}
        """(shielded owner, person) -> the recipients it named."""
        self.matches: dict[str, Match] = {}
        self.deadlines: dict[str, matches.Deadline] = {}
        self.reviews: dict[str, IdentityReview] = {}
        self.members: dict[str, None] = {}
        """Every person of the circle, in the order in which the hub met them."""
        self.authority: dict[str, frozenset[str]] = {}
        """child -> everyone of whom anybody states that they hold authority: the strictest reading (DOMAIN.md 3.1)."""
        self.registered: dict[str, tuple[Registration, ...]] = {}
        """person -> what the population register answered about it, in the order in which it was asked."""
        self.confirmed_reasons: dict[ConsentKey, reasons.ReasonConfirmed] = {}
        """(organisation, person) -> the last confirmation of its reason to know this person (DOMAIN.md 5.3)."""
        self.refused_reasons: dict[ConsentKey, reasons.LookReviewed] = {}
        """(organisation, person) -> the last judgement that its own doing is no reason to know this person."""
        self.looks: dict[str, Look] = {}
        """Looks that a second professional judges (DOMAIN.md 5.3)."""
        self.relatives: dict[str, Relatives] = {}
        """Declared relatives of professionals, by declaration."""
        self.requests: dict[str, DataRequest] = {}
        """Requests of the family, about whomever of the circle (DOMAIN.md 12)."""
        self.restricted: dict[str, tuple[str, ...]] = {}
        """A person, or a thing by its identifier -> the requests by which it is shown to nobody (GDPR 18)."""
        self.held: dict[str, str] = {}
        """hold -> the person who is not erased as long as it stands."""
        self.erased: dict[str, None] = {}
        """Persons who were erased or forgotten: nobody knows any more who they are (DOMAIN.md 12)."""

    def meet(self, *persons: str) -> None:
        """Count these persons among the circle."""
        for person in persons:
            self.members.setdefault(person)


Folds = dict[type[base.Fact], Callable[[Stated, Any], None]]
"""How each fact changes what is stated: one small function per kind of fact."""


def change(kept: dict[str, Any], key: str, **fields: Any) -> None:  # noqa: ANN401 - of any kind of thing
    """Change these fields of what stands under this key, if anything does."""
    if key in kept:
        kept[key] = msgspec.structs.replace(kept[key], **fields)
