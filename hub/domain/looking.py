"""What a decision looked at: the trace that an answer leaves in the disclosure log."""

from collections.abc import Iterable

import msgspec

from hub.domain.items import Item


class Looked(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing on which the disclosure decision was asked for one viewer: shown on a ground, or sealed.

    ``about`` are the data subjects, as pseudonyms. ``profile`` and ``version`` name the profile that decided.
    """

    thing: str
    about: tuple[str, ...]
    ground: str | None
    """None: sealed."""
    profile: str = "inspectorate"
    version: int = 1
    bare: bool = False
    """No more was shown than that its owner is involved."""


def shown(item: Item, ground: str, *, bare: bool = False) -> Looked:
    """That this item was shown on this ground; ``bare``: no more than that its owner is involved."""
    return Looked(
        thing=item.id,
        about=item.about,
        ground=ground,
        profile=item.profile,
        version=item.profile_version,
        bare=bare,
    )


def sealed(items: Iterable[Item]) -> tuple[Looked, ...]:
    """That these items stayed sealed."""
    return tuple(
        Looked(thing=item.id, about=item.about, ground=None, profile=item.profile, version=item.profile_version)
        for item in items
    )
