"""What one recipient may see of a family: the only source of the matches it is shown (DOMAIN.md 6)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from hub.domain.alike import disclosed
from hub.domain.catalogue import LifeDomain
from hub.domain.circumstances import Circumstances
from hub.domain.columns import Sorted
from hub.domain.directory import RosterChange, directory_children, roster_changes
from hub.domain.disclosure import Ground, Standing
from hub.domain.family import FamilyState
from hub.domain.items import ADULT_ROLES, Coordination, FollowUp, Handover, Item, Membership, Signal, Watch
from hub.domain.match import Match
from hub.domain.once import once
from hub.domain.openness import is_sealed
from hub.domain.organisations import Organisation, Organisations, Sector
from hub.domain.own_sharing import NOTHING, OwnSharing, own_sharing
from hub.domain.registered import NO_KIN, Move
from hub.domain.seen import Seen

NOBODY = Organisations()


def _unknown(_: Item) -> bool:
    return False


class FamilyView:
    """One family as one recipient may see it at one moment: disclosed items only, linked by disclosed items only.

    ``now`` is the domain clock, UTC. ``serves`` are the persons for whom the recipient is basic care; these are its own
    entries and are never shown to anyone. What follows from the items alone is worked out once for everyone who sees
    the same (``Seen``).
    """

    def __init__(
        self,
        viewer: Organisation,
        seen: Seen,
        grounds: dict[str, Ground],
        serves: frozenset[str],
        organisations: Organisations = NOBODY,
    ) -> None:
        self.viewer = viewer
        self.seen = seen
        self.grounds = grounds
        self.now = seen.now
        self.catalogue = seen.catalogue
        self.serves = serves
        self.organisations = organisations
        self.find_own: Callable[[], OwnSharing] = lambda: NOTHING
        self.kin = NO_KIN
        """Who belongs together by the population register, seen here or not: it joins what is seen."""
        self.matches: tuple[Match, ...] = ()
        """The recipient's own matches in this family, withdrawn ones left out."""
        self.bare: frozenset[str] = frozenset()
        """The items of which the recipient learns only whose they are, and of whom (DOMAIN.md 5)."""
        self.roster_changes: tuple[RosterChange, ...] = ()
        self.is_sealed: Callable[[Item], bool] = _unknown
        """Whether an item of the recipient itself is open to nobody at all, whoever is there (DOMAIN.md 6)."""

    @once
    def own_sharing(self) -> OwnSharing:
        """What the recipient itself recorded about sharing: for its own duties."""
        return self.find_own()

    @property
    def items(self) -> Sequence[Item]:
        """Everything disclosed, in the order in which it was recorded."""
        return self.seen.items

    @property
    def signals(self) -> list[Signal]:
        """Every disclosed signal, ended ones included: rules marked * may read those (DOMAIN.md 9)."""
        return self.seen.of(Signal)

    @property
    def active(self) -> list[Signal]:
        """Signals that have not ended, expired or been retracted."""
        return self.seen.active

    @property
    def active_about(self) -> dict[str, list[Signal]]:
        """person -> the active signals about that person."""
        return self.seen.active_about

    @property
    def concerns(self) -> list[Signal]:
        """Open concerns."""
        return self.seen.concerns

    @property
    def safety_concerns(self) -> list[Signal]:
        """Open safety concerns."""
        return self.seen.safety_concerns

    @property
    def memberships(self) -> list[Membership]:
        """Memberships that have not ended."""
        return self.seen.memberships

    @property
    def follow_ups(self) -> list[FollowUp]:
        """Coded follow-up facts."""
        return self.seen.follow_ups

    @property
    def coordinations(self) -> list[Coordination]:
        """Coordinations, whatever their step."""
        return self.seen.coordinations

    @property
    def coordinator(self) -> Coordination | None:
        """The accepted coordination, of several that could not see each other the first, or None."""
        return self.seen.coordinator

    @property
    def watches(self) -> list[Watch]:
        """Watches, whatever their step."""
        return self.seen.watches

    @property
    def handovers(self) -> list[Handover]:
        """Handovers, whatever their step."""
        return self.seen.handovers

    @property
    def roles(self) -> dict[str, set[str]]:
        """person -> the roles that disclosed memberships give it."""
        return self.seen.roles

    @property
    def persons(self) -> tuple[str, ...]:
        """The persons of this family as the recipient sees it, in the order in which the hub met them."""
        return self.seen.persons

    @once
    def coordinates(self) -> bool:
        """Whether the recipient itself has accepted to coordinate."""
        return any(c.step == "accepted" and c.coordinator == self.viewer.id for c in self.coordinations)

    @once
    def children(self) -> tuple[str, ...]:
        """The children of this family as the recipient sees it."""
        served = (p for p in self.persons if p in self.serves and not self.is_adult(p))
        known = (p for p in self.persons if "child" in self.roles.get(p, ()))
        return tuple(dict.fromkeys((*known, *served)))

    def is_adult(self, person: str) -> bool:
        """Whether a disclosed membership makes this person an adult of the family. A mother of 22 is both."""
        return not ADULT_ROLES.isdisjoint(self.roles.get(person, ()))

    @property
    def died(self) -> frozenset[str]:
        """The children that died by the population register, seen here or not."""
        return self.kin.children_that_died

    def siblings(self, child: str) -> tuple[str, ...]:
        """Of the persons seen here, the brothers and sisters of a child by the register, half ones too."""
        siblings = self.kin.siblings(child)
        return tuple(person for person in self.persons if person in siblings)

    @once
    def moves(self) -> tuple[Move, ...]:
        """Moves of the persons seen here, as the register's answers show: that somebody moved, never where to."""
        return tuple(move for move in self.kin.moves() if move.person in self.persons)

    @once
    def involved_with_children(self) -> bool:
        """Whether the recipient itself signals about a child of the family, or is basic care for one."""
        own = (s for s in self.active if s.owner == self.viewer.id)
        children = set(self.children)
        return any(not children.isdisjoint(s.about) for s in own) or not children.isdisjoint(self.serves)

    def sector(self, item: Item) -> Sector | None:
        """The sector of the item's owner, for rules that ask of which profession it is."""
        owner = self.organisations.get(item.owner)
        return None if owner is None else owner.sector

    def domain(self, signal: Signal) -> LifeDomain | None:
        """The life domain of a concern; None for an involvement and for a category of any domain."""
        category = self.catalogue.get(signal.category) if signal.category else None
        return None if category is None or category.domain is LifeDomain.ANY else category.domain

    def of_others(self, items: Iterable[Item]) -> list[Item]:
        """Of these, the items of other organisations than the recipient."""
        return [item for item in items if item.owner != self.viewer.id]

    def families(self) -> Iterator["FamilyView"]:
        """This view, split where no disclosed item links its persons: a sealed link joins nothing."""
        first, *others = self.seen.components(self.kin.groups) or [set()]
        if not others:
            yield self
            return
        for component in (first, *others):
            items = tuple(item for item in self.items if not component.isdisjoint(item.about))
            grounds = {item.id: self.grounds[item.id] for item in items}
            seen = Seen(Sorted(items), self.now, self.catalogue)
            part = FamilyView(self.viewer, seen, grounds, self.serves & component, self.organisations)
            part.kin, part.find_own = self.kin, self.find_own
            part.is_sealed, part.bare = self.is_sealed, self.bare
            part.matches = tuple(match for match in self.matches if match.anchor in component)
            part.roster_changes = tuple(each for each in self.roster_changes if each.person in component)
            yield part


