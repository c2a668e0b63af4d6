"""How an item is told of to whom not all of it may be told: bare, or as if a shielded stay went on (DOMAIN.md 5)."""

from typing import TypeVar

import msgspec

from hub.domain.circumstances import Circumstances
from hub.domain.family import FamilyState
from hub.domain.informing import everyone_told
from hub.domain.items import Item, Signal

SomeItem = TypeVar("SomeItem", bound=Item)


def bare(item: SomeItem, about: tuple[str, ...]) -> SomeItem:
    """A signal of which only is told that its owner is involved with these persons: not what, how bad, when, or with
    whom else. Who to reach stays.
    """
    if not isinstance(item, Signal):
        raise TypeError("only a signal can be told of so")
    return msgspec.structs.replace(
        item,
        about=about,
        subject=item.subject if item.subject in about else about[0],
        occurred_at=item.recorded_at,
        concern=False,
        category=None,
        severity=None,
        household=(),
        kindcheck=None,
        bands={},
        report_to_veilig_thuis=None,
        through=None,
        effect_at=None,
        unsafe_to_ask=(),
        asked_to_weigh=None,
        informing=(),
        informed=False,
    )


def as_told(item: SomeItem, viewer: str, family: FamilyState) -> SomeItem:
    """The end of a shielded involvement is told only to those whom its owner names; to others it goes on (5.5)."""
    ended = isinstance(item, Signal) and item.shielded and not item.concern and item.ended_at is not None
    if not ended or item.owner == viewer:
        return item
    named = family.named_by_shelter
    if any(viewer in named.get((item.owner, person), ()) for person in item.about):
        return item
    return msgspec.structs.replace(item, ended_at=None, end_recorded_at=None, outcome=None)


def opened_by_profile(item: Item, where: Circumstances) -> bool:
    """Whether the profile under which a signal was recorded lets be told that its owner is involved (DOMAIN.md 5.7).

    Everybody who is to be told of it was (2.4), and for nobody is that deferred.
    """
    if not isinstance(item, Signal) or not item.informed:
        return False
    after_informing = where.rules.profile_of(item.profile, item.profile_version).after_informing
    return item.kind in after_informing and everyone_told(item)
