"""A set of items that somebody may see, with what follows from the items alone: whoever sees the same shares it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from hub.domain.ages import AgeBand
from hub.domain.catalogue import Catalogue
from hub.domain.items import Coordination, FollowUp, Handover, Item, Membership, Signal, Watch
from hub.domain.once import once

MINOR_BANDS = frozenset(AgeBand) - {AgeBand.ADULT, AgeBand.UNKNOWN, AgeBand.EIGHTEEN_TO_TWENTY_TWO}
"""Expected or under eighteen: then a child of the family, whatever memberships say."""

SomeItem = TypeVar("SomeItem", bound=Item)


class Seen:
    """Items as they were disclosed, sorted out once. Nothing here depends on who sees them."""

    def __init__(self, items: tuple[Item, ...], now: datetime, catalogue: Catalogue) -> None:
        self.items = items
        self.now = now
        self.catalogue = catalogue

    @once
    def kinds(self) -> dict[type[Item], list[Any]]:
        """The items by what they are, in their order."""
        kinds: dict[type[Item], list[Any]] = {}
        for item in self.items:
            of = kinds.get(type(item))
            if of is None:
                kinds[type(item)] = [item]
            else:
                of.append(item)
        return kinds

    def of(self, kind: type[SomeItem]) -> list[SomeItem]:
        """The items of one kind."""
        return self.kinds.get(kind, [])

    @once
    def active(self) -> list[Signal]:
        """Signals that have not ended, expired or been retracted."""
        now = self.now
        return [signal for signal in self.of(Signal) if signal.active(now)]

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

    @once
    def concerns_on_record(self) -> dict[Any, list[Signal]]:
        """Kept by ``hub.domain.rules.history``: how far back -> the concerns that rules marked * may read."""
        return {}

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
        for person in {p for s in self.of(Signal) for p, band in s.bands.items() if band in MINOR_BANDS}:
            roles.setdefault(person, set()).add("child")
        return roles

    @once
    def abouts(self) -> tuple[tuple[str, ...], ...]:
        """Whom the items are about, each combination of persons once: few, however many items there are."""
        return tuple(dict.fromkeys(item.about for item in self.items))

    @once
    def persons(self) -> tuple[str, ...]:
        """The persons, in the order in which the hub met them."""
        return tuple(dict.fromkeys(person for about in self.abouts for person in about))

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
