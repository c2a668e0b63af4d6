"""A family's state: the fold of every fact about the persons of one circle. Folding accepts everything ever stored."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self

from hub.domain.ages import AgeBand
from hub.domain.columns import NOTHING, Sorted
from hub.domain.facts import base, identity
from hub.domain.folding.sharing import fold_consents
from hub.domain.folding.stated import CONTAINERS, OF_CONSENT, Stated
from hub.domain.folding.table import FOLDS
from hub.domain.items import Coordination, Handover, Watch
from hub.domain.kept import Kept
from hub.domain.linked import Readings, as_one, read_mapping, representatives
from hub.domain.registered import latest_of
from hub.domain.sortings import ASKS, KIND, OWNER


class FamilyState(Stated):
    """Everything known about the persons of a circle, sealed or not; ``hub.domain.disclosure`` decides who sees it.

    ``fork`` makes a cheap copy: a slice works on the fork, so that a refused command leaves nothing behind.

    Linked pseudonyms are read as one person (``hub.domain.linked``). Facts always name persons as they were stated;
    ``as_stated`` is the family so, and what a fact is made of comes from there.
    """

    __slots__ = ("as_sorted", "kept", "links", "names", "now_sorted", "readings", "stated")

    def __init__(self) -> None:
        self.links: dict[str, tuple[str, str]] = {}
        self.names: Mapping[str, str] = {}
        """Every linked pseudonym -> the one by which its group is read here."""
        self.readings: Readings = {}
        """How each thing of a family with links was read last; shared by forks, since a reading never changes."""
        self.kept = Kept()
        """The items as they were sorted last; shared by forks, since what is sorted never changes."""
        self.now_sorted: Sorted | None = None
        """The items sorted, as they were when somebody last asked."""
        self.as_sorted = True
        """No fact was folded since."""
        self.stated: FamilyState | None = None
        super().__init__()

    def fork(self) -> Self:
        """A copy that shares the (frozen) values and none of the containers."""
        copy = type(self).__new__(type(self))
        copy.links, copy.names, copy.readings, copy.kept = self.links, self.names, self.readings, self.kept
        copy.now_sorted, copy.as_sorted = self.now_sorted, self.as_sorted
        if self.stated is not None:
            copy.stated = self.stated.fork()
            return copy
        copy.stated = None
        for slot in CONTAINERS:
            setattr(copy, slot, getattr(self, slot).copy())
        return copy

    def fold(self, fact: base.Fact) -> None:
        """Take one fact in. Facts of unknown kinds are for other readers and change nothing here."""
        self.as_sorted = self.as_stated.as_sorted = False
        if isinstance(fact, identity.PersonsLinked):
            self.link({fact.link: fact.persons})
        elif isinstance(fact, identity.PersonsUnlinked):
            self.unlink(fact.link)
        elif (fold := FOLDS.get(type(fact))) is not None:
            fold(self.as_stated, fact)
            if self.stated is not None:  # how it reads is worked out when somebody reads it
                self._let_go()

    @property
    def as_stated(self) -> "FamilyState":
        """The family with every pseudonym as it was stated."""
        return self if self.stated is None else self.stated

    @property
    def everyone(self) -> Iterable[str]:
        """Every pseudonym of the circle, linked ones too."""
        return self.as_stated.members

    def pseudonyms_of(self, person: str) -> tuple[str, ...]:
        """Every pseudonym that is read as one person with this."""
        name = self.names.get(person)
        if name is None:
            return (person,)
        return tuple(sorted(each for each, read_as in self.names.items() if read_as == name))

    def has_secret_address(self, person: str) -> bool:
        """Whether the register says that the address of this person may not be supplied; False where nobody asked."""
        answers = self.registered.get(self.names.get(person, person))
        return answers is not None and latest_of(answers).secret

    def ages(self, bands: Mapping[str, AgeBand]) -> Mapping[str, AgeBand]:
        """Age bands as they count for the persons of this state."""
        return as_one(bands, self.names) if self.names else bands

    def link(self, links: Mapping[str, tuple[str, str]]) -> None:
        """Read the two pseudonyms of each of these links as one person, beside those linked already."""
        for persons in links.values():
            self.as_stated.members.update(dict.fromkeys(persons))
        self._relink(self.links | dict(links))

    def unlink(self, link: str) -> None:
        """Read the two pseudonyms of a link apart again, unless another link has them."""
        self._relink({known: persons for known, persons in self.links.items() if known != link})

    def _relink(self, links: dict[str, tuple[str, str]]) -> None:
        stated = self.as_stated
        self.links, self.names, self.readings = links, representatives(links), {}
        self.kept, self.now_sorted = Kept(), None
        if links and self.stated is None:
            self.stated = FamilyState()
            _move(stated, self.stated)
        if links:
            self._let_go()
        elif self.stated is not None:
            self.stated = None
            _move(stated, self)

    def _read_consents(self) -> None:
        """What stands of the consents of linked persons: who answers or withdraws as one of them does so as the other,
        which no merging of what stands under each pseudonym could tell.
        """
        read = Stated()
        fold_consents(read, self.consenting.values())
        for slot in OF_CONSENT:
            setattr(self, slot, getattr(read, slot))

    def _let_go(self) -> None:
        for slot in CONTAINERS:
            if _is_set(self, slot):
                delattr(self, slot)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a container that was let go
            """Work out how a container of a family with links reads, once somebody reads it."""
            if name not in CONTAINERS:
                raise AttributeError(name)
            if name in OF_CONSENT:
                self._read_consents()
                return getattr(self, name)
            stated = getattr(self.as_stated, name)
            container = read_mapping(stated, self.names, self.readings.setdefault(name, {}))
            setattr(self, name, container)
            return container

    @property
    def sorted(self) -> Sorted:
        """Everything of the family as it is now, sorted."""
        known = self.now_sorted
        if known is None or not self.as_sorted:
            items = tuple(self.items.values())
            if known is None or not known.of(items):
                known = self.now_sorted = self.kept.sorted(None, items)
            self.as_sorted = True
        return known

    @property
    def parties(self) -> frozenset[str]:
        """Every organisation with a stake in this family: owners, named recipients, directory, offers, matches."""
        items = self.sorted
        parties = set(items.by(OWNER))
        parties.update(entry.owner for entry in self.directory.values())
        parties.update(consent.owner for consent in self.consents.values())
        offers = (item for kind in (Coordination, Watch, Handover) for item in items.by(KIND).get(kind, NOTHING).items)
        parties.update(item.offered_to for item in offers if item.offered_to is not None)
        parties.update(items.by(ASKS))
        return frozenset(parties)


def _is_set(state: FamilyState, slot: str) -> bool:
    try:
        object.__getattribute__(state, slot)
    except AttributeError:
        return False
    return True


def _move(one: FamilyState, other: FamilyState) -> None:
    """Hand the containers of one state over to another."""
    for slot in CONTAINERS:
        setattr(other, slot, getattr(one, slot))
