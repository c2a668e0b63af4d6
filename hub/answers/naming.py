"""How organisations and persons are called in an answer, so that nobody learns more than the decision allowed."""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from hub.answers.notices import THROUGH_THE_HUB, Words
from hub.domain.disclosure import Disclosed, Ground
from hub.domain.items import Item, Signal
from hub.domain.organisations import Organisation, Organisations
from hub.people.identity import Identity


class OrganisationAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An organisation (organisatie), or only a label where its name may not be known."""

    id: str | None = None
    name: str | None = None
    label: Words | None = None


class PersonAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A person (persoon) by the viewer's own reference.

    Names and birth date come only where an item of another about this person is shown; of whom a viewer knows by
    itself alone, it is told nothing that others stated. An address is never told.
    """

    reference: str
    family_name: str | None = None
    given_names: str | None = None
    born: str | None = None
    due: str | None = None


class ProfessionalAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The professional whom to reach about an item: on whose name it stands, or who stands in for them now."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None


class ReachAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An organisation that is in view, and how to reach it: its professionals, and its duty contact."""

    organisation: OrganisationAnswer
    professionals: tuple[ProfessionalAnswer, ...] = ()
    duty_phone: str | None = None
    duty_email: str | None = None


class Names:
    """What one viewer may call persons and organisations.

    ``identities`` and ``professionals`` (by item) hold only what ``Showing.identifiable`` and ``reachable`` allow.
    """

    def __init__(
        self,
        viewer: Organisation,
        organisations: Organisations,
        reference: Callable[[str], str],
        identities: Mapping[str, Identity] | None = None,
        professionals: Mapping[str, ProfessionalAnswer] | None = None,
    ) -> None:
        self.viewer = viewer
        self.reference = reference
        self._organisations = organisations
        self._identities = identities or {}
        self._professionals = professionals or {}

    def person(self, person: str) -> PersonAnswer:
        """A person, as far as the viewer may know who it is."""
        known = self._identities.get(person)
        if known is None:
            return PersonAnswer(reference=self.reference(person))
        return PersonAnswer(
            reference=self.reference(person),
            family_name=known.family_name,
            given_names=known.given_names,
            born=known.born,
            due=known.due,
        )

    def organisation(self, organisation: str, *, hidden: bool = False) -> OrganisationAnswer:
        """An organisation by name, or as a label when nothing may narrow down which it is."""
        known = self._organisations.get(organisation)
        if organisation != self.viewer.id and (hidden or known is None or known.shielded):
            return OrganisationAnswer(label=THROUGH_THE_HUB)
        return OrganisationAnswer(id=organisation, name=organisation if known is None else known.name)

    def owner(self, each: Disclosed[Item]) -> OrganisationAnswer:
        """Whose item this is."""
        return self.organisation(each.item.owner, hidden=self.hides(each))

    def hides(self, each: Disclosed[Item]) -> bool:
        """Whether nothing may narrow down whose item this is: no name, date, contact or lane (DOMAIN.md 5.5)."""
        item = each.item
        if item.owner == self.viewer.id:
            return False
        owner = self._organisations.get(item.owner)
        return owner is None or owner.shielded or (isinstance(item, Signal) and item.shielded)

    def knows(self, organisation: str) -> bool:
        """Whether this is an organisation, and not a coded profession."""
        return organisation in self._organisations

    def reach(self, disclosed: Iterable[Disclosed[Item]]) -> tuple[ReachAnswer, ...]:
        """The other organisations behind these items, each once, and how to reach them."""
        by_owner: dict[str, list[Disclosed[Item]]] = {}
        for each in disclosed:
            if each.item.owner != self.viewer.id:
                by_owner.setdefault("" if self.hides(each) else each.item.owner, []).append(each)
        return tuple(self._reach(owner, by_owner[owner]) for owner in sorted(by_owner, key=lambda owner: not owner))

    def _reach(self, owner: str, items: list[Disclosed[Item]]) -> ReachAnswer:
        if not owner:
            return ReachAnswer(organisation=OrganisationAnswer(label=THROUGH_THE_HUB))
        known = self._organisations.get(owner)
        found = (self._professionals.get(each.item.id) for each in items)
        return ReachAnswer(
            organisation=self.organisation(owner),
            professionals=tuple(dict.fromkeys(each for each in found if each is not None)),
            duty_phone=None if known is None else known.phone,
            duty_email=None if known is None else known.duty_email,
        )


def reachable(disclosed: Iterable[Disclosed[Item]], names: Names) -> tuple[Disclosed[Item], ...]:
    """The items of others whose professional the viewer may reach."""
    return tuple(each for each in disclosed if each.ground is not Ground.OWN and not names.hides(each))
