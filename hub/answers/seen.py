"""The citizen's log: who saw what of a person and on which ground, as far as that person may be told (DOMAIN.md 12).

It names organisations and not professionals, and leaves out shielded ones and what an organisation saw of its own. Each
line is decided on by itself, by what it showed: that something began to be withheld changes no line that was told of
before. So who asked and was shown nothing is never told, nor that the municipality was given a number: what these
depended on no line says.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import msgspec

from hub.answers import plain
from hub.answers.items import day_of
from hub.answers.notices import Words
from hub.disclosures.line import Line
from hub.domain.circumstances import Circumstances
from hub.domain.organisations import Organisations
from hub.domain.rights import is_withheld

OWN: Final = "own"
_RIGHTS: Final = "rights"
_SUPERVISION: Final = "supervision"
_TOLD_OF_ITEMS: Final = plain.GROUNDS.keys() - {_RIGHTS, _SUPERVISION}
RestedOn = Mapping[str, tuple[str, ...]]
"""By notification, the items that it rested on when it was sent, what was its recipient's own among them."""
_MESSAGES: Final = ("notify", "GET /v1/notifications")
_WHAT: Final = (
    ("GET /v1/disclosures", plain.CHECKED),
    ("POST /v1/disclosures", plain.CHECKED),
    ("POST /v1/signals", plain.PUBLISHED),
    *((begin, plain.WAS_TOLD) for begin in _MESSAGES),
)
"""How an operation begins, and what it is to the person it is about."""


class SawAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """That an organisation saw something, on a day, and on which grounds."""

    on: date
    organisation: str
    what: Words
    why: tuple[Words, ...]


def seen_by(
    lines: Iterable[Line], where: Circumstances, organisations: Organisations, rested_on: RestedOn
) -> tuple[tuple[SawAnswer, ...], tuple[Line, ...]]:
    """What may be told of who saw what, the latest first, each once a day; and the lines it rests on.

    ``lines`` are everything that the log has of one person, the latest first.
    """
    telling = _Telling(where, organisations, rested_on)
    for line in reversed([*lines]):
        telling.read(line)
    return tuple(reversed(telling.told)), tuple(reversed(telling.used))


class _Telling:
    """The lines read so far, in the order they were written: who read the log read earlier ones."""

    def __init__(self, where: Circumstances, organisations: Organisations, rested_on: RestedOn) -> None:
        self._where = where
        self._organisations = organisations
        self._rested_on = rested_on
        self._spans: set[str] = set()
        self.told: dict[SawAnswer, None] = {}
        self.used: list[Line] = []

    def read(self, line: Line) -> None:
        """Tell of a line, where it may be told of."""
        organisation = self._organisations.get(line.organisation)
        if organisation is None or organisation.shielded or self._by_its_own_secret(line):
            return
        grounds = {each.ground for each in line.shown if self._may_be_told_of(each.thing, each.ground, line)}
        if not grounds:
            return
        told = SawAnswer(
            on=day_of(line.ended),
            organisation=organisation.name,
            what=_what(line, grounds),
            why=tuple(plain.GROUNDS[each] for each in sorted(grounds)),
        )
        self.told.setdefault(told)
        self.used.append(line)
        self._spans.add(line.span.hex())

    def _by_its_own_secret(self, line: Line) -> bool:
        """Whether an organisation looked by what it said itself and of which nothing may be told: that it looked says
        that it spoke."""
        if line.operation.startswith(_MESSAGES):
            return False
        said = {each.thing for each in line.shown if each.ground == OWN} - self._where.family.matches.keys()
        return bool(said) and not any(self._is_told((thing,)) for thing in said)

    def _may_be_told_of(self, thing: str, ground: str, line: Line) -> bool:
        """Whether nothing is withheld of what was shown; of what is not there any more, nothing is told.

        Of a request who decides it is told, and not of an owner who was asked; of a look at the log, a look at lines
        that are told.
        """
        if ground == _RIGHTS:
            request = self._where.family.requests.get(thing)
            return request is not None and request.owner == line.organisation
        if ground == _SUPERVISION:
            return thing in self._spans
        return ground in _TOLD_OF_ITEMS and self._is_told(self._rested_on.get(thing, (thing,)))

    def _is_told(self, things: Iterable[str]) -> bool:
        """As strict as for who asks for another: a line of the log names who spoke by who was told."""
        items = [self._where.family.items.get(each) for each in things]
        return bool(items) and all(
            item is not None and is_withheld(item, self._where, self._organisations, by_representative=True) is None
            for item in items
        )


def _what(line: Line, grounds: set[str]) -> Words:
    known = next((words for begin, words in _WHAT if line.operation.startswith(begin)), None)
    return known or (plain.HANDLED if _RIGHTS in grounds else plain.SAW)