def see(standing: Standing) -> FamilyView:
    """Everything the viewer of ``standing`` may see now; split it with ``families`` before a rule reads it."""
    where = standing.circumstances
    serves = directory_children(where.family, standing.viewer.id, where.now)
    items, grounds, bare = disclosed(standing)
    view = FamilyView(standing.viewer, _seen(items, standing.viewer.id, where), grounds, serves, where.organisations)
    view.bare = bare
    view.is_sealed = lambda item: item.owner == standing.viewer.id and is_sealed(item, where)
    view.find_own = partial(own_sharing, standing.viewer.id, where)
    view.kin = NO_KIN if standing.viewer.enforcing else where.kinship
    view.matches = own_matches(where.family, view)
    view.roster_changes = roster_changes(where.family, where.organisations)
    return view


def _seen(items: Sequence[Item], viewer: str, where: Circumstances) -> Seen:
    """These very items, sorted out once for all who see them in these circumstances."""
    kept, whole = where.family.kept, where.sorted
    same = id(whole) if items is whole.items else tuple(map(id, items))
    if same not in where.seen:
        found = whole if items is whole.items else kept.sorted(viewer, items)
        where.seen[same] = Seen(found, where.now, where.catalogue)
    seen: Seen = where.seen[same]
    if seen.sorted is not whole:
        kept.keep(viewer, seen.sorted)
    return seen


def own_matches(family: FamilyState, view: FamilyView) -> tuple[Match, ...]:
    """The matches of the view's recipient that were not withdrawn, as far as they are about persons it sees."""
    persons, recipient = frozenset(view.persons), view.viewer.id
    own = (match for match in family.matches.values() if match.recipient == recipient and not match.withdrawn)
    return tuple(match for match in own if match.anchor in persons)


def view_of(viewer: Organisation, circumstances: Circumstances) -> FamilyView:
    """``see`` for a viewer whose standing was not worked out yet."""
    return see(Standing(viewer, circumstances))
