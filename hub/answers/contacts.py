"""Whom to call about an item now: the professional on whose name it stands, or who stands in for them (Z3.3)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

import msgspec

from hub.answers.naming import ProfessionalAnswer
from hub.domain.disclosure import Disclosed
from hub.domain.items import Item
from hub.domain.opening import contacts_of
from hub.domain.professionals import Professionals


class _Stated(msgspec.Struct, frozen=True):
    """What came with a signal, as far as others may read it."""

    professional: ProfessionalAnswer | None = None


_stated: Final = msgspec.json.Decoder(_Stated).decode
_registered: Final = msgspec.json.Decoder(ProfessionalAnswer).decode


class Contacts:
    """Where the contacts of some items are kept, so that they are read in one go.

    ``opening`` says which contents of ``hub.people`` to read. Who left and has no successor or deputy has no contact
    here: then it is the organisation's duty contact.
    """

    def __init__(self, items: Iterable[Disclosed[Item]], professionals: Professionals, now: datetime) -> None:
        items = tuple(items)
        places = {each.item.id: _place(each.item, professionals, now) for each in items}
        self._places = {item: place for item, place in places.items() if place is not None}
        self.opening = contacts_of(items, self._places)

    def read_from(self, contents: Mapping[str, bytes]) -> dict[str, ProfessionalAnswer]:
        """By item, whom to call, from the contents that could be read."""
        found: dict[str, ProfessionalAnswer] = {}
        for item, place in self._places.items():
            raw = contents.get(place)
            contact = None if raw is None else _stated(raw).professional if place == item else _registered(raw)
            if contact is not None:
                found[item] = contact
        return found


def _place(item: Item, professionals: Professionals, now: datetime) -> str | None:
    """Under which identifier the contact of this item is kept: what is registered goes before what came with it."""
    if item.professional is None or professionals.get(item.owner, item.professional) is None:
        return item.id
    answers = professionals.responsible(item.owner, item.professional, now)
    if answers is None:
        return None
    return answers.contact or (item.id if answers.id == item.professional else None)
