"""A set of items that somebody may see, with what follows from the items alone: whoever sees the same shares it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, TypeVar

from hub.domain.catalogue import Catalogue
from hub.domain.columns import NO_DATES, NOTHING, Dated, Sorted
from hub.domain.items import Coordination, FollowUp, Handover, Item, Membership, Signal, Watch
from hub.domain.once import once
from hub.domain.sortings import ABOUT, CONCERNS, ENDS, KIND, MEASURES, MINORS, TOLD_ENDS, UNENDED

SomeItem = TypeVar("SomeItem", bound=Item)


class Seen:
    """Items as they were disclosed, sorted out once. Nothing here depends on who sees them.

    ``sorted`` may have been kept since an earlier decision; what depends on the moment is worked out here.
    """

    def __init__(self, items: Sorted, now: datetime, catalogue: Catalogue) -> None:
        self.sorted = items
        self.now = now
        self.catalogue = catalogue

    @property
    def items(self) -> Sequence[Item]:
        """Everything disclosed, in the order in which it was recorded."""
        return self.sorted.items

    def of(self, kind: type[SomeItem]) -> list[SomeItem]:
        """The items of one kind, in their order."""
        return self.sorted.by(KIND).get(kind, NOTHING).items  # type: ignore[no-any-return]

    @once
    def active(self) -> list[Signal]:
        """Signals that have not ended, expired or been retracted."""
        now = self.now
        column = self.sorted.by(UNENDED).get(None, NOTHING)
        ends = self.sorted.by(ENDS).get(None, NO_DATES)
        late = ends.items[ends.since(now) :]  # an end at this very moment still counts
        if not late:
            return [signal for signal in column.items if signal.active(now)]
        place = {id(item): place for place, item in enumerate(self.items)}
        return sorted((s for s in (*column.items, *late) if s.active(now)), key=lambda signal: place[id(signal)])

    @once
    def active_about(self) -> dict[str, list[Signal]]:
        """person -> the active signals about that person."""
        about: dict[str, list[Signal]] = {}
        for signal in self.active:
            for person in signal.about:
                about.setdefault(person, []).append(signal)
        return about

    @once
    def concerns(self) -> list[Signal]:
        """Open concerns."""
        return [signal for signal in self.active if signal.concern]

    @once
    def safety_concerns(self) -> list[Signal]:
        """Open safety concerns."""
        return [signal for signal in self.concerns if self.catalogue.is_safety(signal.category)]

    @once
    def found(self) -> dict[str, tuple[Any, ...]]:
        """Kept by ``hub.domain.matching``: what rules find that is the same for all who see these items."""
        return {}

    @property
    def unended(self) -> list[Signal]:
        """Signals that nobody ended, expired ones too, in their order."""
        return self.sorted.by(UNENDED).get(None, NOTHING).items  # type: ignore[no-any-return]

    @property
    def ends_told(self) -> list[Signal]:
        """Signals that ended, by when the hub was told."""
        return self.sorted.by(TOLD_ENDS).get(None, NO_DATES).items  # type: ignore[no-any-return]

    def ends_told_since(self, moment: datetime) -> list[Signal]:
        """Those of whose end the hub was told at this moment (UTC) or later."""
        ends = self.sorted.by(TOLD_ENDS).get(None, NO_DATES)
        return ends.items[ends.since(moment) :]  # type: ignore[no-any-return]

    @property
    def measures(self) -> list[Signal]:
        """The signals that tell of a measure with a day on which it takes effect."""
        return self.sorted.by(MEASURES).get(None, NOTHING).items  # type: ignore[no-any-return]

    def concerns_by_date(self, category: str | None = None) -> Dated:
        """Concerns by when they occurred, ended ones included; of one category where it is named."""
        return self.sorted.by(CONCERNS).get(category, NO_DATES)  # type: ignore[no-any-return]

    @once
    def memberships(self) -> list[Membership]:
        """Memberships that have not ended."""
        now = self.now
        return [item for item in self.of(Membership) if item.until is None or now < item.until]

    @once
    def follow_ups(self) -> list[FollowUp]:
        """Coded follow-up facts."""
        return self.of(FollowUp)

    @once
    def coordinations(self) -> list[Coordination]:
        """Coordinations, whatever their step."""
        return self.of(Coordination)

    @once
    def coordinator(self) -> Coordination | None:
        """The accepted coordination, of several that could not see each other the first, or None."""
        accepted = (c for c in self.coordinations if c.step == "accepted")
        return min(accepted, key=lambda each: (each.occurred_at, each.id), default=None)

    @once
    def watches(self) -> list[Watch]:
        """Watches, whatever their step."""
        return self.of(Watch)

    @once
    def handovers(self) -> list[Handover]:
        """Handovers, whatever their step."""
        return self.of(Handover)

    @once
    def roles(self) -> dict[str, set[str]]:
        """person -> the roles that memberships give it, and child by age."""
        roles: dict[str, set[str]] = {}
        stated = {(m.person, m.role, m.of, m.of_role): None for m in self.memberships}
        for person, role, of, of_role in stated:
            roles.setdefault(person, set()).add(role)
            if of_role is not None:
                roles.setdefault(of, set()).add(of_role)
        for person in self.sorted.by(MINORS):
            roles.setdefault(person, set()).add("child")
        return roles

    @once
    def abouts(self) -> tuple[tuple[str, ...], ...]:
        """Whom the items are about, each combination of persons once: few, however many items there are."""
        columns = self.sorted.by(ABOUT)
        return tuple(sorted(columns, key=lambda about: columns[about].keys[0]))

    @once
    def persons(self) -> tuple[str, ...]:
        """The persons, in the order in which the hub met them."""
        return tuple(dict.fromkeys(chain.from_iterable(self.abouts)))

    def components(self, kin: Iterable[frozenset[str]] = ()) -> list[set[str]]:
        """Persons linked through items that are about several of them, or by kin; the order follows the items."""
        seen = set(self.persons)
        components: list[set[str]] = []
        for about in (*self.abouts, *(group for group in kin if not group.isdisjoint(seen))):
            linked = set(about)
            apart = []
            for component in components:
                if linked.isdisjoint(component):
                    apart.append(component)
                else:
                    linked |= component
            components = [*apart, linked]
        return components
