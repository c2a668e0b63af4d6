"""A family's state: the fold of every fact about the persons of one circle. Folding accepts everything ever stored."""

from typing import Self

from hub.domain.facts import base, matches, sharing
from hub.domain.folding import FOLDS
from hub.domain.items import DirectoryEntry, Item, Match, SafetyException
from hub.domain.requests import DataRequest

ConsentKey = tuple[str, str]
"""(owner organisation, giver): the latest record per giver and organisation counts (DOMAIN.md 3.3)."""


class FamilyState:
    """Everything known about the persons of a circle, sealed or not; ``hub.domain.disclosure`` decides who sees it.

    ``fork`` makes a cheap copy: a slice works on the fork, so that a refused command leaves nothing behind.
    """

    __slots__ = (
        "authority",
        "consents",
        "deadlines",
        "directory",
        "exceptions",
        "held",
        "items",
        "matches",
        "members",
        "named_by_shelter",
        "requests",
        "restricted",
    )

    def __init__(self) -> None:
        self.items: dict[str, Item] = {}
        self.consents: dict[ConsentKey, sharing.ConsentRecorded] = {}
        self.exceptions: dict[str, SafetyException] = {}
        self.directory: dict[str, DirectoryEntry] = {}
        self.named_by_shelter: dict[ConsentKey, frozenset[str]] = {}
        """(shielded owner, person) -> the recipients it named."""
        self.matches: dict[str, Match] = {}
        self.deadlines: dict[str, matches.Deadline] = {}
        self.members: dict[str, None] = {}
        """Every person of the circle, in the order in which the hub met them."""
        self.authority: dict[str, frozenset[str]] = {}
        """child -> everyone of whom anybody states that they hold authority: the strictest reading (DOMAIN.md 3.1)."""
        self.requests: dict[str, DataRequest] = {}
        """Requests of the family, about whomever of the circle (DOMAIN.md 12)."""
        self.restricted: dict[str, tuple[str, ...]] = {}
        """A person, or a thing by its identifier -> the requests by which it is shown to nobody (GDPR 18)."""
        self.held: dict[str, str] = {}
        """hold -> the person who is not erased as long as it stands."""

    def fork(self) -> Self:
        """A copy that shares the (frozen) values and none of the containers."""
        copy = type(self).__new__(type(self))
        for slot in self.__slots__:
            setattr(copy, slot, getattr(self, slot).copy())
        return copy

    def fold(self, fact: base.Fact) -> None:
        """Take one fact in. Facts of unknown kinds are for other readers and change nothing here."""
        fold = FOLDS.get(type(fact))
        if fold is not None:
            fold(self, fact)

    @property
    def parties(self) -> frozenset[str]:
        """Every organisation with a stake in this family: owners, named recipients, directory, offers, matches."""
        parties = {item.owner for item in self.items.values()}
        parties.update(entry.owner for entry in self.directory.values())
        parties.update(consent.owner for consent in self.consents.values())
        for item in self.items.values():
            if item.offered_to is not None:
                parties.add(item.offered_to)
        return frozenset(parties)
