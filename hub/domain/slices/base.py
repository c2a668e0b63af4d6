"""What every slice shares: its working copy of the family's state, the policy, and one way to record a fact."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

import msgspec
from eventsourcing.dcb.domain import Selector, Slice, Tagged

from hub.domain.ages import AgeBand
from hub.domain.circumstances import Circumstances
from hub.domain.errors import UnknownThing
from hub.domain.facts.base import Fact
from hub.domain.family import FamilyState
from hub.domain.items import Item
from hub.domain.policy import Policy
from hub.domain.profiles import INSPECTORATE

ItemT = TypeVar("ItemT", bound=Item)


class Situation(Protocol):
    """What the ledger hands to a slice: see ``hub.ledger.ports.Context``."""

    @property
    def state(self) -> Any:  # noqa: ANN401 - the ledger is generic over the state it folds
        """The family's state, as this slice's own working copy."""

    @property
    def persons(self) -> tuple[str, ...]:
        """The pseudonyms of the command's subjects, in their order."""

    @property
    def now(self) -> datetime:
        """The domain clock, UTC."""

    @property
    def ages(self) -> Mapping[str, Any]:
        """Age bands by pseudonym."""

    @property
    def ids(self) -> Callable[[], str]:
        """Makes random identifiers."""

    @property
    def policy(self) -> Any:  # noqa: ANN401 - as above
        """Who takes part and what is configured, as of this very transaction."""

    @property
    def circle(self) -> Collection[str] | None:
        """Everyone whose facts were read; None: everyone in the state."""


class HubSlice(Slice[Fact]):
    """A decision over one family's state. Pure: clock, identifiers and ages come in with the situation.

    A subclass checks, records and raises in ``execute``; a ``Refusal`` raised there leaves nothing behind, since
    ``state`` is this slice's own copy.
    """

    outcome: Any = None
    professional: str | None = None
    """On whose name this is decided, by the organisation's own code; set by whoever makes the slice."""
    joined: bool = False
    """Before it was decided it turned out who belongs together: every rule looks, not only those of the change."""
    saw: Mapping[str, str] = MappingProxyType({})
    """What the acting organisation could see, item and ground, when the rules last looked for it."""

    def __init__(self, situation: Situation, policy: Policy, organisation: str) -> None:
        self.state: FamilyState = situation.state
        self.persons = situation.persons
        self.now = situation.now
        self.ages: Mapping[str, AgeBand] = situation.ages
        self.ids = situation.ids
        self.circle = situation.circle
        self.policy = policy
        self.organisation = organisation

    def consistency_boundary(self) -> list[Selector]:
        """Every fact about anyone of the circle. The ledger's writer reads and locks by it."""
        return [Selector(tags=[f"person:{person}"]) for person in self.state.members]

    def record(self, fact: Fact, *, own_act: bool = True) -> None:
        """Take the fact into this slice's state and keep it for the ledger, on the name of who acts.

        ``own_act`` False: it follows for another organisation, and stays on the name that it has.
        """
        if own_act and self.professional is not None and fact.ACT:
            fact = msgspec.structs.replace(fact, by=self.professional)
        fact = self._under_its_profile(fact)
        fact.mutate(self)
        self.new_decisions.append(Tagged(tags=list(fact.tags()), decision=fact))

    def _under_its_profile(self, fact: Fact) -> Fact:
        """An item keeps the profile under which it is recorded now (DOMAIN.md 5.7)."""
        under = self.policy.disclosure.records_under
        if under == INSPECTORATE or "profile" not in fact.__struct_fields__:
            return fact
        return msgspec.structs.replace(fact, profile=under.id, profile_version=under.version)

    def circumstances(self) -> Circumstances:
        """What a disclosure decision depends on, as it stands in this slice now."""
        return Circumstances(
            self.state,
            self.state.ages(self.ages),
            self.policy.catalogue,
            self.now,
            self.policy.organisations,
            self.policy.disclosure,
        )

    def as_one(self, persons: Iterable[str]) -> frozenset[str]:
        """Pseudonyms as the family reads them: those of one person are one (``hub.domain.linked``)."""
        return frozenset(self.state.names.get(person, person) for person in persons)

    def read(self, persons: Iterable[str]) -> tuple[str, ...]:
        """Of these persons those whose facts were read: whom only a consent names belongs to another circle."""
        return tuple(person for person in persons if self.circle is None or person in self.circle)

    def stated(self, item: ItemT) -> ItemT:
        """An item of the family as it was stated: what it is about goes into a fact so, and never as it is read."""
        found: Any = self.state.as_stated.items.get(item.id, item)
        return found  # type: ignore[no-any-return]

    def own(self, item: str) -> Item:
        """An item of the acting organisation. Raises ``UnknownThing`` for another's, exactly as for none at all."""
        found = self.state.items.get(item)
        if found is None or found.owner != self.organisation:
            raise UnknownThing
        return found
