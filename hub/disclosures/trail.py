"""What one answer tells of whom: the trail that it leaves, per data subject."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from hub.domain.looking import Looked


class Shown(msgspec.Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """One thing that was shown, with its ground and the profile, by name and version, that decided so."""

    thing: str
    ground: str
    profile: str
    version: int
    bare: bool = False
    """No more than that its owner is involved."""


class Part(NamedTuple):
    """What an answer tells of one data subject; of nobody that the hub knows, where ``person`` is None."""

    person: str | None
    shown: tuple[Shown, ...]
    sealed: tuple[str, ...]


class Trail:
    """Whom was asked about, and everything that was decided on for the answer, shown or sealed.

    An answer about nobody leaves none. One that finds nobody still says that something was asked: ``Trail([None])``.
    """

    __slots__ = ("asked", "looked")

    def __init__(self, asked: Iterable[str | None] = (), looked: Iterable[Looked] = ()) -> None:
        self.asked = tuple(dict.fromkeys(asked))
        self.looked = tuple(looked)

    def parts(self) -> Iterator[Part]:
        """One part per data subject, who was asked about first.

        Of a person about whom nothing was asked and nothing is shown there is none: what stayed sealed about them
        alone is told with the question it belonged to.
        """
        shown: dict[str | None, list[Shown]] = {person: [] for person in self.asked}
        for each in self.looked:
            if each.ground is not None:
                told = Shown(
                    thing=each.thing, ground=each.ground, profile=each.profile, version=each.version, bare=each.bare
                )
                for person in each.about or [*shown][:1]:
                    shown.setdefault(person, []).append(told)
        sealed: dict[str | None, list[str]] = {person: [] for person in shown}
        for each in self.looked:
            if each.ground is None:
                concerned: list[str | None] = [one for one in each.about if one in shown]
                for one in concerned or [*shown][:1]:
                    sealed[one].append(each.thing)
        for subject, things in shown.items():
            yield Part(subject, tuple(things), tuple(sealed[subject]))


def combined(trails: Iterable[Trail]) -> Trail:
    """The trail of an answer that is made of several; what more than one of them looked at is told once."""
    kept = tuple(trails)
    return Trail(
        (person for trail in kept for person in trail.asked),
        dict.fromkeys(looked for trail in kept for looked in trail.looked),
    )
